from dataclasses import replace

import pytest
from player.core.stage import WALL_S, Stage, items

from footlight_common.errors import InvalidArgument, MediaUnreachable, MediaUnsupported, NothingToPlay
from footlight_common.model.playback import PlaybackState, Playlist, StopReason
from footlight_common.protocol.commands import Next, Pause, Previous, Resume, Seek, SetMute, SetVolume, Stop
from footlight_player.core import effects
from footlight_player.core.facts import Alarm, Skipped, Started, Stopped
from footlight_player.core.memory import Memory
from footlight_player.core.ports import Ticket


@pytest.fixture
def stage() -> Stage:
    return Stage.new()


def playing(stage: Stage, *names: str, loop: bool = False) -> tuple[Ticket, Ticket]:
    """The first item is on screen and the second prepared; their tickets."""
    first = stage.play(*names, loop=loop)
    second = stage.open(first)
    stage.since()
    return first, second


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
        assert stage.told(Stopped) == [Stopped(item=items("a")[0], index=0, reason=StopReason.ENDED, played_s=10.0)]

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


class TestFailure:
    def test_an_item_that_cannot_be_opened_is_skipped_with_the_reason(self, stage):
        _, second = playing(stage, "a", "b", "c")
        stage.failed(second, MediaUnsupported("b holds no picture"))
        assert stage.told(Skipped) == [
            Skipped(item=items("b")[0], index=1, code="media_unsupported", message="b holds no picture")
        ]
        assert stage.prepared_names[-1] == "c"
        assert stage.machine.playback.item == items("a")[0]
        assert stage.machine.playback.state is PlaybackState.PLAYING

    def test_a_list_of_which_nothing_opens_ends_in_idle_after_one_round(self, stage):
        stage.play("a", "b", "c", loop=True)
        for _ in range(3):
            stage.failed(stage.prepared)
        assert stage.prepared_names == ["a", "b", "c"]
        assert stage.machine.playback.state is PlaybackState.IDLE
        assert stage.since()[-1] == effects.Clear()
        assert [fact.index for fact in stage.told(Skipped)] == [0, 1, 2]

    def test_what_is_on_screen_plays_to_its_end_when_nothing_of_the_new_list_opens(self, stage):
        first, _ = playing(stage, "a")
        stage.failed(stage.play("x", "y", loop=True))
        stage.failed(stage.prepared)
        assert effects.Clear() not in stage.since()
        assert stage.machine.playback.state is PlaybackState.PLAYING
        assert stage.machine.playback.item == items("a")[0]
        stage.ended(first)
        assert stage.since() == [effects.Clear()]
        assert stage.machine.playback.state is PlaybackState.IDLE

    def test_what_is_on_screen_and_held_goes_on_when_nothing_of_the_new_list_opens(self, stage):
        playing(stage, "a")
        stage.do(Pause())
        ticket = stage.play("x")
        stage.since()
        stage.failed(ticket)
        assert stage.since() == [effects.Release()]

    def test_a_loop_reports_an_item_once_until_it_fails_for_another_reason(self, stage):
        on_screen = stage.play("a", "b", loop=True)
        following = stage.open(on_screen)
        for error in (None, None, MediaUnreachable("no answer"), MediaUnreachable("no answer")):
            stage.failed(following, error)
            again = stage.prepared
            on_screen, following = again, stage.finish(on_screen, again)
        assert [fact.code for fact in stage.told(Skipped)] == ["media_missing", "media_unreachable"]

    def test_a_loop_reports_an_item_again_after_it_has_played(self, stage):
        first = stage.play("a", "b", loop=True)
        second = stage.open(first)
        stage.failed(second)
        again = stage.prepared
        second = stage.finish(first, again)
        back = stage.finish(again, second)
        following = stage.finish(second, back)
        stage.failed(following)
        assert [fact.index for fact in stage.told(Skipped)] == [1, 1]

    def test_an_item_that_breaks_on_screen_is_stopped_skipped_and_followed(self, stage):
        first, second = playing(stage, "a", "b")
        stage.ready(second)
        stage.since()
        stage.pass_s(2)
        stage.failed(first, MediaUnsupported("broken at 2 s"))
        assert stage.told(Stopped)[-1].reason is StopReason.FAILED
        assert stage.told(Skipped)[-1].code == "media_unsupported"
        assert stage.since() == [effects.Show(second)]

    def test_items_that_break_as_soon_as_they_are_shown_end_in_idle(self, stage):
        ticket = stage.play("a", "b", loop=True)
        following = stage.open(ticket)
        stage.ready(following)
        stage.failed(ticket)
        stage.shown(following)
        stage.failed(following)
        assert stage.machine.playback.state is PlaybackState.IDLE
        assert len(stage.told(Started)) == len(stage.told(Stopped)) == 2

    def test_an_item_that_breaks_after_it_played_for_a_while_gets_another_chance(self, stage):
        first, second = playing(stage, "a", loop=True)
        stage.pass_s(3)
        stage.failed(first)
        stage.ready(second)
        assert stage.since()[-1] == effects.Show(second)

    def test_previous_onto_an_item_that_cannot_be_opened_goes_on_backwards(self, stage):
        stage.open(stage.play("a", "b", "c", start=2))
        stage.do(Previous())
        stage.failed(stage.prepared)
        assert stage.prepared_names[-1] == "a"

    def test_previous_with_nothing_before_it_stays_where_it_was(self, stage):
        on_screen = stage.play("a", "b", "c", start=1)
        stage.open(on_screen)
        stage.do(Previous())
        stage.failed(stage.prepared)
        assert stage.prepared_names[-1] == "c"
        assert stage.machine.playback.item == items("b")[0]


