"""The playback machine under next, previous, pause, seek and volume."""

from dataclasses import replace

import pytest
from player.core.stage import items, playing

from footlight_common.errors import InvalidArgument, NothingToPlay
from footlight_common.model.playback import PlaybackState, Playlist, StopReason
from footlight_common.protocol.commands import Next, Pause, Previous, Resume, Seek, SetMute, SetVolume, Stop
from footlight_player.core import effects
from footlight_player.core.facts import Skipped, Stopped


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
