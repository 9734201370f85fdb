"""The players as rows of a compact table, for those who have many or want to compare."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.arranged import ArrangedModel, Column
from footlight_controller.ui.models.arranging import Sort
from footlight_controller.ui.models.player_list import AnyIndex, Role
from footlight_controller.ui.monitoring.card_layout import ICON
from footlight_controller.ui.status import STATUS_LOOKS, Status
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme

TICK_MS = 1000
# In widths of the letter n.
_WIDTHS_EN = {
    Column.STATUS: 13,
    Column.NAME: 26,
    Column.AREA: 16,
    Column.SHOWS: 30,
    Column.POSITION: 14,
    Column.VOLUME: 9,
    Column.LAST_SEEN: 13,
    Column.ADDRESS: 24,
}
_ORDER = (
    Column.STATUS,
    Column.NAME,
    Column.AREA,
    Column.SHOWS,
    Column.POSITION,
    Column.VOLUME,
    Column.LAST_SEEN,
    Column.ADDRESS,
)
_ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_SORTS = {Column.NAME: Sort.NAME, Column.STATUS: Sort.STATUS, Column.LAST_SEEN: Sort.LAST_SEEN}


class _CellDelegate(QStyledItemDelegate):
    """Status with its icon, names on one line, what is gone in fainter ink.

    Paints by itself: with what Qt asks for beside, a table full takes three times as long.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        view = index.data(Role.VIEW)
        if not isinstance(view, PlayerView):
            return
        colours, space = self._theme.colours, self._theme.tokens.space
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.line))
        ink = colours.text if index.column() == Column.NAME else colours.text_muted
        if not view.online:
            ink = colours.text_faint
        room = rect.adjusted(space.one, 0, -space.half, 0)
        if index.column() == Column.STATUS:
            look = STATUS_LOOKS[Status.of(view)]
            ink = colours.tone(look.tone)
            icon = self._theme.icons.pixmap(look.icon, ink, ICON, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(room.x(), room.center().y() - ICON / 2).toPoint(), icon)
            room.setLeft(room.left() + ICON + space.one)
        painter.setPen(QColor(ink))
        painter.setFont(option.font)
        painter.drawText(room, _ONE_LINE, elided(str(index.data()), option.font, room.width()))


class PlayerTable(QTableView):
    """Shows an `ArrangedModel`."""

    menu_wanted = Signal(QModelIndex, QPoint, bool)
    """The row, where on the screen, and whether by the menu key or Enter."""
    group_menu_wanted = Signal(QPoint, bool)
    """The same for all selected rows, when the row is one of several."""
    opened = Signal(QModelIndex)
    """Double click; Enter too, where `enter_opens`."""
    sort_wanted = Signal(object)
    """[Sort] A heading was clicked."""

    def __init__(
        self, theme: Theme, model: ArrangedModel, selection: QItemSelectionModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.enter_opens = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Players"))
        self.setModel(model)
        self.setSelectionModel(selection)
        self.setItemDelegate(_CellDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.sectionClicked.connect(self._sort_by)
        for place, column in enumerate(_ORDER):
            header.moveSection(header.visualIndex(column), place)
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)
        theme.changed.connect(self._dress)
        self._dress()

    def tick(self) -> None:
        """Repaint the columns that change with time."""
        height = self.viewport().height()
        for column in (Column.POSITION, Column.LAST_SEEN):
            self.viewport().update(QRect(self.columnViewportPosition(column), 0, self.columnWidth(column), height))

    def event(self, event: QEvent) -> bool:
        # Before Escape means something to the window.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._clears(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid() and self.enter_opens:
            self.opened.emit(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu) and index.isValid():
            self._want_menu(index, self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()), by_key=True)
        elif self._clears(event):
            self.selectionModel().clearSelection()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

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
            self._want_menu(index, event.globalPos(), by_key=by_key)
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticker.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticker.stop()

    def _clears(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and len(self.selectionModel().selectedRows()) > 1

    def _want_menu(self, index: QModelIndex, place: QPoint, *, by_key: bool) -> None:
        rows = [each.row() for each in self.selectionModel().selectedRows()]
        if index.row() in rows and len(rows) > 1:
            self.group_menu_wanted.emit(place, by_key)
        else:
            self.menu_wanted.emit(index, place, by_key)

    def _sort_by(self, section: int) -> None:
        if (sort := _SORTS.get(Column(section))) is not None:
            self.sort_wanted.emit(sort)

    def _dress(self) -> None:
        colours, space, fonts = self._theme.colours, self._theme.tokens.space, self._theme.fonts
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(colours.ground))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(colours.line))
        self.setPalette(palette)
        self.horizontalHeader().setStyleSheet(
            f"QHeaderView {{ background: {colours.ground}; border: none; }}"
            f"QHeaderView::section {{ background: {colours.ground}; color: {colours.text_muted}; border: none;"
            f" border-bottom: 1px solid {colours.line_strong}; padding: {space.half}px {space.one}px;"
            f" font-size: {fonts.small_strong.pointSizeF():.2f}pt; font-weight: {fonts.small_strong.weight()}; }}"
        )
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * space.one)
        letter = self.fontMetrics().horizontalAdvance("n")
        for column, width in _WIDTHS_EN.items():
            self.setColumnWidth(column, width * letter)
