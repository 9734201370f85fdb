"""The playback machine: lists, hand-offs, memory."""

from dataclasses import replace

import pytest
from player.core.stage import WALL_S, Stage, items, playing

from footlight_common.errors import InvalidArgument
from footlight_common.model.playback import PlaybackState, Playlist, StopReason
from footlight_common.protocol.commands import Pause, Resume, Seek, Stop
from footlight_player.core import effects
from footlight_player.core.facts import Progress, Started, Stopped
from footlight_player.core.memory import Memory


class TestPlay:
    def test_the_first_item_is_prepared_and_shown_when_it_is_ready(self, stage):
        ticket = stage.play("a", "b")
        assert stage.since() == [effects.Prepare(ticket, items("a")[0])]
        assert stage.machine.playback.state is PlaybackState.LOADING
        stage.ready(ticket)
        assert stage.since() == [effects.Show(ticket)]
        assert stage.machine.playback.state is PlaybackState.LOADING

    def test_the_following_item_is_prepared_at_once_and_armed_when_it_is_ready(self, stage):
        first = stage.play("a", "b")
        stage.ready(first)
        stage.since()
        stage.shown(first)
        second = stage.prepared
        assert stage.since() == [effects.Prepare(second, items("b")[0])]
        stage.ready(second)
        assert stage.since() == [effects.Arm(second)]

    def test_it_starts_with_the_item_asked_for(self, stage):
        stage.play("a", "b", "c", start=2)
        assert stage.prepared_names == ["c"]
        assert stage.machine.playback.index == 2

    def test_what_was_on_screen_stays_until_the_new_item_is_ready(self, stage):
        _first, _ = playing(stage, "a")
        new = stage.play("x")
        assert stage.since() == [effects.Prepare(new, items("x")[0])]
        assert stage.machine.playback.item == items("a")[0]
        assert stage.machine.playback.state is PlaybackState.LOADING
        stage.ready(new)
        stage.shown(new, 12.5)
        assert stage.told(Stopped) == [Stopped(item=items("a")[0], index=0, reason=StopReason.REPLACED, played_s=0.0)]
        assert stage.told(Started)[-1] == Started(item=items("x")[0], index=0, gap_ms=12.5)

    def test_a_list_of_one_that_loops_is_prepared_again_behind_itself(self, stage):
        first = stage.play("a", loop=True)
        second = stage.open(first)
        assert second != first
        assert stage.prepared_names == ["a", "a"]
        third = stage.finish(first, second)
        assert len({first, second, third}) == 3
        assert stage.machine.playback.state is PlaybackState.PLAYING

    def test_after_the_last_item_a_list_that_does_not_loop_turns_idle(self, stage):
        first, second = playing(stage, "a", "b")
        stage.finish(first, second)
        stage.since()
        stage.ended(second)
        assert stage.since() == [effects.Clear()]
        assert stage.machine.playback.state is PlaybackState.IDLE
        assert stage.machine.playback.item is None
        assert stage.machine.playback.count == 0

    def test_a_start_beyond_the_list_is_refused_and_changes_nothing(self, stage):
        _first, _ = playing(stage, "a", "b")
        before = stage.machine.playback
        with pytest.raises(InvalidArgument, match="2 items"):
            stage.play("x", "y", start=2)
        assert stage.machine.playback == before
        stage.pass_s()
        assert stage.since() == []

    def test_playing_after_a_pause_plays(self, stage):
        playing(stage, "a")
        stage.do(Pause())
        new = stage.play("x")
        stage.ready(new)
        assert stage.since()[-1] == effects.Show(new, paused=False)
        stage.shown(new)
        assert stage.machine.playback.state is PlaybackState.PLAYING


