"""What happened at this player: numbered, kept, and told once it is kept."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import AnyNumbered, PlaybackStarted, PlaybackStopped
from footlight_common.protocol.pages import MAX_PAGE_EVENTS, HistoryPage
from footlight_common.protocol.session import Cursor
from footlight_common.storage import FLUSH_DEADLINE_S, RETRY_S
from footlight_player.core.facts import Fact, Lost, Progress, Started, Stepped, Stopped, TurnedOff, TurnedOn
from footlight_player.services.history_memory import HistoryMemory
from footlight_player.services.history_pages import Found, Mark, Unfinished, Wish
from footlight_player.services.history_store import HistoryStore
from footlight_player.services.numbering import numbered
from footlight_player.services.wall import Wall

_log = logging.getLogger(__name__)

# Between two marks while something plays, a little less than five ticks.
MARK_S = 4.5
# While nothing moves: how long a player without power may seem to have gone on, or been off.
IDLE_MARK_S = 60.0
# A card may take a second for its own purposes. After this, people at controllers wonder.
PATIENCE_S = 3.0
# While the disk takes nothing: some hours of events, and little memory.
MAX_WAITING = 1000
# What is written at one time: it is told only when all of it is on disk.
_MAX_BATCH = 200
# What a controller is told again after a gap; older events it can fetch in pages.
MAX_REPLAY = MAX_PAGE_EVENTS
HOUSEKEEPING_S = 60.0
# A clock that runs ahead must not empty the history before somebody sets it: so many steps of it an hour.
_AGED_STEPS = 8
_AGED_EVERY_S = 3600.0

T = TypeVar("T")


class Keeper(Protocol):
    """Where events are kept. Every method but `doubt` raises StorageError; see HistoryStore."""

    stream: str

    def look(self) -> Found: ...
    def doubt(self) -> None: ...
    def write(self, events: Sequence[AnyNumbered], mark: Mark | None) -> None: ...
    def page(self, wish: Wish, last: int) -> HistoryPage: ...
    def prune(self, now_s: float, *, aged: bool = True) -> bool: ...
    def close(self) -> None: ...


class History:
    """Events in the order of their numbers. On the core thread only; the disk has a thread of its own.

    What was told is kept, whatever happens to the player after. A disk that takes nothing, or does not answer within
    PATIENCE_S, holds nobody up: then events are told without being kept, and written when it takes them again; what
    does not fit MAX_WAITING meanwhile is lost, and that is an event of its own.
    """

    def __init__(self, clock: Clock, path: Path | None = None, *, worker: Executor | None = None) -> None:
        """In memory without a `path`. `worker` is one thread that several share; else it makes its own."""
        self.told: Callable[[AnyNumbered], None] = _do_nothing
        """Called with each event, in order."""
        self.complain: Callable[[str], None] = _do_nothing
        """Told in words, on the core thread, when something is wrong with the history."""
        self.begun_anew: Callable[[], None] = _do_nothing
        """Called when the cursor is of another stream from now on."""
        self._clock = clock
        self._wall = Wall(clock)
        self._began_monotonic_s = clock.monotonic_s()
        self._rescue = ""
        self._keeper: Keeper = HistoryMemory() if path is None else HistoryStore(path, self._on_rescue)
        self._own_worker = path is not None and worker is None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="history") if self._own_worker else worker
        self._inline = path is None
        self._stream = self._keeper.stream or secrets.token_hex(8)
        self._run = 1
        self._last_seq = self._told = 0
        self._waiting: deque[AnyNumbered] = deque()
        self._in_flight = 0
        self._lost = 0
        self._trouble = ""
        self._attached = self._inline
        self._opened = self._closed = False
        self._early: list[Fact] = []
        self._started_seq = 0
        self._mark: Mark | None = None
        self._marked_s = 0.0
        self._marked = Progress()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._doubting: asyncio.Task[None] | None = None

    @property
    def cursor(self) -> Cursor:
        """The place of the latest event that was told."""
        return Cursor(stream=self._stream, seq=self._told)

    async def open(self, version: str = "") -> None:
        """Go on with what is there: say how the run before ended, if nobody did, and that this one began."""
        try:
            self._adopt(await self._do(self._keeper.look))
        except StorageError as err:
            # As a stream of its own, until the disk says what there is.
            self._pause(err)
        self._opened = True
        self.append(TurnedOn(version=version))
        for fact in self._early:
            self.append(fact)
        self._early.clear()

    def append(self, fact: Fact) -> None:
        """Number a fact, and keep and tell it; before `open`, as soon as that is done."""
        if not self._opened:
            self._early.append(fact)
            return
        self._look_at_clock()
        if isinstance(fact, Stopped):
            self._started_seq, self._mark = 0, None
        self._put(fact, run=self._run, began_s=self._wall.began_s, up_s=self._up_s())
        if isinstance(fact, Started):
            self._started_seq, self._mark = self._last_seq, None
            self._marked_s, self._marked = self._up_s(), Progress()

    def tick(self, progress: Progress | None) -> None:
        """Once a second, with how much of the item on screen was shown."""
        if not self._opened or self._closed:
            return
        self._look_at_clock()
        up_s, shown = self._up_s(), progress if progress is not None and self._started_seq else Progress()
        due_s = MARK_S if self._started_seq and shown != self._marked else IDLE_MARK_S
        if self._inline or up_s - self._marked_s < due_s:
            return
        self._marked_s, self._marked = up_s, shown
        self._mark = Mark(
            run=self._run,
            started_seq=self._started_seq,
            up_s=up_s,
            played_s=shown.played_s,
            presented_frames=shown.presented_frames,
            dropped_frames=shown.dropped_frames,
        )
        self._wake()

    async def page(self, wish: Wish) -> HistoryPage:
        """Events that were told and are kept. Raises StorageError."""
        if not self._attached:
            raise StorageError(self._trouble)
        kept = self._waiting[0].seq - 1 if self._waiting else self._last_seq
        last = min(self._told, kept)
        return await self._do(lambda: self._keeper.page(wish, last))

    async def replay(self, since: Cursor) -> tuple[int, tuple[AnyNumbered, ...]]:
        """The events after `since` that were told before the call, and the first number they could be served from.

        At most the latest MAX_REPLAY. Of another stream nothing is known here, so all of these are new to who asks.
        """
        told, waiting = self._told, [event for event in self._waiting if event.seq <= self._told]
        asked = since.seq + 1 if since.stream == self._stream else 1
        first = min(max(asked, told - MAX_REPLAY + 1), told + 1)
        events: dict[int, AnyNumbered] = {}
        last = waiting[0].seq - 1 if waiting else told
        try:
            while self._attached and first <= last:
                page = await self._do(partial(self._keeper.page, Wish(after=first - 1), last))
                events |= {event.seq: event for event in page.events}
                if not page.events:
                    break
                first_kept, first = page.first_kept, page.events[-1].seq + 1
                asked = max(asked, first_kept)
        except StorageError as err:
            _log.warning("events could not be told again: %s", err)
        events |= {event.seq: event for event in waiting}
        wanted = tuple(events[seq] for seq in sorted(events) if seq >= asked)
        return wanted[0].seq if wanted else told + 1, wanted

    async def run(self) -> None:
        """Keep it small, until cancelled."""
        aged_s = -_AGED_EVERY_S
        while True:
            now_s = self._clock.monotonic_s()
            aged = now_s - aged_s >= _AGED_EVERY_S
            aged_s = now_s if aged else aged_s
            try:
                # One step at a time: what happens meanwhile is written in between.
                for _ in range(_AGED_STEPS if self._attached else 0):
                    if not await self._do(partial(self._keeper.prune, self._clock.wall_s(), aged=aged)):
                        break
            except StorageError as err:
                self._pause(err)
            await self._clock.sleep(HOUSEKEEPING_S)

    async def close(self, reason: OffReason) -> None:
        """The run ends: write what waits, within FLUSH_DEADLINE_S. What comes later is not kept."""
        if self._closed:
            return
        if self._opened:
            self.append(TurnedOff(reason=reason))
        self._closed, self._mark = True, None
        for task in (self._task, self._doubting):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        try:
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                while self._waiting and self._opened and await self._flush():
                    pass
                await self._do(self._keeper.close)
        except TimeoutError:
            _log.error("writing the history took more than %.0f s and was given up", FLUSH_DEADLINE_S)
        if self._own_worker and isinstance(self._worker, ThreadPoolExecutor):
            self._worker.shutdown(wait=False)

    def _adopt(self, found: Found) -> None:
        """Go on with this history: number what waits anew behind it."""
        waiting, self._waiting, self._trouble = self._waiting, deque(), ""
        self._stream, self._last_seq, self._told = found.stream, found.last_seq, found.last_seq
        self._run, self._attached = found.last_run + 1, True
        if found.unfinished is not None:
            self._finish(found.unfinished)
        for event in waiting:
            self._last_seq += 1
            self._waiting.append(msgspec.structs.replace(event, seq=self._last_seq, run=self._run))
            if isinstance(event, PlaybackStarted | PlaybackStopped):
                self._started_seq = self._last_seq if isinstance(event, PlaybackStarted) else 0
        if found.skipped:
            self._opened_with(Lost(lost=None, message="The player ended while its disk took nothing."))
        if self._rescue:
            self._say_damage()

    def _finish(self, cut: Unfinished) -> None:
        """Say how the run before ended, by the last that is known of it."""
        facts: list[Fact] = []
        if isinstance(cut.started, PlaybackStarted):
            facts.append(
                Stopped(
                    item=cut.started.item,
                    index=cut.started.index,
                    reason=StopReason.CUT,
                    played_s=cut.played_s,
                    presented_frames=cut.presented_frames,
                    dropped_frames=cut.dropped_frames,
                )
            )
        for fact in (*facts, TurnedOff(reason=OffReason.CUT)):
            self._put(fact, run=cut.run.number, began_s=cut.run.began_s, up_s=cut.up_s)

    def _opened_with(self, fact: Fact) -> None:
        if self._opened:
            self.append(fact)
        else:
            self._early.insert(0, fact)

    def _look_at_clock(self) -> None:
        by_s = self._wall.look()
        if by_s:
            self._put(Stepped(by_s=by_s), run=self._run, began_s=self._wall.began_s, up_s=self._up_s())

    def _up_s(self) -> float:
        return self._clock.monotonic_s() - self._began_monotonic_s

    def _put(self, fact: Fact, *, run: int, began_s: float, up_s: float) -> None:
        self._last_seq += 1
        event = numbered(fact, seq=self._last_seq, run=run, began_s=began_s, up_s=up_s)
        if self._inline:
            self._keeper.write([event], None)
            self._tell([event])
            return
        self._waiting.append(event)
        if self._trouble and len(self._waiting) > MAX_WAITING:
            # What is being written may be kept after all.
            del self._waiting[self._in_flight]
            self._lost += 1
        if self._trouble:
            self._tell([event])
        self._wake()

    def _tell(self, events: Sequence[AnyNumbered]) -> None:
        for event in events:
            if event.seq > self._told:
                self._told = event.seq
                self.told(event)

    def _wake(self) -> None:
        if not self._closed and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._write_on(), name="history")

    async def _write_on(self) -> None:
        while self._waiting or self._mark is not None:
            if self._trouble:
                await self._clock.sleep(RETRY_S)
            await self._flush()

    async def _flush(self) -> bool:
        # A write under way goes on when whoever waits for it is cancelled.
        return await asyncio.shield(asyncio.ensure_future(self._write()))

    async def _write(self) -> bool:
        """Write some of what waits; whether the disk took it."""
        async with self._writing:
            try:
                if not self._attached:
                    self._adopt(await self._do(self._keeper.look))
                    self.begun_anew()
                batch, mark = list(self._waiting)[:_MAX_BATCH], self._mark
                if not batch and mark is None:
                    return True
                self._in_flight, self._mark = len(batch), None
                await self._patiently(lambda: self._keeper.write(batch, mark))
            except StorageError as err:
                self._pause(err)
                return False
            finally:
                self._in_flight = 0
            for _ in batch:
                self._waiting.popleft()
            self._tell(batch)
            self._go_on()
            return True

    async def _patiently(self, work: Callable[[], None]) -> None:
        """Have it done; when it takes too long, nobody is kept waiting for what is told after it."""
        job = asyncio.ensure_future(self._do(work))
        patience = asyncio.ensure_future(self._clock.sleep(PATIENCE_S))
        try:
            await asyncio.wait([job, patience], return_when=asyncio.FIRST_COMPLETED)
            if not job.done():
                self._pause(StorageError(f"the disk did not write the history within {PATIENCE_S:.0f} s."))
            await job
        finally:
            patience.cancel()

    def _pause(self, err: StorageError) -> None:
        if not self._trouble:
            _log.error("%s", err)
            self.complain("The history cannot be saved. Has the disk room?")
            if self._attached:
                self._doubting = asyncio.get_running_loop().create_task(self._doubt(), name="history-doubt")
        self._trouble = str(err)
        self._tell(tuple(self._waiting))

    def _go_on(self) -> None:
        if self._trouble:
            _log.info("the history is kept again")
            self._trouble = ""
        if self._lost:
            lost, self._lost = self._lost, 0
            self.append(Lost(lost=lost, message=f"The disk took nothing, and {lost} events had no room in memory."))

    async def _doubt(self) -> None:
        # In a thread of its own: the one of the disk may be stuck.
        try:
            await asyncio.to_thread(self._keeper.doubt)
        except OSError as err:
            _log.warning("it could not be noted that events are not kept: %s", err)

    async def _do(self, work: Callable[[], T]) -> T:
        if self._inline:
            return work()
        done = await asyncio.get_running_loop().run_in_executor(self._worker, work)
        if self._rescue and self._attached and self._opened:
            self._stream = self._keeper.stream
            self._say_damage()
            self.begun_anew()
        return done

    def _say_damage(self) -> None:
        text, self._rescue = self._rescue, ""
        self.complain("The history was damaged. A new one is begun.")
        self._opened_with(Lost(lost=None, message=text))

    def _on_rescue(self, text: str) -> None:
        # Called in the worker, while the loop waits for it.
        self._rescue = text


def _do_nothing(_: object = None) -> None:
    """Before anybody listens."""
