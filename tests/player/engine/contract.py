"""What every engine has to do: subclass `EngineContract` and give it a fixture `rig` of the engine's own.

The tests run in real time with short clips, so that an engine with real pictures can pass them too.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from footlight_common.errors import MediaMissing
from footlight_common.model.playback import Item
from footlight_player.core.ports import Ended, Engine, EngineEvent, Failed, Readings, Ready, Shown, Ticket

E = TypeVar("E", Ready, Shown, Ended, Failed)


@dataclass
class Rig:
    """An engine and what it can be given. `start` and `close` it within the test's loop."""

    engine: Engine
    short: str
    """Plays about a second."""
    other: str
    """Another one like it."""
    long: str
    """Plays ten seconds or more."""
    missing: str
    """Is not there."""
    events: list[EngineEvent] = field(default_factory=list)
    within_call: bool = False

    def __post_init__(self) -> None:
        self._news = asyncio.Event()
        self._tickets = count(1)

    async def start(self) -> None:
        await self.engine.start(self._hear)

    def prepare(self, uri: str, start_s: float = 0.0) -> Ticket:
        ticket = Ticket(next(self._tickets))
        self.call(lambda: self.engine.prepare(ticket, Item(uri=uri), start_s))
        return ticket

    def show(self, ticket: Ticket, *, paused: bool = False) -> None:
        self.call(lambda: self.engine.show(ticket, paused=paused))

    def arm(self, ticket: Ticket) -> None:
        self.call(lambda: self.engine.arm(ticket))

    def call(self, method: Callable[[], None]) -> None:
        """Every call goes through here, so that a listener called from within it is noticed."""
        self.within_call = True
        method()
        self.within_call = False

    async def wait(self, kind: type[E], ticket: Ticket) -> E:
        """The event, which may have come already."""
        async with asyncio.timeout(10):
            while not (found := self.find(kind, ticket)):
                self._news.clear()
                await self._news.wait()
        return found[0]

    async def put_on(self, uri: str, *, paused: bool = False) -> Ticket:
        """The item on screen."""
        ticket = self.prepare(uri)
        await self.wait(Ready, ticket)
        self.show(ticket, paused=paused)
        await self.wait(Shown, ticket)
        return ticket

    async def until(self, condition: Callable[[Readings], bool]) -> Readings:
        """The first readings for which it holds."""
        async with asyncio.timeout(10):
            while not condition(readings := self.engine.readings()):  # noqa: ASYNC110 readings are no event
                await asyncio.sleep(0.01)
        return readings

    def find(self, kind: type[E], ticket: Ticket) -> list[E]:
        return [event for event in self.events if isinstance(event, kind) and event.ticket == ticket]

    def _hear(self, event: EngineEvent) -> None:
        assert not self.within_call
        self.events.append(event)
        self._news.set()


