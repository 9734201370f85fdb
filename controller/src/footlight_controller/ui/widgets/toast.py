"""One passing note on the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.text_layout import elided, elided_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import several

WIDTH = 360
MAX_LINES = 3
# Time to read; what went wrong stays longer.
STAYS_MS = {Level.INFO: 5000, Level.GOOD: 4000, Level.CAUTION: 8000, Level.BAD: 12000}


class Toast(QFrame):
    """Tells one note, or several of one topic together."""

    over = Signal(object)
    """[Toast] Its time is up, or somebody clicked it."""
    hovered = Signal(bool)

    def __init__(self, theme: Theme, notes: Sequence[Note], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notes: dict[str, Note] = {}
        self._left_ms = 0
        space = theme.tokens.space
        self.topic = notes[0].topic
        self.setProperty("kind", "toast")
        self.setFixedWidth(WIDTH)
        self._glyph = Glyph(theme, notes[0].icon, notes[0].level.tone, size=20, plate=36)
        self._title: QLabel = label("", "strong")
        self._body: QLabel = label("", "muted")
        self._close = QToolButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(lambda: self.over.emit(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(space.one_half, space.one_half, space.one, space.one_half)
        row.setSpacing(space.one_half)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._title)
        text.addWidget(self._body)
        row.addLayout(text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._text_width = WIDTH - 2 * space.one_half - 36 - 2 * space.one_half - space.one - 26
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.over.emit(self))
        theme.changed.connect(self._dress)
        self._dress()
        self.absorb(*notes)

    @property
    def level(self) -> Level:
        """Of the latest note."""
        return next(reversed(self._notes.values())).level

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def body(self) -> str:
        return self._body.text()

    @property
    def counting(self) -> bool:
        """Whether its time runs."""
        return self._timer.isActive()

    def absorb(self, *notes: Note) -> None:
        """Tell `notes` too; a later one of the same player replaces the earlier. Its time begins again."""
        for note in notes:
            self._notes.pop(note.subject_id, None)
            self._notes[note.subject_id] = note
        note = notes[-1]
        self._glyph.show_as(note.icon, note.level.tone)
        if len(self._notes) == 1:
            title, body, lines = note.subject, note.text, MAX_LINES
        else:
            title = note.together.format(len(self._notes))
            body, lines = several([each.subject for each in self._notes.values()]), 2
        fonts = self._theme.fonts
        self._title.setText(elided(title, fonts.body_strong, self._text_width))
        self._body.setText("\n".join(elided_lines(body, fonts.body, self._text_width, lines)))
        self._body.setVisible(bool(body))
        self.setAccessibleName(f"{title}: {body}")
        self._left_ms = STAYS_MS[note.level]
        if self._timer.isActive():
            self._timer.start(self._left_ms)
        self.adjustSize()

    def count_down(self) -> None:
        """Let its time run from where it stood."""
        if not self._timer.isActive():
            self._timer.start(self._left_ms)

    def hold(self) -> None:
        """Stop its time."""
        if self._timer.isActive():
            self._left_ms = max(1000, self._timer.remainingTime())
            self._timer.stop()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.hovered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.over.emit(self)

    def _dress(self) -> None:
        colours = self._theme.colours
        self._close.setIcon(self._theme.icons.icon("close", colours.text_muted))
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 140 if colours.dark else 50))
        self.setGraphicsEffect(shadow)
