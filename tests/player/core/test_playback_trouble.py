"""The playback machine when items fail, frames stop, and late events arrive."""

from dataclasses import replace

import pytest
from player.core.stage import items, playing

from footlight_common.errors import MediaUnreachable, MediaUnsupported
from footlight_common.model.playback import PlaybackState, StopReason
from footlight_common.protocol.commands import Next, Pause, Previous, Resume, Stop
from footlight_player.core import effects
from footlight_player.core.facts import Alarm, Skipped, Started, Stopped


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

    @pytest.mark.parametrize(("frames", "played_s"), [(30, 2.4), (0, 0.0)])
    def test_what_moved_since_the_last_look_counts_for_an_item_that_breaks(self, stage, frames, played_s):
        first, _ = playing(stage, "a", "b")
        stage.pass_s(2, frames=frames)
        stage.now_s += 0.4
        stage.failed(first, MediaUnsupported("broken"))
        assert stage.told(Stopped)[-1].played_s == pytest.approx(played_s)

    def test_a_pause_does_not_count_for_an_item_that_breaks(self, stage):
        first, _ = playing(stage, "a", "b")
        stage.pass_s(1)
        stage.do(Pause())
        stage.now_s += 0.4
        stage.failed(first, MediaUnsupported("broken"))
        assert stage.told(Stopped)[-1].played_s == pytest.approx(1.0)

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


class TestListOfWhichNothingCanBeShown:
    def test_what_is_held_stays_held_and_keeps_its_list(self, stage):
        playing(stage, "a", "b")
        stage.do(Pause())
        before = stage.machine.playback
        stage.play("x", "y")
        stage.failed(stage.prepared)
        stage.failed(stage.prepared)
        assert stage.machine.playback.state is PlaybackState.PAUSED
        assert replace(stage.machine.playback, since_s=before.since_s) == before
        assert effects.Release() not in stage.since()
        assert stage.machine.memory.playlist.items == items("a", "b")
        stage.ready(stage.prepared)
        stage.do(Next())
        assert stage.since()[-1] == effects.Show(stage.prepared)

    def test_a_looping_list_goes_on(self, stage):
        first, _ = playing(stage, "a", "b", loop=True)
        stage.play("x")
        stage.failed(stage.prepared)
        stage.finish(first, stage.prepared)
        assert stage.machine.playback.item == items("b")[0]
        assert stage.machine.playback.loop

    def test_what_ended_meanwhile_is_followed_by_the_next_of_its_own_list(self, stage):
        first, _ = playing(stage, "a", "b")
        bad = stage.play("x")
        stage.ended(first)
        stage.failed(bad)
        stage.ready(stage.prepared)
        stage.shown(stage.prepared)
        assert stage.machine.playback.item == items("b")[0]

    def test_with_nothing_on_screen_it_ends_in_idle(self, stage):
        stage.failed(stage.play("x"))
        assert stage.machine.playback.state is PlaybackState.IDLE


class TestCrossing:
    def test_what_reached_the_screen_while_another_item_was_asked_for_was_on_it(self, stage):
        old = stage.play("a")
        stage.ready(old)
        new = stage.play("b")
        stage.since()
        stage.shown(old)
        assert [type(fact) for fact in stage.facts] == [Started]
        assert stage.machine.memory.playlist.items == items("b")
        stage.ready(new)
        assert stage.since() == [effects.Show(new)]

    def test_when_that_other_item_fails_what_is_on_the_screen_plays_to_its_end(self, stage):
        old = stage.play("a")
        stage.ready(old)
        new = stage.play("b")
        stage.shown(old)
        stage.failed(new)
        assert stage.machine.playback.item == items("a")[0]
        stage.ended(old)
        assert stage.machine.playback.state is PlaybackState.IDLE


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
