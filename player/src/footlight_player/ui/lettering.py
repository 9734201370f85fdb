"""Text that always fits: as large as its place allows, then shortened."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

# Each try is this much smaller than the one before; finer steps are not seen.
_STEP = 0.94


def one_line(text: str) -> str:
    """`text` without line breaks, tabs and other white space that would tear a layout."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def font(size_px: float, weight: QFont.Weight = QFont.Weight.Normal, spacing_percent: float = 100) -> QFont:
    """The sans serif face of this system in pixels."""
    face = QFont()
    face.setStyleHint(QFont.StyleHint.SansSerif)
    face.setPixelSize(max(1, round(size_px)))
    face.setWeight(weight)
    face.setLetterSpacing(QFont.SpacingType.PercentageSpacing, spacing_percent)
    return face


def draw_fitted(
    painter: QPainter,
    place: QRect,
    text: str,
    *,
    face: QFont,
    smallest_px: int,
    alignment: Qt.AlignmentFlag,
) -> QRect:
    """Draw `text` in `place`, in `face` or smaller, over as many lines as fit. Where it went.

    What is still too large in the smallest size is broken within words, and then elided.
    """
    smallest_px = max(1, smallest_px)
    for wrap in (Qt.TextFlag.TextWordWrap, Qt.TextFlag.TextWrapAnywhere):
        flags = wrap.value | alignment.value
        size_px = face.pixelSize()
        while size_px >= smallest_px:
            fitted = QFont(face)
            fitted.setPixelSize(size_px)
            needed = QFontMetrics(fitted).boundingRect(place, flags, text)
            if needed.width() <= place.width() and needed.height() <= place.height():
                painter.setFont(fitted)
                painter.drawText(place, flags, text)
                return needed
            size_px = min(size_px - 1, int(size_px * _STEP))
    fitted = QFont(face)
    fitted.setPixelSize(smallest_px)
    metrics = QFontMetrics(fitted)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(fitted)
    painter.drawText(place, alignment.value, text)
    return metrics.boundingRect(place, alignment.value, text)
