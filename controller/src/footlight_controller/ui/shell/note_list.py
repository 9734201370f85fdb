"""The list in the notification centre: its model, and how one note is drawn."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from footlight_common.clock import Clock
from footlight_controller.ui.shell.notebook import KeptNote, Notebook
from footlight_controller.ui.text_layout import elided, elided_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.words import age, one_line

NOTE = Qt.ItemDataRole.UserRole
MAX_LINES = 3
PLATE, ICON = 36, 20
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class NoteListModel(QAbstractListModel):
    """A notebook, newest first."""

    def __init__(self, notebook: Notebook, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notebook = notebook
        self._clock = clock
        self._notes = notebook.kept
        notebook.changed.connect(self._load)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._notes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        note = self._notes[index.row()]
        if role == NOTE:
            return note
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(note.subject)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            unread = "" if note.read else self.tr("unread")
            parts = (unread, one_line(note.subject), one_line(note.text), self.when(note))
            return ", ".join(part for part in parts if part)
        return None

    def when(self, note: KeptNote) -> str:
        """How long ago."""
        return age(max(0.0, self._clock.wall_s() - note.at_s))

    def _load(self) -> None:
        self.beginResetModel()
        self._notes = self._notebook.kept
        self.endResetModel()


class NoteDelegate(QStyledItemDelegate):
    """Icon on a plate, player and age, what happened."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        note = index.data(NOTE)
        width = option.rect.width() or 320
        space, fonts = self._theme.tokens.space, self._theme.fonts
        lines = len(self._lines(note, width))
        height = QFontMetricsF(fonts.body_strong).height() + lines * QFontMetricsF(fonts.body).height() + 2
        return QSize(width, max(PLATE, round(height)) + 2 * space.one_half)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        note, model = index.data(NOTE), index.model()
        if not isinstance(note, KeptNote) or not isinstance(model, NoteListModel):
            return
        theme, colours, fonts = self._theme, self._theme.colours, self._theme.fonts
        space, tone = theme.tokens.space, note.level.tone
        frame = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(frame, QColor(colours.raised if colours.dark else colours.ground))
        painter.fillRect(QRectF(frame.left(), frame.bottom() - 1, frame.width(), 1), QColor(colours.line))
        plate = QRectF(frame.left() + space.two, frame.top() + space.one_half, PLATE, PLATE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.tint(tone)))
        painter.drawRoundedRect(plate, theme.tokens.radius.medium, theme.tokens.radius.medium)
        ratio = painter.device().devicePixelRatioF()
        inset = (PLATE - ICON) / 2
        icon = theme.icons.pixmap(note.icon, colours.tone(tone), ICON, ratio)
        painter.drawPixmap(round(plate.left() + inset), round(plate.top() + inset), icon)
        when = model.when(note)
        when_width = QFontMetricsF(fonts.small).horizontalAdvance(when)
        left, right = self._text_edges(frame)
        metrics = QFontMetricsF(fonts.body_strong)
        top = plate.top()
        painter.setFont(fonts.small)
        painter.setPen(QColor(colours.text_faint))
        painter.drawText(
            QRectF(right - when_width, top, when_width + 1, metrics.height()), Qt.AlignmentFlag.AlignVCenter, when
        )
        if not note.read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(QRectF(right - when_width - 14, top + metrics.height() / 2 - 4, 8, 8))
        painter.setFont(fonts.body_strong)
        painter.setPen(QColor(colours.text))
        title = elided(note.subject, fonts.body_strong, right - left - when_width - 22)
        painter.drawText(QRectF(left, top, right - left, metrics.height()), Qt.AlignmentFlag.AlignVCenter, title)
        top += metrics.height() + 2
        painter.setFont(fonts.body)
        painter.setPen(QColor(colours.text_muted))
        for line in self._lines(note, round(frame.width())):
            height = QFontMetricsF(fonts.body).height()
            painter.drawText(QRectF(left, top, right - left, height), Qt.AlignmentFlag.AlignVCenter, line)
            top += height
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = theme.tokens.radius.small
            painter.drawRoundedRect(frame.adjusted(3, 2, -3, -3), radius, radius)
        painter.restore()

    def _text_edges(self, frame: QRectF) -> tuple[float, float]:
        space = self._theme.tokens.space
        return frame.left() + space.two + PLATE + space.one_half, frame.right() - space.two

    def _lines(self, note: KeptNote, width: int) -> list[str]:
        left, right = self._text_edges(QRectF(0, 0, width, 1))
        return elided_lines(note.text, self._theme.fonts.body, right - left, MAX_LINES) if note.text else []
