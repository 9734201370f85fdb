"""The lines of the audit as a table: quick with many thousands, and walked over by keys."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
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

from footlight_controller.ui.activity_log.command_words import look, refusal_word
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.models.audit_rows import AuditColumn, AuditModel, time_of
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.initials import Discs, disc_size
from footlight_controller.ui.widgets.table_look import letters_across, paint_table, show_columns

ICON = 16
# In widths of the letter n: what a column needs at least, and its share of what is left over.
_NEEDS = {
    # A guess, for who cannot measure; the table does.
    AuditColumn.TIME: (20.0, 0.0),
    AuditColumn.WHO: (15.0, 1.0),
    AuditColumn.ROLE: (11.0, 0.0),
    AuditColumn.PLAYER: (13.0, 1.0),
    AuditColumn.WHAT: (16.0, 2.0),
    AuditColumn.RESULT: (13.0, 3.0),
}
_CUTTABLE = (AuditColumn.WHO, AuditColumn.PLAYER, AuditColumn.WHAT)
# In the same: less room has the word of the result alone.
REASON_EN = 24.0
_ONE_LINE = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)


def shared(room: float, time: float = _NEEDS[AuditColumn.TIME][0]) -> dict[AuditColumn, float]:
    """The width of each column that is shown, all together `room`, in widths of the letter n; `time` needs so much."""
    shown = {**_NEEDS, AuditColumn.TIME: (time, 0.0)}
    if sum(least for least, _ in shown.values()) > room:
        # The tool tip of a row has it.
        del shown[AuditColumn.ROLE]
    left = room - sum(least for least, _ in shown.values())
    if left < 0.0:
        # Names can be cut; a time and a result cannot.
        shown |= {column: (least, 0.0) for column, (least, _) in shown.items() if column not in _CUTTABLE}
    shares = sum(share for _, share in shown.values())
    return {column: max(0.0, least + left * share / shares) for column, (least, share) in shown.items()}


def _times() -> list[str]:
    """One of each month, with wide digits in it: one of them is as wide as a time can be."""
    return [time_of(datetime(2028, month, 28, 20, 48, 48).astimezone().timestamp()) for month in range(1, 13)]


class _CellDelegate(QStyledItemDelegate):
    """Paints by itself: with what Qt asks for beside, a table full takes three times as long."""

    def __init__(self, theme: Theme, model: AuditModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._discs = Discs(theme)
        theme.changed.connect(self._dress)
        self._dress()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line, column = self._model.line_at(index.row()), AuditColumn(index.column())
        colours, space, rect = self._theme.colours, self._theme.tokens.space, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.line))
        room = rect.adjusted(space.one, 0, -space.half, 0)
        ink = colours.text if column in (AuditColumn.WHO, AuditColumn.WHAT) else colours.text_muted
        ratio = painter.device().devicePixelRatioF()
        text = self._model.cell(line, column)
        if column is AuditColumn.WHO and line.entry.name:
            disc = self._discs.person(line.entry.member, line.entry.name, self._disc, ratio)
            cell = self._discs.cell(self._disc)
            painter.drawPixmap(QPointF(room.x(), round(room.center().y() - cell / 2)), disc)
            room.setLeft(room.left() + cell + space.half)
        elif column is AuditColumn.RESULT:
            icon, tone = look(line.entry)
            ink = colours.text_muted if line.entry.ok else colours.tone(tone)
            pixmap = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, ratio)
            painter.drawPixmap(QPointF(room.x(), room.center().y() - ICON / 2).toPoint(), pixmap)
            room.setLeft(room.left() + ICON + space.one)
            if not line.entry.ok and room.width() < self._reason_from:
                # Half a word of the reason tells nobody anything; the tool tip has it.
                text = refusal_word(line.entry)
        painter.setPen(QColor(ink))
        painter.setFont(option.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, _ONE_LINE, elided(text, option.font, room.width()))

    def _dress(self) -> None:
        self._disc = disc_size(self._theme.fonts)
        self._reason_from = REASON_EN * QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")


class AuditTable(QTableView):
    """Shows an `AuditModel`."""

    player_wanted = Signal(str)
    """Id. Enter, or a double click."""

    def __init__(self, theme: Theme, model: AuditModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Activity"))
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
        self.player_wanted.emit(self._model.line_at(index.row()).player_id)

    def _copy(self) -> None:
        """The chosen lines, with tabs between the cells."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [self._model.line_at(row) for row in rows]
        texts = ["\t".join(self._model.cell(line, column) for column in AuditColumn) for line in lines]
        QGuiApplication.clipboard().setText("\n".join(texts))

    def _share(self) -> None:
        metrics, space = QFontMetricsF(self.font()), self._theme.tokens.space
        widest_px = max(metrics.horizontalAdvance(time) for time in _times()) + space.one + space.half + 1
        show_columns(self, AuditColumn, shared(letters_across(self), widest_px / metrics.horizontalAdvance("n")))

    def _dress(self) -> None:
        space = self._theme.tokens.space
        paint_table(self, self._theme.colours)
        height = max(self.fontMetrics().height(), Discs.cell(disc_size(self._theme.fonts)) - space.one) + 2 * space.one
        self.verticalHeader().setDefaultSectionSize(height)
        self._share()
