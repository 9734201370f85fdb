import itertools
from dataclasses import replace

import pytest
from controller.lives import BORN_S, ITEMS, Life, lives, rows_of
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason, Run
from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import CommandCompleted, HistoryLost, PlaybackSkipped, PlaybackStarted
from footlight_controller.core.remembered import KnownRun
from footlight_controller.core.timeline import Gap, Idle, Off, Played, Unknown, bands
from footlight_controller.core.unfolding import unfold

DAY_S = 86_400.0


def told(life, *, from_s=BORN_S, until_s=None, heard=True, chapters=None, **which):
    """The timeline of a life, over all of it unless said otherwise."""
    return unfold(
        "p1",
        [life.chapter(**which)] if chapters is None else chapters,
        from_s,
        life.now_s if until_s is None else until_s,
        now_s=life.now_s,
        heard_s=life.now_s if heard else None,
    )


def seen(span):
    match span:
        case Played(item=item, reason=reason):
            return (item.uri, reason)
        case Off(reason=reason):
            return reason
        case Gap(why=why):
            return why
        case Idle():
            return "idle"


def story(timeline):
    return [(seen(span), span.started_s - BORN_S, span.ended_s - BORN_S) for span in timeline.screen]


def kinds(timeline):
    return [seen(span) for span in timeline.screen]


def joined(spans):
    """Neighbours that are alike as one; of no length as none, unless it is an item."""
    whole = []
    for what, start, end in spans:
        if whole and whole[-1][0] == what and not isinstance(what, tuple):
            whole[-1] = (what, whole[-1][1], end)
        else:
            whole.append((what, start, end))
    return whole


@given(lives())
def test_what_is_fully_known_is_told_as_it_was(life):
    truth = joined((what, start - BORN_S, end - BORN_S) for what, start, end in life.truth)
    found = joined(story(told(life)))
    assert [what for what, *_ in found] == [what for what, *_ in truth]
    for (_, *span), (_, *true) in zip(found, truth, strict=True):
        assert span == pytest.approx(true, abs=1e-3)


@given(lives(), st.data())
def test_every_moment_of_a_period_is_in_exactly_one_span(life, data):
    rows = data.draw(rows_of(len(life.events)))
    first = data.draw(st.floats(-DAY_S, life.now_s - BORN_S)) + BORN_S
    until = data.draw(st.floats(first, life.now_s + DAY_S))
    timeline = told(
        life,
        from_s=first,
        until_s=until,
        numbers=rows,
        first_kept=data.draw(st.integers(1, len(life.events))),
        heard=data.draw(st.booleans()),
    )
    assert timeline.until_s == max(first, min(until, life.now_s))
    at_s = timeline.from_s
    for span in timeline.screen:
        assert max(span.started_s, timeline.from_s) == pytest.approx(at_s, abs=1e-3)
        assert span.ended_s >= span.started_s
        at_s = max(at_s, span.ended_s)
    assert min(at_s, timeline.until_s) == pytest.approx(timeline.until_s, abs=1e-3)
    for lane in (*timeline.alerts, *timeline.links):
        assert all(one.ended_s <= other.started_s for one, other in itertools.pairwise(lane))


@given(lives(), st.data())
def test_what_is_known_in_parts_never_says_what_was_not(life, data):
    """Each known moment is as in the whole story: a gap may hide something and never changes it."""
    whole = told(life)
    part = told(life, numbers=data.draw(rows_of(len(life.events))))
    plays = {span.seq: span for span in whole.screen if isinstance(span, Played)}
    ends = {span.ended_s: span for span in plays.values()}
    for span in part.screen:
        match span:
            case Played(reason=None):
                assert plays[span.seq].started_s == pytest.approx(span.started_s, abs=1e-3)
                assert plays[span.seq].ended_s >= span.ended_s - 1e-3
            case Played():
                true = min(ends.values(), key=lambda each: abs(each.ended_s - span.ended_s))
                assert (true.item, true.reason, true.seconds) == (span.item, span.reason, span.seconds)
                assert true.ended_s == pytest.approx(span.ended_s, abs=1e-3)
            case Gap():
                pass
            case _:
                middle = (span.started_s + span.ended_s) / 2
                true = next(each for each in whole.screen if each.started_s <= middle < each.ended_s)
                assert seen(true) == seen(span)


