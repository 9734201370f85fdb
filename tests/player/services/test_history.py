"""The history as the player uses it: told and numbered, over restarts, kills and clocks that are set."""

import asyncio
from itertools import pairwise

import pytest
from player.services.history_desk import ALARM, CLIP, STARTED, Desk

from footlight_common.clock import ManualClock
from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import ClockStepped, PowerOff
from footlight_common.protocol.session import Cursor
from footlight_player.core.facts import Progress, Stopped
from footlight_player.services.history import IDLE_MARK_S, MAX_REPLAY
from footlight_player.services.history_memory import CAPACITY
from footlight_player.services.history_pages import Wish

STOPPED = Stopped(item=CLIP, index=0, reason=StopReason.ENDED, played_s=10.0)
YEAR_S = 365 * 86_400.0


class TestInMemory:
    async def test_events_are_numbered_and_told_at_once(self):
        desk = Desk(None)
        await desk.history.open("0.1.0")
        desk.history.append(ALARM)
        assert [(event.seq, event.run) for event in desk.told] == [(1, 1), (2, 1)]
        assert desk.tags() == ["power_on", "alert"]
        assert desk.history.cursor.seq == 2

    async def test_what_is_appended_before_it_is_open_comes_after_the_beginning(self):
        desk = Desk(None)
        desk.history.append(ALARM)
        await desk.history.open()
        assert desk.tags() == ["power_on", "alert"]

    async def test_a_reader_that_was_away_gets_what_it_missed(self):
        desk = Desk(None)
        await desk.history.open()
        for _ in range(4):
            desk.history.append(ALARM)
        assert await desk.history.replay(Cursor(stream=desk.history.cursor.stream, seq=3)) == (4, tuple(desk.told[3:]))
        assert await desk.history.replay(desk.history.cursor) == (6, ())
        assert await desk.history.replay(Cursor(stream=desk.history.cursor.stream, seq=700)) == (6, ())
        assert await desk.history.replay(Cursor(stream="another", seq=4)) == (1, tuple(desk.told))

    async def test_what_no_longer_fits_is_said_to_be_gone(self):
        desk = Desk(None)
        await desk.history.open()
        for _ in range(CAPACITY + 9):
            desk.history.append(ALARM)
        first, kept = await desk.history.replay(Cursor(stream=desk.history.cursor.stream, seq=0))
        assert (first, len(kept), kept[0].seq) == (11, CAPACITY, 11)

    async def test_each_start_is_another_stream(self):
        assert Desk(None).history.cursor.stream != Desk(None).history.cursor.stream


