"""The lines of a plot by colour and name, with their values of a moment."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone

_DOT = 8.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a plot."""

    tone: Tone
    word: str
    """Empty for the only one."""
    value: str
    spread: str = ""
    """From the least to the most of it, where they differ."""

    @property
    def told(self) -> str:
        """All of it in words."""
        return " ".join(part for part in (self.word, self.value, self.spread) if part)


class Legend(QWidget):
    """In one row, at its end. Where there is no room the names go first, then the spreads; the values stay."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """As they stand."""
        return self._entries

    @property
    def told(self) -> str:
        """All of it in words."""
        return ", ".join(entry.told for entry in self._entries)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """These, from left to right."""
        if entries != self._entries:
            self._entries = entries
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, round(QFontMetricsF(self._theme.fonts.small_strong).height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, fonts, space = self._theme.colours, self._theme.fonts, self._theme.tokens.space
        names, values = QFontMetricsF(fonts.small), QFontMetricsF(fonts.small_strong)
        gap = float(space.one_half)

        def parts(entry: Entry, named: bool, spread: bool) -> list[tuple[str, QFont, str]]:
            found = [(entry.word, fonts.small, colours.text_muted)] if named and entry.word else []
            found += [(entry.value, fonts.small_strong, colours.text)] if entry.value else []
            found += [(entry.spread, fonts.small, colours.text_muted)] if spread and entry.spread else []
            # A name alone is all there is to say of a flag.
            return found or [(entry.word, fonts.small, colours.text_muted)]

        def width(entry: Entry, named: bool, spread: bool) -> float:
            told = parts(entry, named, spread)
            letters = sum(QFontMetricsF(font).horizontalAdvance(text) for text, font, _ in told)
            return _DOT + space.half + letters + names.horizontalAdvance(" ") * (len(told) - 1)

        def total(named: bool, spread: bool) -> float:
            return sum(width(each, named, spread) + gap for each in self._entries) - gap

        ways = ((True, True), (False, True), (True, False), (False, False))
        named, spread = next((way for way in ways if total(*way) <= self.width()), ways[-1])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = max(0.0, self.width() - total(named, spread))
        baseline = (self.height() + values.ascent() - values.descent()) / 2
        for entry in self._entries:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tone(entry.tone)))
            painter.drawEllipse(QRectF(x, (self.height() - _DOT) / 2, _DOT, _DOT))
            at = x + _DOT + space.half
            for text, font, ink in parts(entry, named, spread):
                painter.setFont(font)
                painter.setPen(QColor(ink))
                painter.drawText(QPointF(at, baseline), elided(text, font, max(0.0, self.width() - at)))
                at += QFontMetricsF(font).horizontalAdvance(text) + names.horizontalAdvance(" ")
            x += width(entry, named, spread) + gap
        painter.end()
