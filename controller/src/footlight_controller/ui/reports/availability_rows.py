"""Players or areas as rows of a table: how much of the time they ran."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt

from footlight_controller.core.availability import Availability
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.reports.figures_model import FiguresColumn, FiguresModel
from footlight_controller.ui.reports.report_rows import percent
from footlight_controller.ui.words import clock_time


class AvailabilityColumn(FiguresColumn):
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
        return self >= AvailabilityColumn.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A player, or an area where there is no `player_id`."""

    name: str
    area: str = ""
    player_id: str = ""
    found: Availability


class AvailabilityModel(FiguresModel[Row, AvailabilityColumn]):
    """By name, until a column is chosen. Qt thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(AvailabilityColumn, parent)
        self._given: Sequence[Row] = ()
        self._areas = False

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

    def heading(self, column: AvailabilityColumn) -> str:
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
                return clock_time(found.unknown_s)

    def told(self, row: Row) -> str:
        lines = [
            self.tr("{}: {}").format(self.heading(column), text)
            for column in AvailabilityColumn
            if (text := self.cell(row, column)) and not (self._areas and column is AvailabilityColumn.AREA)
        ]
        if row.found.away_s >= 1:
            lines.append(self.tr("Of this out of reach: {}").format(clock_time(row.found.away_s)))
        return "\n".join(lines)

    def _arrange(self) -> None:
        column, order = self._sorted or (AvailabilityColumn.NAME, Qt.SortOrder.AscendingOrder)
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
                return found.unknown_s

    return key
