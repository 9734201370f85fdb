"""Rows of names and figures, put in order by a column."""

from enum import IntEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt

from footlight_controller.ui.models.rows import RowsModel
from footlight_controller.ui.tips import tip


class FiguresColumn(IntEnum):
    """What a table shows of its rows."""

    @property
    def number(self) -> bool:
        """Whether it holds figures."""
        raise NotImplementedError


R = TypeVar("R")
C = TypeVar("C", bound=FiguresColumn)
_START = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_END = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)


class FiguresModel(RowsModel[R, C], Generic[R, C]):
    """Who derives from it puts its rows in order. Qt thread."""

    def __init__(self, columns: type[C], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._sorted: tuple[C, Qt.SortOrder] | None = None

    def is_number(self, section: int) -> bool:
        """Whether this column holds figures."""
        return self._columns(section).number

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; below 0 as they are without one."""
        self.beginResetModel()
        self._sorted = None if column < 0 else (self._columns(column), order)
        self._arrange()
        self.endResetModel()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal:
            column = self._columns(section)
            match role:
                case Qt.ItemDataRole.TextAlignmentRole:
                    return _END if column.number else _START
                case Qt.ItemDataRole.ToolTipRole:
                    return tip(self._meaning(column))
        return super().headerData(section, orientation, role)

    def spoken(self, row: R) -> str:
        return ", ".join(self.told(row).splitlines())

    def _meaning(self, column: C) -> str:
        """Where its heading alone does not say it."""
        raise NotImplementedError

    def _arrange(self) -> None:
        """Put what there is into `_rows`, by `_sorted`."""
        raise NotImplementedError