def test_a_day_with_items_a_crash_and_a_shutdown():
    life = Life().power_on().wait(5).play(shown_s=10, presented=300).play(ITEMS[1], shown_s=4, reason=StopReason.CUT)
    life.power_off(60, OffReason.CUT).power_on().wait(1).power_off(100).power_on().wait(2)
    a, b = ITEMS[0].uri, ITEMS[1].uri
    assert story(told(life)) == [
        ("idle", 0, 5),
        ((a, StopReason.ENDED), 5, 15),
        ((b, StopReason.CUT), 15, 19),
        (OffReason.CUT, 19, 79),
        ("idle", 79, 80),
        (OffReason.SHUTDOWN, 80, 180),
        ("idle", 180, 182),
    ]


def test_a_play_keeps_its_seconds_and_frames_and_how_it_ended():
    life = Life().power_on().play(shown_s=10, paused_s=20, presented=250, reason=StopReason.REPLACED).wait(1)
    played, _ = told(life).screen
    assert (played.seconds, played.length_s, played.presented_frames) == (10, 30, 250)
    assert played.reason is StopReason.REPLACED
    assert not played.complete
    assert not played.on_screen


def test_what_is_on_screen_now_reaches_to_now():
    life = Life().power_on().play(shown_s=10)
    life.events.pop()
    (played,) = told(life).screen
    assert played.on_screen
    assert played.reason is None
    assert (played.length_s, played.seconds) == (10, 10)


def test_since_a_player_is_out_of_reach_nobody_knows():
    life = Life().power_on().play(shown_s=10)
    life.events.pop()
    life.now_s += 100
    chapters = [life.chapter()]
    timeline = unfold("p1", chapters, BORN_S, life.now_s, now_s=life.now_s, heard_s=BORN_S + 6)
    assert story(timeline) == [((ITEMS[0].uri, None), 0, 6), (Unknown.NOT_HEARD, 6, 110)]
    assert not timeline.screen[0].on_screen


def test_before_its_first_start_nothing_is_known_of_a_player():
    life = Life().power_on().wait(5)
    assert story(told(life, from_s=BORN_S - 10)) == [(Unknown.BEFORE, -10, 0), ("idle", 0, 5)]


def test_what_a_player_keeps_no_more_is_forgotten():
    life = Life().power_on().wait(100).play(shown_s=10).wait(5)
    # Only the end of the item is kept: when it began follows from how long it was shown.
    timeline = told(life, first_kept=3)
    assert story(timeline) == [
        (Unknown.FORGOTTEN, 0, 100),
        ((ITEMS[0].uri, StopReason.ENDED), 100, 110),
        ("idle", 110, 115),
    ]
    assert not timeline.screen[1].begin_known


def test_nothing_at_all_is_not_fetched():
    assert story(unfold("p1", [], BORN_S, BORN_S + 5, now_s=BORN_S + 9, heard_s=BORN_S + 9)) == [
        (Unknown.NOT_FETCHED, 0, 5)
    ]


def test_what_is_missing_between_two_rows_is_not_fetched():
    life = Life().power_on().wait(5).play(shown_s=10).wait(20).play(ITEMS[1], shown_s=10).wait(1)
    timeline = told(life, numbers=[(1, 2), (5, 5)])
    assert story(timeline) == [
        ("idle", 0, 5),
        ((ITEMS[0].uri, None), 5, 5),
        (Unknown.NOT_FETCHED, 5, 35),
        ((ITEMS[1].uri, StopReason.ENDED), 35, 45),
        ("idle", 45, 46),
    ]
    assert not timeline.known


