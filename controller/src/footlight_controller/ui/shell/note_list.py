"""The list in the notification centre: its model, and how one note is drawn."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from footlight_common.clock import Clock
from footlight_controller.ui.notes import ICONS, Part
from footlight_controller.ui.shell.notebook import KeptNote, Notebook
from footlight_controller.ui.text_layout import elided, elided_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.tips import tip
from footlight_controller.ui.words import age, one_line

NOTE = Qt.ItemDataRole.UserRole
PART = NOTE + 1
"""[Part | None] The one player that the row is about, below the note that is open."""
MAX_LINES = 3
# As the style sheet has it, with a little over.
SCROLL_BAR = 16
PLATE, ICON, SMALL_ICON = 36, 20, 16
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)


class NoteListModel(QAbstractListModel):
    """A notebook, newest first; below a note that is open a row for each player it is about."""

    def __init__(self, notebook: Notebook, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notebook = notebook
        self._clock = clock
        self._open: tuple[float, str, str] | None = None
        self._rows: list[tuple[KeptNote, Part | None]] = []
        self._load()
        notebook.changed.connect(self._load)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        note, part = self._rows[index.row()]
        if role == NOTE:
            return note
        if role == PART:
            return part
        told = part or note
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(told.subject)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{told.subject}\n{told.text}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(note, part)
        return None

    def when(self, note: KeptNote) -> str:
        """How long ago."""
        return age(max(0.0, self._clock.wall_s() - note.at_s))

    def is_open(self, note: KeptNote) -> bool:
        """Whether its players stand below it."""
        return self._open == _key(note)

    def open(self, note: KeptNote | None) -> None:
        """Show the players of this note and of no other."""
        key = _key(note) if note is not None and note.parts else None
        if key == self._open:
            return
        for old in [note for note, part in self._rows if part is None and self.is_open(note)]:
            self._open = None
            row = self._row_of(old)
            self.beginRemoveRows(_ROOT, row + 1, row + len(old.parts))
            del self._rows[row + 1 : row + 1 + len(old.parts)]
            self.endRemoveRows()
        self._open = key
        if note is not None and key is not None:
            row = self._row_of(note)
            self.beginInsertRows(_ROOT, row + 1, row + len(note.parts))
            self._rows[row + 1 : row + 1] = [(note, part) for part in note.parts]
            self.endInsertRows()

    def _spoken(self, note: KeptNote, part: Part | None) -> str:
        if part is not None:
            return ", ".join(filter(None, (one_line(part.subject), one_line(part.text))))
        unread = "" if note.read else self.tr("unread")
        state = ""
        if note.parts:
            state = self.tr("open") if self.is_open(note) else self.tr("closed, Enter opens it")
        parts = (unread, one_line(note.subject), one_line(note.text), self.when(note), state)
        return ", ".join(part for part in parts if part)

    def _row_of(self, note: KeptNote) -> int:
        return next(row for row, (each, part) in enumerate(self._rows) if part is None and _key(each) == _key(note))

    def _load(self) -> None:
        self.beginResetModel()
        self._rows = []
        for note in self._notebook.kept:
            self._rows.append((note, None))
            if self.is_open(note):
                self._rows += [(note, part) for part in note.parts]
        self.endResetModel()


def _key(note: KeptNote) -> tuple[float, str, str]:
    return note.at_s, note.topic, note.subject


class NoteDelegate(QStyledItemDelegate):
    """Icon on a plate, player and age, what happened."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        note = index.data(NOTE)
        width = option.rect.width() or 320
        space, fonts = self._theme.tokens.space, self._theme.fonts
        part = index.data(PART)
        if isinstance(part, Part):
            # A scroll bar may come when all are laid out, and takes its share.
            lines = len(self._part_lines(part, width - SCROLL_BAR))
            return QSize(width, round(QFontMetricsF(fonts.body).height() * (1 + lines)) + 2 * space.half + 2)
        lines = len(self._lines(note, width))
        height = QFontMetricsF(fonts.body_strong).height() + lines * QFontMetricsF(fonts.body).height() + 2
        return QSize(width, max(PLATE, round(height)) + 2 * space.one_half)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        note, model = index.data(NOTE), index.model()
        if not isinstance(note, KeptNote) or not isinstance(model, NoteListModel):
            return
        part = index.data(PART)
        if isinstance(part, Part):
            self._paint_part(painter, option, part)
            return
        theme, colours, fonts = self._theme, self._theme.colours, self._theme.fonts
        space, tone = theme.tokens.space, note.level.tone
        frame = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Each text runs the way it is written, and begins on the same side.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
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
        if note.parts:
            chevron = "chevron-up" if model.is_open(note) else "chevron-down"
            pixmap = theme.icons.pixmap(chevron, colours.text_muted, ICON, ratio)
            painter.drawPixmap(round(right - ICON), round(frame.bottom() - space.one - ICON), pixmap)
        painter.drawText(QRectF(left, top, right - left, metrics.height()), _LEFT, title)
        top += metrics.height() + 2
        painter.setFont(fonts.body)
        painter.setPen(QColor(colours.text_muted))
        for line in self._lines(note, round(frame.width())):
            height = QFontMetricsF(fonts.body).height()
            painter.drawText(QRectF(left, top, right - left, height), _LEFT, line)
            top += height
        self._paint_focus(painter, option)
        painter.restore()

    def _paint_part(self, painter: QPainter, option: QStyleOptionViewItem, part: Part) -> None:
        theme, colours, fonts = self._theme, self._theme.colours, self._theme.fonts
        space, frame = theme.tokens.space, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(frame, QColor(colours.line if hovered else colours.ground))
        left, right = self._text_edges(frame)
        ratio = painter.device().devicePixelRatioF()
        icon = theme.icons.pixmap(ICONS[part.level], colours.tone(part.level.tone), SMALL_ICON, ratio)
        line, top = QFontMetricsF(fonts.body).height(), frame.top() + space.half
        painter.drawPixmap(round(left - space.one - SMALL_ICON), round(top + (line - SMALL_ICON) / 2), icon)
        painter.setFont(fonts.body)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(left, top, right - left, line), _LEFT, elided(part.subject, fonts.body, right - left))
        painter.setPen(QColor(colours.text_muted))
        for text in self._part_lines(part, round(frame.width())):
            top += line
            painter.drawText(QRectF(left, top, right - left, line), _LEFT, text)
        self._paint_focus(painter, option)
        painter.restore()

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = self._theme.tokens.radius.small
            painter.drawRoundedRect(QRectF(option.rect).adjusted(3, 2, -3, -3), radius, radius)

    def _part_lines(self, part: Part, width: int) -> list[str]:
        left, right = self._text_edges(QRectF(0, 0, width, 1))
        return elided_lines(part.text, self._theme.fonts.body, right - left, MAX_LINES) if part.text else []

    def _text_edges(self, frame: QRectF) -> tuple[float, float]:
        space = self._theme.tokens.space
        return frame.left() + space.two + PLATE + space.one_half, frame.right() - space.two

    def _lines(self, note: KeptNote, width: int) -> list[str]:
        left, right = self._text_edges(QRectF(0, 0, width, 1))
        # Beside the sign that it can be opened.
        room = right - left - (ICON if note.parts else 0)
        return elided_lines(note.text, self._theme.fonts.body, room, MAX_LINES) if note.text else []
