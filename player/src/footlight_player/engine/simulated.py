"""An engine without pictures: the same contract as mpv's, moved by a clock."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from footlight_common.clock import Clock
from footlight_common.errors import MediaError, MediaMissing
from footlight_common.model.playback import Item
from footlight_player.core.ports import Ended, EngineEvent, Failed, Readings, Ready, Shown, Ticket
from footlight_player.engine.simulated_media import SimulatedMedia, file_path

FRAMES_PER_S = 30


class _Deck:
    """One opened item, and where it is by the clock."""

    def __init__(self, clock: Clock, ticket: Ticket, media: SimulatedMedia, start_s: float) -> None:
        self._clock = clock
        self.ticket = ticket
        self.media = media
        self.moving = False
        self.stopped_s = clock.monotonic_s()
        """Monotonic time since which its picture stands."""
        self._base_s = min(start_s, media.length_s)
        self._moving_since_s = 0.0
        self._counted = 0

    def position_s(self) -> float:
        """Into the item."""
        moved_s = self._clock.monotonic_s() - self._moving_since_s if self.moving else 0.0
        return max(self._base_s, min(self._base_s + moved_s, self.media.length_s, self.media.stalls_at_s))

    def frames(self) -> int:
        """Presented since it was shown; the first one counts when it is shown."""
        return self._counted + int((self.position_s() - self._base_s) * FRAMES_PER_S)

    def set_moving(self, moving: bool) -> None:
        """Run or hold."""
        if moving == self.moving:
            return
        self._counted = self.frames()
        self._base_s = self.position_s()
        self.moving = moving
        self._moving_since_s = self.stopped_s = self._clock.monotonic_s()

    def seek(self, position_s: float) -> None:
        """Go on from another place."""
        self._counted = self.frames() + 1
        self._base_s = max(0.0, min(position_s, self.media.length_s))
        self._moving_since_s = self._clock.monotonic_s()

    def remaining_s(self) -> float:
        """Until it ends or breaks."""
        end_s = self.media.breaks_at_s if self.media.breaks_on_screen else self.media.length_s
        return end_s - self.position_s()


class SimulatedEngine:
    """Plays by the clock. What a URI does is written in it, see `SimulatedMedia`; a plain path plays if it exists."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._listener: Callable[[EngineEvent], None] | None = None
        self._hidden: Ticket | None = None
        self._ready: _Deck | None = None
        self._screen: _Deck | None = None
        self._over = False
        self._show_when_ready: bool | None = None
        self._armed = False
        self._opening: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._cutting: asyncio.Task[None] | None = None
        self._frames_before = 0
        self._hand_offs = 0
        self._last_gap_ms: float | None = None
        self._worst_gap_ms: float | None = None
        self.loudness = (100, False)
        """Level and mute as last set."""

    async def start(self, listener: Callable[[EngineEvent], None]) -> None:
        self._listener = listener

    def prepare(self, ticket: Ticket, item: Item, start_s: float = 0.0) -> None:
        self._forget_hidden()
        self._hidden = ticket
        self._opening = self._spawn(self._open(ticket, item, start_s))

    def show(self, ticket: Ticket, *, paused: bool = False) -> None:
        if ticket != self._hidden:
            return
        self._show_when_ready = paused
        if self._ready is not None:
            self._cut_soon()

    def arm(self, ticket: Ticket) -> None:
        if ticket != self._hidden:
            return
        self._armed = True
        if self._over:
            self._cut_soon()

    def pause(self) -> None:
        if self._screen is not None and not self._over:
            self._screen.set_moving(False)
            self._watch_end()

    def resume(self) -> None:
        if self._screen is not None and not self._over:
            self._screen.set_moving(True)
            self._watch_end()

    def seek(self, position_s: float) -> None:
        if self._screen is not None and not self._over:
            self._screen.seek(position_s)
            self._watch_end()

    def set_volume(self, level: int, *, muted: bool) -> None:
        self.loudness = (level, muted)

    def clear(self) -> None:
        self._forget_hidden()
        self._stop(self._running)
        self._frames_before = self._presented()
        self._screen = None
        self._over = False

    @property
    def version(self) -> str:
        return ""

    def readings(self) -> Readings:
        screen = self._screen
        return Readings(
            position_s=screen.position_s() if screen else 0.0,
            duration_s=screen.media.duration_s if screen else None,
            moving=screen is not None and screen.moving,
            presented_frames=self._presented(),
            hand_offs=self._hand_offs,
            last_gap_ms=self._last_gap_ms,
            worst_gap_ms=self._worst_gap_ms,
            decoder="simulated" if screen else "",
        )

    async def close(self) -> None:
        self._listener = None
        tasks = [task for task in (self._opening, self._running, self._cutting) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _presented(self) -> int:
        return self._frames_before + (self._screen.frames() if self._screen else 0)

    async def _open(self, ticket: Ticket, item: Item, start_s: float) -> None:
        try:
            media = SimulatedMedia.parse(item.uri)
            await self._clock.sleep(media.open_s)
            path = file_path(item.uri)
            if path is not None and not await asyncio.to_thread(Path.exists, path):
                msg = f"There is no file {path} on this player. Copy it there or take it off the list."
                raise MediaMissing(msg)
            if media.failure and not media.breaks_on_screen:
                raise media.error()
        except MediaError as err:
            self._hidden = None
            self._tell(Failed(ticket, err))
            return
        self._ready = _Deck(self._clock, ticket, media, start_s)
        self._tell(Ready(ticket))
        if self._show_when_ready is not None and ticket == self._hidden:
            self._cut_soon()

    def _cut_soon(self) -> None:
        # The listener must not be called from within a method of the engine.
        if self._cutting is None or self._cutting.done():
            self._cutting = self._spawn(self._cut())

    async def _cut(self) -> None:
        deck, before = self._ready, self._screen
        if deck is None:
            return
        now_s = self._clock.monotonic_s()
        gap_ms = None
        if before is not None:
            stood_s = 0.0 if before.moving else now_s - before.stopped_s
            gap_ms = 1000 * max(stood_s, 1 / FRAMES_PER_S)
            self._hand_offs += 1
            self._last_gap_ms = gap_ms
            self._worst_gap_ms = max(gap_ms, self._worst_gap_ms or 0.0)
        self._frames_before = self._presented() + 1
        paused = bool(self._show_when_ready)
        self._screen, self._ready, self._hidden = deck, None, None
        self._show_when_ready, self._armed, self._over = None, False, False
        deck.set_moving(not paused)
        self._watch_end()
        self._tell(Shown(deck.ticket, gap_ms))

    def _watch_end(self) -> None:
        # The task that brought the end of one item may go on to show the next one.
        if self._running is not asyncio.current_task():
            self._stop(self._running)
        self._running = self._spawn(self._run()) if self._screen is not None and self._screen.moving else None

    async def _run(self) -> None:
        deck = self._screen
        if deck is None:
            return
        while (remaining_s := deck.remaining_s()) > 0:
            if remaining_s == float("inf"):
                return
            await self._clock.sleep(remaining_s)
        deck.set_moving(False)
        self._over = True
        if deck.media.breaks_on_screen:
            self._tell(Failed(deck.ticket, deck.media.error()))
            return
        self._tell(Ended(deck.ticket))
        if self._armed and self._over:
            await self._cut()

    def _forget_hidden(self) -> None:
        self._stop(self._opening)
        self._stop(self._cutting)
        self._hidden = self._ready = self._show_when_ready = None
        self._armed = False

    def _tell(self, event: EngineEvent) -> None:
        if self._listener is not None:
            self._listener(event)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(work, name="simulated-engine")

    @staticmethod
    def _stop(task: asyncio.Task[None] | None) -> None:
        # A task that tells the listener may be the one that is told to stop by the answer.
        if task is not None and task is not asyncio.current_task():
            task.cancel()
