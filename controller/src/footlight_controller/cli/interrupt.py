"""Ctrl+C: the work is cancelled and closes what it opened, and no traceback is shown."""

import asyncio
import os
import signal
from collections.abc import Coroutine

EXIT_CODE = 128 + signal.SIGINT
# `timeout` and some shells send the same signal to the process and to its group.
SAME_S = 0.5


def run_until_interrupted(runner: asyncio.Runner, work: Coroutine[None, None, None]) -> None:
    """Run `work` to its end, in the main thread. Raises KeyboardInterrupt once interrupted work has closed everything.

    A second Ctrl+C ends the process on the spot.
    """
    # Not left to the runner: it raises a second KeyboardInterrupt in whatever happens to run, such as a link.
    loop = runner.get_loop()
    task: asyncio.Task[None] | None = None
    first_s: float | None = None

    def interrupt() -> None:
        nonlocal first_s
        if first_s is None:
            first_s = loop.time()
            if task is not None:
                task.cancel()
        elif loop.time() - first_s > SAME_S:
            os._exit(EXIT_CODE)

    async def attend() -> None:
        nonlocal task
        task = asyncio.current_task()
        if first_s is None:
            await work
        else:
            work.close()

    loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        runner.run(attend())
    except asyncio.CancelledError:
        if first_s is None:
            raise
    if first_s is not None:
        raise KeyboardInterrupt
