"""One figure with its name."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label

# The icon on its plate, and the distances around it and the words.
ROOM_FOR_GLYPH = 90
LETTERS = 8


class StatCard(QFrame):
    """Icon, figure, word."""

    def __init__(self, theme: Theme, word: str, icon: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._word = word
        self._figure = label("0", "figure")
        self.setProperty("kind", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(space.two, space.one_half, space.two, space.one_half)
        row.setSpacing(space.one_half)
        self._glyph = Glyph(theme, icon, tone, size=24, plate=44)
        row.addWidget(self._glyph)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._figure)
        self._name = label(word, "muted")
        text.addWidget(self._name)
        row.addLayout(text, 1)
        self._aside = label("", "small")
        self._aside.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        # Or it would keep the card from becoming so narrow that it goes.
        self._aside.setMinimumWidth(1)
        self._aside.hide()
        row.addWidget(self._aside)
        self.show_figure(0)

    @property
    def text(self) -> str:
        """The figure as it stands there."""
        return self._figure.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The figure and its word are what counts. The same for all cards of a row, whatever their words.
        words = LETTERS * QFontMetricsF(self._name.font()).averageCharWidth()
        self._glyph.setVisible(self.width() >= words + ROOM_FOR_GLYPH)
        self._fit()

    def show_figure(self, figure: int) -> None:
        """A new figure."""
        self.show_text(QLocale().toString(figure))

    def show_text(self, figure: str) -> None:
        """A figure with its unit."""
        self._figure.setText(figure)
        self.setAccessibleName(f"{self._word}: {figure}")

    def show_aside(self, text: str, meaning: str = "") -> None:
        """Something more about it, in a line or two, where there is room; `meaning` is the tool tip of the card."""
        self._aside.setText(text)
        self.setToolTip(meaning)
        self.setAccessibleDescription(meaning)
        self._fit()

    def _fit(self) -> None:
        """The figure and its word come first."""
        needed = LETTERS * QFontMetricsF(self._name.font()).averageCharWidth() + ROOM_FOR_GLYPH
        self._aside.setVisible(bool(self._aside.text()) and self.width() >= needed + self._aside.sizeHint().width())