class EngineContract:
    """Inherit as `class TestMine(EngineContract)`, with an async fixture `rig` that starts and closes it."""

    async def test_a_prepared_item_is_ready_and_not_yet_shown(self, rig: Rig) -> None:
        ticket = rig.prepare(rig.short)
        await rig.wait(Ready, ticket)
        assert rig.events == [Ready(ticket)]
        assert rig.engine.readings().moving is False

    async def test_shown_comes_with_the_first_frame_and_without_a_gap_when_nothing_was_there(self, rig: Rig) -> None:
        ticket = rig.prepare(rig.long)
        await rig.wait(Ready, ticket)
        rig.show(ticket)
        shown = await rig.wait(Shown, ticket)
        assert shown.gap_ms is None
        assert rig.engine.readings().presented_frames >= 1

    async def test_an_item_shown_before_it_is_ready_is_shown_as_soon_as_it_is(self, rig: Rig) -> None:
        ticket = rig.prepare(rig.long)
        rig.show(ticket)
        await rig.wait(Shown, ticket)
        assert [type(event) for event in rig.events] == [Ready, Shown]

    async def test_what_is_on_screen_moves_and_counts_frames(self, rig: Rig) -> None:
        await rig.put_on(rig.long)
        before = rig.engine.readings()
        after = await rig.until(lambda now: now.presented_frames >= before.presented_frames + 5)
        assert after.position_s > before.position_s
        assert after.moving
        assert after.duration_s is not None
        assert after.decoder

    async def test_the_end_is_told_once_and_the_last_frame_no_longer_moves(self, rig: Rig) -> None:
        ticket = await rig.put_on(rig.short)
        await rig.wait(Ended, ticket)
        await rig.until(lambda now: not now.moving)
        frames = rig.engine.readings().presented_frames
        await asyncio.sleep(0.2)
        assert rig.engine.readings().presented_frames == frames
        assert len(rig.find(Ended, ticket)) == 1

    async def test_an_armed_item_takes_over_at_the_end_by_itself(self, rig: Rig) -> None:
        first = await rig.put_on(rig.short)
        second = rig.prepare(rig.other)
        await rig.wait(Ready, second)
        rig.arm(second)
        shown = await rig.wait(Shown, second)
        kinds = [(type(event), event.ticket) for event in rig.events]
        assert kinds.index((Ended, first)) < kinds.index((Shown, second))
        assert shown.gap_ms is not None
        assert 0 < shown.gap_ms < 1000
        readings = rig.engine.readings()
        assert readings.hand_offs == 1
        assert readings.last_gap_ms == readings.worst_gap_ms == shown.gap_ms

    async def test_an_item_armed_after_the_end_takes_over_at_once(self, rig: Rig) -> None:
        first = await rig.put_on(rig.short)
        second = rig.prepare(rig.other)
        await rig.wait(Ready, second)
        await rig.wait(Ended, first)
        rig.arm(second)
        await rig.wait(Shown, second)

    async def test_show_cuts_without_waiting_for_the_end(self, rig: Rig) -> None:
        first = await rig.put_on(rig.long)
        second = rig.prepare(rig.other)
        await rig.wait(Ready, second)
        rig.show(second)
        shown = await rig.wait(Shown, second)
        assert shown.gap_ms is not None
        assert rig.find(Ended, first) == []

    async def test_showing_what_is_on_screen_already_does_nothing(self, rig: Rig) -> None:
        ticket = await rig.put_on(rig.long)
        rig.show(ticket)
        await asyncio.sleep(0.2)
        assert len(rig.find(Shown, ticket)) == 1
        assert rig.engine.readings().moving

    async def test_what_is_missing_fails_in_words_and_leaves_the_screen_alone(self, rig: Rig) -> None:
        await rig.put_on(rig.long)
        ticket = rig.prepare(rig.missing)
        failed = await rig.wait(Failed, ticket)
        assert isinstance(failed.error, MediaMissing)
        assert str(failed.error)
        assert rig.engine.readings().moving

    async def test_pause_holds_the_frame_and_resume_goes_on(self, rig: Rig) -> None:
        await rig.put_on(rig.long)
        rig.call(rig.engine.pause)
        await rig.until(lambda now: not now.moving)
        await asyncio.sleep(0.1)
        held = rig.engine.readings()
        await asyncio.sleep(0.2)
        assert rig.engine.readings().presented_frames == held.presented_frames
        rig.call(rig.engine.resume)
        await rig.until(lambda now: now.moving and now.presented_frames > held.presented_frames)

    async def test_an_item_shown_held_does_not_move(self, rig: Rig) -> None:
        await rig.put_on(rig.long, paused=True)
        assert rig.engine.readings().moving is False
        rig.call(rig.engine.resume)
        await rig.until(lambda now: now.moving and now.position_s > 0)

    async def test_seek_goes_to_the_place(self, rig: Rig) -> None:
        await rig.put_on(rig.long)
        rig.call(lambda: rig.engine.seek(6.0))
        await rig.until(lambda now: 6.0 <= now.position_s < 8.0)

    async def test_an_item_starts_where_it_is_told_to(self, rig: Rig) -> None:
        ticket = rig.prepare(rig.long, 5.0)
        await rig.wait(Ready, ticket)
        rig.show(ticket)
        await rig.wait(Shown, ticket)
        await rig.until(lambda now: 4.9 <= now.position_s < 7.0)

    async def test_a_replaced_item_is_heard_of_no_more(self, rig: Rig) -> None:
        replaced = rig.prepare(rig.short)
        ticket = rig.prepare(rig.other)
        await rig.wait(Ready, ticket)
        rig.show(replaced)
        await asyncio.sleep(0.2)
        assert rig.events == [Ready(ticket)]

    async def test_after_clear_nothing_is_shown_and_nothing_said(self, rig: Rig) -> None:
        await rig.put_on(rig.short)
        hidden = rig.prepare(rig.other)
        await rig.wait(Ready, hidden)
        rig.arm(hidden)
        rig.call(rig.engine.clear)
        heard = list(rig.events)
        await asyncio.sleep(1.5)
        assert rig.events == heard
        assert rig.engine.readings().moving is False
        await rig.put_on(rig.other)

    async def test_frames_are_counted_on_over_hand_offs_and_clears(self, rig: Rig) -> None:
        await rig.put_on(rig.long)
        before = await rig.until(lambda now: now.presented_frames >= 3)
        rig.call(rig.engine.clear)
        assert rig.engine.readings().presented_frames >= before.presented_frames
        await rig.put_on(rig.long)
        await rig.until(lambda now: now.presented_frames >= before.presented_frames + 3)

    async def test_the_loudness_may_be_set_at_any_time(self, rig: Rig) -> None:
        rig.call(lambda: rig.engine.set_volume(0, muted=True))
        await rig.put_on(rig.long)
        rig.call(lambda: rig.engine.set_volume(100, muted=False))
        assert rig.engine.readings().moving

    async def test_calls_without_anything_on_screen_are_harmless(self, rig: Rig) -> None:
        for method in (rig.engine.pause, rig.engine.resume, rig.engine.clear):
            rig.call(method)
        rig.call(lambda: rig.engine.seek(1.0))
        rig.show(Ticket(99))
        rig.arm(Ticket(99))
        await asyncio.sleep(0.1)
        assert rig.events == []

    async def test_a_closed_engine_says_nothing_more(self, rig: Rig) -> None:
        await rig.put_on(rig.short)
        await rig.engine.close()
        heard = list(rig.events)
        await asyncio.sleep(1.5)
        assert rig.events == heard
