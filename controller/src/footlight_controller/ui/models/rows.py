"""Rows of one kind, each told by its cells."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.tips import tip

R = TypeVar("R")
C = TypeVar("C", bound=IntEnum)
NO_INDEX = QModelIndex()


class RowsModel(QAbstractTableModel, Generic[R, C]):
    """Who derives from it says what stands above a column and in a cell. Qt thread."""

    def __init__(self, columns: type[C], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: list[R] = []

    @property
    def rows(self) -> Sequence[R]:
        """As they are shown."""
        return self._rows

    def heading(self, column: C) -> str:
        """What stands above it."""
        raise NotImplementedError

    def cell(self, row: R, column: C) -> str:
        """What the table says in a column."""
        raise NotImplementedError

    def told(self, row: R) -> str:
        """All of it, a line for each thing."""
        raise NotImplementedError

    def spoken(self, row: R) -> str:
        """For who does not see the row."""
        return ", ".join(filter(None, (self.cell(row, column) for column in self._columns)))

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.heading(self._columns(section))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(row, self._columns(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.told(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(row)
        return None
