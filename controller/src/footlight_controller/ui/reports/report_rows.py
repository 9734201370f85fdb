"""The lines of a proof of play as rows of a table, and their total."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDate, QLocale, QObject, Qt

from footlight_controller.core.proof_of_play import By, Key, Line, Report, Tally
from footlight_controller.core.shares import per_mille
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.reports.figures_model import FiguresColumn, FiguresModel
from footlight_controller.ui.reports.period import day_told
from footlight_controller.ui.words import clock_time, one_line


class ReportColumn(FiguresColumn):
    """What the table shows of a line."""

    DAY = 0
    AREA = 1
    PLAYER = 2
    ITEM = 3
    PLAYS = 4
    COMPLETE = 5
    SHARE = 6
    SECONDS = 7
    STALLED = 8
    FAILED = 9
    PRESENTED = 10
    DROPPED = 11

    @property
    def number(self) -> bool:
        return self >= ReportColumn.PLAYS


KEYS: Mapping[By, ReportColumn] = {
    By.DAY: ReportColumn.DAY,
    By.AREA: ReportColumn.AREA,
    By.PLAYER: ReportColumn.PLAYER,
    By.ITEM: ReportColumn.ITEM,
}


def columns_of(report: Report | None) -> list[ReportColumn]:
    """Those that have something to say, in their order."""
    by = report.by if report is not None else ()
    told_apart = {KEYS[each] for each in by}
    silent = set() if report is not None and report.total.stalled_s else {ReportColumn.STALLED}
    return [column for column in ReportColumn if (column.number or column in told_apart) and column not in silent]


class ReportModel(FiguresModel[Line, ReportColumn]):
    """In the order of the report, until a column is chosen. Qt thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(ReportColumn, parent)
        self._report: Report | None = None
        self._namesakes = Namesakes(())
        self._whole_s: Mapping[Key, int] = {}

    @property
    def report(self) -> Report | None:
        """What is shown."""
        return self._report

    @property
    def total(self) -> Tally:
        """The sum of all rows."""
        return self._report.total if self._report is not None else Tally()

    def show_report(self, report: Report | None, namesakes: Namesakes) -> None:
        """Show another one; players of one name are told apart by `namesakes`."""
        self.beginResetModel()
        self._report = report
        self._namesakes = namesakes
        self._whole_s = _whole_seconds(report.lines) if report is not None else {}
        if self._sorted is not None and self._sorted[0] not in columns_of(report):
            self._sorted = None
        self._arrange()
        self.endResetModel()

    def heading(self, column: ReportColumn) -> str:
        return {
            ReportColumn.DAY: self.tr("Day"),
            ReportColumn.AREA: self.tr("Area"),
            ReportColumn.PLAYER: self.tr("Player"),
            ReportColumn.ITEM: self.tr("Item"),
            ReportColumn.PLAYS: self.tr("Plays"),
            ReportColumn.COMPLETE: self.tr("To the end"),
            ReportColumn.SHARE: self.tr("Complete"),
            ReportColumn.SECONDS: self.tr("On screen"),
            ReportColumn.STALLED: self.tr("No new frames"),
            ReportColumn.FAILED: self.tr("Broken"),
            ReportColumn.PRESENTED: self.tr("Frames"),
            ReportColumn.DROPPED: self.tr("Dropped"),
        }[column]

    def cell(self, line: Line, column: ReportColumn) -> str:
        match column:
            case ReportColumn.DAY:
                return day_told(QDate.fromString(line.key.day, Qt.DateFormat.ISODate))
            case ReportColumn.AREA:
                return one_line(line.key.area) or self.tr("No area")
            case ReportColumn.PLAYER:
                return self._namesakes.told(one_line(line.player), line.key.player_id)
            case ReportColumn.ITEM:
                return one_line(line.item)
            case ReportColumn.SECONDS:
                return clock_time(self._whole_s[line.key])
            case _:
                return figure(line.tally, column)

    def total_cell(self, column: ReportColumn) -> str:
        """What the row below says in a column."""
        return figure(self.total, column)

    def told(self, line: Line) -> str:
        """All of it, a line for each thing; the item with its address."""
        columns = [column for column in columns_of(self._report) if self.cell(line, column)]
        lines = [self.tr("{}: {}").format(self.heading(column), self.cell(line, column)) for column in columns]
        return "\n".join([*lines, line.key.uri] if line.key.uri and line.key.uri != line.item else lines)

    def _arrange(self) -> None:
        lines = self._report.lines if self._report is not None else ()
        if self._sorted is None:
            self._rows = list(lines)
            return
        column, order = self._sorted
        self._rows = sorted(lines, key=_order_of(column), reverse=order is Qt.SortOrder.DescendingOrder)

    def _meaning(self, column: ReportColumn) -> str:
        return {
            ReportColumn.PLAYS: self.tr("How often it began in this time"),
            ReportColumn.COMPLETE: self.tr("How many of these plays ran to their end"),
            ReportColumn.SHARE: self.tr("Share of the plays that ended which ran to their end"),
            ReportColumn.SECONDS: self.tr("How long it was on screen in this time; pauses do not count"),
            ReportColumn.STALLED: self.tr("How much of the time on screen no new frames came"),
            ReportColumn.FAILED: self.tr(
                "Plays that broke, or that a crash or a power cut ended, and times the item could not be shown at all"
            ),
            ReportColumn.PRESENTED: self.tr("Frames that reached the screen, of plays that ended"),
            ReportColumn.DROPPED: self.tr("Frames that came too late for the screen"),
        }.get(column, "")


