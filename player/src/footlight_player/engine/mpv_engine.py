"""The engine that plays with mpv: one deck on screen, the other getting the next item ready behind it."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from footlight_common.errors import MediaError
from footlight_common.model.playback import Item
from footlight_player.core.ports import Ended, EngineEvent, Failed, Readings, Ready, Shown, Ticket
from footlight_player.engine import failures
from footlight_player.engine.board import board_model
from footlight_player.engine.deck import Deck, DeckStuck, Look
from footlight_player.engine.deck_pair import DeckPair
from footlight_player.engine.places import Behind, InFront
from footlight_player.engine.playhead import Playhead
from footlight_player.engine.recycling import Recycling
from footlight_player.engine.screen import Screen

logger = logging.getLogger(__name__)

# mpv gives a dead URL up after 10 s; this is for servers that answer and then send nothing.
OPEN_DEADLINE_S = 20.0
# A last frame that is not here this long after the end was reported does not come.
FRAME_GRACE_S = 0.008
# The position runs by the clock in between, so this only corrects it and counts dropped frames.
LOOK_EVERY_S = 1.0


class MpvEngine:
    """See `Engine`. Made on any thread, used on the core thread only.

    Each item is opened by one task on the deck that is not on screen; replacing the item cancels the task. The deck
    that leaves the screen is emptied once its last picture is covered.
    """

    def __init__(
        self,
        screen: Screen,
        *,
        board: str | None = None,
        recycling: Recycling | None = None,
        open_deadline_s: float = OPEN_DEADLINE_S,
    ) -> None:
        self._screen = screen
        self._board = board_model() if board is None else board
        self._recycling = recycling or Recycling()
        self._open_deadline_s = open_deadline_s
        self._listener: Callable[[EngineEvent], None] | None = None
        self._decks: DeckPair | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._front: InFront | None = None
        self._back: Behind | None = None
        self._cutting: asyncio.Task[None] | None = None
        self._fault: asyncio.Future[None] | None = None
        self._loudness = (100, False)
        self._answered_s = time.monotonic()
        self._dropped_frames = 0
        self._hand_offs = 0
        self._last_gap_ms: float | None = None
        self._worst_gap_ms: float | None = None

    async def start(self, listener: Callable[[EngineEvent], None]) -> None:
        """See `Engine`. Raises FootlightError where there is no OpenGL to draw with."""
        self._decks = DeckPair(
            self._screen,
            self._recycling,
            self._board,
            on_end=self._on_end,
            on_break=self._on_break,
            on_fault=self._on_fault,
        )
        level, muted = self._loudness
        self._decks.set_volume(level, muted=muted)
        await self._decks.start()
        self._listener = listener
        self._answered_s = time.monotonic()
        self._spawn(self._watch(), "watch")

    def prepare(self, ticket: Ticket, item: Item, start_s: float = 0.0) -> None:
        self._forget_back()
        back = self._back = Behind(ticket=ticket, item=item)
        back.task = self._spawn(self._open(back, start_s), f"open-{ticket}")

    def show(self, ticket: Ticket, *, paused: bool = False) -> None:
        back = self._back
        if back is not None and back.ticket == ticket:
            back.wanted, back.paused = True, paused
            self._cut_if_due()

    def arm(self, ticket: Ticket) -> None:
        back = self._back
        if back is not None and back.ticket == ticket:
            back.armed = True
            self._cut_if_due()

    def pause(self) -> None:
        self._set_paused(True)

    def resume(self) -> None:
        self._set_paused(False)

    def seek(self, position_s: float) -> None:
        front = self._front
        if front is not None and not front.over:
            front.playhead.see(position_s, time.monotonic())
            front.deck.seek(position_s)

    def set_volume(self, level: int, *, muted: bool) -> None:
        self._loudness = (level, muted)
        if self._decks is not None:
            self._decks.set_volume(level, muted=muted)

    def clear(self) -> None:
        self._forget_back()
        self._front = None
        self._screen.blank()
        for deck in self._decks or ():
            self._require_decks().empty(deck)

    @property
    def version(self) -> str:
        return self._decks.version if self._decks is not None else ""

    def readings(self) -> Readings:
        front = self._front
        return Readings(
            position_s=front.playhead.at(time.monotonic(), front.look.duration_s) if front else 0.0,
            duration_s=front.look.duration_s if front else None,
            moving=front is not None and front.moving,
            presented_frames=self._screen.presented_frames,
            dropped_frames=self._dropped_frames,
            hand_offs=self._hand_offs,
            last_gap_ms=self._last_gap_ms,
            worst_gap_ms=self._worst_gap_ms,
            silent_s=time.monotonic() - self._answered_s,
            decoder=front.look.decoder if front else "",
        )

    async def close(self) -> None:
        self._listener = None
        self._front = self._back = None
        self._screen.blank()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        decks, self._decks = self._decks, None
        if decks is not None:
            await decks.close()

    async def until_broken(self) -> None:
        """Raise what broke the engine itself, which then cannot go on. Waits until that happens."""
        self._fault = asyncio.get_running_loop().create_future()
        await self._fault

    # Opening

    async def _open(self, back: Behind, start_s: float) -> None:
        decks = self._require_decks()
        if self._cutting is not None:
            # Until the cut is done the deck that is about to be hidden is still seen.
            await asyncio.wait([self._cutting])
        front = self._front
        deck = next(deck for deck in decks if front is None or deck is not front.deck)
        await decks.usable(deck)
        try:
            async with asyncio.timeout(self._open_deadline_s):
                drawn = asyncio.wrap_future(self._screen.prime(deck.number))
                # A frame that came before the window waits for one would be taken for a leftover.
                await asyncio.wrap_future(self._screen.turn())
                look = await deck.load(back.item.uri, start_s)
                await drawn
        except (TimeoutError, DeckStuck):
            decks.empty(deck)
            self._fail(back, failures.too_slow(back.item.uri, self._open_deadline_s))
        except MediaError as error:
            decks.empty(deck)
            self._fail(back, error)
        else:
            back.ready = (deck, look)
            self._tell(Ready(back.ticket))
            self._cut_if_due()

    def _fail(self, back: Behind, error: MediaError) -> None:
        if self._back is back:
            self._back = None
            self._tell(Failed(back.ticket, error))

    def _forget_back(self) -> None:
        back, self._back = self._back, None
        if back is not None and back.task is not None:
            back.task.cancel()

    # Cutting

    def _cut_if_due(self) -> None:
        front, back = self._front, self._back
        if back is None or back.ready is None:
            return
        if back.wanted or (back.armed and (front is None or front.over)):
            self._cut(back, *back.ready)

    def _cut(self, back: Behind, deck: Deck, look: Look) -> None:
        before, now_s = self._front, time.monotonic()
        reached = self._screen.cut(deck.number, standing=before is not None and before.standing)
        front = InFront(
            ticket=back.ticket,
            item=back.item,
            deck=deck,
            look=look,
            playhead=Playhead(look.position_s, now_s),
            paused=back.paused,
        )
        if not back.paused:
            deck.set_paused(False)
            front.playhead.run(now_s)
        self._front, self._back = front, None
        self._cutting = self._spawn(self._welcome(front, before, asyncio.wrap_future(reached)), f"cut-{front.ticket}")

    async def _welcome(self, front: InFront, before: InFront | None, reached: asyncio.Future[float | None]) -> None:
        gap_ms = await reached
        if before is not None and before.farewell is not None:
            # `Ended` comes before `Shown`.
            await asyncio.wait([before.farewell])
        if self._front is not front:
            return
        if before is not None:
            self._require_decks().leave_screen(before.deck)
            self._hand_offs += 1
            self._last_gap_ms = gap_ms
            self._worst_gap_ms = max(gap_ms or 0.0, self._worst_gap_ms or 0.0)
        front.shown = True
        self._tell(Shown(front.ticket, gap_ms))
        # One frame may be all it has, or it may have broken at once.
        if front.error is not None:
            self._on_break(front.deck, front.error)
        elif front.deck.at_end:
            self._on_end(front.deck)

    def _set_paused(self, paused: bool) -> None:
        front = self._front
        if front is None or front.over or front.paused == paused:
            return
        front.paused = paused
        front.deck.set_paused(paused)
        now_s = time.monotonic()
        if paused:
            front.playhead.hold(now_s)
        else:
            front.playhead.run(now_s)

    # What the decks report

    def _on_end(self, deck: Deck) -> None:
        front = self._front
        if front is None or front.deck is not deck or front.over or not front.shown:
            return
        front.over = True
        front.playhead.hold(time.monotonic())
        front.farewell = self._spawn(self._conclude(front), f"end-{front.ticket}")

    async def _conclude(self, front: InFront) -> None:
        """Cut, and tell a real end from a file that broke off: mpv reports both alike."""
        await self._last_frame_seen(front)
        if self._front is front:
            self._cut_if_due()
        try:
            self._take(front, await front.deck.look())
        except DeckStuck:
            self._tell(Failed(front.ticket, failures.broke(front.item.uri)))
            return
        look = front.look
        early = look.duration_s is not None and failures.ended_early(look.position_s, look.duration_s, look.frame_rate)
        if early and not look.still:
            self._tell(Failed(front.ticket, failures.broke(front.item.uri, look.position_s, look.duration_s)))
        else:
            self._tell(Ended(front.ticket))

    async def _last_frame_seen(self, front: InFront) -> None:
        """With sound mpv reports the end when the last frame is due, or just before, and not when its time is over."""
        look = front.look
        if not look.has_sound or look.still or not look.frame_rate:
            return
        frame_s: float | None = None
        while self._front is front and frame_s != self._screen.last_frame_s:
            frame_s = self._screen.last_frame_s
            over_s = frame_s + 1 / look.frame_rate
            await asyncio.sleep(max(FRAME_GRACE_S, over_s - time.monotonic()))

    def _on_break(self, deck: Deck, error: MediaError) -> None:
        front, back = self._front, self._back
        if back is not None and back.ready is not None and back.ready[0] is deck:
            self._fail(back, error)
        elif front is not None and front.deck is deck and not front.over:
            front.error = error
            if front.shown:
                front.over = True
                front.playhead.hold(time.monotonic())
                self._tell(Failed(front.ticket, error))

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await asyncio.wrap_future(self._screen.turn())
            front = self._front
            if front is not None and not front.over:
                try:
                    look = await front.deck.look()
                except DeckStuck:
                    continue
                if self._front is front and not front.over:
                    self._take(front, look)
            self._answered_s = time.monotonic()

    def _take(self, front: InFront, look: Look) -> None:
        self._dropped_frames += max(0, look.dropped_frames - front.look.dropped_frames)
        front.look = look
        front.playhead.see(look.position_s, time.monotonic())

    # Around it all

    def _require_decks(self) -> DeckPair:
        if self._decks is None:
            msg = "the engine is not started, or closed"
            raise RuntimeError(msg)
        return self._decks

    def _tell(self, event: EngineEvent) -> None:
        if self._listener is not None:
            self._listener(event)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=f"engine-{name}")
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._on_fault(fault)

    def _on_fault(self, fault: BaseException) -> None:
        logger.error("the engine broke", exc_info=fault)
        if self._fault is not None and not self._fault.done():
            self._fault.set_exception(fault)
