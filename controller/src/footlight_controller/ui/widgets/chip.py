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
        self._short = False
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

    def shorten(self, on: bool) -> None:
        """Where there is little room, say the figure in the tool tip alone."""
        if on is not self._short:
            self._short = on
            self._show()

    def width_of(self, *, short: bool) -> int:
        """What it takes with its figure, or shortened."""
        now, wanted = (self._written(each).replace("&&", "&") for each in (self._short, short))
        metrics = self.fontMetrics()
        return self.sizeHint().width() + metrics.horizontalAdvance(wanted) - metrics.horizontalAdvance(now)

    def _show(self) -> None:
        self.setText(self._written(self._short))
        self.setAccessibleName(self._spoken())
        self.setToolTip(self._spoken() if self._short and self._figure() else "")

    def _figure(self) -> str:
        return "" if self._count is None else QLocale().toString(self._count)

    def _written(self, short: bool) -> str:
        # An ampersand in a word is meant as one.
        return (self._word if short else f"{self._word}  {self._figure()}".rstrip()).replace("&", "&&")

    def _spoken(self) -> str:
        return f"{self._word}: {self._figure()}" if self._figure() else self._word


class Tag(QLabel):
    """A word in a tone, to look at."""

    def __init__(self, word: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(one_line(word), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "tag")
        self.setProperty("tone", tone.value)