def figure(tally: Tally, column: ReportColumn) -> str:
    """What a sum says in a column; empty where there is nothing to say."""
    locale = QLocale()
    match column:
        case ReportColumn.PLAYS:
            return locale.toString(tally.plays)
        case ReportColumn.COMPLETE:
            return locale.toString(tally.complete)
        case ReportColumn.SHARE:
            return "" if tally.completeness is None else percent(tally.completeness)
        case ReportColumn.SECONDS:
            return clock_time(round(tally.seconds))
        case ReportColumn.STALLED:
            return clock_time(round(tally.stalled_s)) if tally.stalled_s else ""
        case ReportColumn.FAILED:
            return locale.toString(tally.failed)
        case ReportColumn.PRESENTED:
            return locale.toString(tally.presented_frames) if tally.ended else ""
        case ReportColumn.DROPPED:
            return locale.toString(tally.dropped_frames) if tally.ended else ""
        case _:
            return ""


def _whole_seconds(lines: Sequence[Line]) -> Mapping[Key, int]:
    """The time on screen of each line, so that they add up to that of all."""
    found: dict[Key, int] = {}
    exact_s, told_s = 0.0, 0
    for line in lines:
        exact_s += line.tally.seconds
        found[line.key] = round(exact_s) - told_s
        told_s = round(exact_s)
    return found


def percent(share: float) -> str:
    """`99.4 %`; all and nothing are said of what is all and nothing alone."""
    told = per_mille(share)
    return f"{QLocale().toString(told / 10, 'f', 1)} %" if told % 1000 else f"{told // 10} %"


def _order_of(column: ReportColumn) -> Callable[[Line], Any]:
    def key(line: Line) -> Any:  # noqa: ANN401  whatever can be put in order
        tally = line.tally
        match column:
            case ReportColumn.DAY:
                return line.key.day
            case ReportColumn.AREA:
                return natural(line.key.area)
            case ReportColumn.PLAYER:
                return natural(line.player), line.key.player_id
            case ReportColumn.ITEM:
                return natural(line.item), line.key.uri
            case ReportColumn.PLAYS:
                return tally.plays
            case ReportColumn.COMPLETE:
                return tally.complete
            case ReportColumn.SHARE:
                return -1.0 if tally.completeness is None else tally.completeness
            case ReportColumn.SECONDS:
                return tally.seconds
            case ReportColumn.STALLED:
                return tally.stalled_s
            case ReportColumn.FAILED:
                return tally.failed
            case ReportColumn.PRESENTED:
                return tally.presented_frames
            case ReportColumn.DROPPED:
                return tally.dropped_frames

    return key
