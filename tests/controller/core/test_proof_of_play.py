import itertools
from zoneinfo import ZoneInfo

import pytest
from controller.lives import BORN_S, ITEMS, Life, lives, rows_of
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import PlaybackSkipped, PlaybackStarted
from footlight_controller.core.proof_of_play import By, ProofOfPlay, Tally, Whose
from footlight_controller.core.timeline import Gap, Played
from footlight_controller.core.unfolding import unfold

DAY_S = 86_400.0
LOBBY = Whose(player_id="p1", name="Lobby", area="Ground")
BAR = Whose(player_id="p2", name="Bar", area="Ground")
UTC = ZoneInfo("UTC")


def timeline(life, from_s=BORN_S, until_s=None, **which):
    until_s = life.now_s if until_s is None else until_s
    return unfold("p1", [life.chapter(**which)], from_s, until_s, now_s=life.now_s, heard_s=life.now_s)


def report(*timelines, by=(By.ITEM,), whose=LOBBY, **options):
    proof = ProofOfPlay(by, zone=UTC, **options)
    for each in timelines:
        proof.take(whose, each)
    return proof.report()


def rough(tally):
    """Without what adding in another order costs."""
    return (
        tally.plays,
        tally.ended,
        tally.complete,
        tally.failed,
        tally.presented_frames,
        pytest.approx(tally.seconds, abs=1e-3),
    )


def exact(tally):
    return (tally.plays, tally.ended, tally.complete, tally.failed, tally.presented_frames, tally.seconds)


@given(lives(), st.data())
def test_totals_are_the_sums_of_the_timeline(life, data):
    """Over cuts, clocks that jump, what is kept no more and what is not here."""
    rows = data.draw(st.one_of(st.none(), rows_of(len(life.events))))
    whole = timeline(life, numbers=rows, first_kept=data.draw(st.integers(1, len(life.events))))
    plays = [span for span in whole.screen if isinstance(span, Played)]
    found = report(whole, by=data.draw(st.lists(st.sampled_from(By))))
    expected = Tally(
        plays=len(plays),
        ended=sum(span.reason is not None for span in plays),
        complete=sum(span.reason is StopReason.ENDED for span in plays),
        failed=sum(span.reason in {StopReason.FAILED, StopReason.CUT} for span in plays),
        presented_frames=sum(span.presented_frames for span in plays),
        seconds=sum(span.seconds for span in plays),
    )
    assert exact(found.total) == rough(expected)
    assert exact(sum((line.tally for line in found.lines), Tally())) == exact(found.total)
    assert found.unknown_s == pytest.approx(
        sum(span.length_s for span in whole.screen if isinstance(span, Gap)), abs=1e-3
    )


@given(lives(), st.data())
def test_pieces_of_a_period_add_up_to_the_whole_wherever_it_is_cut(life, data):
    rows = data.draw(st.one_of(st.none(), rows_of(len(life.events))))
    length_s = life.now_s - BORN_S
    # Also right where something happened.
    moments = st.sampled_from([life.runs[event.run].began_s + event.up_s for event in life.events])
    cuts = data.draw(st.lists(st.one_of(moments, st.floats(0, length_s).map(lambda cut: BORN_S + cut)), max_size=8))
    borders = sorted({BORN_S, *cuts, life.now_s})
    pieces = [timeline(life, one, other, numbers=rows) for one, other in itertools.pairwise(borders)]
    by = data.draw(st.lists(st.sampled_from(By)))
    whole, parts = report(timeline(life, numbers=rows), by=by), report(*pieces, by=by)
    assert exact(parts.total) == rough(whole.total)
    assert {line.key: exact(line.tally) for line in parts.lines if line.tally.plays} == {
        line.key: rough(line.tally) for line in whole.lines if line.tally.plays
    }
    assert parts.unknown_s == pytest.approx(whole.unknown_s, abs=1e-3)


@given(lives())
def test_seconds_on_screen_are_what_the_player_said(life):
    said = sum(event.played_s for event in life.events if hasattr(event, "played_s"))
    assert report(timeline(life)).total.seconds == pytest.approx(said, abs=1e-6)


