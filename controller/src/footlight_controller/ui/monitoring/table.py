"""The players as rows of a compact table, for those who have many or want to compare."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
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
from footlight_controller.ui.models.arranging import Arranging, Sort
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.monitoring.card_layout import ICON
from footlight_controller.ui.monitoring.columns import shared
from footlight_controller.ui.monitoring.file_drops import FileDrops
from footlight_controller.ui.monitoring.player_keys import PlayerKeys
from footlight_controller.ui.presence import others_at
from footlight_controller.ui.status import look_of
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.company import paint_company
from footlight_controller.ui.widgets.initials import Discs, disc_size
from footlight_controller.ui.widgets.table_look import letters_across, paint_table, show_columns

TICK_MS = 1000
# Not all rows in one turn of the event loop, which would be felt while scrolling.
PHASES = 10
_ORDER = (
    Column.STATUS,
    Column.NAME,
    Column.AREA,
    Column.SHOWS,
    Column.POSITION,
    Column.VOLUME,
    Column.HERE,
    Column.LAST_SEEN,
    Column.ADDRESS,
)
_ONE_LINE = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)
_SORTS = {Column.NAME: Sort.NAME, Column.STATUS: Sort.STATUS, Column.LAST_SEEN: Sort.LAST_SEEN}


class _CellDelegate(QStyledItemDelegate):
    """Status with its icon, names on one line, what is gone in fainter ink.

    Paints by itself: with what Qt asks for beside, a table full takes three times as long.
    """

    def __init__(self, theme: Theme, model: ArrangedModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._painted: dict[int, PlayerView] = {}
        self._discs = Discs(theme)
        theme.changed.connect(self._dress)
        self._dress()

    def shows(self, row: int) -> bool:
        """Whether the row was painted last from the player as it is now."""
        return self._painted.get(row) is self._model.view_at(row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, column = index.row(), Column(index.column())
        view = self._model.view_at(row)
        self._painted[row] = view
        colours, space = self._theme.colours, self._theme.tokens.space
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.line))
        ink = colours.text if column is Column.NAME else colours.text_muted
        if not view.online and not view.needs_attention:
            ink = colours.text_faint
        room = rect.adjusted(space.one, 0, -space.half, 0)
        if column is Column.HERE:
            if others := others_at(view):
                paint_company(painter, self._discs, others, room, min(self._disc, option.rect.height() - 8))
            return
        if column is Column.STATUS:
            look = look_of(view)
            ink = colours.tone(look.tone)
            icon = self._theme.icons.pixmap(look.icon, ink, ICON, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(room.x(), room.center().y() - ICON / 2).toPoint(), icon)
            room.setLeft(room.left() + ICON + space.one)
        painter.setPen(QColor(ink))
        painter.setFont(option.font)
        # Each text runs the way it is written, so that what is cut ends on the right side.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, _ONE_LINE, elided(self._model.cell(view, column), option.font, room.width()))

    def _dress(self) -> None:
        self._disc = disc_size(self._theme.fonts)


class PlayerTable(QTableView):
    """Shows an `ArrangedModel`."""

    menu_wanted = Signal(QModelIndex, QPoint, bool)
    """The row, where on the screen, and whether by the menu key or Enter."""
    group_menu_wanted = Signal(QPoint, bool)
    """The same for all selected rows, when the row is one of several."""
    remove_wanted = Signal()
    """By the Delete key: those that are chosen."""
    opened = Signal(QModelIndex)
    """Double click; Enter too, where `enter_opens`."""
    files_dropped = Signal(QModelIndex, list)
    """[list[QUrl]] let go over the row."""
    sort_wanted = Signal(object, bool)
    """[Sort] A heading was clicked; and whether by area before that."""

    def __init__(
        self, theme: Theme, model: ArrangedModel, selection: QItemSelectionModel, parent: QWidget | None = None
    ) -> None:
        # Events come before this is done.
        self._keys = PlayerKeys(
            self,
            opened=lambda index: self.opened.emit(index),
            menu_wanted=lambda index: self._want_menu(index, self._anchor(index), by_key=True),
            remove_wanted=lambda: self.remove_wanted.emit(),
            chosen=lambda: len(self.selectionModel().selectedRows()),
        )
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.drops = FileDrops(self, self.files_dropped.emit)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Players"))
        self.setModel(model)
        self.setSelectionModel(selection)
        self._cells = _CellDelegate(theme, model, self)
        self._phase = 0
        self.setItemDelegate(self._cells)
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
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(24)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(False)
        header.sectionClicked.connect(self._sort_by)
        for place, column in enumerate(_ORDER):
            header.moveSection(header.visualIndex(column), place)
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS // PHASES)
        self._ticker.timeout.connect(self.tick)
        theme.changed.connect(self._dress)
        self._dress()

    def show_arranging(self, arranging: Arranging) -> None:
        """Mark the heading that the rows are ordered by."""
        by_sort = next(column for column, sort in _SORTS.items() if sort is arranging.sort)
        column = Column.AREA if arranging.grouped else by_sort
        self.horizontalHeader().setSortIndicator(column, Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def tick(self) -> None:
        """Repaint what changes with time in a share of the rows; after PHASES ticks all had their turn."""
        self._phase = (self._phase + 1) % PHASES
        for row in self._rows_in_sight():
            if row % PHASES == self._phase:
                for column in (Column.POSITION, Column.LAST_SEEN):
                    place, width = self.columnViewportPosition(column), self.columnWidth(column)
                    self.viewport().update(QRect(place, self.rowViewportPosition(row), width, self.rowHeight(row)))

    def dataChanged(self, top_left: AnyIndex, bottom_right: AnyIndex, _roles: Sequence[int] = ()) -> None:
        seen = self._rows_in_sight()
        for row in range(max(seen.start, top_left.row()), min(seen.stop, bottom_right.row() + 1)):
            if not self._cells.shows(row):
                place, height = self.rowViewportPosition(row), self.rowHeight(row)
                self.viewport().update(QRect(0, place, self.viewport().width(), height))

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
        if not self._keys.answers(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

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

    def _anchor(self, index: QModelIndex) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())

    def _rows_in_sight(self) -> range:
        if not self.isVisible():
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(max(0, self.rowAt(0)), last + 1 if last >= 0 else self._model.rowCount())

    def _want_menu(self, index: QModelIndex, place: QPoint, *, by_key: bool) -> None:
        rows = [each.row() for each in self.selectionModel().selectedRows()]
        if index.row() in rows and len(rows) > 1:
            self.group_menu_wanted.emit(place, by_key)
        else:
            self.menu_wanted.emit(index, place, by_key)

    def _sort_by(self, section: int) -> None:
        # Qt has moved its mark already; what becomes of the wish moves it where it belongs.
        if section == Column.AREA:
            self.sort_wanted.emit(Sort.NAME, True)
        elif (sort := _SORTS.get(Column(section))) is not None:
            self.sort_wanted.emit(sort, False)
        else:
            self.show_arranging(self._model.arranging)

    def _share(self) -> None:
        """Let the columns fill the width, without those for which it is too narrow."""
        show_columns(self, _ORDER, shared(letters_across(self)))

    def _dress(self) -> None:
        space = self._theme.tokens.space
        paint_table(self, self._theme.colours)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * space.one)
        self._share()
