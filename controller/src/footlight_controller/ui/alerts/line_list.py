"""A few lines with a button each: what is muted, which hours there are, who is off on purpose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in a line, and what can be done with it."""

    icon: str
    title: str
    text: str
    acts: tuple[tuple[str, Callable[[], None]], ...] = field(compare=False)
    """Words of the buttons, and what they do."""


class LineList(Card):
    """Made anew when a line is another; the keyboard stays at its place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        space = theme.tokens.space
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self._parts: list[QWidget] = []
        self.buttons: list[QPushButton] = []
        self.column.setContentsMargins(space.two, space.half, space.two, space.half)
        self.column.setSpacing(0)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Title and text of each."""
        return [(line.title, line.text) for line in self._lines]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These, and no others; hidden without any."""
        self.setVisible(bool(lines))
        if tuple(lines) == self._lines:
            return
        place = next((number for number, button in enumerate(self.buttons) if button.hasFocus()), None)
        self._lines = tuple(lines)
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.buttons = [], []
        for line in lines:
            self._add(line)
        if place is not None and self.buttons:
            self.buttons[min(place, len(self.buttons) - 1)].setFocus()

    def _add(self, line: Line) -> None:
        space = self._theme.tokens.space
        if self._parts:
            rule = QFrame()
            rule.setProperty("kind", "line")
            self.column.addWidget(rule)
            self._parts.append(rule)
        part = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(line.title, "strong"))
        words.addWidget(ElidedLabel(line.text, "muted"))
        row = QHBoxLayout(part)
        row.setContentsMargins(0, space.one, 0, space.one)
        row.setSpacing(space.one_half)
        row.addWidget(Glyph(self._theme, line.icon, Tone.QUIET, size=20))
        row.addLayout(words, 1)
        for word, act in line.acts:
            button = QPushButton(word)
            button.setAccessibleName(f"{word}: {line.title}")
            # By way of a lambda, so that nothing of the click comes along.
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
            self.buttons.append(button)
        self.column.addWidget(part)
        self._parts.append(part)
