"""Proof of play in the window: what is counted, what is not, and what a person does with it."""

import asyncio
import csv

import pytest
from controller.ui.reports.desk import BAR, DAY_S, LOBBY, NOW_S, STAGE
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from footlight_common.errors import StorageError, Unreachable
from footlight_controller.core.periods import Length, period
from footlight_controller.core.proof_of_play import By
from footlight_controller.ui.reports.period import Period
from footlight_controller.ui.reports.report_rows import ReportColumn


@pytest.fixture
def counted(eventually):
    async def wait(desk):
        """Until everything that was asked is counted."""
        await eventually(lambda: not desk.proof._again.isActive() and not desk.proof.fetching.busy)
        await eventually(lambda: desk.proof.counting.whole and not desk.proof.counting.busy)

    return wait


def test_each_item_has_a_row_and_the_total_stands_below(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        assert desk.lines == [("c.mp4", 1, 3600), ("a.mp4", 2, 2400), ("b.mp4", 1, 900)]
        cells = desk.proof.total.cells
        assert cells[ReportColumn.PLAYS] == "4"
        assert cells[ReportColumn.SECONDS] == "1:55:00"
        assert cells[ReportColumn.SHARE] == "75.0 %"
        assert desk.proof.total.accessibleName().startswith("Total: Plays: 4")
        assert not desk.proof.unknown.isVisible()

    tell(story)


def test_another_grouping_is_added_up_from_what_was_counted(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        asked = len(desk.histories.told)
        desk.proof.bar.chips[By.AREA].click()
        desk.proof.bar.chips[By.ITEM].click()
        await counted(desk)
        assert desk.lines == [("Bar", 1, 3600), ("Foyer", 3, 3300)]
        assert len(desk.histories.told) == asked
        assert desk.proof.table.isColumnHidden(ReportColumn.ITEM)
        assert not desk.proof.table.isColumnHidden(ReportColumn.AREA)

    tell(story)


def test_days_can_be_told_apart(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.bar.chips[By.DAY].click()
        desk.proof.bar.chips[By.ITEM].click()
        await counted(desk)
        assert desk.lines == [("2026-09-22", 1, 600), ("2026-09-23", 3, 6300)]

    tell(story)


def test_something_has_to_have_a_line(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.bar.chips[By.ITEM].click()
        assert desk.proof.bar.by == (By.ITEM,)

    tell(story)


def test_one_player_one_area_or_one_item_can_be_meant(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.bar.player.setText("lob")
        await counted(desk)
        assert desk.lines == [("a.mp4", 2, 2400), ("b.mp4", 1, 900)]
        desk.proof.bar.item.setText("B.MP")
        await counted(desk)
        assert desk.lines == [("b.mp4", 1, 900)]
        assert desk.proof.total.cells[ReportColumn.PLAYS] == "1"
        desk.proof.bar.clear()
        desk.proof.bar.area.setText("bar")
        await counted(desk)
        assert desk.lines == [("c.mp4", 1, 3600)]

    tell(story)


def test_what_fits_nothing_says_so_and_shows_everything_at_once(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.bar.item.setText("no such film")
        await counted(desk)
        assert desk.proof.quiet.isVisible()
        assert not desk.proof.bar.export.isEnabled()
        desk.proof.quiet.button.click()
        await counted(desk)
        assert len(desk.lines) == 3

    tell(story)


def test_a_shorter_period_counts_less(tell, counted):
    async def story(desk):
        desk.page.show()
        desk.proof.bar.period.choose(Period.YESTERDAY)
        await counted(desk)
        assert desk.lines == [("a.mp4", 1, 600)]
        begin_s, end_s = period(Length.DAY, NOW_S - DAY_S)
        assert {(from_s, until_s) for _, from_s, until_s in desk.histories.told[-2:]} == {(begin_s, end_s)}

    tell(story)


def test_days_from_one_to_another_can_be_chosen(tell, counted):
    async def story(desk):
        desk.page.show()
        choice = desk.proof.bar.period
        choice.first.show_day(QDate(2026, 9, 22))
        choice.last.show_day(QDate(2026, 9, 22))
        assert not choice.days.isVisible()
        choice.choose(Period.DAYS)
        assert choice.days.isVisible()
        await counted(desk)
        assert desk.lines == [("a.mp4", 1, 600)]
        assert desk.proof.foot.words.whole.startswith("22 Sep 2026 · 2 players")

    tell(story)


def test_what_is_not_known_stands_above_in_seconds_and_by_player(tell, counted):
    async def story(desk):
        desk.cut(LOBBY.id, 4, 6)
        desk.histories.heard_s[BAR.id] = NOW_S
        desk.page.show()
        await counted(desk)
        strip = desk.proof.unknown
        assert strip.isVisible()
        assert "of 1 player" in strip.text
        assert "not fetched yet" in strip.text
        assert strip.details.startswith("\u2068Lobby\u2069: ")
        report = desk.proof.model.report
        assert report.unknown_s == pytest.approx(sum(each.seconds for each in report.missing))
        strip.who.click()
        assert strip._scrolled.isVisible()

    tell(story)


def test_what_is_missing_is_fetched_and_counted(tell, counted):
    async def story(desk):
        desk.cut(LOBBY.id, 4, 6)
        desk.page.show()
        await counted(desk)
        before = desk.lines
        desk.proof.unknown.fetch.click()
        assert desk.proof.foot.cancel.isVisible()
        await counted(desk)
        report = desk.proof.model.report
        assert desk.histories.fetched == [(LOBBY.id, report.from_s, report.until_s)]
        assert not desk.proof.unknown.isVisible()
        assert desk.lines != before

    tell(story)


def test_who_does_not_answer_is_named_with_the_reason(tell, counted, eventually):
    async def story(desk):
        desk.cut(LOBBY.id, 4, 6)
        desk.histories.failures[LOBBY.id] = Unreachable("no answer for 10 s.")
        desk.page.show()
        await counted(desk)
        desk.proof.unknown.fetch.click()
        await eventually(lambda: desk.proof.fetching.failures)
        await counted(desk)
        assert "1 player could not be asked." in desk.proof.unknown.text
        assert "No answer for 10 s." in desk.proof.unknown.details

    tell(story)


def test_of_a_player_that_is_offline_nothing_can_be_fetched(tell, counted):
    async def story(desk):
        desk.players = [STAGE]
        desk.histories.lives = {STAGE.id: desk.histories.lives[LOBBY.id]}
        desk.cut(STAGE.id, 4, 6)
        desk.page.show()
        await counted(desk)
        assert desk.proof.unknown.isVisible()
        assert not desk.proof.unknown.fetch.isVisible()

    tell(story)


def test_a_fetch_that_takes_long_can_be_cancelled(tell, counted, eventually):
    async def story(desk):
        desk.cut(LOBBY.id, 4, 6)
        desk.page.show()
        await counted(desk)
        desk.histories.fetch_hold = asyncio.Event()
        desk.proof.unknown.fetch.click()
        await eventually(lambda: desk.histories.fetched)
        desk.proof.foot.cancel.click()
        assert not desk.proof.fetching.busy
        await counted(desk)
        assert desk.proof.unknown.isVisible()

    tell(story)


def test_a_count_can_be_cancelled_and_says_that_it_is_not_all(tell, counted, eventually):
    async def story(desk):
        desk.histories.hold = asyncio.Event()
        desk.page.show()
        await eventually(lambda: desk.histories.told)
        assert desk.proof.foot.bar.isVisible()
        desk.proof.foot.cancel.click()
        assert not desk.proof.counting.busy
        assert not desk.proof.bar.export.isEnabled()
        desk.histories.hold.set()
        desk.proof.foot.again.click()
        await counted(desk)
        assert len(desk.lines) == 3

    tell(story)


def test_another_question_ends_the_one_before(tell, counted, eventually):
    async def story(desk):
        desk.histories.hold = asyncio.Event()
        desk.page.show()
        await eventually(lambda: len(desk.histories.told) == 1)
        desk.proof.bar.period.choose(Period.YESTERDAY)
        await eventually(lambda: len(desk.histories.told) == 2)
        desk.histories.hold.set()
        await counted(desk)
        assert desk.lines == [("a.mp4", 1, 600)]

    tell(story)


def test_nothing_is_counted_while_nobody_looks(tell, counted, eventually):
    async def story(desk):
        desk.histories.hold = asyncio.Event()
        desk.page.show()
        await eventually(lambda: len(desk.histories.told) == 1)
        desk.page.hide()
        desk.histories.hold.set()
        await eventually(lambda: not desk.proof.counting.busy)
        assert {player_id for player_id, *_ in desk.histories.told} == {BAR.id}
        desk.page.show()
        await counted(desk)
        assert len(desk.lines) == 3

    tell(story)


def test_a_disk_that_does_not_answer_is_said(tell, counted):
    async def story(desk):
        desk.histories.broken = StorageError("the disk does not answer.")
        desk.page.show()
        await counted(desk)
        assert "2 players could not be asked." in desk.proof.unknown.text
        assert "The disk does not answer." in desk.proof.unknown.details

    tell(story)


def test_rows_are_sorted_by_a_click_on_a_header(tell, counted):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        header = desk.proof.table.horizontalHeader()
        header.setSortIndicator(ReportColumn.PLAYS, Qt.SortOrder.DescendingOrder)
        assert desk.lines[0] == ("a.mp4", 2, 2400)
        header.setSortIndicator(ReportColumn.ITEM, Qt.SortOrder.AscendingOrder)
        assert [line[0] for line in desk.lines] == ["a.mp4", "b.mp4", "c.mp4"]

    tell(story)


def test_enter_opens_the_page_of_the_player_of_a_row(tell, counted):
    async def story(desk):
        wanted = []
        desk.page.player_wanted.connect(wanted.append)
        desk.page.show()
        await counted(desk)
        desk.proof.bar.chips[By.PLAYER].click()
        await counted(desk)
        desk.proof.table.selectRow(0)
        QTest.keyClick(desk.proof.table, Qt.Key.Key_Return)
        assert wanted == [BAR.id]

    tell(story)


def test_a_table_for_spreadsheets_has_what_is_shown(tell, counted, eventually, tmp_path):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.bar.csv.trigger()
        dialog = desk.page.findChild(QFileDialog)
        dialog.selectFile(str(tmp_path / "plays.csv"))
        dialog.accept()
        await eventually(lambda: desk.told)
        assert desk.told == [("plays.csv", "3 lines written")]

    tell(story)
    with (tmp_path / "plays.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["item"], row["plays"]) for row in csv.DictReader(file)] == [
            ("c.mp4", "1"),
            ("a.mp4", "2"),
            ("b.mp4", "1"),
        ]


def test_a_document_for_printing_is_written(tell, counted, eventually, tmp_path):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.export_pdf(tmp_path / "plays.pdf")
        await eventually(lambda: desk.told)
        assert desk.told == [("plays.pdf", "3 lines written")]

    tell(story)
    assert (tmp_path / "plays.pdf").read_bytes().startswith(b"%PDF-")


def test_more_lines_than_anybody_reads_on_paper_are_not_printed(tell, counted, monkeypatch):
    monkeypatch.setattr("footlight_controller.ui.reports.proof_tab.MOST_PRINTED", 2)

    async def story(desk):
        desk.page.show()
        await counted(desk)
        assert not desk.proof.bar.pdf.isEnabled()
        assert desk.proof.bar.csv.isEnabled()
        assert "too many lines" in desk.proof.bar.pdf.text()
        desk.proof.bar.item.setText("a.mp4")
        await counted(desk)
        assert desk.proof.bar.pdf.isEnabled()

    tell(story)


def test_a_file_that_cannot_be_written_is_told(tell, counted, eventually, tmp_path):
    async def story(desk):
        desk.page.show()
        await counted(desk)
        desk.proof.export_csv(tmp_path / "no" / "plays.csv")
        await eventually(lambda: desk.told)
        assert desk.told == [("plays.csv", "Could not be written: No such file or directory")]

    tell(story)