class TestHandOff:
    def test_an_item_that_ends_hands_over_to_the_armed_one_without_another_word(self, stage):
        first, second = playing(stage, "a", "b", "c")
        stage.ready(second)
        stage.since()
        stage.ended(first)
        assert stage.since() == []
        assert stage.machine.playback.state is PlaybackState.PLAYING
        stage.shown(second, 33.0)
        assert stage.told(Started)[-1].gap_ms == 33.0
        assert stage.machine.playback.index == 1

    def test_the_last_frame_stays_until_an_item_that_is_late_is_ready(self, stage):
        first, second = playing(stage, "a", "b")
        stage.ended(first)
        assert stage.since() == []
        assert stage.machine.playback.state is PlaybackState.LOADING
        stage.ready(second)
        assert stage.since() == [effects.Show(second)]

    def test_an_engine_that_missed_its_cue_is_told_to_show_once_more(self, stage):
        first, second = playing(stage, "a", "b")
        stage.ready(second)
        stage.ended(first)
        stage.since()
        stage.pass_s(1)
        assert stage.since() == []
        stage.pass_s(1)
        assert stage.since() == [effects.Show(second)]
        assert stage.machine.playback.state is PlaybackState.LOADING
        stage.pass_s(3)
        assert stage.since() == []

    def test_every_item_started_is_stopped_once_with_what_was_seen_of_it(self, stage):
        first, second = playing(stage, "a", "b")
        stage.pass_s(4)
        stage.readings = replace(stage.readings, position_s=9.8)
        stage.now_s += 5.8
        stage.finish(first, second)
        assert stage.told(Stopped) == [
            Stopped(item=items("a")[0], index=0, reason=StopReason.ENDED, played_s=10.0, presented_frames=120)
        ]

    def test_every_frame_belongs_to_one_item(self, stage):
        first, second = playing(stage, "a", "b", loop=True)
        stage.pass_s(4)
        stage.readings = replace(stage.readings, dropped_frames=2)
        third = stage.finish(first, second)
        stage.pass_s(3, frames=25)
        stage.readings = replace(stage.readings, dropped_frames=7)
        stage.finish(second, third)
        told = [(stopped.presented_frames, stopped.dropped_frames) for stopped in stage.told(Stopped)]
        assert told == [(120, 2), (75, 5)]

    def test_how_much_of_the_item_on_screen_was_shown_is_known_meanwhile(self, stage):
        assert stage.machine.progress is None
        first, second = playing(stage, "a", "b")
        stage.pass_s(4)
        assert stage.machine.progress == Progress(played_s=4.0, presented_frames=120)
        stage.finish(first, second)
        assert stage.machine.progress == Progress()
        stage.do(Stop())
        assert stage.machine.progress is None

    def test_the_end_of_the_player_takes_the_item_off_and_its_place_is_remembered(self, stage):
        playing(stage, "a", "b")
        stage.pass_s(4)
        before = stage.machine.memory
        (stopped,) = stage.machine.closing(stage.moment).facts
        assert stopped == Stopped(
            item=items("a")[0], index=0, reason=StopReason.CLOSED, played_s=4.0, presented_frames=120
        )
        assert stage.machine.memory == before
        assert before.position_s == 4.0

    def test_the_end_of_an_idle_player_takes_nothing_off(self, stage):
        assert stage.machine.closing(stage.moment).facts == ()

    def test_pauses_and_what_a_seek_jumped_over_do_not_count_as_seen(self, stage):
        playing(stage, "a")
        stage.pass_s(2)
        stage.do(Pause())
        stage.readings = replace(stage.readings, moving=False)
        stage.now_s += 60.0
        stage.pass_s(1, frames=0)
        stage.do(Resume())
        stage.do(Seek(position_s=8.0))
        stage.readings = replace(stage.readings, moving=True, position_s=8.0)
        stage.pass_s(1)
        stage.do(Stop())
        assert stage.told(Stopped)[-1].played_s == pytest.approx(3.0)


class TestMemory:
    def test_it_plays_on_where_it_was(self, stage):
        memory = Memory(
            playlist=Playlist(items=items("a", "b", "c"), loop=True), index=1, position_s=4.5, volume=40, muted=True
        )
        ticket = stage.restore(memory)
        assert stage.since() == [effects.SetLoudness(40, muted=True), effects.Prepare(ticket, items("b")[0], 4.5)]
        assert stage.machine.memory == memory
        stage.ready(ticket)
        assert stage.since() == [effects.Show(ticket)]

    def test_what_was_held_is_held_again(self, stage):
        ticket = stage.restore(Memory(playlist=Playlist(items=items("a")), paused=True))
        stage.ready(ticket)
        assert stage.since()[-1] == effects.Show(ticket, paused=True)

    def test_it_follows_the_item_on_screen(self, stage):
        first, second = playing(stage, "a", "b", "c")
        stage.pass_s(3)
        assert (stage.machine.memory.index, stage.machine.memory.position_s) == (0, 3.0)
        stage.finish(first, second)
        assert stage.machine.memory.index == 1

    def test_a_list_that_was_given_up_stays_in_it(self, stage):
        stage.play("a", "b")
        stage.failed(stage.prepared)
        stage.failed(stage.prepared)
        assert stage.machine.playback.state is PlaybackState.IDLE
        assert stage.machine.memory.playlist.items == items("a", "b")

    def test_a_list_that_was_played_to_its_end_does_not(self, stage):
        first, _ = playing(stage, "a")
        stage.ended(first)
        assert stage.machine.memory.playlist == Playlist()


def test_a_player_is_idle_since_it_started(stage):
    stage.machine.restore(Memory(), stage.moment)
    assert stage.machine.playback.since_s == WALL_S + 100.0


def test_since_is_the_wall_time_of_the_latest_change_of_state_or_item(stage):
    first, second = playing(stage, "a", "b")
    assert stage.machine.playback.since_s == WALL_S + 100.0
    stage.pass_s(3)
    assert stage.machine.playback.since_s == WALL_S + 100.0
    stage.finish(first, second)
    assert stage.machine.playback.since_s == WALL_S + 103.0


def test_the_same_inputs_give_the_same_outcomes():
    def run() -> list[object]:
        stage = Stage.new()
        first = stage.play("a", "b", loop=True)
        stage.finish(first, stage.open(first))
        stage.failed(stage.prepared)
        return [*stage.effects, *stage.facts, stage.machine.playback]

    assert run() == run()
