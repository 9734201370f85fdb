"""The lines of a log as a table that stays at its end until somebody scrolls up."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from footlight_common.model.logs import LogLine
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.logs.inbox import Dropped
from footlight_controller.ui.logs.rows import LEVEL_LOOKS, LogColumn, LogModel, cell, more_lines, time_of, written
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone, blend
from footlight_controller.ui.widgets.table_look import letters_across, paint_table, show_columns

ICON = 16
_LEVEL_EN, _LOGGER_EN = 13.0, 26.0
# In widths of the letter n: in less, the part is told by the tool tip and the whole line alone.
_LOGGER_FROM_EN = 100.0
_ONE_LINE = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)
_FOLDED = Counted("Logs", "+%n line(s)", "", 2)


def _times() -> list[str]:
    """One of each month, with wide digits in it: one of them is as wide as a time can be."""
    days = (datetime(2028, month, 28, 20, 48, 48, 888_000).astimezone() for month in range(1, 13))
    return [time_of(day.timestamp()) for day in days]


class _CellDelegate(QStyledItemDelegate):
    """Paints by itself: with what Qt asks for beside, a table full takes three times as long."""

    def __init__(self, theme: Theme, model: LogModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.needle = ""
        """What is looked for, in small letters."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, column = self._model.rows[index.row()], LogColumn(index.column())
        colours, space, rect = self._theme.colours, self._theme.tokens.space, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.line))
        elif self.needle and self._model.has(index.row(), self.needle):
            painter.fillRect(rect, QColor(blend(colours.ground, colours.caution, 0.18)))
        room = rect.adjusted(space.one, 0, -space.half, 0)
        ratio = painter.device().devicePixelRatioF()
        ink, text = colours.text_muted, cell(row, column)
        if isinstance(row, Dropped):
            ink = colours.caution
            icon, tone = "dots-horizontal-circle-outline", Tone.CAUTION
        else:
            icon, tone = LEVEL_LOOKS[row.level]
            if column is LogColumn.LEVEL:
                ink = colours.tone(tone) if row.level.rank > 1 else colours.text_muted
            elif column is LogColumn.TEXT:
                ink = colours.text if row.level.rank > 0 else colours.text_muted
        if column is (LogColumn.TEXT if isinstance(row, Dropped) else LogColumn.LEVEL):
            pixmap = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, ratio)
            painter.drawPixmap(QPointF(room.x(), room.center().y() - ICON / 2).toPoint(), pixmap)
            room.setLeft(room.left() + ICON + space.half)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(option.font)
        if column is LogColumn.TEXT and (more := more_lines(row)):
            folded = _FOLDED.of(more)
            width = QFontMetricsF(option.font).horizontalAdvance(folded)
            painter.setPen(QColor(colours.accent))
            painter.drawText(QRectF(room.right() - width, room.y(), width, room.height()), _ONE_LINE, folded)
            room.setRight(room.right() - width - space.one)
        painter.setPen(QColor(ink))
        painter.drawText(room, _ONE_LINE, elided(text, option.font, room.width()))


class LogTable(QTableView):
    """Shows a `LogModel`."""

    opened = Signal(QModelIndex)
    """All of this line is wanted: Enter, or a double click."""
    older_wanted = Signal()
    """Somebody scrolled to the beginning."""
    stuck = Signal(bool)
    """It stays at the end from now on, or does not."""

    def __init__(self, theme: Theme, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._sticks = True
        self._moving = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Log"))
        self.setModel(model)
        self._delegate = _CellDelegate(theme, model, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        # Asking each row for its height would take seconds with many thousands.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(24)
        self.doubleClicked.connect(self.opened)
        self.customContextMenuRequested.connect(self._show_menu)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)
        model.trimmed.connect(self._trimmed)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def sticks(self) -> bool:
        """Whether it stays at the end while lines come."""
        return self._sticks

    def stick(self) -> None:
        """Go to the end, and stay there."""
        self._stick(on=True)
        self.scrollToBottom()

    def prepended(self, count: int) -> None:
        """So many rows came before the first: what was in sight stays in sight."""
        self._moving = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + count)
        self._moving = False

    def show_needle(self, needle: str) -> None:
        """Make lines stand out that have this in them."""
        self._delegate.needle = needle.casefold()
        self.viewport().update()

    def go_to(self, row: int) -> None:
        """Choose this row, and stay there."""
        # Where all have room there is nowhere to go.
        self._stick(on=self.verticalScrollBar().maximum() == 0)
        self.selectRow(row)
        self.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def copy(self) -> None:
        """The chosen lines in full."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText("\n".join(written(self._model.rows[row]) for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
            if event.key() == Qt.Key.Key_End:
                self.stick()
            return
        event.accept()

    def _show_menu(self, place: QPoint) -> None:
        if not self.selectionModel().hasSelection():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy"), self.copy)
        index = self.currentIndex()
        if index.isValid() and isinstance(self._model.rows[index.row()], LogLine):
            menu.addAction(self.tr("Show all of it"), lambda: self.opened.emit(index))
        menu.popup(self.viewport().mapToGlobal(place))

    def _stick(self, *, on: bool) -> None:
        if on is not self._sticks:
            self._sticks = on
            self.stuck.emit(on)

    def _scrolled(self, value: int) -> None:
        if self._moving:
            return
        self._stick(on=value >= self.verticalScrollBar().maximum())
        if value == self.verticalScrollBar().minimum() and not self._sticks:
            self.older_wanted.emit()

    def _grown(self, _least: int, most: int) -> None:
        if self._sticks:
            self.verticalScrollBar().setValue(most)

    def _trimmed(self, count: int) -> None:
        if not self._sticks:
            self._moving = True
            self.verticalScrollBar().setValue(max(0, self.verticalScrollBar().value() - count))
            self._moving = False

    def _share(self) -> None:
        letter = QFontMetricsF(self.font()).horizontalAdvance("n")
        space = self._theme.tokens.space
        widest = max(QFontMetricsF(self.font()).horizontalAdvance(time) for time in _times())
        time_en = (widest + space.two + 1) / letter
        room = letters_across(self)
        widths = {LogColumn.TIME: time_en, LogColumn.LEVEL: _LEVEL_EN}
        if room >= _LOGGER_FROM_EN:
            widths[LogColumn.LOGGER] = _LOGGER_EN
        show_columns(self, LogColumn, widths | {LogColumn.TEXT: max(10.0, room - sum(widths.values()))})

    def _dress(self) -> None:
        paint_table(self, self._theme.colours)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + self._theme.tokens.space.one)
        self._share()
