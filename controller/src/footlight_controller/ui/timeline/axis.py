"""The time axis above the lines."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.sight import Sight
from footlight_controller.ui.timeline.ticks import Stretch, Tick, step_for, stretches, ticks

# Between two labels, in widths of the letter n.
_LABEL_EN = 9.5
_CENTRED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)
_AT_START = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class Axis:
    """Knows its ticks for what is in sight. Qt thread."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._looks: tuple[Sight, int] | None = None
        self.height = 0
        """In device independent pixels: two lines of text."""
        self.dress()
        self.ticks: list[Tick] = []
        self.stretches: list[Stretch] = []

    def dress(self) -> None:
        """The theme changed."""
        self._looks = None
        self.height = round(2 * QFontMetricsF(self._theme.fonts.small).height()) + self._theme.tokens.space.one

    def arrange(self, sight: Sight, width: int) -> None:
        """Find the ticks of what is in sight over so many pixels."""
        if self._looks == (sight, width):
            return
        self._looks = (sight, width)
        label_px = _LABEL_EN * QFontMetricsF(self._theme.fonts.small).horizontalAdvance("n")
        step_s = step_for(sight.length_s, max(2, int(width / label_px)))
        self.ticks = ticks(sight.from_s, sight.until_s, step_s)
        self.stretches = stretches(sight.from_s, sight.until_s, step_s)

    def paint(self, painter: QPainter, room: QRectF, sight: Sight) -> None:
        """Into `room`, which is as wide as what is in sight."""
        colours = self._theme.colours
        scale = room.width() / sight.length_s
        line = room.height() / 2
        painter.fillRect(room, QColor(colours.surface))
        painter.setFont(self._theme.fonts.small_strong)
        painter.setPen(QColor(colours.text))
        metrics = QFontMetricsF(self._theme.fonts.small_strong)
        gap = self._theme.tokens.space.one
        for each in self.stretches:
            left = max(room.left(), room.left() + (each.from_s - sight.from_s) * scale)
            right = min(room.right(), room.left() + (each.until_s - sight.from_s) * scale)
            if right - left > metrics.horizontalAdvance(each.text) + 2 * gap:
                painter.drawText(QRectF(left + gap / 2, room.top(), right - left, line), _AT_START, each.text)
        painter.setFont(self._theme.fonts.small)
        metrics = QFontMetricsF(self._theme.fonts.small)
        taken = room.left()
        for place, tick in enumerate(self.ticks):
            x = room.left() + (tick.at_s - sight.from_s) * scale
            half = metrics.horizontalAdvance(tick.text) / 2 + 1
            following = self.ticks[place + 1] if place + 1 < len(self.ticks) else None
            # What begins a month has the room before any other day.
            yields = following is not None and following.major and (following.at_s - tick.at_s) * scale < 2 * half + 2
            if x - half < taken or x + half > room.right() or yields:
                continue
            taken = x + half + 2
            painter.setPen(QColor(colours.text if tick.major else colours.text_muted))
            painter.drawText(QRectF(x - half, room.top() + line - 2, 2 * half, line), _CENTRED, tick.text)
        painter.setPen(QColor(colours.line_strong))
        painter.drawLine(room.bottomLeft(), room.bottomRight())

    def paint_grid(self, painter: QPainter, room: QRectF, sight: Sight) -> None:
        """Lines of the ticks behind the bars."""
        colours = self._theme.colours
        scale = room.width() / sight.length_s
        for tick in self.ticks:
            x = round(room.left() + (tick.at_s - sight.from_s) * scale) + 0.5
            if x > room.left():
                painter.setPen(QColor(colours.line_strong if tick.major else colours.line))
                painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