class TestOverRestarts:
    async def test_stream_and_numbers_go_on(self, open_desk):
        first = await open_desk()
        first.history.append(ALARM)
        await first.history.close(OffReason.SHUTDOWN)
        second = await open_desk()
        assert second.history.cursor.stream == first.history.cursor.stream
        assert [event.seq for event in second.told] == [4]
        kept = await second.pages()
        assert kept == [*first.told, *second.told]
        assert [event.run for event in kept] == [1, 1, 1, 2]
        assert [event.__struct_config__.tag for event in kept] == ["power_on", "alert", "power_off", "power_on"]

    @pytest.mark.parametrize("reason", [OffReason.SHUTDOWN, OffReason.RESTART])
    async def test_a_good_end_says_why(self, open_desk, reason):
        first = await open_desk()
        await first.history.close(reason)
        second = await open_desk()
        assert [event.reason for event in await second.pages() if isinstance(event, PowerOff)] == [reason]

    async def test_a_run_that_was_cut_is_closed_where_it_was_last_seen(self, open_desk):
        first = await open_desk()
        await first.clock.advance(100.0)
        first.history.append(STARTED)
        for second_s in range(1, 13):
            await first.clock.advance(1.0)
            first.history.tick(Progress(played_s=second_s, presented_frames=30 * second_s, dropped_frames=1))
            await first.settle()
        await first.kill()
        second = await open_desk(ManualClock(wall_s=1_750_001_000.0))
        stopped, off, on = second.told
        assert (stopped.item, stopped.reason, stopped.run, off.run, on.run) == (CLIP, StopReason.CUT, 1, 1, 2)
        assert (stopped.played_s, stopped.presented_frames, stopped.dropped_frames) == (10.0, 300, 1)
        assert stopped.up_s == off.up_s == 110.0
        assert stopped.at_s == off.at_s == 1_750_000_110.0
        assert off.reason is OffReason.CUT
        assert (on.up_s, on.at_s) == (0.0, 1_750_001_000.0)
        assert [event.seq for event in second.told] == [3, 4, 5]

    async def test_nothing_is_stopped_that_was_stopped_already(self, open_desk):
        first = await open_desk()
        first.history.append(STARTED)
        first.history.append(STOPPED)
        await first.kill()
        assert (await open_desk()).tags() == ["power_off", "power_on"]

    async def test_an_idle_player_is_known_to_have_run_to_the_minute(self, open_desk):
        first = await open_desk()
        for _ in range(200):
            await first.clock.advance(1.0)
            first.history.tick(None)
            await first.settle()
        await first.kill()
        off = (await open_desk()).told[0]
        assert 200.0 - IDLE_MARK_S <= off.up_s <= 200.0

    async def test_marks_are_written_every_five_seconds_and_only_when_something_moves(self, open_desk):
        desk = await open_desk()
        desk.history.append(STARTED)
        await desk.settle()
        written = []
        write = desk.history._keeper.write
        desk.history._keeper.write = lambda events, mark: (written.append(mark), write(events, mark))
        for second_s in range(1, 31):
            await desk.clock.advance(1.0)
            desk.history.tick(Progress(played_s=min(second_s, 20), presented_frames=min(second_s, 20)))
            await desk.settle()
        assert [mark.played_s for mark in written] == [5.0, 10.0, 15.0, 20.0]

    async def test_a_reader_of_the_run_before_gets_how_it_ended(self, open_desk):
        first = await open_desk()
        first.history.append(STARTED)
        await first.settle()
        cursor = first.history.cursor
        await first.kill()
        second = await open_desk()
        assert await second.history.replay(cursor) == (cursor.seq + 1, tuple(second.told))
        assert second.tags() == ["playback_stopped", "power_off", "power_on"]

    async def test_a_replay_has_a_limit_and_says_where_it_begins(self, open_desk):
        desk = await open_desk()
        for _ in range(MAX_REPLAY + 99):
            desk.history.append(ALARM)
            await asyncio.sleep(0)
        await desk.settle()
        first, events = await desk.history.replay(Cursor(stream="another", seq=5))
        assert (first, len(events), events[-1].seq) == (101, MAX_REPLAY, MAX_REPLAY + 100)
        assert await desk.history.replay(Cursor(stream=desk.history.cursor.stream, seq=MAX_REPLAY)) == (
            MAX_REPLAY + 1,
            tuple(desk.told[MAX_REPLAY:]),
        )


class TestClock:
    @pytest.mark.parametrize("by_s", [YEAR_S, -YEAR_S])
    async def test_a_jump_of_a_year_is_told_and_the_run_follows(self, open_desk, by_s):
        desk = await open_desk()
        await desk.clock.advance(10.0)
        desk.history.append(ALARM)
        desk.clock.jump_wall(by_s)
        await desk.clock.advance(1.0)
        desk.history.tick(None)
        desk.history.append(ALARM)
        await desk.settle()
        assert desk.tags() == ["power_on", "alert", "clock_stepped", "alert"]
        _, before, stepped, after = desk.told
        assert stepped.by_s == by_s
        assert (before.at_s, after.at_s) == (1_750_000_010.0, 1_750_000_011.0 + by_s)
        page = await desk.history.page(Wish())
        assert page.events == tuple(desk.told)
        (run,) = page.runs
        assert run.began_s == 1_750_000_000.0 + by_s
        assert all(one.up_s <= other.up_s for one, other in pairwise(page.events))

    async def test_it_is_told_before_what_happened_after_it(self, open_desk):
        desk = await open_desk()
        desk.clock.jump_wall(100.0)
        desk.history.append(ALARM)
        await desk.settle()
        assert desk.tags() == ["power_on", "clock_stepped", "alert"]

    async def test_small_corrections_are_followed_and_told_when_they_add_up(self, open_desk):
        desk = await open_desk()
        for _ in range(3):
            desk.clock.jump_wall(0.9)
            desk.history.tick(None)
        await desk.settle()
        (stepped,) = [event for event in desk.told if isinstance(event, ClockStepped)]
        assert stepped.by_s == pytest.approx(2.7)
        desk.clock.jump_wall(-0.5)
        desk.history.append(ALARM)
        await desk.settle()
        assert desk.told[-1].at_s == pytest.approx(desk.clock.wall_s())

    async def test_the_next_run_begins_at_its_own_time(self, open_desk):
        first = await open_desk(ManualClock(wall_s=1_750_000_000.0))
        await first.history.close(OffReason.SHUTDOWN)
        second = await open_desk(ManualClock(wall_s=1_750_000_000.0 - YEAR_S))
        page = await second.history.page(Wish())
        assert [event.seq for event in page.events] == [1, 2, 3]
        assert [run.began_s for run in page.runs] == [1_750_000_000.0, 1_750_000_000.0 - YEAR_S]
