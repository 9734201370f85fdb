"""Proof of play: what was on screen in a period, how often, for how long and how completely."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.printed_table import PrintedTable
from footlight_controller.core.proof_of_play import Report, Whose
from footlight_controller.core.report_table import write_csv
from footlight_controller.core.timeline import Unknown
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.reports.counting import Counting, Question
from footlight_controller.ui.reports.fetching import Fetching
from footlight_controller.ui.reports.figures_table import FiguresTable, TotalRow
from footlight_controller.ui.reports.period import moment_told, told
from footlight_controller.ui.reports.question_bar import QuestionBar
from footlight_controller.ui.reports.report_rows import ReportColumn, ReportModel, columns_of
from footlight_controller.ui.reports.roomy import Lists, body
from footlight_controller.ui.reports.saving import Saving
from footlight_controller.ui.reports.under_way import UnderWay
from footlight_controller.ui.reports.unknown_strip import UnknownStrip
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.words import clock_time, one_line

# While somebody writes nobody is asked.
WRITES_MS = 350
# What was counted before is counted again when somebody comes back after this.
STALE_S = 300.0
# Some 200 pages; more keeps the window waiting, and nobody reads it on paper.
MOST_PRINTED = 10_000
# In widths of the letter n, and the share of what is left over.
_NEEDS: Mapping[ReportColumn, tuple[float, float]] = {
    ReportColumn.DAY: (15.0, 0.0),
    ReportColumn.AREA: (12.0, 2.0),
    ReportColumn.PLAYER: (13.0, 2.0),
    ReportColumn.ITEM: (16.0, 4.0),
    ReportColumn.PLAYS: (9.0, 0.0),
    ReportColumn.COMPLETE: (12.0, 0.0),
    ReportColumn.SHARE: (11.0, 0.0),
    ReportColumn.SECONDS: (12.0, 0.0),
    ReportColumn.STALLED: (15.0, 0.0),
    ReportColumn.FAILED: (10.0, 0.0),
    ReportColumn.PRESENTED: (13.0, 0.0),
    ReportColumn.DROPPED: (11.0, 0.0),
}
_FIRST_GONE = (
    ReportColumn.PRESENTED,
    ReportColumn.COMPLETE,
    ReportColumn.DROPPED,
    ReportColumn.STALLED,
    ReportColumn.FAILED,
)


class ProofTab(QWidget):
    """Counts while it is shown. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    player_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
        parent: QWidget | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self._clock = clock
        self._players = players
        self._counted_s = 0.0
        self.counting = Counting(clock, calls, tasks, self)
        self.fetching = Fetching(calls, tasks, self)
        self.saving = Saving(tasks, self)
        self.model = ReportModel(self)
        self.bar = QuestionBar(theme)
        self.unknown = UnknownStrip(theme)
        self.table = FiguresTable(theme, self.model, self._needs, _FIRST_GONE)
        self.table.setAccessibleName(self.tr("Proof of play"))
        self.total = TotalRow(theme, self.table, self.model)
        self.quiet = EmptyState(theme, "filmstrip-off", self.tr("Nothing was on screen"), self.tr("Show everything"))
        self.quiet.setMinimumHeight(1)
        self.foot = UnderWay(theme, self.tr("Count again"))
        with_total = QWidget()
        column = QVBoxLayout(with_total)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.total)
        self._counted = with_total
        self._lists = Lists(theme, with_total, self.quiet)
        column = body(theme, self)
        column.addWidget(self.bar)
        column.addWidget(self.unknown)
        column.addWidget(self._lists, 1)
        column.addWidget(self.foot)
        self._again = QTimer(self, singleShot=True, interval=WRITES_MS)
        self._again.timeout.connect(self._ask)
        self.bar.changed.connect(self._again.start)
        self.bar.left.connect(self._go_to_lines)
        self.bar.csv_wanted.connect(self._ask_for_csv)
        self.bar.pdf_wanted.connect(self._ask_for_pdf)
        self.counting.changed.connect(self._show)
        self.fetching.changed.connect(self._show_foot)
        self.fetching.ended.connect(self._fetched)
        self.unknown.fetch_wanted.connect(self._fetch)
        self.foot.cancelled.connect(self._cancel)
        self.foot.again_wanted.connect(self.count_again)
        self.quiet.button.clicked.connect(self.bar.clear)
        self.table.row_opened.connect(self._open)
        self.saving.noted.connect(self.noted)
        QShortcut(QKeySequence.StandardKey.Find, self, self._begin_search)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bar.offer(self._players())
        self.counting.resume()
        if self._clock.wall_s() - self._counted_s > STALE_S or not self.counting.question.players:
            self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self.counting.pause()

    def count_again(self) -> None:
        """As of now."""
        self._counted_s = 0.0
        self._ask(anew=True)

    def export_csv(self, target: Path) -> None:
        """All lines as they are on show; how it went is told by `noted`."""
        if (report := self.model.report) is not None:
            self.saving.save_table(target, lambda out: write_csv(report, out))

    def export_pdf(self, target: Path) -> None:
        """The same for paper."""
        if (report := self.model.report) is not None:
            self.saving.save_print(target, self._printed(report))

    def _ask(self, *, anew: bool = False) -> None:
        self._again.stop()
        now_s = self._clock.wall_s()
        from_s, until_s = self.bar.period.bounds(now_s)
        before = self.counting.question
        players = tuple(
            Whose(player_id=view.id, name=view.name, area=view.identity.area)
            for view in self.bar.chosen(self._players())
        )
        recent = not anew and now_s - self._counted_s <= STALE_S and players == before.players
        if recent and from_s == before.from_s and 0 <= until_s - before.until_s <= STALE_S:
            # As of then: only put together in another way.
            until_s = before.until_s
        else:
            self._counted_s = now_s
        question = Question(players=players, from_s=from_s, until_s=until_s, by=self.bar.by, item=self.bar.item.wanted)
        self.counting.ask(question, anew=anew)

    def _show(self) -> None:
        counting = self.counting
        if counting.report is not self.model.report:
            report = counting.report
            self.model.show_report(report, Namesakes(self._players()))
            self.total.show_cells([self.model.total_cell(column) for column in ReportColumn])
            self._show_missing()
        empty = not self.model.rows and not counting.busy
        if empty:
            self.quiet.show_text(
                self.tr("Nothing with all of that was on screen in this time.")
                if self.bar.filters
                else self.tr("In this time no player showed anything, as far as is known here.")
            )
            self.quiet.button.setVisible(self.bar.filters)
        self._lists.show_part(self.quiet if empty else self._counted)
        self.bar.export.setEnabled(bool(self.model.rows) and counting.whole and not counting.busy)
        self.bar.show_printable(len(self.model.rows) <= MOST_PRINTED)
        if not counting.busy:
            self.bar.item.offer_names(counting.items)
        self._show_foot()

    def _show_foot(self) -> None:
        if self.fetching.busy:
            words = self.tr("Asking players… {} of %Ln", "", self.fetching.total)
            self.foot.show_progress(
                words.format(QLocale().toString(self.fetching.done)), self.fetching.done, self.fetching.total
            )
        elif self.counting.busy:
            self.foot.show_progress(self.tr("Counting…"), self.counting.done, self.counting.total)
        else:
            self.foot.show_words(self._state())
        self.unknown.fetch.setEnabled(not self.fetching.busy and not self.counting.busy)

    def _state(self) -> str:
        report = self.model.report
        if report is None:
            return ""
        players = self.tr("%Ln player(s)", "", report.players)
        lines = self.tr("%Ln line(s)", "", len(report.lines))
        text = " · ".join((told(report.from_s, report.until_s), players, lines))
        return text if self.counting.whole else self.tr("{} · not all of it").format(text)

    def _show_missing(self) -> None:
        report = self.model.report
        namesakes = Namesakes(self._players())
        online = {view.id for view in self._players() if view.online}
        names = {view.id: namesakes.told(one_line(view.name), view.id) for view in self._players()}
        failures = {**self.fetching.failures, **self.counting.failures}
        self.unknown.show_missing(
            report.missing if report is not None else (),
            failures,
            names,
            fetchable=len(self._fetchable(report, online)),
        )

    @staticmethod
    def _fetchable(report: Report | None, online: set[str]) -> list[str]:
        missing = report.missing if report is not None else ()
        return [
            each.whose.player_id
            for each in missing
            if each.why is Unknown.NOT_FETCHED and each.whose.player_id in online
        ]

    def _fetch(self) -> None:
        report = self.model.report
        online = {view.id for view in self._players() if view.online}
        if report is not None and (wanted := self._fetchable(report, online)):
            self.fetching.fetch(wanted, report.from_s, report.until_s)

    def _fetched(self) -> None:
        self.count_again()

    def _cancel(self) -> None:
        if self.fetching.busy:
            self.fetching.stop()
        else:
            self.counting.stop()

    def _needs(self) -> Mapping[int, tuple[float, float]]:
        return {column: _NEEDS[column] for column in columns_of(self.model.report)}

    def _open(self, row: int) -> None:
        if player_id := self.model.rows[row].key.player_id:
            self.player_wanted.emit(player_id)

    def _begin_search(self) -> None:
        self.bar.item.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.item.selectAll()

    def _go_to_lines(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    def _ask_for_csv(self) -> None:
        self.saving.ask(self.tr("Save the report as a table"), "footlight-report", "csv", self.export_csv)

    def _ask_for_pdf(self) -> None:
        self.saving.ask(self.tr("Save the report for printing"), "footlight-report", "pdf", self.export_pdf)

    def _printed(self, report: Report) -> PrintedTable:
        # Frames take more room than paper has, and are in the table for spreadsheets.
        columns = [column for column in columns_of(report) if column is not ReportColumn.PRESENTED]
        notes = [f"{told(report.from_s, report.until_s)}, " + self.tr("%Ln player(s)", "", report.players)]
        if report.unknown_s >= 1:
            notes.append(
                self.tr("Not known, and in none of the sums: {} of all players together").format(
                    clock_time(report.unknown_s)
                )
            )
        notes.append(self.tr("As of {}").format(moment_told(self._counted_s)))
        total = [self.model.total_cell(column) for column in columns]
        return PrintedTable(
            title=self.tr("Proof of play"),
            notes=notes,
            header=[self.model.heading(column) for column in columns],
            rows=[[self.model.cell(line, column) for column in columns] for line in self.model.rows],
            numbers=[column.number for column in columns],
            total=[self.tr("Total"), *total[1:]],
            page=self.tr("Page {number} of {count}"),
        )
