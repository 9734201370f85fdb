"""The thread on which the core of the player runs: plain asyncio, uvloop where it exists."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

_new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
with contextlib.suppress(ImportError):
    import uvloop

    _new_loop = uvloop.new_event_loop


class CoreThread:
    """Runs one coroutine to its end. Made, started and cancelled on another thread."""

    def __init__(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.done: Future[None] = Future()
        """What the coroutine came to; having been cancelled is no failure."""
        self._main = main
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        # A core that hangs must not keep a process alive that has said it ends.
        self._thread = threading.Thread(target=self._run, name="core", daemon=True)

    def start(self) -> None:
        self.done.set_running_or_notify_cancel()
        self._thread.start()

    def cancel(self) -> None:
        """Ask the coroutine to end. Once it has, or before it has begun, this does nothing."""
        if self._loop is not None and self._task is not None and not self.done.done():
            self._loop.call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_new_loop) as runner:
                self._loop = runner.get_loop()
                self._task = self._loop.create_task(self._main(), name="core")
                self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            self.done.set_result(None)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the thread has to hear of it
            self.done.set_exception(error)
        else:
            self.done.set_result(None)
