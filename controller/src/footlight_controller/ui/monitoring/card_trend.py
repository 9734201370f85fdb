"""How busy a player was in the last minutes, as a small line on its card."""

from collections import OrderedDict, deque

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from footlight_common.clock import Clock
from footlight_controller.core.view import PlayerView

KEPT_S = 300.0
# Closer together nobody sees them apart.
STEP_S = 5.0
# Stats come every second or two. Meanwhile the card was out of sight, or the player away.
GAP_S = 15.0
# Two large windows full.
MAX_PLAYERS = 256
_FULL_PERCENT = 100.0
_AREA_ALPHA = 0.16

Points = deque[tuple[float, float]]


class Trends:
    """Grow with the cards that are painted: a player out of sight costs nothing, and has a gap there. Qt thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, Points] = OrderedDict()
        self._drawn: dict[str, tuple[tuple[float | str, ...], QPixmap]] = {}

    def take(self, view: PlayerView) -> Points:
        """What was seen of this player, what is seen now included: monotonic time and percent of the processor."""
        now_s, percent = self._clock.monotonic_s(), view.stats.cpu_percent
        points = self._kept.setdefault(view.id, deque())
        self._kept.move_to_end(view.id)
        if percent is not None and (not points or now_s - points[-1][0] >= STEP_S):
            points.append((now_s, min(max(percent, 0.0), _FULL_PERCENT)))
        while points and now_s - points[0][0] > KEPT_S:
            points.popleft()
        while len(self._kept) > MAX_PLAYERS:
            gone, _ = self._kept.popitem(last=False)
            self._drawn.pop(gone, None)
        return points

    def paint(self, painter: QPainter, rect: QRectF, view: PlayerView, colour: str) -> None:
        """The last KEPT_S as a line from 0 to 100 %, broken where nothing is known."""
        points = self.take(view)
        if not points:
            return
        # A card is painted several times for each new point.
        ratio = painter.device().devicePixelRatioF()
        look = (points[-1][0], rect.width(), rect.height(), ratio, colour)
        drawn = self._drawn.get(view.id)
        if drawn is None or drawn[0] != look:
            pixmap = QPixmap((rect.size() * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            onto = QPainter(pixmap)
            draw(onto, QRectF(0.0, 0.0, rect.width(), rect.height()), points, colour)
            onto.end()
            drawn = self._drawn[view.id] = (look, pixmap)
        painter.drawPixmap(rect.topLeft().toPoint(), drawn[1])


def draw(painter: QPainter, rect: QRectF, points: Points, colour: str) -> None:
    """The newest point at the end of the room."""
    end_s = points[-1][0]
    line, area = QPainterPath(), QPainterPath()
    before_s: float | None = None
    place = QPointF()
    for at_s, percent in points:
        begins = before_s is None or at_s - before_s > GAP_S
        if begins and before_s is not None:
            area.lineTo(place.x(), rect.bottom())
        place = QPointF(
            rect.right() - (end_s - at_s) / KEPT_S * rect.width(),
            rect.bottom() - percent / _FULL_PERCENT * rect.height(),
        )
        if begins:
            line.moveTo(place)
            area.moveTo(place.x(), rect.bottom())
        else:
            line.lineTo(place)
        area.lineTo(place)
        before_s = at_s
    area.lineTo(place.x(), rect.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(colour)
    fill.setAlphaF(_AREA_ALPHA)
    painter.fillPath(area, fill)
    painter.strokePath(line, QPen(QColor(colour), 1.2))
