"""The disk side of what is recorded beside the player's work and never in its way: one thread, and its troubles."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Protocol, TypeVar

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.storage import FLUSH_DEADLINE_S

_log = logging.getLogger(__name__)

HOUSEKEEPING_S = 3600.0

T = TypeVar("T")


class Store(Protocol):
    """Where it is recorded; used in the worker. Both methods may raise StorageError."""

    def prune(self, now_s: float) -> None: ...
    def close(self) -> None: ...


class Record:
    """Does the work of one store in a worker, and tells of each trouble once. On the core thread but for `rescued`."""

    def __init__(self, name: str, clock: Clock, worker: Executor | None, *, subject: str) -> None:
        """`worker` is one thread that several share; without one it makes its own. `subject` begins a sentence."""
        self.complain: Callable[[str], None] = _say_nothing
        """Told in words, on the core thread, when something is wrong."""
        self.trouble = ""
        """Why the disk takes nothing; empty while it does."""
        self._name = name
        self._clock = clock
        self._subject = subject
        self._shared = worker is not None
        self._worker = worker or ThreadPoolExecutor(1, thread_name_prefix=name)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def do(self, work: Callable[[], T]) -> T:
        """In the worker; raises what it raises."""
        self._loop = asyncio.get_running_loop()
        return await self._loop.run_in_executor(self._worker, work)

    async def keep_small(self, store: Store) -> None:
        """Prune it now and then, until cancelled."""
        while True:
            try:
                await self.do(lambda: store.prune(self._clock.wall_s()))
            except StorageError as err:
                self.pause(err)
            await self._clock.sleep(HOUSEKEEPING_S)

    async def close(self, store: Store, finish: Callable[[], Awaitable[object]]) -> None:
        """`finish` and close the store, within FLUSH_DEADLINE_S."""
        try:
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                await finish()
                await self.do(store.close)
        except TimeoutError:
            _log.error("writing the %s took more than %.0f s and was given up", self._name, FLUSH_DEADLINE_S)
        if not self._shared:
            self._worker.shutdown(wait=False)

    def pause(self, err: StorageError) -> None:
        """The disk did not take it."""
        if not self.trouble:
            _log.error("%s", err)
            self.complain(f"{self._subject} cannot be saved. Has the disk room?")
        self.trouble = str(err)

    def resume(self) -> None:
        """The disk took it."""
        if self.trouble:
            _log.info("the %s is kept again", self._name)
            self.trouble = ""

    def rescued(self, _: str) -> None:
        """The file was damaged; called in the worker, while the loop waits for it."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.complain, f"{self._subject} was damaged. A new one is begun.")


def _say_nothing(_: str) -> None:
    """Before anybody listens."""
