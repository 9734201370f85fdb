"""The story of a player in a table: quick with many thousands of lines, and walked over by keys."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
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

from footlight_controller.core.timeline import Gap
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.story_rows import StoryColumn, StoryModel
from footlight_controller.ui.timeline.words import time_of
from footlight_controller.ui.widgets.table_look import paint_table

ICON = 16
_ONE_LINE = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)


class _CellDelegate(QStyledItemDelegate):
    """Paints by itself: with what Qt asks for beside, a table full takes three times as long."""

    def __init__(self, theme: Theme, model: StoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours, space, rect = self._theme.colours, self._theme.tokens.space, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.line))
        room = rect.adjusted(space.one, 0, -space.half, 0)
        if index.column() == StoryColumn.TIME:
            text, ink = self._model.time(index.row()), colours.text_muted
        else:
            icon, tone, text = self._model.told(index.row())
            ink = colours.text
            pixmap = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(room.x(), room.center().y() - ICON / 2).toPoint(), pixmap)
            room.setLeft(room.left() + ICON + space.one)
        painter.setPen(QColor(ink))
        painter.setFont(option.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, _ONE_LINE, elided(text, option.font, room.width()))


class StoryTable(QTableView):
    """Shows a `StoryModel`."""

    wanted = Signal(float)
    """[Unix s] Enter, or a double click: look there."""

    def __init__(self, theme: Theme, model: StoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("What happened"))
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(theme, model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(24)
        header.setStretchLastSection(True)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectionModel().selectedRows())
            lines = (f"{self._model.time(row)}\t{self._model.told(row).text}" for row in rows)
            QGuiApplication.clipboard().setText("\n".join(lines))
        elif event.key() in ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _open(self, index: QModelIndex) -> None:
        entry = self._model.entry_at(index.row())
        self.wanted.emit(entry.ended_s if isinstance(entry, Gap) else entry.at_s)

    def _share(self) -> None:
        metrics, space = QFontMetricsF(self.font()), self._theme.tokens.space
        # One of each month, with wide digits in it: one of them is as wide as a time can be.
        moments = (datetime(2028, month, 28, 20, 48, 48).astimezone().timestamp() for month in range(1, 13))
        widest = max(metrics.horizontalAdvance(time_of(at_s)) for at_s in moments)
        self.setColumnWidth(StoryColumn.TIME, round(widest) + space.two)

    def _dress(self) -> None:
        paint_table(self, self._theme.colours)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + self._theme.tokens.space.one_half)
        self._share()
