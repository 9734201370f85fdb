"""What the table of a proof of play says, and that its total is what the timelines say."""

import itertools
from dataclasses import replace

import pytest
from controller.lives import BORN_S, lives, rows_of
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from footlight_controller.core.proof_of_play import By, Key, Line, ProofOfPlay, Report, Tally, Whose
from footlight_controller.core.timeline import Played
from footlight_controller.core.unfolding import unfold
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.reports.report_rows import ReportColumn, ReportModel, columns_of, figure
from footlight_controller.ui.words import clock_time

PLAYERS = (
    Whose(player_id="p1", name="Lobby", area="Ground"),
    Whose(player_id="p2", name="Bar", area="Ground"),
    Whose(player_id="p3", name="Stage"),
)
COUNTS = {
    ReportColumn.PLAYS: lambda plays: len(plays),
    ReportColumn.COMPLETE: lambda plays: sum(span.complete for span in plays),
    ReportColumn.PRESENTED: lambda plays: sum(span.presented_frames for span in plays),
    ReportColumn.DROPPED: lambda plays: sum(span.dropped_frames for span in plays),
}


def number(text):
    return int(text.replace(",", "") or 0)


def seconds_of(text):
    """Of `1:05` or `1:02:03`."""
    return sum(int(part) * 60**place for place, part in enumerate(reversed(text.split(":"))))


@given(st.lists(lives(most=15), min_size=1, max_size=3), st.data())
def test_the_total_below_the_table_is_the_sum_of_its_rows_and_of_the_timelines(several, data):
    """As the page counts: everything apart and in pieces, then added up by what the person chose, in any order."""
    proof = ProofOfPlay(tuple(By))
    plays = []
    for whose, life in zip(PLAYERS, several, strict=False):
        rows = data.draw(st.one_of(st.none(), rows_of(len(life.events))))
        chapters = [life.chapter(numbers=rows)]
        whole = unfold(whose.player_id, chapters, BORN_S, life.now_s, now_s=life.now_s, heard_s=life.now_s)
        plays += [span for span in whole.screen if isinstance(span, Played)]
        cuts = data.draw(st.lists(st.floats(0, life.now_s - BORN_S), max_size=4))
        for one, other in itertools.pairwise(sorted({BORN_S, *(BORN_S + cut for cut in cuts), life.now_s})):
            proof.take(whose, unfold(whose.player_id, chapters, one, other, now_s=life.now_s, heard_s=life.now_s))
    model = ReportModel()
    model.show_report(proof.report(by=data.draw(st.lists(st.sampled_from(By), min_size=1))), Namesakes(()))
    model.sort(data.draw(st.sampled_from([-1, *ReportColumn])), Qt.SortOrder.DescendingOrder)
    for column, count in COUNTS.items():
        shown = [number(model.cell(line, column)) for line in model.rows]
        assert sum(shown) == number(model.total_cell(column)) == count(plays)
    seconds = sum(span.seconds for span in plays)
    assert sum(line.tally.seconds for line in model.rows) == pytest.approx(seconds, abs=1e-3)
    assert model.total.seconds == pytest.approx(seconds, abs=1e-3)
    assert model.total_cell(ReportColumn.SECONDS) == clock_time(round(model.total.seconds))
    told = [seconds_of(model.cell(line, ReportColumn.SECONDS)) for line in model.rows]
    assert sum(told) == seconds_of(model.total_cell(ReportColumn.SECONDS))


def test_the_frames_of_what_is_still_on_screen_are_not_said_to_be_none():
    assert figure(Tally(plays=1), ReportColumn.PRESENTED) == figure(Tally(plays=1), ReportColumn.DROPPED) == ""
    assert figure(Tally(plays=1, ended=1), ReportColumn.PRESENTED) == "0"


def test_seconds_without_new_frames_have_a_column_where_there_are_some():
    line = Line(key=Key(uri="/a"), item="a", tally=Tally(plays=1, seconds=90.0, stalled_s=60.0))
    report = Report(from_s=0, until_s=1, by=(By.ITEM,), lines=(line,), total=line.tally, players=1, unknown_s=0)
    assert ReportColumn.STALLED in columns_of(report)
    assert figure(line.tally, ReportColumn.STALLED) == "1:00"
    assert ReportColumn.STALLED not in columns_of(replace(report, total=Tally(plays=1)))


def test_where_nothing_ended_there_is_no_share():
    assert figure(Tally(plays=1), ReportColumn.SHARE) == ""


@pytest.mark.parametrize(
    ("ended", "complete", "told"),
    [(3, 3, "100 %"), (3, 0, "0 %"), (2000, 1999, "99.9 %"), (5000, 1, "0.1 %"), (3, 2, "66.7 %")],
)
def test_all_and_none_are_said_of_all_and_none_alone(ended, complete, told):
    assert figure(Tally(plays=ended, ended=ended, complete=complete), ReportColumn.SHARE) == told