class TestMoving:
    def test_next_shows_an_item_that_is_ready_at_once(self, stage):
        _, second = playing(stage, "a", "b")
        stage.ready(second)
        stage.since()
        stage.do(Next())
        assert stage.since() == [effects.Show(second)]

    def test_next_shows_an_item_that_is_not_ready_when_it_is(self, stage):
        _, second = playing(stage, "a", "b")
        stage.do(Next())
        assert stage.since() == []
        stage.ready(second)
        assert stage.since() == [effects.Show(second)]

    def test_next_twice_goes_two_further(self, stage):
        playing(stage, "a", "b", "c")
        stage.do(Next())
        stage.do(Next())
        assert stage.prepared_names[-1] == "c"
        stage.ready(stage.prepared)
        assert stage.since()[-1] == effects.Show(stage.prepared)

    def test_previous_goes_back_and_round_the_start_of_a_loop(self, stage):
        playing(stage, "a", "b", "c", loop=True)
        stage.do(Previous())
        assert stage.prepared_names[-1] == "c"

    def test_next_while_held_plays(self, stage):
        _, second = playing(stage, "a", "b")
        stage.ready(second)
        stage.do(Pause())
        stage.do(Next())
        assert stage.since()[-1] == effects.Show(second, paused=False)
        stage.shown(second)
        assert stage.machine.playback.state is PlaybackState.PLAYING

    @pytest.mark.parametrize(("action", "word"), [(Next(), "last"), (Previous(), "first")])
    def test_beyond_the_ends_of_a_list_that_does_not_loop_there_is_nothing(self, stage, action, word):
        playing(stage, "a")
        with pytest.raises(NothingToPlay, match=word):
            stage.do(action)

    @pytest.mark.parametrize("action", [Next(), Previous(), Pause(), Resume(), Seek(position_s=1.0)])
    def test_nothing_moves_while_nothing_plays(self, stage, action):
        with pytest.raises(NothingToPlay, match="Play something first"):
            stage.do(action)

    def test_after_a_round_of_failures_next_tries_again_and_reports_again(self, stage):
        _first, _ = playing(stage, "a", "b", loop=True)
        stage.failed(stage.prepared)
        stage.failed(stage.prepared)
        assert stage.machine.playback.item == items("a")[0]
        stage.do(Next())
        assert stage.prepared_names[-1] == "b"
        stage.failed(stage.prepared)
        assert [fact.index for fact in stage.told(Skipped)] == [1, 0, 1]


class TestHolding:
    def test_pause_holds_and_resume_releases(self, stage):
        playing(stage, "a")
        stage.do(Pause())
        assert stage.since() == [effects.Hold()]
        assert stage.machine.playback.state is PlaybackState.PAUSED
        stage.do(Resume())
        assert stage.since() == [effects.Release()]
        assert stage.machine.playback.state is PlaybackState.PLAYING

    def test_pause_while_loading_shows_the_item_held(self, stage):
        ticket = stage.play("a")
        stage.do(Pause())
        stage.ready(ticket)
        assert stage.since()[-1] == effects.Show(ticket, paused=True)
        stage.shown(ticket)
        assert stage.machine.playback.state is PlaybackState.PAUSED
        assert stage.since() == []

    def test_pause_between_the_cue_and_the_cut_holds_what_comes(self, stage):
        _first, second = playing(stage, "a", "b")
        stage.ready(second)
        stage.do(Next())
        stage.do(Pause())
        stage.since()
        stage.shown(second)
        assert stage.since()[0] == effects.Hold()
        assert stage.machine.playback.state is PlaybackState.PAUSED

    def test_pause_that_crosses_an_armed_cut_holds_what_came(self, stage):
        first, second = playing(stage, "a", "b")
        stage.ready(second)
        stage.do(Pause())
        stage.ended(first)
        stage.since()
        stage.shown(second)
        assert stage.since()[0] == effects.Hold()

    def test_resume_between_the_cue_and_the_cut_releases_what_comes(self, stage):
        ticket = stage.play("a")
        stage.do(Pause())
        stage.ready(ticket)
        stage.do(Resume())
        stage.since()
        stage.shown(ticket)
        assert stage.since()[0] == effects.Release()
        assert stage.machine.playback.state is PlaybackState.PLAYING

    def test_stop_clears_the_screen_and_forgets_the_list(self, stage):
        first, _ = playing(stage, "a", "b")
        stage.do(Stop())
        assert stage.since() == [effects.Clear()]
        assert stage.told(Stopped)[-1].reason is StopReason.STOPPED
        assert stage.machine.playback.state is PlaybackState.IDLE
        assert stage.machine.memory.playlist == Playlist()
        stage.ended(first)
        assert stage.since() == []

    def test_stop_while_idle_does_nothing(self, stage):
        stage.do(Stop())
        assert stage.since() == []
        assert stage.facts == []