def test_an_item_during_which_something_is_missing_is_one_play():
    life = Life().power_on()
    life.play(shown_s=30)
    stop = life.events.pop()
    life.command().command()
    life.events.append(type(stop)(**{name: getattr(stop, name) for name in stop.__struct_fields__} | {"seq": 5}))
    timeline = told(life, numbers=[(1, 2), (5, 5)])
    assert story(timeline) == [((ITEMS[0].uri, StopReason.ENDED), 0, 30)]
    assert timeline.screen[0].begin_known


def test_an_item_whose_begin_is_missing_never_reaches_into_what_is_known():
    life = Life().power_on().wait(5).command().play(shown_s=3).wait(1)
    stop = life.events[-1]
    life.events[-1] = type(stop)(seq=4, at_s=0, run=1, up_s=8.0, item=ITEMS[0], index=0, reason="ended", played_s=100)
    assert story(told(life, numbers=[(1, 2), (4, 4)])) == [
        ("idle", 0, 5),
        ((ITEMS[0].uri, "ended"), 5, 8),
        ("idle", 8, 9),
    ]


def test_what_could_not_be_kept_is_lost():
    life = Life().power_on().wait(5).play(shown_s=10).wait(5).play(ITEMS[1], shown_s=10)
    del life.events[3:]
    life.now_s += 5
    life.tell(HistoryLost, lost=2, message="the disk was full")
    life.events[-1] = HistoryLost(seq=6, at_s=0, run=1, up_s=35.0, lost=2)
    life.wait(5)
    timeline = told(life, numbers=[(1, 6)])
    assert story(timeline)[2:] == [(Unknown.LOST, 15, 40)]


def test_another_stream_follows_on_what_was_lost():
    first = Life().power_on().wait(5).play(shown_s=10)
    second = Life(BORN_S + 100).power_on().wait(5)
    chapters = [first.chapter(stream="one"), second.chapter(stream="two")]
    assert story(told(second, chapters=chapters))[-2:] == [(Unknown.LOST, 15, 100), ("idle", 100, 105)]


def test_a_clock_that_jumps_a_year_either_way_moves_nothing():
    life = Life().power_on().play(shown_s=10).step_clock(31_536_000).play(ITEMS[1], shown_s=10)
    life.step_clock(-63_072_000).play(shown_s=10)
    assert [span[1:] for span in story(told(life))] == [(0, 10), (10, 20), (20, 30)]
    assert len(told(life).marks) == 2


def test_a_run_whose_clock_was_never_set_stands_between_its_neighbours():
    life = Life().power_on().wait(100).power_off(50).power_on().play(shown_s=30).power_off(20).power_on().wait(100)
    life.runs[2] = type(life.runs[2])(number=2, began_s=3600.0)
    timeline = told(life)
    assert [kind for kind in kinds(timeline) if isinstance(kind, tuple)] == [(ITEMS[0].uri, StopReason.ENDED)]
    played = next(span for span in timeline.screen if isinstance(span, Played))
    assert (played.started_s, played.ended_s) == (BORN_S + 100, BORN_S + 130)
    assert played.estimated
    assert not timeline.screen[0].estimated


def test_each_alert_has_a_lane_of_its_own():
    life = Life().power_on().alert("hot", severity=Severity.CRITICAL).wait(5).alert("disk").wait(5)
    life.alert("hot", active=False).wait(5)
    hot, disk = told(life).alerts
    assert [(each.started_s - BORN_S, each.ended_s - BORN_S, each.severity, each.lasts) for each in hot] == [
        (0, 10, Severity.CRITICAL, False)
    ]
    assert [(each.started_s - BORN_S, each.ended_s - BORN_S, each.lasts) for each in disk] == [(5, 15, True)]


