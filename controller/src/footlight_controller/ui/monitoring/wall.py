"""The wall of cards under the headings of their areas: only what is in sight is painted, only what changed again."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from footlight_common.clock import Clock
from footlight_controller.ui.alerts.card_mark import AlertsAt
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.card_layout import CardMetrics
from footlight_controller.ui.monitoring.faces import CardFaces
from footlight_controller.ui.monitoring.file_drops import FileDrops
from footlight_controller.ui.monitoring.heading import HeadingPainter
from footlight_controller.ui.monitoring.placed_view import PlacedView
from footlight_controller.ui.monitoring.player_keys import PlayerKeys
from footlight_controller.ui.theme.theme import Theme

TICK_MS = 1000
# Not all cards in one turn of the event loop, which would be felt while scrolling.
PHASES = 10
THUMBNAILS_MS = 2000

_Flag = QItemSelectionModel.SelectionFlag


class Wall(PlacedView):
    """Shows an `ArrangedModel` as cards."""

    menu_wanted = Signal(QModelIndex, QPoint, bool)
    """The card, where on the screen, and whether by the menu key or Enter."""
    group_menu_wanted = Signal(QPoint, bool)
    """The same for all selected cards, when the card is one of several."""
    remove_wanted = Signal()
    """By the Delete key: those that are chosen."""
    opened = Signal(QModelIndex)
    """Double click; Enter too, where `enter_opens`."""
    files_dropped = Signal(QModelIndex, list)
    """[list[QUrl]] let go over the card."""
    thumbnails_wanted = Signal(list)
    """[list[str]] Ids of the online players whose pictures are in sight; at most once in THUMBNAILS_MS."""

    def __init__(self, theme: Theme, clock: Clock, model: ArrangedModel, parent: QWidget | None = None) -> None:
        # Events come before this is done.
        self._keys = PlayerKeys(
            self,
            opened=lambda index: self.opened.emit(index),
            menu_wanted=lambda index: self._want_menu(index, self._anchor(index), by_key=True),
            remove_wanted=lambda: self.remove_wanted.emit(),
            chosen=lambda: len(self._chosen_rows()),
        )
        self._headings = HeadingPainter(theme)
        metrics = CardMetrics.of(theme.fonts, theme.tokens.space)
        super().__init__(model, metrics, theme.tokens.space, self._headings.height, parent)
        self._theme = theme
        self._delegate = CardDelegate(theme, clock, self)
        self._faces = CardFaces(self._delegate, clock)
        self._phase = 0
        self._typed = QElapsedTimer()
        self.setAccessibleName(self.tr("Players"))
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.drops = FileDrops(self, self.files_dropped.emit)
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS // PHASES)
        self._ticker.timeout.connect(self.tick)
        self._asker = QTimer(self)
        self._asker.setInterval(THUMBNAILS_MS)
        self._asker.timeout.connect(self._ask_for_thumbnails)
        theme.changed.connect(self._dress)
        self._dress()

    def choose(self, shape: Shape) -> None:
        """Small, medium or large cards."""
        self._delegate.choose(shape)
        self.choose_metrics(self._delegate.metrics, self._headings.height)
        self._set_asking()

    def show_alerts(self, at: AlertsAt) -> None:
        """Where the open alerts of a player come from."""
        self._delegate.show_alerts(at)

    def forget_faces(self, player_ids: Iterable[str]) -> None:
        """What these cards show has changed beside their views."""
        for player_id in player_ids:
            self._faces.forget(player_id)
        self.viewport().update()

    def set_thumbnail(self, player_id: str, image: QImage) -> None:
        """What is on screen there; a null image for nothing. Shown on large cards."""
        self._delegate.pictures.put(player_id, image)
        self._faces.forget(player_id)
        index = self._model.index_of(player_id)
        if index.isValid():
            self.update(index)

    def tick(self) -> None:
        """Repaint a share of the cards in sight whose words change with time; after PHASES ticks all had their turn."""
        self._phase = (self._phase + 1) % PHASES
        rows = (row for row in self.visible_rows() if row % PHASES == self._phase)
        self._repaint_soon(row for row in rows if self._faces.stale(self._model.view_at(row)))

    def paintEvent(self, event: QPaintEvent) -> None:
        region = event.region()
        box = region.boundingRect()
        offset = self.verticalOffset()
        top, bottom = box.top() + offset, box.bottom() + 1 + offset
        places, model, faces = self._layout(), self._model, self._faces
        painter = QPainter(self.viewport())
        ratio = self.devicePixelRatioF()
        state = QStyle.StateFlag.State_Enabled
        if self.isActiveWindow():
            state |= QStyle.StateFlag.State_Active
        chosen = self._chosen_rows()
        current = self.currentIndex().row() if self.hasFocus() else -1
        hovered = self._hovered_row()
        for section, rect in places.headings_between(top, bottom):
            rect.translate(0, -offset)
            if region.intersects(rect):
                self._headings.paint(painter, rect, section)
        for row in places.rows_between(top, bottom):
            rect = places.rect(row).translated(0, -offset)
            if not region.intersects(rect):
                continue
            look = state
            if row in chosen:
                look |= QStyle.StateFlag.State_Selected
            if row == current:
                look |= QStyle.StateFlag.State_HasFocus
            if row == hovered:
                look |= QStyle.StateFlag.State_MouseOver
            painter.drawPixmap(rect.topLeft(), faces.pixmap(model.view_at(row), look, rect.size(), ratio))
            if row in chosen and len(chosen) > 1:
                self._delegate.paint_mark(painter, rect)
        if not self._band.isEmpty():
            self._paint_band(painter)
        painter.end()

    @property
    def enter_opens(self) -> bool:
        """Whether Enter opens the player instead of its menu."""
        return self._keys.enter_opens

    @enter_opens.setter
    def enter_opens(self, on: bool) -> None:
        self._keys.enter_opens = on

    def event(self, event: QEvent) -> bool:
        return self._keys.claims(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if self._keys.answers(event):
            return
        if key == Qt.Key.Key_Space and self._typing():
            # Within a name.
            self.keyboardSearch(" ")
        elif key == Qt.Key.Key_Space and index.isValid():
            self._anchor_id = self._model.view_at(index.row()).id
            self.selectionModel().select(index, _Flag.Toggle | _Flag.Rows)
        else:
            if event.text().isprintable() and event.text():
                self._typed.start()
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes the first card the current one, without choosing it.
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.currentIndex())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(index)
            event.accept()
            return
        super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self._want_menu(index, self._anchor(index) if by_key else event.globalPos(), by_key=by_key)
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticker.start()
        self._set_asking()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticker.stop()
        self._asker.stop()

    def _is_shown(self, row: int) -> bool:
        return self._faces.shows(self._model.view_at(row))

    def _typing(self) -> bool:
        return self._typed.isValid() and not self._typed.hasExpired(QApplication.keyboardInputInterval())

    def _want_menu(self, index: QModelIndex, place: QPoint, *, by_key: bool) -> None:
        chosen = self._chosen_rows()
        if index.row() in chosen and len(chosen) > 1:
            self.group_menu_wanted.emit(place, by_key)
        else:
            self.menu_wanted.emit(index, place, by_key)

    def _anchor(self, index: QModelIndex) -> QPoint:
        margin = self._delegate.metrics.margin
        return self.viewport().mapToGlobal(self.visualRect(index).topLeft() + QPoint(3 * margin, 7 * margin))

    def _hovered_row(self) -> int:
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()

    def _paint_band(self, painter: QPainter) -> None:
        colour = QColor(self._theme.colours.accent)
        painter.setPen(colour)
        colour.setAlphaF(0.12)
        painter.setBrush(colour)
        painter.drawRect(self._band.adjusted(0, 0, -1, -1))

    def _set_asking(self) -> None:
        wanted = self.isVisible() and self._delegate.metrics.shape is Shape.LARGE
        if wanted and not self._asker.isActive():
            self._asker.start()
            QTimer.singleShot(0, self, self._ask_for_thumbnails)
        elif not wanted:
            self._asker.stop()

    def _ask_for_thumbnails(self) -> None:
        views = [self._model.view_at(row) for row in self.visible_rows()]
        if ids := [view.id for view in views if view.online]:
            self.thumbnails_wanted.emit(ids)

    def _dress(self) -> None:
        # Letters may have another size.
        self._delegate.choose(self._delegate.metrics.shape)
        self.choose_metrics(self._delegate.metrics, self._headings.height)
        # Not by style sheet: only a background that Qt itself knows to be opaque lets it scroll by moving pixels.
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(self._theme.colours.ground))
        self.setPalette(palette)
        # Under a style sheet the viewport keeps the palette it had.
        self.viewport().setPalette(palette)
        self._faces.clear()
        self.viewport().update()
