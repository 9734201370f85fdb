"""What tables of lines have in common: quick with many thousands, chosen whole, copied, and walked over by keys."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
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

from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.table_look import paint_table

_ICON = 16
_ONE_LINE = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)


class LineDelegate(QStyledItemDelegate):
    """Paints by itself: with what Qt asks for beside, a table full takes three times as long."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self._theme.colours.line))

    def _room(self, option: QStyleOptionViewItem) -> QRectF:
        """What the cell has for what it says."""
        space = self._theme.tokens.space
        return QRectF(option.rect).adjusted(space.one, 0, -space.half, 0)

    def _paint_icon(self, painter: QPainter, room: QRectF, icon: str, tone: Tone, gap: int) -> QRectF:
        """Returns the room that it leaves."""
        colour = self._theme.colours.tone(tone)
        pixmap = self._theme.icons.pixmap(icon, colour, _ICON, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(room.x(), room.center().y() - _ICON / 2).toPoint(), pixmap)
        return room.adjusted(_ICON + gap, 0, 0, 0)

    def _paint_text(self, painter: QPainter, room: QRectF, text: str, font: QFont, ink: str) -> None:
        painter.setPen(QColor(ink))
        painter.setFont(font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, _ONE_LINE, elided(text, font, room.width()))


class LineTable(QTableView):
    """Who derives from it says how wide columns are, what it is to open a line and what one is copied as.

    It calls `_dress` as soon as it can say all that.
    """

    def __init__(self, theme: Theme, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(24)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The chosen lines, into the clipboard."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText("\n".join(map(self._copied, rows)))

    def _copied(self, row: int) -> str:
        """What is copied of a line."""
        raise NotImplementedError

    def _open(self, index: QModelIndex) -> None:
        """Enter, or a double click."""
        raise NotImplementedError

    def _share(self) -> None:
        """Give the columns their widths."""
        raise NotImplementedError

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 2 * self._theme.tokens.space.one

    def _time_px(self, time_of: Callable[[float], str]) -> float:
        """As wide as a time can be: `time_of` writes one [Unix s]."""
        # One of each month, with wide digits in it: one of them is the widest.
        days = (datetime(2028, month, 28, 20, 48, 48, 888_000).astimezone() for month in range(1, 13))
        return max(QFontMetricsF(self.font()).horizontalAdvance(time_of(day.timestamp())) for day in days)

    def _dress(self) -> None:
        paint_table(self, self._theme.colours)
        self.verticalHeader().setDefaultSectionSize(self._line_height())
        self._share()