def test_alerts_and_links_end_with_the_power():
    life = Life().power_on().alert("hot").come("one").wait(5).power_off(10).power_on().wait(5)
    timeline = told(life)
    assert [(each.ended_s - BORN_S, each.lasts) for each in timeline.alerts[0]] == [(5, False)]
    assert [(each.ended_s - BORN_S, each.lasts) for each in timeline.links[0]] == [(5, False)]


def test_of_an_alert_whose_begin_is_not_known_the_end_is_shown():
    life = Life().power_on().alert("hot").wait(5).alert("hot", active=False).wait(5)
    ((alerted,),) = told(life, numbers=[(3, 3)]).alerts
    assert (alerted.started_s - BORN_S, alerted.ended_s - BORN_S, alerted.lasts) == (5, 5, False)


def test_controllers_at_one_time_have_lanes_of_their_own_and_others_share_one():
    life = Life().power_on().come("one").wait(5).come("two").wait(5).leave("one").leave("two").come("three").wait(5)
    lanes = told(life).links
    assert [[each.session for each in lane] for lane in lanes] == [["one", "three"], ["two"]]
    assert lanes[0][1].lasts


def test_what_takes_no_time_is_marked_in_order():
    life = Life().power_on().wait(5).command().skip().wait(5)
    assert [(type(mark.event), mark.at_s - BORN_S) for mark in told(life).marks] == [
        (CommandCompleted, 5),
        (PlaybackSkipped, 5),
    ]


@given(lives(), st.integers(1, 50), st.floats(0.1, 20_000.0))
def test_the_shares_of_a_piece_add_up_to_one(life, count, step_s):
    timeline = told(life)
    found = bands(timeline, BORN_S, step_s, count)
    for place in range(count):
        covered = max(0.0, min(timeline.until_s, BORN_S + (place + 1) * step_s) - (BORN_S + place * step_s)) / step_s
        total = found.played[place] + found.idle[place] + found.off[place] + found.unknown[place]
        assert total == pytest.approx(covered, abs=1e-4)


def test_pieces_say_what_was_on_screen_and_what_stood():
    life = Life().power_on().wait(5).play(shown_s=10).alert("hot").wait(4).alert("hot", active=False).power_off(21)
    found = bands(told(life), BORN_S, 10.0, 5)
    assert found.played == pytest.approx((0.5, 0.5, 0, 0, 0))
    assert found.idle == pytest.approx((0.5, 0.4, 0, 0, 0))
    assert found.off == pytest.approx((0, 0.1, 1, 1, 0))
    assert found.alerts == (None, Severity.WARNING, None, None, None)


def test_before_a_history_that_begins_with_a_loss_time_is_lost():
    life = Life().power_on()
    life.tell(HistoryLost, lost=None, message="damaged")
    life.wait(10)
    assert kinds(told(life, from_s=BORN_S - 100)) == [Unknown.LOST, "idle"]


def test_a_loss_in_a_later_run_does_not_change_that_nothing_was_before():
    life = Life().power_on().wait(10).power_off(5).power_on()
    life.tell(HistoryLost, lost=None, message="the disk took nothing")
    assert kinds(told(life.wait(10), from_s=BORN_S - 100))[0] is Unknown.BEFORE


@pytest.mark.parametrize("error_s", [-365 * DAY_S, 365 * DAY_S])
def test_an_item_on_screen_is_shown_no_longer_than_its_player_ran(error_s):
    life = Life().power_on().play(shown_s=30)
    life.tell(PlaybackStarted, item=ITEMS[1], index=1)
    life.now_s += 15
    chapter = life.chapter()
    wrong = KnownRun(run=Run(number=1, began_s=BORN_S + error_s), up_s=30, heard_s=BORN_S)
    timeline = told(life, chapters=[replace(chapter, runs=[wrong])])
    assert [(span.started_s - BORN_S, span.length_s, span.estimated) for span in timeline.screen] == [
        (0, 30, True),
        (30, 15, True),
    ]
