"""A table of names and figures: sorted by its header, walked over by keys, with a row of totals below."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.reports.figures_model import FiguresModel
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.line_table import LineDelegate, LineTable
from footlight_controller.ui.widgets.table_look import letters_across, show_columns


def widths(needs: Mapping[int, tuple[float, float]], room: float, first_gone: Sequence[int]) -> dict[int, float]:
    """The width of each column that is shown, all together `room`, in letters.

    `needs` are the least that each takes and its share of what is left over; where there is no room for all, those of
    `first_gone` go, in this order, and then all others give way.
    """
    shown = dict(needs)
    for column in first_gone:
        if sum(least for least, _ in shown.values()) <= room:
            break
        shown.pop(column, None)
    left = room - sum(least for least, _ in shown.values())
    if left < 0.0:
        loose = {column: least for column, (least, share) in shown.items() if share}
        total = sum(loose.values())
        give = min(-left, 0.6 * total)
        return {
            column: least - (give * least / total if column in loose else 0.0) for column, (least, _) in shown.items()
        }
    shares = sum(share for _, share in shown.values())
    if not shares:
        return {column: least + left / len(shown) for column, (least, _) in shown.items()}
    return {column: least + left * share / shares for column, (least, share) in shown.items()}


class CellDelegate(LineDelegate):
    """Texts at the start, figures at the end of their column."""

    def __init__(self, theme: Theme, model: FiguresModel[Any, Any], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._is_number = model.is_number

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours, space, rect = self._theme.colours, self._theme.tokens.space, QRectF(option.rect)
        self._paint_ground(painter, option)
        painter.setFont(option.font)
        painter.setPen(QColor(colours.text))
        paint_cell(painter, rect, str(index.data()), space.one, number=self._is_number(index.column()))


def paint_cell(painter: QPainter, rect: QRectF, text: str, margin: float, *, number: bool) -> None:
    """Text in a cell, cut where there is no room."""
    room = rect.adjusted(margin, 0, -margin, 0)
    across = Qt.AlignmentFlag.AlignTrailing if number else Qt.AlignmentFlag.AlignLeading
    flags = int(across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
    painter.drawText(room, flags, elided(text, painter.font(), room.width()))


class FiguresTable(LineTable):
    """Columns share the width: `needs` says how."""

    row_opened = Signal(int)
    """Enter, or a double click."""
    arranged = Signal()
    """Columns are somewhere else."""

    def __init__(
        self,
        theme: Theme,
        model: FiguresModel[Any, Any],
        needs: Callable[[], Mapping[int, tuple[float, float]]],
        first_gone: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, model, parent)
        self._needs = needs
        self._first_gone = first_gone
        self.setItemDelegate(CellDelegate(theme, model, self))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSortIndicatorClearable(True)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(model.sort)
        model.modelReset.connect(self._share)
        self._dress()

    def _open(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())

    def _copied(self, row: int) -> str:
        """With tabs between the cells that are shown."""
        columns = [column for column in range(self.model().columnCount()) if not self.isColumnHidden(column)]
        return "\t".join(str(self.model().index(row, column).data()) for column in columns)

    def _share(self) -> None:
        shown = widths(self._needs(), letters_across(self), self._first_gone)
        show_columns(self, range(self.model().columnCount()), shown)
        self.arranged.emit()


class TotalRow(QWidget):
    """Stands below a table, whose columns it has."""

    def __init__(
        self, theme: Theme, table: FiguresTable, model: FiguresModel[Any, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = table
        self._is_number = model.is_number
        self._cells: Sequence[str] = ()
        table.arranged.connect(self.update)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def cells(self) -> Sequence[str]:
        """By column."""
        return self._cells

    def show_cells(self, cells: Sequence[str]) -> None:
        """One for each column of the table; the first one that is shown and empty holds the word for it."""
        self._cells = cells
        said = [
            f"{self._table.model().headerData(column, Qt.Orientation.Horizontal)}: {text}"
            for column, text in enumerate(cells)
            if text
        ]
        self.setAccessibleName(self.tr("Total: {}").format(", ".join(said)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, space = self._theme.colours, self._theme.tokens.space
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line_strong))
        painter.setFont(self._theme.fonts.body_strong)
        painter.setPen(QColor(colours.text))
        first = True
        for column, text in enumerate(self._cells):
            if self._table.isColumnHidden(column):
                continue
            left = self._table.columnViewportPosition(column)
            rect = QRectF(left, 0, self._table.columnWidth(column), self.height())
            shown = self.tr("Total") if first and not self._is_number(column) else text
            first = False
            paint_cell(painter, rect, shown, space.one, number=self._is_number(column))
        painter.end()

    def _dress(self) -> None:
        height = QFontMetricsF(self._theme.fonts.body_strong).height() + 2 * self._theme.tokens.space.one
        self.setFixedHeight(round(height))
        self.update()
