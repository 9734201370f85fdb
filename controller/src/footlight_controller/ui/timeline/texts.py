"""Short texts that are painted again and again: laid out once."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

from footlight_controller.ui.text_layout import elided

_MOST = 8192
# In steps of so many pixels: what fits is not reckoned anew for each width.
_STEP_PX = 12


class Texts:
    """One line each, cut to the room there is. Qt thread."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, int], QStaticText] = {}
        self._fonts: dict[int, tuple[QFont, float]] = {}

    def forget(self) -> None:
        """The fonts are others."""
        self._kept.clear()
        self._fonts.clear()

    def draw(self, painter: QPainter, room: QRectF, text: str, font: QFont) -> None:
        """At the left of `room`, in the middle of its height, with the pen and the font of the painter.

        `font` is the painter's, the same object each time.
        """
        if id(font) not in self._fonts:
            self._fonts[id(font)] = (font, QFontMetricsF(font).height())
        key = (text, int(room.width()) // _STEP_PX, id(font))
        laid = self._kept.get(key)
        if laid is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            laid = QStaticText(elided(text, font, key[1] * _STEP_PX))
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            laid.prepare(QTransform(), font)
            self._kept[key] = laid
        top = room.top() + (room.height() - self._fonts[id(font)][1]) / 2
        painter.drawStaticText(QPointF(round(room.left()), round(top)), laid)
