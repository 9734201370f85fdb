"""What is open at a player, on its card: a bell with a word."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, brief
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone

_ICON = 14
# Of the room there is.
_MOST = 0.6
_TEXT = int(
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
)

AlertsAt = Callable[[str], Sequence[AlertView]]
"""Open alerts of a player by its id, the one to be shown first."""


def paint_alert_mark(painter: QPainter, theme: Theme, rect: QRectF, alerts: Sequence[AlertView]) -> float:
    """At the left of `rect`; returns how much of its width it takes with the gap behind it, 0 for no alerts."""
    if not alerts:
        return 0.0
    colours, space, font = theme.colours, theme.tokens.space, theme.fonts.small_strong
    first, more = alerts[0], len(alerts) - 1
    seen = first.acknowledged is not None
    tone = Tone.QUIET if seen else SEVERITY_LOOKS[first.severity].tone
    text = f"{brief(first)} +{more}" if more else brief(first)
    metrics = QFontMetricsF(font)
    frame = 2.0 * space.half + _ICON + space.half
    text = elided(text, font, max(0.0, rect.width() * _MOST - frame))
    width = metrics.horizontalAdvance(text) + frame + 2
    pill = QRectF(rect.x(), rect.y() - 1, width, rect.height() + 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.tint(tone)))
    painter.drawRoundedRect(pill, theme.tokens.radius.small, theme.tokens.radius.small)
    icon = "bell-check-outline" if seen else "bell-alert-outline"
    pixmap = theme.icons.pixmap(icon, colours.tone(tone), _ICON, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(pill.x() + space.half, pill.center().y() - _ICON / 2).toPoint(), pixmap)
    painter.setFont(font)
    painter.setPen(QColor(colours.tone(tone)))
    painter.drawText(pill.adjusted(space.half + _ICON + space.half, 0, 0, 0), _TEXT, text)
    return width + space.one
