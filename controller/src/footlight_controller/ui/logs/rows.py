"""The lines that are shown, oldest first, and never more than a window can hold."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QLocale, QModelIndex, QObject, Qt, Signal

from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.logs.inbox import Dropped, Row
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.moments import moment
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.tips import tip
from footlight_controller.ui.words import one_line

MAX_ROWS = 20_000
# Removed together, so that a flood does not move all rows for each few.
_SLACK = 1000
# More of a line is not painted, and a tool tip with more would not fit.
_LONGEST = 400
_MOST_TIP_LINES = 12
_NO_INDEX = QModelIndex()
OWN = "footlight_player."
"""What the names of nearly all parts begin with; it says nothing."""

translate = QCoreApplication.translate


class LogColumn(IntEnum):
    """What the table shows of a line."""

    TIME = 0
    LEVEL = 1
    LOGGER = 2
    TEXT = 3


class LogModel(QAbstractTableModel):
    """Qt thread."""

    trimmed = Signal(int)
    """So many rows went at the beginning, to make room."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """As they are shown."""
        return self._rows

    @property
    def first(self) -> LogLine | None:
        """The oldest line; None for none."""
        return next((row for row in self._rows if isinstance(row, LogLine)), None)

    @property
    def last(self) -> LogLine | None:
        """The newest line; None for none."""
        return next((row for row in reversed(self._rows) if isinstance(row, LogLine)), None)

    @property
    def full(self) -> bool:
        """Whether there is no room for older ones."""
        return len(self._rows) >= MAX_ROWS

    def append(self, rows: Sequence[Row]) -> None:
        """These are new; the oldest ones go where there is no room."""
        if len(rows) >= MAX_ROWS:
            # What was there has no room, and there may be a gap behind it.
            self.clear()
            rows = rows[-MAX_ROWS:]
        if not rows:
            return
        count = len(self._rows)
        self.beginInsertRows(_NO_INDEX, count, count + len(rows) - 1)
        self._rows += rows
        self.endInsertRows()
        if len(self._rows) > MAX_ROWS + _SLACK:
            over = len(self._rows) - MAX_ROWS
            self.beginRemoveRows(_NO_INDEX, 0, over - 1)
            del self._rows[:over]
            self.endRemoveRows()
            self.trimmed.emit(over)

    def prepend(self, lines: Sequence[LogLine]) -> int:
        """These are older; how many of them had room."""
        fitting = lines[max(0, len(lines) - max(0, MAX_ROWS - len(self._rows))) :]
        if fitting:
            self.beginInsertRows(_NO_INDEX, 0, len(fitting) - 1)
            self._rows[:0] = fitting
            self.endInsertRows()
        return len(fitting)

    def clear(self) -> None:
        """Show none."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def keep(self, wanted: LogFilter) -> None:
        """Show only those that are wanted."""
        self.beginResetModel()
        self._rows = [row for row in self._rows if isinstance(row, LogLine) and wanted.lets(row)]
        self.endResetModel()

    def find(self, needle: str, start: int, step: int) -> int:
        """The next row from `start` on, 1 or -1 at a time and around the end, with the text in it; -1 for none."""
        needle, count = needle.casefold(), len(self._rows)
        for place in range(count):
            row = (start + step * place) % count
            if self.has(row, needle):
                return row
        return -1

    def has(self, row: int, needle: str) -> bool:
        """Whether a line has a text in it, which is written in small letters."""
        line = self._rows[row]
        return isinstance(line, LogLine) and (needle in line.text.casefold() or needle in line.logger.casefold())

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(LogColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            LogColumn.TIME: self.tr("Time"),
            LogColumn.LEVEL: self.tr("Level"),
            LogColumn.LOGGER: self.tr("Part"),
            LogColumn.TEXT: self.tr("Text"),
        }[LogColumn(section)]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(row, LogColumn(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_told(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for column in LogColumn if (text := cell(row, column)))
        return None


def cell(row: Row, column: LogColumn) -> str:
    """What the table says in a column."""
    if isinstance(row, Dropped):
        return dropped_words(row) if column is LogColumn.TEXT else ""
    match column:
        case LogColumn.TIME:
            return time_of(row.at_s)
        case LogColumn.LEVEL:
            return level_word(row.level)
        case LogColumn.LOGGER:
            return one_line(row.logger).removeprefix(OWN)
        case LogColumn.TEXT:
            return row.text.partition("\n")[0][:_LONGEST]


def dropped_words(row: Dropped) -> str:
    """What stands where lines are missing."""
    return Counted("Logs", "%Ln line(s) were dropped here: too many at once.", "", 2).of(row.count)


def more_lines(row: Row) -> int:
    """How many are folded away behind the first."""
    return row.text.strip("\n").count("\n") if isinstance(row, LogLine) else 0


def _told(row: Row) -> str:
    """As much of it as a tool tip holds."""
    if isinstance(row, Dropped):
        return dropped_words(row)
    lines = [line[:_LONGEST] for line in row.text.splitlines()[:_MOST_TIP_LINES]]
    more = ["…"] if more_lines(row) >= _MOST_TIP_LINES else []
    return "\n".join([time_of(row.at_s), level_word(row.level), row.logger, *lines, *more])


def written(row: Row) -> str:
    """All of it as plain text, for the clipboard and to read."""
    if isinstance(row, Dropped):
        return dropped_words(row)
    at = moment(row.at_s).toString("yyyy-MM-dd HH:mm:ss.zzz")
    return f"{at} {row.level.upper():<8} {row.logger}: {row.text}"


def time_of(at_s: float) -> str:
    """To the millisecond; the year is told with the whole line."""
    return QLocale().toString(moment(at_s), translate("Logs", "d MMM HH:mm:ss.zzz"))


def level_word(level: LogLevel) -> str:
    """In the person's language."""
    return {
        LogLevel.DEBUG: translate("Logs", "Debug"),
        LogLevel.INFO: translate("Logs", "Info"),
        LogLevel.WARNING: translate("Logs", "Warning"),
        LogLevel.ERROR: translate("Logs", "Error"),
        LogLevel.CRITICAL: translate("Logs", "Critical"),
    }[level]


LEVEL_LOOKS = {
    LogLevel.DEBUG: ("bug-outline", Tone.QUIET),
    LogLevel.INFO: ("information-outline", Tone.ACCENT),
    LogLevel.WARNING: ("alert-outline", Tone.CAUTION),
    LogLevel.ERROR: ("alert-circle-outline", Tone.BAD),
    LogLevel.CRITICAL: ("alert-octagon", Tone.BAD),
}
"""Icon and tone."""
