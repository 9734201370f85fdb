"""Paints the heading of an area: its name and how many players stand there."""

from PySide6.QtCore import QCoreApplication, QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from footlight_controller.ui.models.arrangement import Section
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme

translate = QCoreApplication.translate

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine)


class HeadingPainter:
    """Qt thread."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    @property
    def height(self) -> int:
        """Of every heading, in pixels."""
        return round(QFontMetricsF(self._theme.fonts.heading).height() + 3 * self._theme.tokens.space.one)

    def paint(self, painter: QPainter, rect: QRect, section: Section) -> None:
        """Into `rect`; the cards follow below."""
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        room = QRectF(rect).adjusted(space.one, 0, -space.one, -space.half)
        title = section.title or translate("Wall", "No area")
        count = QLocale().toString(section.count)
        width = QFontMetricsF(fonts.body).horizontalAdvance(count) + space.one
        title = elided(title, fonts.heading, room.width() - width)
        painter.setFont(fonts.heading)
        painter.setPen(QColor(colours.text if section.title else colours.text_muted))
        painter.drawText(room, _LEFT, title)
        room.setLeft(room.left() + QFontMetricsF(fonts.heading).horizontalAdvance(title) + space.one)
        painter.setFont(fonts.body)
        painter.setPen(QColor(colours.text_faint))
        painter.drawText(room, _LEFT, count)
