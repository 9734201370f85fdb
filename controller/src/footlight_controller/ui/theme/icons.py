"""Material Design Icons, drawn once per name, colour and size."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from qtawesome import IconicFont

# One of the many fonts qtawesome brings, loaded by itself: all of them take a third of a second.
_PREFIX = "mdi6"
_FONT = (_PREFIX, "materialdesignicons6-webfont-6.9.96.ttf", "materialdesignicons6-webfont-charmap-6.9.96.json")
# Buttons and menus ask for 16 to 24, on screens of up to three device pixels to one.
_SIZES = (16, 18, 20, 24, 32, 36, 48, 72)
# Of its size.
GAP = 0.3


class Icons:
    """Named as on pictogrammers.com, without prefix; an unknown name raises KeyError. Needs a QApplication; Qt thread.

    Plain pixmaps: qtawesome's own QIcons are drawn by Python objects, which crash when they outlive the application.
    """

    def __init__(self) -> None:
        self._font = IconicFont(_FONT)
        self._icons: dict[tuple[str, str, str, str, bool], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, colour: str, disabled: str = "", chosen: str = "", *, beside: bool = False) -> QIcon:
        """For buttons and menus; `disabled` and `chosen` are its colours in a greyed entry and in the current one.

        `beside`: for a button with a text, with the gap between the two, for an icon size of `beside_text`.
        """
        key = (name, colour, disabled, chosen, beside)
        if key not in self._icons:
            icon = QIcon()
            for size in _SIZES:
                gap = beside_text(size).width() - size if beside else 0
                icon.addPixmap(self._drawn(name, colour, size, gap), QIcon.Mode.Normal)
                icon.addPixmap(self._drawn(name, disabled or colour, size, gap), QIcon.Mode.Disabled)
                icon.addPixmap(self._drawn(name, chosen or colour, size, gap), QIcon.Mode.Active)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """A square of `size` device independent pixels for a screen with `ratio` pixels to each."""
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            pixmap = self._drawn(name, colour, round(size * ratio))
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def _drawn(self, name: str, colour: str, size: int, gap: int = 0) -> QPixmap:
        glyph = self._font.charmap[_PREFIX][name]
        pixmap = QPixmap(size + gap, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        # The glyphs are drawn on a grid of 24 that is the whole em.
        painter.setFont(self._font.font(_PREFIX, size))
        painter.setPen(QColor(colour))
        # The text is on the other side of the gap.
        left = 0 if QGuiApplication.isLeftToRight() else gap
        painter.drawText(QRectF(left, 0, size, size), Qt.AlignmentFlag.AlignCenter, glyph)
        painter.end()
        return pixmap


def beside_text(size: int) -> QSize:
    """Of an icon of `size` in a button with a text: Qt leaves 4 pixels between them, which looks glued."""
    return QSize(size + round(size * GAP), size)