class TestSeek:
    def test_it_goes_there_and_says_so_at_once(self, stage):
        playing(stage, "a")
        stage.do(Seek(position_s=4.0))
        assert stage.since() == [effects.Jump(4.0)]
        assert stage.machine.playback.position_s == 4.0

    def test_beyond_the_end_it_is_refused_with_the_length(self, stage):
        playing(stage, "a")
        with pytest.raises(InvalidArgument, match=r"10\.0 s long"):
            stage.do(Seek(position_s=10.1))

    def test_in_a_live_stream_it_is_refused(self, stage):
        playing(stage, "a")
        stage.readings = replace(stage.readings, duration_s=None)
        with pytest.raises(InvalidArgument, match="length"):
            stage.do(Seek(position_s=1.0))

    def test_before_anything_is_on_screen_it_is_refused(self, stage):
        stage.play("a")
        with pytest.raises(NothingToPlay):
            stage.do(Seek(position_s=1.0))


class TestLoudness:
    @pytest.mark.parametrize(
        ("action", "effect"),
        [
            (SetVolume(level=30), effects.SetLoudness(30, muted=False)),
            (SetMute(muted=True), effects.SetLoudness(100, muted=True)),
        ],
    )
    def test_it_is_set_at_any_time_and_shown(self, stage, action, effect):
        stage.do(action)
        assert stage.since() == [effect]
        assert (stage.machine.playback.volume, stage.machine.playback.muted) == (effect.level, effect.muted)

    def test_out_of_range_is_refused(self, stage):
        with pytest.raises(InvalidArgument):
            stage.do(SetVolume(level=101))


class TestFrames:
    def test_no_frame_for_a_second_is_a_stall_and_an_alert_until_frames_come_again(self, stage):
        playing(stage, "a")
        stage.pass_s(2)
        assert stage.machine.playback.state is PlaybackState.PLAYING
        stage.pass_s(2, frames=0)
        assert stage.machine.playback.state is PlaybackState.STALLED
        assert [(fact.code, fact.active) for fact in stage.told(Alarm)] == [("stalled", True)]
        stage.pass_s(1)
        assert stage.machine.playback.state is PlaybackState.PLAYING
        assert [fact.active for fact in stage.told(Alarm)] == [True, False]

    @pytest.mark.parametrize("action", [Pause(), Stop()])
    def test_a_stall_ends_with_what_stalled(self, stage, action):
        playing(stage, "a")
        stage.pass_s(2, frames=0)
        stage.do(action)
        assert [fact.active for fact in stage.told(Alarm)] == [True, False]

    def test_a_still_picture_does_not_stall(self, stage):
        stage.readings = replace(stage.readings, moving=False)
        playing(stage, "a")
        stage.pass_s(5, frames=0)
        assert stage.machine.playback.state is PlaybackState.PLAYING

    def test_a_held_picture_does_not_stall_nor_right_after_it(self, stage):
        playing(stage, "a")
        stage.do(Pause())
        stage.readings = replace(stage.readings, moving=False)
        stage.pass_s(5, frames=0)
        stage.do(Resume())
        stage.readings = replace(stage.readings, moving=True)
        stage.now_s -= 0.5
        stage.pass_s(1, frames=0)
        assert stage.machine.playback.state is PlaybackState.PLAYING


class TestVoidTickets:
    @pytest.mark.parametrize("event", ["ready", "shown", "ended", "failed"])
    def test_what_is_said_of_a_replaced_item_changes_nothing(self, stage, event):
        old = stage.play("a")
        new = stage.play("b")
        before = stage.machine.playback
        stage.since()
        getattr(stage, event)(old)
        assert stage.since() == []
        assert stage.facts == []
        assert stage.machine.playback == before
        assert new != old


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
