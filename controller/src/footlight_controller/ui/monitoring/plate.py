"""A card without its words: surface, border, glow, focus ring; drawn once for each look and size."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from footlight_controller.ui.status import Status
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone, blend

GLOW = 8
# From the border to the middle of the ring around the selected card.
RING = 4.0
# A window being resized passes through many sizes.
MAX_KEPT = 64


@dataclass(frozen=True, slots=True)
class PlateLook:
    """All that makes two plates of one size differ."""

    status: Status
    hovered: bool = False
    selected: bool = False
    focused: bool = False
    alert: Tone | None = None
    """Of what needs somebody."""


class Plates:
    """Pixmaps of plates. Each is as large as its cell, for the glow reaches past the border."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[PlateLook, float, float, float], QPixmap] = {}
        theme.changed.connect(self._kept.clear)

    def pixmap(self, look: PlateLook, cell: QSizeF, margin: int, ratio: float) -> QPixmap:
        """The plate for a cell of `cell` pixels with `margin` around the card, for `ratio` device pixels to each."""
        key = (look, cell.width(), cell.height(), ratio)
        if key not in self._kept:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            self._kept[key] = self._drawn(look, cell, margin, ratio)
        return self._kept[key]

    def _drawn(self, look: PlateLook, cell: QSizeF, margin: int, ratio: float) -> QPixmap:
        pixmap = QPixmap((cell * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        colours, radius = self._theme.colours, self._theme.tokens.radius.large
        # Opaque, which is copied several times faster than it would be blended.
        pixmap.fill(QColor(colours.ground))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Half a pixel in, so that a line of one pixel covers one pixel.
        plate = QRectF(0, 0, cell.width(), cell.height()).adjusted(margin, margin, -margin, -margin)
        plate.adjust(0.5, 0.5, -0.5, -0.5)
        if look.alert is not None:
            self._glow(painter, plate, radius, QColor(colours.tone(look.alert)))
        surface = colours.surface if look.status.online or look.alert else blend(colours.ground, colours.surface, 0.55)
        if look.hovered or look.selected:
            surface = blend(surface, colours.raised if colours.dark else colours.ground, 0.8)
        painter.setBrush(QColor(surface))
        border = colours.tone(look.alert) if look.alert is not None else self._border(look.status)
        painter.setPen(QPen(QColor(border), 2.0 if look.alert is not None else 1.0))
        painter.drawRoundedRect(plate, radius, radius)
        if look.selected or look.focused:
            # In the colour of text, which no status has, and apart from the border, which shows the status.
            ring = QColor(colours.text if look.focused else colours.text_faint)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            line = QPen(ring, 2.0 if look.focused else 1.0)
            if not look.selected:
                # Where the keys are, without being one of those chosen.
                line.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(line)
            painter.drawRoundedRect(plate.adjusted(RING, RING, -RING, -RING), radius - RING, radius - RING)
        painter.end()
        return pixmap

    def _glow(self, painter: QPainter, plate: QRectF, radius: int, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        strength = 0.09 if self._theme.colours.dark else 0.06
        for reach in range(GLOW, 0, -1):
            # Thin at the rim and denser towards the card, so that it has no edge of its own.
            colour.setAlphaF(strength * (1 - reach / (GLOW + 1)) ** 1.5)
            painter.setBrush(colour)
            painter.drawRoundedRect(plate.adjusted(-reach, -reach, reach, reach), radius + reach, radius + reach)

    def _border(self, status: Status) -> str:
        colours = self._theme.colours
        if not status.online:
            return colours.line_strong if status is Status.CONNECTING else colours.line
        tone = Tone.ACCENT if status in (Status.PLAYING, Status.LOADING) else Tone.GOOD
        # Told, and no more: what is well must not shout louder than what is not.
        return blend(colours.surface, colours.tone(tone), 0.5)
