"""The thread in which the controller lives: a plain asyncio loop that no window can hold up."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class CoreThread:
    """Runs one coroutine to its end on a loop of its own; others may join it there."""

    def __init__(
        self, main: Callable[[], Coroutine[Any, Any, None]], loop_factory: Callable[[], asyncio.AbstractEventLoop]
    ) -> None:
        self._main = main
        self._loop_factory = loop_factory
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: concurrent.futures.Future[None] = concurrent.futures.Future()
        # A daemon: a core that hangs in a library must not keep the process alive after its window is gone.
        self._thread = threading.Thread(target=self._run, name="footlight-core", daemon=True)

    @property
    def ended(self) -> "concurrent.futures.Future[None]":
        """Done when the loop is closed; carries the exception that ended it."""
        return self._ended

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._loop is not None and not self._ended.done()

    def start(self) -> None:
        """Begin. Once."""
        # Here and not in the thread, so that the loop takes work from the moment this returns.
        self._loop = self._loop_factory()
        self._thread.start()

    def call_soon(self, callback: Callable[[], object]) -> None:
        """Run `callback` on the core loop; nothing happens when that is over. Any thread."""
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(callback)
        except RuntimeError:  # closed by now
            return

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> "concurrent.futures.Future[T]":
        """Run a coroutine on the core loop; cancelled when the loop ends first. Any thread, while `running`."""
        if self._loop is None:
            coroutine.close()
            msg = "the core thread was not started"
            raise RuntimeError(msg)
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; whether it is gone."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._made_loop) as runner:
                runner.run(self._main())
        except BaseException as err:  # noqa: BLE001 - handed to whoever waits in the other thread
            self._ended.set_exception(err)
        else:
            self._ended.set_result(None)

    def _made_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise RuntimeError
        return self._loop
