"""Small rounded choices, and small rounded words."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import one_line


class Chip(QPushButton):
    """A choice that is on or off, with a count where that helps: a filter, one of a few values."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._count: int | None = None
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._show()

    @property
    def count(self) -> int | None:
        """The figure behind the word."""
        return self._count

    def show_count(self, count: int | None) -> None:
        """A figure behind the word; None for none."""
        if count != self._count:
            self._count = count
            self._show()

    def _show(self) -> None:
        figure = "" if self._count is None else QLocale().toString(self._count)
        # An ampersand in a word is meant as one.
        self.setText(f"{self._word}  {figure}".rstrip().replace("&", "&&"))
        self.setAccessibleName(f"{self._word}: {figure}" if figure else self._word)


class Tag(QLabel):
    """A word in a tone, to look at."""

    def __init__(self, word: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(one_line(word), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "tag")
        self.setProperty("tone", tone.value)
