"""The lines of a log as a table that stays at its end until somebody scrolls up."""

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QWidget

from footlight_common.model.logs import LogLine
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.logs.inbox import Dropped
from footlight_controller.ui.logs.rows import LEVEL_LOOKS, LogColumn, LogModel, cell, more_lines, time_of, written
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone, blend
from footlight_controller.ui.widgets.line_table import LineDelegate, LineTable
from footlight_controller.ui.widgets.table_look import letters, letters_across, show_columns

_LEVEL_EN, _LOGGER_EN = 13.0, 26.0
# In widths of the letter n: in less, the part is told by the tool tip and the whole line alone.
_LOGGER_FROM_EN = 100.0
_FOLDED = Counted("Logs", "+%n line(s)", "", 2)


class _CellDelegate(LineDelegate):
    def __init__(self, theme: Theme, model: LogModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model = model
        self.needle = ""
        """What is looked for, in small letters."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, column = self._model.rows[index.row()], LogColumn(index.column())
        colours, space, room = self._theme.colours, self._theme.tokens.space, self._room(option)
        if self.needle and self._model.has(index.row(), self.needle):
            painter.fillRect(option.rect, QColor(blend(colours.ground, colours.caution, 0.18)))
        self._paint_ground(painter, option)
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
            room = self._paint_icon(painter, room, icon, tone, space.half)
        if column is LogColumn.TEXT and (more := more_lines(row)):
            folded = _FOLDED.of(more)
            width = QFontMetricsF(option.font).horizontalAdvance(folded)
            place = QRectF(room.right() - width, room.y(), width, room.height())
            self._paint_text(painter, place, folded, option.font, colours.accent)
            room.setRight(room.right() - width - space.one)
        self._paint_text(painter, room, text, option.font, ink)


class LogTable(LineTable):
    """Shows a `LogModel`."""

    opened = Signal(QModelIndex)
    """All of this line is wanted: Enter, or a double click."""
    older_wanted = Signal()
    """Somebody scrolled to the beginning."""
    stuck = Signal(bool)
    """It stays at the end from now on, or does not."""

    def __init__(self, theme: Theme, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self._model = model
        self._sticks = True
        self._moving = False
        self.setAccessibleName(self.tr("Log"))
        self._delegate = _CellDelegate(theme, model, self)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)
        model.trimmed.connect(self._trimmed)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_End:
            self.stick()

    def _copied(self, row: int) -> str:
        """All of it."""
        return written(self._model.rows[row])

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index)

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
        time_en = letters(self, self._time_px(time_of) + self._theme.tokens.space.two + 1)
        room = letters_across(self)
        widths = {LogColumn.TIME: time_en, LogColumn.LEVEL: _LEVEL_EN}
        if room >= _LOGGER_FROM_EN:
            widths[LogColumn.LOGGER] = _LOGGER_EN
        show_columns(self, LogColumn, widths | {LogColumn.TEXT: max(10.0, room - sum(widths.values()))})

    def _line_height(self) -> int:
        return self.fontMetrics().height() + self._theme.tokens.space.one
