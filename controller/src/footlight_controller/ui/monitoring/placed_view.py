"""A view that places its items on a wall: columns under headings, walked over and chosen in reading order."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.monitoring.card_layout import CardMetrics
from footlight_controller.ui.monitoring.spans import rows_of, selection_of
from footlight_controller.ui.monitoring.wall_layout import WallLayout
from footlight_controller.ui.theme.tokens import Space

# Per line of the wheel, of which a notch has three.
SCROLL_STEP = 28
# To draw one anew takes half a millisecond, and a turn of the event loop has to end within a frame.
CARDS_A_TURN = 4
TURN_MS = 8

_NO_INDEX = QModelIndex()
_Flag = QItemSelectionModel.SelectionFlag
_Cursor = QAbstractItemView.CursorAction


class PlacedView(QListView):
    """Knows where everything is, and paints nothing.

    Everything about places is its own; a list it is for screen readers, which Qt serves for lists and tables alone.
    """

    row_width_changed = Signal(int)

    def __init__(
        self, model: ArrangedModel, metrics: CardMetrics, space: Space, heading: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._metrics = metrics
        self._space = space
        self._heading = heading
        self._places: WallLayout | None = None
        self._cell = QSize(1, 1)
        self._columns = 1
        self._anchor_id = ""
        self._band = QRect()
        self._chosen: frozenset[int] | None = None
        self._waiting: dict[int, None] = {}
        self._turn = QTimer(self)
        self._turn.setInterval(TURN_MS)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._repaint_some)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
            signal.connect(self._lay_out_anew)
        self.setModel(model)
        self._fit()

    def choose_metrics(self, metrics: CardMetrics, heading: int) -> None:
        """Cards and headings of another size."""
        self._metrics = metrics
        if heading != self._heading:
            self._heading = heading
            self._lay_out_anew()
        self._fit()

    @property
    def row_width(self) -> int:
        """What a full row takes, in pixels."""
        return self._columns * self._cell.width()

    @property
    def cell(self) -> QSize:
        """What a card takes, half of the gaps around it included."""
        return QSize(self._cell)

    def visible_rows(self) -> range:
        """The cards in sight, in order."""
        top = self.verticalOffset()
        return self._layout().rows_between(top, top + self.viewport().height())

    def visible_indexes(self) -> list[QModelIndex]:
        """The cards in sight, in order."""
        return [self._model.index(row, 0) for row in self.visible_rows()]

    def visualRect(self, index: AnyIndex) -> QRect:
        return self._rect(index.row()) if index.isValid() and index.row() < self._model.rowCount() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._layout().row_at(point + QPoint(0, self.verticalOffset()))
        return _NO_INDEX if row is None else self._model.index(row, 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: AnyIndex) -> bool:
        return index.column() > 0

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        rect = self._layout().rect(index.row())
        top, bottom = rect.top(), rect.top() + rect.height()
        heading = self._layout().heading_of(index.row())
        match hint:
            case QAbstractItemView.ScrollHint.PositionAtTop:
                bar.setValue(top)
            case QAbstractItemView.ScrollHint.PositionAtBottom:
                bar.setValue(bottom - height)
            case QAbstractItemView.ScrollHint.PositionAtCenter:
                bar.setValue((top + bottom - height) // 2)
            case _ if top < bar.value():
                # With the first line comes its heading.
                bar.setValue(top if heading is None else heading)
            case _ if bottom > bar.value() + height:
                bar.setValue(min(bottom - height, top if heading is None else heading))

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        # Moves the pixels that are there; only what comes into sight is painted.
        self.viewport().scroll(0, dy)

    def doItemsLayout(self) -> None:
        self._places = None
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(SCROLL_STEP)
        bar.setPageStep(height)
        bar.setRange(0, max(0, self._layout().height + self._space.one - height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        QAbstractItemView.resizeEvent(self, event)

    def dataChanged(self, top_left: AnyIndex, bottom_right: AnyIndex, _roles: Sequence[int] = ()) -> None:
        seen = self.visible_rows()
        rows = range(max(seen.start, top_left.row()), min(seen.stop, bottom_right.row() + 1))
        self._repaint_soon(row for row in rows if not self._is_shown(row))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        if self.state() is QAbstractItemView.State.DragSelectingState:
            self._move_band(rect.normalized())
            rows = self._rows_in(self._band)
        elif command & _Flag.Current:
            # From where the person began to where they are, in reading order.
            begin, end = self._model.index_of(self._anchor_id).row(), self.currentIndex().row()
            if begin < 0 <= end:
                begin, self._anchor_id = end, self._model.view_at(end).id
            rows = list(range(min(begin, end), max(begin, end) + 1)) if end >= 0 else []
        else:
            index = self.indexAt(rect.center())
            index = index if index.isValid() else self.currentIndex()
            rows = [index.row()] if index.isValid() else []
        self.selectionModel().select(selection_of(self._model, rows), command | _Flag.Rows)

    def selectionCommand(self, index: AnyIndex, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        command = super().selectionCommand(index, event)
        if command == _Flag.NoUpdate:
            return command
        if not command & _Flag.Current and index.isValid():
            # Where the next range begins.
            self._anchor_id = self._model.view_at(index.row()).id
        return command | _Flag.Rows

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for row in rows_of(selection).intersection(self.visible_rows()):
            region += self._rect(row)
        return region

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        one_before = self._chosen is not None and len(self._chosen) == 1
        self._chosen = None
        super().selectionChanged(selected, deselected)
        if one_before or len(self._chosen_rows()) == 1:
            # One of several looks otherwise than the only one.
            self.viewport().update()

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, row = self._model.rowCount(), self.currentIndex().row()
        if not count:
            return _NO_INDEX
        if row < 0:
            return self._model.index(0, 0)
        places = self._layout()
        page = max(1, self.viewport().height() // self._cell.height() - 1)
        match action:
            case _Cursor.MoveLeft | _Cursor.MovePrevious:
                row = max(0, row - 1)
            case _Cursor.MoveRight | _Cursor.MoveNext:
                row = min(count - 1, row + 1)
            case _Cursor.MoveUp:
                row = places.beside(row, -1)
            case _Cursor.MoveDown:
                row = places.beside(row, 1)
            case _Cursor.MovePageUp:
                row = places.beside(row, -page)
            case _Cursor.MovePageDown:
                row = places.beside(row, page)
            case _Cursor.MoveHome:
                row = 0
            case _Cursor.MoveEnd:
                row = count - 1
        return self._model.index(row, 0)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            self.viewport().update(self.visualRect(index))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._move_band(QRect())

    def _layout(self) -> WallLayout:
        if self._places is None:
            sections = self._model.sections()
            # Where nobody has an area, a heading that says so is of no use.
            heading = self._heading if any(section.title for section in sections) else 0
            self._places = WallLayout(sections, self._columns, self._cell, heading)
        return self._places

    def _lay_out_anew(self) -> None:
        self._places = None
        self._chosen = None
        self.scheduleDelayedItemsLayout()

    def _is_shown(self, _row: int) -> bool:
        """Whether the card on the screen is that of the player as it is now."""
        return False

    def _repaint_soon(self, rows: Iterable[int]) -> None:
        """In the coming turns of the event loop, a few in each."""
        self._waiting.update(dict.fromkeys(rows))
        if self._waiting and not self._turn.isActive():
            self._turn.start()

    def _repaint_some(self) -> None:
        seen = self.visible_rows()
        rows = [row for row in self._waiting if row in seen]
        self._waiting = dict.fromkeys(rows[CARDS_A_TURN:])
        for row in rows[:CARDS_A_TURN]:
            self.viewport().update(self._rect(row))
        if self._waiting:
            self._turn.start()

    def _rect(self, row: int) -> QRect:
        return self._layout().rect(row).translated(0, -self.verticalOffset())

    def _chosen_rows(self) -> frozenset[int]:
        if self._chosen is None:
            self._chosen = frozenset(rows_of(self.selectionModel().selection()))
        return self._chosen

    def _rows_in(self, rect: QRect) -> list[int]:
        """The cards a rectangle of the viewport touches; not only their cells."""
        offset, margin = self.verticalOffset(), self._metrics.margin
        rows = self._layout().rows_between(rect.top() + offset, rect.bottom() + 1 + offset)
        return [row for row in rows if rect.intersects(self._rect(row).adjusted(margin, margin, -margin, -margin))]

    def _move_band(self, rect: QRect) -> None:
        if rect != self._band:
            self.viewport().update(self._band.united(rect).adjusted(-2, -2, 2, 2))
            self._band = rect

    def _fit(self) -> None:
        """As many columns as fit, each as wide as the row allows."""
        metrics = self._metrics
        # Reckoned as if the scroll bar were there, or its coming and going would move everything.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        columns = max(1, width // (metrics.min_width + 2 * metrics.margin))
        across = max(width // columns, metrics.min_width // 2)
        cell = QSize(across, metrics.cell_height(across, self._space))
        if (cell, columns) == (self._cell, self._columns):
            return
        top = self.visible_rows()[:1] if self.verticalOffset() else ()
        self._cell, self._columns, self._places = cell, columns, None
        self.updateGeometries()
        for row in top:
            # What was read stays in sight.
            self.scrollTo(self._model.index(row, 0))
        self.viewport().update()
        self.row_width_changed.emit(self.row_width)
