"""The lines of a proof of play as rows of a table, and their total."""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QLocale, QModelIndex, QObject, Qt

from footlight_controller.core.proof_of_play import By, Line, Report, Tally
from footlight_controller.core.shares import per_mille
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.reports.period import day_told
from footlight_controller.ui.tips import tip
from footlight_controller.ui.words import clock_time, one_line

_NO_INDEX = QModelIndex()
_START = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_END = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)


class ReportColumn(IntEnum):
    """What the table shows of a line."""

    DAY = 0
    AREA = 1
    PLAYER = 2
    ITEM = 3
    PLAYS = 4
    COMPLETE = 5
    SHARE = 6
    SECONDS = 7
    FAILED = 8
    PRESENTED = 9
    DROPPED = 10

    @property
    def number(self) -> bool:
        """Whether it holds figures."""
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
    return [column for column in ReportColumn if column.number or column in told_apart]


class ReportModel(QAbstractTableModel):
    """In the order of the report, until a column is chosen. Qt thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._rows: Sequence[Line] = ()
        self._sorted: tuple[ReportColumn, Qt.SortOrder] | None = None
        self._namesakes = Namesakes(())

    @property
    def report(self) -> Report | None:
        """What is shown."""
        return self._report

    @property
    def rows(self) -> Sequence[Line]:
        """As they are shown."""
        return self._rows

    @property
    def total(self) -> Tally:
        """The sum of all rows."""
        return self._report.total if self._report is not None else Tally()

    def show_report(self, report: Report | None, namesakes: Namesakes) -> None:
        """Show another one; players of one name are told apart by `namesakes`."""
        self.beginResetModel()
        self._report = report
        self._namesakes = namesakes
        if self._sorted is not None and self._sorted[0] not in columns_of(report):
            self._sorted = None
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; below 0 as the report has them."""
        self.beginResetModel()
        self._sorted = None if column < 0 else (ReportColumn(column), order)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(ReportColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = ReportColumn(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.heading(column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _END if column.number else _START
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._meaning(column))
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        line = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(line, ReportColumn(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.told(line))
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(self.told(line).splitlines())
        return None

    def heading(self, column: ReportColumn) -> str:
        """What stands above it."""
        return {
            ReportColumn.DAY: self.tr("Day"),
            ReportColumn.AREA: self.tr("Area"),
            ReportColumn.PLAYER: self.tr("Player"),
            ReportColumn.ITEM: self.tr("Item"),
            ReportColumn.PLAYS: self.tr("Plays"),
            ReportColumn.COMPLETE: self.tr("To the end"),
            ReportColumn.SHARE: self.tr("Complete"),
            ReportColumn.SECONDS: self.tr("On screen"),
            ReportColumn.FAILED: self.tr("Broken"),
            ReportColumn.PRESENTED: self.tr("Frames"),
            ReportColumn.DROPPED: self.tr("Dropped"),
        }[column]

    def cell(self, line: Line, column: ReportColumn) -> str:
        """What the table says in a column."""
        match column:
            case ReportColumn.DAY:
                return day_told(QDate.fromString(line.key.day, Qt.DateFormat.ISODate))
            case ReportColumn.AREA:
                return one_line(line.key.area) or self.tr("No area")
            case ReportColumn.PLAYER:
                return self._namesakes.told(one_line(line.player), line.key.player_id)
            case ReportColumn.ITEM:
                return one_line(line.item)
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
            self._rows = lines
            return
        column, order = self._sorted
        self._rows = sorted(lines, key=_order_of(column), reverse=order is Qt.SortOrder.DescendingOrder)

    def _meaning(self, column: ReportColumn) -> str:
        return {
            ReportColumn.PLAYS: self.tr("How often it began in this time"),
            ReportColumn.COMPLETE: self.tr("How many of these plays ran to their end"),
            ReportColumn.SHARE: self.tr("Share of the plays that ended which ran to their end"),
            ReportColumn.SECONDS: self.tr("How long it was on screen in this time; pauses do not count"),
            ReportColumn.FAILED: self.tr("Plays that broke, or that a crash or a power cut ended"),
            ReportColumn.PRESENTED: self.tr("Frames that reached the screen"),
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
            return clock_time(tally.seconds)
        case ReportColumn.FAILED:
            return locale.toString(tally.failed)
        case ReportColumn.PRESENTED:
            return locale.toString(tally.presented_frames)
        case ReportColumn.DROPPED:
            return locale.toString(tally.dropped_frames)
        case _:
            return ""


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
            case ReportColumn.FAILED:
                return tally.failed
            case ReportColumn.PRESENTED:
                return tally.presented_frames
            case ReportColumn.DROPPED:
                return tally.dropped_frames

    return key
