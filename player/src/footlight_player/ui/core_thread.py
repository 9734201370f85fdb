"""The thread on which the core of the player runs."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

from footlight_common.event_loop import new_event_loop


class CoreThread:
    """Runs one coroutine to its end. Made, started and cancelled on another thread."""

    def __init__(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.done: Future[None] = Future()
        """What the coroutine came to; having been cancelled is no failure."""
        self._main = main
        self._lock = threading.Lock()
        self._cancelled = False
        self._task: asyncio.Task[None] | None = None
        # A core that hangs must not keep a process alive that has said it ends.
        self._thread = threading.Thread(target=self._run, name="core", daemon=True)

    def start(self) -> None:
        self.done.set_running_or_notify_cancel()
        self._thread.start()

    def cancel(self) -> None:
        """Ask the coroutine to end, now or as soon as it begins. Once it has ended this does nothing."""
        with self._lock:
            self._cancelled = True
            if self._task is not None and not self.done.done():
                self._task.get_loop().call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=new_event_loop) as runner:
                runner.run(self._until_done())
        except asyncio.CancelledError:
            self._finish(None)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the thread has to hear of it
            self._finish(error)
        else:
            self._finish(None)

    async def _until_done(self) -> None:
        task = asyncio.create_task(self._main(), name="core")
        with self._lock:
            self._task = task
            if self._cancelled:
                task.cancel()
        await task

    def _finish(self, error: BaseException | None) -> None:
        # After this nobody touches the loop, which is closed.
        with self._lock:
            if error is None:
                self.done.set_result(None)
            else:
                self.done.set_exception(error)