def test_each_item_has_a_line_the_longest_on_screen_first():
    life = Life().power_on().play(ITEMS[0], 10, presented=250).play(ITEMS[1], 30, reason=StopReason.REPLACED)
    life.play(ITEMS[0], 5, reason=StopReason.FAILED).play(ITEMS[0], 10)
    found = report(timeline(life))
    assert [(line.item, line.tally.plays, line.tally.complete, line.tally.seconds) for line in found.lines] == [
        ("b.mp4", 1, 0, 30),
        ("a.mp4", 3, 2, 25),
    ]
    assert found.lines[1].tally.completeness == pytest.approx(2 / 3)
    assert (found.total.plays, found.total.failed, found.total.presented_frames) == (4, 1, 250)


def test_players_and_areas_have_lines_of_their_own():
    life = Life().power_on().play(shown_s=10)
    proof = ProofOfPlay([By.AREA])
    proof.take(LOBBY, timeline(life))
    proof.take(BAR, timeline(life))
    (line,) = proof.report().lines
    assert (line.key.area, line.tally.plays, line.tally.seconds) == ("Ground", 2, 20)
    proof = ProofOfPlay([By.PLAYER, By.ITEM])
    proof.take(LOBBY, timeline(life))
    proof.take(BAR, timeline(life))
    assert [(line.player, line.item) for line in proof.report().lines] == [("Bar", "a.mp4"), ("Lobby", "a.mp4")]
    assert proof.report().players == 2


def test_seconds_go_to_the_day_on_which_they_were_shown_and_the_play_to_that_on_which_it_began():
    # 23:59:50 in UTC.
    life = Life(1_790_035_190.0).power_on().play(shown_s=30)
    found = report(timeline(life, life.events[0].at_s), by=[By.DAY])
    assert [(line.key.day, line.tally.plays, line.tally.seconds) for line in found.lines] == [
        ("2026-09-21", 1, pytest.approx(10)),
        ("2026-09-22", 0, pytest.approx(20)),
    ]


def test_an_item_is_named_as_it_was_last_called():
    life = Life().power_on().play(Item(uri="/a.mp4", title="Old")).play(Item(uri="/a.mp4", title="New"))
    (line,) = report(timeline(life)).lines
    assert (line.item, line.tally.plays) == ("New", 2)


def test_one_item_alone_can_be_counted():
    life = Life().power_on().play(ITEMS[0]).play(ITEMS[1])
    assert [line.item for line in report(timeline(life), item="b.mp4").lines] == ["b.mp4"]
    assert [line.item for line in report(timeline(life), item=ITEMS[0].uri).lines] == ["a.mp4"]


def test_what_is_on_screen_counts_as_a_play_that_has_not_ended():
    life = Life().power_on().play(shown_s=10)
    life.events.pop()
    total = report(timeline(life)).total
    assert (total.plays, total.ended, total.seconds, total.completeness) == (1, 0, 10, None)


def test_a_crash_counts_as_a_play_that_broke():
    life = Life().power_on().play(shown_s=7, reason=StopReason.CUT).power_off(10, OffReason.CUT).power_on().wait(1)
    total = report(timeline(life)).total
    assert (total.plays, total.failed, total.completeness, total.seconds) == (1, 1, 0.0, 7)


def test_an_item_that_can_never_be_shown_has_a_line_of_its_own():
    life = Life().power_on().play(ITEMS[0]).skip().play(ITEMS[0]).skip()
    found = report(timeline(life.wait(5)), by=(By.ITEM, By.DAY))
    broken = next(line.tally for line in found.lines if line.key.uri == ITEMS[2].uri)
    assert (broken.plays, broken.failed, broken.seconds) == (0, 2, 0.0)
    assert found.total.failed == 2


def test_a_play_that_broke_and_was_told_to_be_skipped_is_one_failure():
    life = Life().power_on().play(ITEMS[2], reason=StopReason.FAILED)
    life.tell(PlaybackSkipped, item=ITEMS[2], index=0, code="decode_failed", message="broken")
    assert report(timeline(life.wait(5))).total.failed == 1


def test_the_time_without_new_frames_is_said_and_adds_up_over_pieces():
    life = Life().power_on()
    life.tell(PlaybackStarted, item=ITEMS[0], index=0)
    life.now_s += 100
    life.alert("stalled")
    life.now_s += 50
    life.alert("stalled", active=False)
    life.now_s += 50
    pieces = [timeline(life, BORN_S, BORN_S + 120), timeline(life, BORN_S + 120)]
    for found in (report(timeline(life)), report(*pieces)):
        assert found.total.stalled_s == pytest.approx(50)
        assert found.total.seconds == pytest.approx(200)
