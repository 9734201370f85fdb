"""The history cache as the core thread uses it: in a thread of its own, and what is heard is written in batches."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from footlight_common.errors import NotLinked, StorageError
from footlight_common.model.history import Run
from footlight_common.protocol.events import AnyNumbered, ClockStepped
from footlight_controller.core.missing import Island
from footlight_controller.core.remembered import Numbers
from footlight_controller.services.history_cache import HistoryCache
from footlight_controller.services.history_rows import Memory, Told

# What a crash of the controller costs is fetched again.
SAVE_S = 60.0
# Pages between two looks at the size of the file.
_PRUNE_EVERY = 50

T = TypeVar("T")


class HistoryShelf:
    """Used on the core thread, from `start` to `close`. What it cannot write it says in `trouble`, and drops."""

    def __init__(self, cache: HistoryCache, *, taken_over: Path | None = None) -> None:
        """`taken_over` is a file of another process, whose content is copied at the start."""
        self.cache = cache
        """For work that is done through `do`."""
        self._taken_over = taken_over
        self._worker: ThreadPoolExecutor | None = None
        self._saving: asyncio.Task[None] | None = None
        self._heard: dict[str, tuple[str, list[AnyNumbered]]] = {}
        self._something_heard = asyncio.Event()
        self._pages = 0
        self._failure = ""

    @property
    def trouble(self) -> str:
        """What is wrong with the cache, or was, for the user; empty when nothing is."""
        return self._failure or self.cache.rescued

    async def start(self) -> None:
        """Get ready, in the running loop."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="histories")
        if self._taken_over is not None:
            with suppress(StorageError):
                await self.do(partial(self.cache.take_over, self._taken_over))
        self._saving = asyncio.get_running_loop().create_task(self._save_now_and_then(), name="history shelf")

    async def close(self, heard: dict[str, float]) -> None:
        """Save what was heard, and until when it is known that nothing else happened, by player id."""
        if self._worker is None:
            return
        if self._saving is not None:
            self._saving.cancel()
            await asyncio.gather(self._saving, return_exceptions=True)
        with suppress(StorageError):
            await self.flush()
            await self.note_heard(heard)
        with suppress(StorageError):
            await self.do(self.cache.close)
        worker, self._worker = self._worker, None
        worker.shutdown()

    def hear(self, player_id: str, stream: str, event: AnyNumbered) -> None:
        """An event that just happened. Written within SAVE_S, and before anybody asks for it."""
        before = self._heard.get(player_id)
        if before is None or before[0] != stream:
            # A player that begins anew is rare enough to lose what was not yet written: it cannot be asked for it.
            before = self._heard[player_id] = (stream, [])
        before[1].append(event)
        self._something_heard.set()

    async def keep(self, player_id: str, told: Told) -> None:
        """Keep what was fetched. Raises StorageError."""
        await self.do(partial(self.cache.add, [(player_id, told)]))
        self._pages += 1
        if self._pages % _PRUNE_EVERY == 0:
            while await self.do(self.cache.prune):
                pass

    async def islands(self, player_id: str, now_s: float) -> tuple[Memory, list[Island]]:
        """As HistoryCache.islands. Raises StorageError."""
        await self.flush(player_id)
        return await self.do(partial(self.cache.islands, player_id, now_s))

    async def note_heard(self, heard: dict[str, float]) -> None:
        """As HistoryCache.note_heard. Raises StorageError."""
        if heard:
            await self.do(partial(self.cache.note_heard, list(heard.items())))

    async def forget(self, *player_ids: str) -> None:
        """Forget these players. Raises StorageError."""
        for player_id in player_ids:
            self._heard.pop(player_id, None)
        await self.do(partial(self.cache.remove, *player_ids))

    async def flush(self, player_id: str | None = None) -> None:
        """Write what was heard of a player, or of all. Raises StorageError."""
        heard, self._heard = (
            (self._heard, {})
            if player_id is None
            else (
                {each: self._heard[each] for each in self._heard if each == player_id},
                {each: some for each, some in self._heard.items() if each != player_id},
            )
        )
        told = [(each, part) for each, (stream, events) in heard.items() for part in _parts(stream, events)]
        if told:
            await self.do(partial(self.cache.add, told))

    async def do(self, work: Callable[[], T]) -> T:
        """What `work` returns, in the cache's thread. Raises StorageError."""
        if self._worker is None:
            msg = "Footlight is closing, or not open yet."
            raise NotLinked(msg)
        try:
            result = await asyncio.get_running_loop().run_in_executor(self._worker, work)
        except StorageError as err:
            self._failure = str(err)
            raise
        self._failure = ""
        return result

    async def _save_now_and_then(self) -> None:
        while True:
            await self._something_heard.wait()
            await asyncio.sleep(SAVE_S)
            self._something_heard.clear()
            with suppress(StorageError):
                await self.flush()


def _parts(stream: str, events: list[AnyNumbered]) -> list[Told]:
    """Events that follow on one another without a number between, each row for itself."""
    rows: list[list[AnyNumbered]] = []
    for event in events:
        if rows and event.seq <= rows[-1][-1].seq:
            continue
        if not rows or event.seq != rows[-1][-1].seq + 1:
            rows.append([])
        rows[-1].append(event)
    return [
        Told(
            stream=stream,
            events=row,
            numbers=Numbers(first=row[0].seq, last=row[-1].seq),
            # A clock that was set corrects what the run did before.
            runs=[
                Run(number=event.run, began_s=event.at_s - event.up_s)
                for event in row
                if isinstance(event, ClockStepped)
            ],
            last=row[-1].seq,
        )
        for row in rows
    ]
