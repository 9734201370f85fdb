"""One passing note on the screen."""

import time
from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.text_layout import elided, elided_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import one_line, several

MAX_LINES = 2
# Of what went wrong: what to do stands at its end.
MOST_LINES = 6
PLATE = 36
# Between the lines.
_GAP = 2
# A tool tip with more of them would not fit a small screen.
MOST_NAMED = 20
# Time to read; what went wrong stays longer.
STAYS_MS = {Level.INFO: 5000, Level.GOOD: 4000, Level.CAUTION: 8000, Level.BAD: 12000}


def tile_height(theme: Theme) -> int:
    """Of what stands in the strip: a heading and two lines, in device independent pixels."""
    return _height(theme, MAX_LINES)


def _height(theme: Theme, lines: int) -> int:
    strong, body = (QFontMetricsF(font).height() for font in (theme.fonts.body_strong, theme.fonts.body))
    words = strong + _GAP + lines * body
    return round(max(float(PLATE), words) + 2 * theme.tokens.space.one + 2)


class Toast(QFrame):
    """Tells one note, or several of one topic together, as wide as it is made; what is cut is in its tool tip.

    What went wrong has as many lines as it needs, up to MOST_LINES.
    """

    over = Signal(object)
    """[Toast] Its time is up, or somebody clicked it."""
    hovered = Signal(bool)

    def __init__(self, theme: Theme, notes: Sequence[Note], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notes: dict[str, Note] = {}
        self._left_ms = 0
        self._told_s = 0.0
        space = theme.tokens.space
        self.topic = notes[0].topic
        self.setProperty("kind", "toast")
        self._glyph = Glyph(theme, notes[0].icon, notes[0].level.tone, size=20, plate=PLATE)
        self._title: QLabel = label("", "strong")
        self._body: QLabel = label("", "muted")
        for text in (self._title, self._body):
            # It is cut to the room there is, and asks for none.
            text.setMinimumWidth(1)
        self._close = QToolButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(lambda: self.over.emit(self))
        close_width = self._close.sizeHint().width()
        self._beside = PLATE + 3 * space.one_half + 2 * space.one + close_width
        row = QHBoxLayout(self)
        row.setContentsMargins(space.one_half, space.one, space.one, space.one)
        row.setSpacing(space.one_half)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(_GAP)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._body)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.over.emit(self))
        theme.changed.connect(self._dress)
        self.absorb(*notes)
        self._dress()

    @property
    def level(self) -> Level:
        """Of the latest note."""
        return next(reversed(self._notes.values())).level

    @property
    def title(self) -> str:
        """All of it, where it is shown cut too."""
        return one_line(self._words()[0])

    @property
    def body(self) -> str:
        """All of it, where it is shown cut too."""
        return self._words()[1]

    @property
    def counting(self) -> bool:
        """Whether its time runs."""
        return self._timer.isActive()

    def absorb(self, *notes: Note) -> None:
        """Tell `notes` too; a later one of the same player replaces the earlier. Its time begins again."""
        for note in notes:
            self._notes.pop(note.subject_id, None)
            self._notes[note.subject_id] = note
        self._told_s = time.monotonic()
        self._tell()
        self._left_ms = STAYS_MS[notes[-1].level]
        if self._timer.isActive():
            self._timer.start(self._left_ms)

    def _tell(self) -> None:
        note = next(reversed(self._notes.values()))
        self._glyph.show_as(note.icon, note.level.tone)
        title, body = self._words()
        self._body.setVisible(bool(body))
        self.setAccessibleName(f"{one_line(title)}: {one_line(body)}" if body else one_line(title))
        self._cut()

    @property
    def age_s(self) -> float:
        """Since the last note came."""
        return time.monotonic() - self._told_s

    def height_in(self, width: float) -> int:
        """How high it is when it is so wide, in device independent pixels."""
        if self._most_lines == MAX_LINES:
            return tile_height(self._theme)
        lines = elided_lines(self._words()[1], self._theme.fonts.body, width - self._beside, MOST_LINES)
        return _height(self._theme, max(MAX_LINES, len(lines)))

    def leave_to_answers(self, answers: Collection[tuple[str, str]]) -> bool:
        """Tell no more what only follows from one of these, id of the player and topic; False when nothing is left."""
        notes = {
            key: note
            for key, note in self._notes.items()
            if not any(key == player_id and topic.startswith(note.follows) for player_id, topic in answers)
        }
        if notes and len(notes) < len(self._notes):
            self._notes = notes
            self._tell()
        return bool(notes)

    def count_down(self) -> None:
        """Let its time run from where it stood."""
        if not self._timer.isActive():
            self._timer.start(self._left_ms)

    def hurry(self, most_ms: int) -> None:
        """Somebody waits for its place: it goes in `most_ms` at the latest."""
        self._left_ms = min(self._left_ms, most_ms)
        if self._timer.isActive():
            self._timer.start(min(self._timer.remainingTime(), most_ms))

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _words(self) -> tuple[str, str]:
        note = next(reversed(self._notes.values()))
        if len(self._notes) == 1:
            return note.subject, note.text
        title = note.together.of(len(self._notes)) if note.together else note.subject
        return title, several([each.subject for each in self._notes.values()])

    @property
    def _most_lines(self) -> int:
        wants_all = len(self._notes) == 1 and self.level in (Level.CAUTION, Level.BAD)
        return MOST_LINES if wants_all else MAX_LINES

    def _whole(self) -> str:
        note = next(reversed(self._notes.values()))
        if len(self._notes) == 1 and note.parts:
            lines = [f"{one_line(part.subject)}: {one_line(part.text)}" for part in note.parts[:MOST_NAMED]]
            more = len(note.parts) - MOST_NAMED
            return "\n".join([note.subject, *lines, *(["…"] if more > 0 else [])])
        if len(self._notes) == 1:
            return f"{note.subject}\n{note.text}"
        return "\n".join([self._words()[0], several([each.subject for each in self._notes.values()], MOST_NAMED)])

    def _cut(self) -> None:
        fonts, room, most = self._theme.fonts, self.width() - self._beside, self._most_lines
        title, body = self._words()
        shown = elided(title, fonts.body_strong, room), elided_lines(body, fonts.body, room, most) if body else []
        self._title.setText(shown[0])
        self._body.setText("\n".join(shown[1]))
        self.setToolTip(tip(self._whole()) if self._is_cut(title, body, room) else "")

    def _is_cut(self, title: str, body: str, room: float) -> bool:
        parted = len(self._notes) > 1 or bool(next(reversed(self._notes.values())).parts)
        fonts, most = self._theme.fonts, self._most_lines
        longer = elided_lines(body, fonts.body, room, most + 1) if body else []
        return parted or len(longer) > most or elided(title, fonts.body_strong, room) != one_line(title)

    def _dress(self) -> None:
        self._close.setIcon(self._theme.icons.icon("close", self._theme.colours.text_muted))
        self._cut()
