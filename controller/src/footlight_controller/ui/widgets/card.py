"""The plain card: a surface with a border, and a column to put things in."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone


class Card(QFrame):
    """Put widgets into `column`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(space.two, space.two, space.two, space.two)
        self.column.setSpacing(space.one)

    def show_tone(self, tone: Tone | None) -> None:
        """A border in the colour of what is wrong; None for the plain one."""
        self.setProperty("tone", tone.value if tone else "")
        self.style().unpolish(self)
        self.style().polish(self)
