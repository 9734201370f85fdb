"""The grid of cards: only what is visible is painted, rows are filled evenly, clocks tick by repainting alone."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.player_list import Role
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.theme.theme import Theme

TICK_MS = 1000


class CardGrid(QListView):
    """Shows a `PlayerListModel` as cards. Selection, keyboard and type-ahead are those of a list."""

    row_width_changed = Signal(int)
    menu_wanted = Signal(QModelIndex, QPoint, bool)
    """The card, where on the screen, and whether by the menu key or Enter."""
    files_dropped = Signal(QModelIndex, list)
    """[list[QUrl]] let go over the card."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._delegate = CardDelegate(theme, clock, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Players"))
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(False)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self._columns = 1
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)
        theme.changed.connect(self._dress)
        self._dress()
        self._fit()

    @property
    def row_width(self) -> int:
        """What a full row takes, in pixels."""
        return self._columns * self.gridSize().width()

    def visible_indexes(self) -> list[QModelIndex]:
        """The cards in sight, in order."""
        cell, model = self.gridSize(), self.model()
        if cell.isEmpty():
            return []
        first = self.verticalOffset() // cell.height() * self._columns
        end = (self.verticalOffset() + self.viewport().height() + cell.height() - 1) // cell.height() * self._columns
        return [model.index(row, 0) for row in range(first, min(end, model.rowCount()))]

    def tick(self) -> None:
        """Repaint the cards in sight whose words change with time: positions of what plays, ages of what is gone."""
        for index in self.visible_indexes():
            view = index.data(Role.VIEW)
            if isinstance(view, PlayerView) and (view.playing or not view.online):
                self.update(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        # One by one, for QListView paints everything within the rectangle around all that has changed.
        for rect in cast("Iterable[QRect]", event.region()):
            super().paintEvent(QPaintEvent(rect))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticker.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticker.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.menu_wanted.emit(index, self._anchor(index) if by_key else event.globalPos(), by_key)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu) and index.isValid():
            self.menu_wanted.emit(index, self._anchor(index), True)
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        model = self.model()
        if model.rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(model.index(0, 0))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        view = index.data(Role.VIEW)
        if event.mimeData().hasUrls() and isinstance(view, PlayerView) and view.online:
            self.setCurrentIndex(index)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        urls: list[QUrl] = event.mimeData().urls()
        if index.isValid() and urls:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.files_dropped.emit(index, urls)

    def _anchor(self, index: QModelIndex) -> QPoint:
        margin = self._delegate.metrics.margin
        return self.viewport().mapToGlobal(self.visualRect(index).topLeft() + QPoint(3 * margin, 7 * margin))

    def _dress(self) -> None:
        # Not by style sheet: only a background that Qt itself knows to be opaque lets it scroll by moving pixels.
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(self._theme.colours.ground))
        self.setPalette(palette)
        self.viewport().update()

    def _fit(self) -> None:
        """As many columns as fit, each as wide as the row allows."""
        metrics = self._delegate.metrics
        # Reckoned as if the scroll bar were there, or its coming and going would move everything.
        # One pixel less, for QListView wraps a row that fills the width to the last.
        width = self.width() - self.verticalScrollBar().sizeHint().width() - 1
        self._columns = max(1, width // (metrics.min_width + 2 * metrics.margin))
        cell = QSize(max(width // self._columns, metrics.min_width // 2), metrics.height + 2 * metrics.margin)
        if cell != self.gridSize():
            self._delegate.set_cell(cell)
            self.setGridSize(cell)
            self.row_width_changed.emit(self.row_width)
