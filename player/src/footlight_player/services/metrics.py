"""The figures of the last thirty days, a row a minute, kept beside the player's work and never in its way."""

import asyncio
from collections import deque
from collections.abc import Collection
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.model.metrics import Metrics
from footlight_common.protocol.pages import MetricsPage
from footlight_player.core.alarms import CLOCK_SET_S
from footlight_player.core.rollups import Fold, Minute, Minutes, figures_of, step_for
from footlight_player.services.metrics_store import MetricsStore
from footlight_player.services.record import Record

# While the disk takes nothing: what is tried again with each minute that comes.
MAX_WAITING = 120


class Rollups:
    """Takes readings at once and writes each minute when it is over, in one transaction. On the core thread only.

    A disk that takes nothing is told once; the last MAX_WAITING minutes wait for it, and nothing else stops. Minutes
    of a clock that nobody has set are not kept: they would stand at the wrong place.
    """

    def __init__(self, clock: Clock, path: Path | None = None, *, worker: Executor | None = None) -> None:
        """In memory, and only the latest, without a `path`. `worker` is one thread that several share."""
        self.record = Record("record of figures", clock, worker, subject="The record of figures")
        """Its disk."""
        self._clock = clock
        self._store = MetricsStore(path, self.record.rescued)
        self._minutes = Minutes()
        self._waiting: deque[Minute] = deque(maxlen=MAX_WAITING)
        self._moving = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def take(self, metrics: Metrics, covered_s: float) -> None:
        """A reading, and for how much of the time before it speaks (above 0)."""
        at_s = self._clock.wall_s()
        if at_s < CLOCK_SET_S or self._closed:
            return
        over = self._minutes.add(at_s, covered_s, figures_of(metrics))
        if over is not None:
            self._waiting.append(over)
            if self._task is None or self._task.done():
                self._task = asyncio.get_running_loop().create_task(self._write(), name="rollups")

    async def page(self, *, from_s: float, to_s: float, figures: Collection[str] = ()) -> MetricsPage:
        """What began within these times, the present minute so far included; of all figures unless told.

        In steps of so many minutes that each figure has some MAX_ROLLUPS at most. Raises StorageError.
        """
        # Meanwhile nothing goes from memory to disk: it would be counted twice, or not at all.
        async with self._moving:
            span = await self.record.do(lambda: self._store.span(from_s, to_s))
            current = () if self._minutes.current is None else (self._minutes.current,)
            fresh = [minute for minute in (*self._waiting, *current) if from_s <= minute.at_s <= to_s]
            ends = [*(span or ()), *(minute.at_s for minute in fresh)]
            if not ends:
                return MetricsPage()
            fold = Fold(step_for(max(ends) - min(ends)), figures)
            place: float | None = from_s
            while place is not None:
                # Part by part: who waits for the same thread does so for milliseconds.
                place = await self.record.do(partial(self._store.read, place, to_s, fold))
            for minute in fresh:
                fold.add(minute)
        return MetricsPage(figures=fold.rollups(), step_s=fold.step_s)

    async def run(self) -> None:
        """Keep it small, until cancelled."""
        await self.record.keep_small(self._store)

    async def close(self) -> None:
        """Write what there is, within FLUSH_DEADLINE_S. Nothing is taken any more."""
        self._closed = True
        if self._minutes.current is not None:
            self._waiting.append(self._minutes.current)
        await self.record.close(self._store, self._finish)

    async def _finish(self) -> None:
        if self._task is not None:
            await asyncio.wait([self._task])
        await self._write()

    async def _write(self) -> None:
        async with self._moving:
            minutes = [*self._waiting]
            if not minutes:
                return
            try:
                await self.record.do(lambda: self._store.write(minutes))
            except StorageError as err:
                self.record.pause(err)
                return
            written = {id(minute) for minute in minutes}
            self._waiting = deque((each for each in self._waiting if id(each) not in written), maxlen=MAX_WAITING)
            self.record.resume()
