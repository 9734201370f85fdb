"""What stands in place of a list that has nothing in it: what that means, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label

TEXT_WIDTH = 640


class EmptyState(QWidget):
    """Icon, headline, a few sentences, one button; none where `button` is empty."""

    def __init__(self, theme: Theme, icon: str, headline: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._text = label("", "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(TEXT_WIDTH)
        self.button = QPushButton(button)
        self.button.setProperty("kind", "primary")
        self.button.setVisible(bool(button))
        column = QVBoxLayout(self)
        column.setSpacing(space.two)
        column.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Glyph(theme, icon, Tone.ACCENT, size=40, plate=80), 0, centre)
        column.addWidget(label(headline, "title"), 0, centre)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._text, 100)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.button, 0, centre)
        column.addStretch(3)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """Other sentences under the headline."""
        self._text.setText(text)
