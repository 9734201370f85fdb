"""Players or areas as rows of a table: how much of the time they ran."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from footlight_controller.core.availability import Availability
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.reports.report_rows import percent
from footlight_controller.ui.tips import tip
from footlight_controller.ui.words import clock_time

_NO_INDEX = QModelIndex()
_START = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_END = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)


class AvailabilityColumn(IntEnum):
    """What the table shows of a player or an area."""

    NAME = 0
    AREA = 1
    BAR = 2
    RUNNING = 3
    PLAYING = 4
    IDLE = 5
    CLOSED = 6
    CUT = 7
    UNKNOWN = 8

    @property
    def number(self) -> bool:
        """Whether it holds figures."""
        return self >= AvailabilityColumn.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A player, or an area where there is no `player_id`."""

    name: str
    area: str = ""
    player_id: str = ""
    found: Availability


class AvailabilityModel(QAbstractTableModel):
    """By name, until a column is chosen. Qt thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: Sequence[Row] = ()
        self._rows: Sequence[Row] = ()
        self._sorted = (AvailabilityColumn.NAME, Qt.SortOrder.AscendingOrder)
        self._areas = False

    @property
    def rows(self) -> Sequence[Row]:
        """As they are shown."""
        return self._rows

    @property
    def areas(self) -> bool:
        """Whether the rows are areas."""
        return self._areas

    def show_rows(self, rows: Sequence[Row], *, areas: bool) -> None:
        """These, and no others."""
        self.beginResetModel()
        self._given, self._areas = rows, areas
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; below 0 by name."""
        self.beginResetModel()
        by_name = (AvailabilityColumn.NAME, Qt.SortOrder.AscendingOrder)
        self._sorted = by_name if column < 0 else (AvailabilityColumn(column), order)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(AvailabilityColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = AvailabilityColumn(section)
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
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(row, AvailabilityColumn(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.told(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(self.told(row).splitlines())
        return None

    def heading(self, column: AvailabilityColumn) -> str:
        """What stands above it."""
        return {
            AvailabilityColumn.NAME: self.tr("Area") if self._areas else self.tr("Player"),
            AvailabilityColumn.AREA: self.tr("Area"),
            AvailabilityColumn.BAR: "",
            AvailabilityColumn.RUNNING: self.tr("Available"),
            AvailabilityColumn.PLAYING: self.tr("Playing"),
            AvailabilityColumn.IDLE: self.tr("Idle"),
            AvailabilityColumn.CLOSED: self.tr("Closed"),
            AvailabilityColumn.CUT: self.tr("Cut off"),
            AvailabilityColumn.UNKNOWN: self.tr("Not known"),
        }[column]

    def cell(self, row: Row, column: AvailabilityColumn) -> str:
        """What the table says in a column; the bar has no text."""
        found = row.found
        match column:
            case AvailabilityColumn.NAME:
                return row.name
            case AvailabilityColumn.AREA:
                return row.area
            case AvailabilityColumn.BAR:
                return ""
            case AvailabilityColumn.RUNNING:
                return "" if found.running is None else percent(found.running)
            case AvailabilityColumn.PLAYING:
                return "" if found.playing is None else percent(found.playing)
            case AvailabilityColumn.IDLE:
                return clock_time(found.idle_s)
            case AvailabilityColumn.CLOSED:
                return clock_time(found.closed_s)
            case AvailabilityColumn.CUT:
                return clock_time(found.cut_s)
            case AvailabilityColumn.UNKNOWN:
                return clock_time(found.missing_s)

    def told(self, row: Row) -> str:
        """All of it, a line for each thing."""
        lines = [
            self.tr("{}: {}").format(self.heading(column), text)
            for column in AvailabilityColumn
            if (text := self.cell(row, column)) and not (self._areas and column is AvailabilityColumn.AREA)
        ]
        if row.found.away_s >= 1:
            lines.append(self.tr("Of this out of reach: {}").format(clock_time(row.found.away_s)))
        return "\n".join(lines)

    def _arrange(self) -> None:
        column, order = self._sorted
        down = order is Qt.SortOrder.DescendingOrder
        self._rows = sorted(self._given, key=_order_of(column), reverse=down)

    def _meaning(self, column: AvailabilityColumn) -> str:
        return {
            AvailabilityColumn.RUNNING: self.tr("Share of the known time in which the player ran"),
            AvailabilityColumn.PLAYING: self.tr("Share of the known time in which an item was on screen"),
            AvailabilityColumn.IDLE: self.tr("The player ran, and nothing was on screen"),
            AvailabilityColumn.CLOSED: self.tr("Somebody had closed the player, or asked it to restart"),
            AvailabilityColumn.CUT: self.tr("It was off after a crash or without power"),
            AvailabilityColumn.UNKNOWN: self.tr("Nobody here knows; it counts for nothing"),
        }.get(column, "")


def _order_of(column: AvailabilityColumn) -> Callable[[Row], Any]:
    def key(row: Row) -> Any:  # noqa: ANN401  whatever can be put in order
        found = row.found
        match column:
            case AvailabilityColumn.NAME:
                return natural(row.name), row.player_id
            case AvailabilityColumn.AREA:
                return natural(row.area), natural(row.name)
            case AvailabilityColumn.BAR | AvailabilityColumn.RUNNING:
                return -1.0 if found.running is None else found.running
            case AvailabilityColumn.PLAYING:
                return -1.0 if found.playing is None else found.playing
            case AvailabilityColumn.IDLE:
                return found.idle_s
            case AvailabilityColumn.CLOSED:
                return found.closed_s
            case AvailabilityColumn.CUT:
                return found.cut_s
            case AvailabilityColumn.UNKNOWN:
                return found.missing_s

    return key
