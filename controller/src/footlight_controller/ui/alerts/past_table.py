"""The alerts of the past as a table: quick with many thousands, and walked over by keys."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
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

from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, full_time
from footlight_controller.ui.alerts.past_rows import PastColumn, PastModel
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.table_look import letters_across, paint_table, show_columns

ICON = 16
# In widths of the letter n: what a column needs at least, and its share of what is left over.
_NEEDS = {
    PastColumn.BEGAN: (20.0, 0.0),
    PastColumn.SEVERITY: (12.0, 0.0),
    PastColumn.PLAYER: (14.0, 2.0),
    PastColumn.WHAT: (20.0, 3.0),
    PastColumn.LASTED: (10.0, 0.0),
    PastColumn.STATE: (15.0, 0.0),
    PastColumn.WHO: (15.0, 1.0),
}
# What goes first where there is no room; the tool tip of a row has it.
_LEAST_WANTED = (PastColumn.WHO, PastColumn.LASTED, PastColumn.STATE)
_ONE_LINE = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)


def shared(room: float, time: float) -> dict[PastColumn, float]:
    """The width of each column that is shown, all together `room`, in widths of the letter n; `time` needs so much."""
    shown = {**_NEEDS, PastColumn.BEGAN: (time, 0.0)}
    for column in _LEAST_WANTED:
        if sum(least for least, _ in shown.values()) > room:
            del shown[column]
    left = room - sum(least for least, _ in shown.values())
    shares = sum(share for _, share in shown.values())
    return {column: max(0.0, least + left * share / shares) for column, (least, share) in shown.items()}


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: PastModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        alert, column = self._model.alert_at(index.row()), PastColumn(index.column())
        colours, space, rect = self._theme.colours, self._theme.tokens.space, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.line))
        room = rect.adjusted(space.one, 0, -space.half, 0)
        ink = colours.text if column in (PastColumn.PLAYER, PastColumn.WHAT) else colours.text_muted
        icon, tone = "", Tone.QUIET
        if column is PastColumn.SEVERITY:
            look = SEVERITY_LOOKS[alert.severity]
            icon, tone = look.icon, look.tone
            ink = colours.tone(tone)
        elif column is PastColumn.STATE and alert.open:
            icon, tone = "bell-alert-outline", SEVERITY_LOOKS[alert.severity].tone
            ink = colours.tone(tone)
        if icon:
            ratio = painter.device().devicePixelRatioF()
            pixmap = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, ratio)
            painter.drawPixmap(int(room.x()), round(room.center().y() - ICON / 2), pixmap)
            room.setLeft(room.left() + ICON + space.half)
        painter.setPen(QColor(ink))
        painter.setFont(option.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, _ONE_LINE, elided(self._model.cell(alert, column), option.font, room.width()))


class PastTable(QTableView):
    """Shows a `PastModel`."""

    player_wanted = Signal(str)
    """Id. Enter, or a double click."""

    def __init__(self, theme: Theme, model: PastModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Alerts of the past"))
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
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.player_wanted.emit(self._model.alert_at(index.row()).player_id)

    def _copy(self) -> None:
        """The chosen alerts, with tabs between the cells."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        alerts = [self._model.alert_at(row) for row in rows]
        texts = ["\t".join(self._model.cell(alert, column) for column in PastColumn) for alert in alerts]
        QGuiApplication.clipboard().setText("\n".join(texts))

    def _share(self) -> None:
        metrics, space = QFontMetricsF(self.font()), self._theme.tokens.space
        # One of each month, with wide digits: one of them is as wide as a time can be.
        times = (full_time(datetime(2028, month, 28, 20, 48, 48).astimezone().timestamp()) for month in range(1, 13))
        widest_px = max(map(metrics.horizontalAdvance, times)) + space.one + space.half + 1
        show_columns(self, PastColumn, shared(letters_across(self), widest_px / metrics.horizontalAdvance("n")))

    def _dress(self) -> None:
        paint_table(self, self._theme.colours)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * self._theme.tokens.space.one)
        self._share()
