import numpy as np
import pytest
from controller.lives import BORN_S, ITEMS, Life, lives
from hypothesis import given, settings

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.protocol.events import PlaybackStarted
from footlight_controller.core.timeline import Bands, Gap, Idle, Off, Played, Unknown, bands
from footlight_controller.core.unfolding import unfold
from footlight_controller.ui.timeline.ribbon import Kind, ribbon_of_bands, ribbon_of_timeline

HOUR_S = 3600.0


def timeline_of(life, from_s=BORN_S, until_s=None):
    now_s = life.now_s
    return unfold("p", [life.chapter()], from_s, until_s or now_s, now_s=now_s, heard_s=now_s)


def seconds(timeline, kind):
    spans = (span for span in timeline.screen if isinstance(span, kind))
    return sum(min(span.ended_s, timeline.until_s) - max(span.started_s, timeline.from_s) for span in spans)


@given(lives())
@settings(max_examples=60)
def test_near_and_from_afar_it_shows_as_much_of_everything_as_there_was(life):
    timeline = timeline_of(life)
    count = int((life.now_s - BORN_S) // HOUR_S) + 1
    afar = ribbon_of_bands(bands(timeline, BORN_S, HOUR_S, count), life.now_s)
    near = ribbon_of_timeline(timeline)
    shown = ((Kind.PLAYED, Played, []), (Kind.IDLE, Idle, []), (Kind.OFF, Off, [Kind.CUT]))
    for kind, spans, finer in shown:
        expected = pytest.approx(seconds(timeline, spans), abs=0.01)
        assert sum(near.seconds(each, BORN_S - 10, life.now_s + 10) for each in (kind, *finer)) == expected
        assert afar.seconds(kind, BORN_S - 10, life.now_s + 10) == expected


@given(lives())
@settings(max_examples=40)
def test_shares_are_stacked_to_the_whole_of_what_lies_in_the_period(life):
    ribbon = ribbon_of_timeline(timeline_of(life))
    tops = ribbon.tops(BORN_S, (life.now_s - BORN_S) / 100, 100)
    assert np.all(np.diff(tops, axis=0) >= -1e-9)
    assert tops[-1] == pytest.approx(np.ones(100), abs=1e-3)
    assert not ribbon.tops(BORN_S - 1000, 10, 100).any()


def test_why_nobody_knows_is_told_apart():
    shown = Bands(
        from_s=0.0,
        step_s=HOUR_S,
        played=(0.5, 0.0, 0.0),
        idle=(0.0, 0.0, 0.0),
        off=(0.0, 0.0, 0.0),
        unknown=(0.5, 1.0, 0.5),
        why=(Unknown.LOST, Unknown.NOT_FETCHED, Unknown.NOT_HEARD),
        alerts=(None, Severity.INFO, Severity.CRITICAL),
    )
    ribbon = ribbon_of_bands(shown, 2.5 * HOUR_S)
    assert ribbon.kinds == (Kind.PLAYED, Kind.NOT_FETCHED, Kind.NOT_HEARD, Kind.LOST)
    assert ribbon.seconds(Kind.LOST, 0, HOUR_S) == pytest.approx(1800)
    assert ribbon.seconds(Kind.NOT_FETCHED, 0, 9 * HOUR_S) == pytest.approx(3600)
    # The piece that is not over ends now.
    assert ribbon.seconds(Kind.NOT_HEARD, 2 * HOUR_S, 9 * HOUR_S) == pytest.approx(1800)
    assert ribbon.seconds(Kind.OFF, 0, 9 * HOUR_S) == 0.0
    begins_s, ends_s, grades = ribbon.alerts
    assert (begins_s.tolist(), ends_s.tolist(), grades.tolist()) == ([3600, 7200], [7200, 9000], [0, 2])


def test_alerts_are_there_from_their_begin_to_their_end():
    life = Life().power_on().wait(100).alert("hot", severity=Severity.CRITICAL).wait(50).alert("hot", active=False)
    begins_s, ends_s, grades = ribbon_of_timeline(timeline_of(life.wait(10))).alerts
    assert (begins_s - BORN_S).tolist() == [100]
    assert (ends_s - BORN_S).tolist() == [150]
    assert grades.tolist() == [2]


def test_a_player_of_which_nothing_is_there_has_an_empty_ribbon():
    assert ribbon_of_bands(Bands(from_s=0.0, step_s=HOUR_S), 100.0).kinds == ()
    gap = unfold("p", [], 0.0, 100.0, now_s=100.0)
    assert all(isinstance(span, Gap) for span in gap.screen)
    assert ribbon_of_timeline(gap).seconds(Kind.PLAYED, 0, 100) == 0.0


def test_the_time_without_new_frames_is_told_apart_from_what_played():
    life = Life().power_on()
    life.tell(PlaybackStarted, item=ITEMS[0], index=0)
    life.now_s += 100
    life.alert("stalled")
    life.now_s += 50
    life.alert("stalled", active=False)
    life.now_s += 30
    life.alert("hot")
    life.now_s += 20
    ribbon = ribbon_of_timeline(timeline_of(life))
    assert ribbon.seconds(Kind.STALLED, BORN_S, life.now_s) == pytest.approx(50)
    assert ribbon.seconds(Kind.STALLED, BORN_S + 100, BORN_S + 150) == pytest.approx(50)
    assert ribbon.seconds(Kind.PLAYED, BORN_S, life.now_s) == pytest.approx(150)


def test_a_player_that_was_cut_off_is_told_apart_from_one_that_was_closed():
    life = Life().power_on().power_off(60).power_on().power_off(40, OffReason.CUT).power_on()
    ribbon = ribbon_of_timeline(timeline_of(life.wait(10)))
    assert ribbon.seconds(Kind.OFF, BORN_S, life.now_s) == pytest.approx(60)
    assert ribbon.seconds(Kind.CUT, BORN_S, life.now_s) == pytest.approx(40)
