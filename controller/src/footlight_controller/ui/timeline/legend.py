"""What the looks on the timeline mean, each with its word."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.looks import (
    SEVERITY_ICONS,
    SEVERITY_TONES,
    palette_of,
    pattern,
    reason,
    severity_word,
    word,
)
from footlight_controller.ui.timeline.ribbon import Kind
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.flow import Flow

_SWATCH = (20, 12)
_ICON = 14


class Legend(QWidget):
    """All kinds and severities, in rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the colours and patterns mean"))
        row = Flow(self, spacing=theme.tokens.space.one_half)
        self.parts: list[QWidget] = [_Entry(theme, word(kind), reason(kind), kind) for kind in _kinds()]
        self.parts += [_Entry(theme, severity_word(each), self.tr("An alert stood."), each) for each in Severity]
        for part in self.parts:
            row.addWidget(part)


def _kinds() -> Iterable[Kind]:
    return iter(Kind)


class _Entry(QWidget):
    def __init__(self, theme: Theme, text: str, told: str, what: Kind | Severity) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._what = what
        self.setAccessibleName(f"{text}. {told}")
        self.setToolTip(tip(told))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.fonts.small)
        gap = self._theme.tokens.space.half + 2
        left = _SWATCH[0] if isinstance(self._what, Kind) else _ICON
        return QSize(round(metrics.horizontalAdvance(self._text)) + left + gap + 2, round(metrics.height()) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, middle = self._theme.colours, self.height() / 2
        left = self._theme.tokens.space.half + 2
        if isinstance(self._what, Kind):
            image = self._swatch(self._what)
            room = QRectF(0, middle - _SWATCH[1] / 2, *_SWATCH)
            painter.drawImage(room.topLeft(), image)
            painter.setPen(QColor(colours.line_strong))
            painter.drawRect(room.adjusted(0, 0, -1, -1))
            left += _SWATCH[0]
        else:
            colour = colours.tone(SEVERITY_TONES[self._what])
            icon = self._theme.icons.pixmap(SEVERITY_ICONS[self._what], colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(0, round(middle - _ICON / 2), icon)
            left += _ICON
        painter.setFont(self._theme.fonts.small)
        painter.setPen(QColor(colours.text_muted))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), flags, self._text)
        painter.end()

    def _swatch(self, kind: Kind) -> QImage:
        palette, ratio = palette_of(self._theme.colours), self.devicePixelRatioF()
        width, height = (round(each * ratio) for each in _SWATCH)
        pixels = np.full((height, width), palette.fills[kind], dtype=np.uint32)
        mask = pattern(kind, width, height)
        if mask is not None:
            pixels[mask] = palette.inks[kind]
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
        image.setDevicePixelRatio(ratio)
        return image
