"""The story of a player as rows of a table: what happened, one thing after another."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from footlight_controller.core.story import Happened
from footlight_controller.core.timeline import Gap
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.timeline.story_words import Told, told_of
from footlight_controller.ui.timeline.words import time_of
from footlight_controller.ui.tips import tip

_NO_INDEX = QModelIndex()

Entry = Happened | Gap


class StoryColumn(IntEnum):
    """What the table shows of an entry."""

    TIME = 0
    WHAT = 1


class StoryModel(QAbstractTableModel):
    """Newest first. Qt thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self._told: dict[int, Told] = {}

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """All there are, in the order they happened."""
        entries = entries[::-1]
        before = self._entries
        more = len(entries) - len(before)
        if before and more >= 0 and entries[more:] == before:
            if more:
                # Those that are chosen stay so.
                self.beginInsertRows(_NO_INDEX, 0, more - 1)
                self._entries, self._told = entries, {}
                self.endInsertRows()
            return
        self.beginResetModel()
        self._entries, self._told = entries, {}
        self.endResetModel()

    def entry_at(self, row: int) -> Entry:
        """Raises IndexError."""
        return self._entries[row]

    def told(self, row: int) -> Told:
        """An entry in words. Raises IndexError."""
        if row not in self._told:
            entry = self._entries[row]
            self._told[row] = told_of(entry if isinstance(entry, Gap) else entry.event)
        return self._told[row]

    def time(self, row: int) -> str:
        """When it was; a gap is as long as it says. Raises IndexError."""
        entry = self._entries[row]
        if isinstance(entry, Gap):
            return time_of(entry.started_s, estimated=entry.estimated) if entry.started_s > 0 else ""
        return time_of(entry.at_s, estimated=entry.estimated)

    def row_at(self, at_s: float) -> int:
        """The row of what happened last before a moment."""
        for row, entry in enumerate(self._entries):
            if (entry.started_s if isinstance(entry, Gap) else entry.at_s) <= at_s:
                return row
        return max(0, len(self._entries) - 1)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(StoryColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.tr("Time") if section == StoryColumn.TIME else self.tr("What happened")

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.time(row) if index.column() == StoryColumn.TIME else self.told(row).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{self.time(row)}\n{self.told(row).text}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.time(row)}, {self.told(row).text}"
        return None
