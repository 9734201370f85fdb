"""Lines of bars along a time axis, as they are laid out and painted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from footlight_common.clock import Clock
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.axis import Axis
from footlight_controller.ui.timeline.line import Line
from footlight_controller.ui.timeline.painting import LinePainter
from footlight_controller.ui.timeline.pointing import Pointed, begin_of, end_of
from footlight_controller.ui.timeline.sight import DAY_S, Sight

# In widths of the letter n.
_TITLES_EN = (14.0, 30.0)
_TITLES_SHARE = 0.2


class Place(NamedTuple):
    """Where a line is, in pixels below the axis while nothing is scrolled."""

    line: Line
    top: int
    height: int


class ChartView(QAbstractScrollArea):
    """Shows `Line`s over a `Sight`. Qt thread; asks nobody for anything."""

    scrolled = Signal()
    """Other lines are in sight."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None, *, tall: bool = False) -> None:
        """`tall`: screens are twice as high as the lanes that stand beside them."""
        super().__init__(parent)
        self._tall = tall
        self._theme = theme
        self._clock = clock
        self._sight = Sight.up_to(clock.wall_s(), DAY_S)
        self._places: list[Place] = []
        self._tops: list[int] = []
        self._current = ""
        self._chosen: Pointed | None = None
        self._line_px = self._heading_px = self._titles_px = 1
        self._axis = Axis(theme)
        self._painter = LinePainter(theme, lanes=tall)
        self._titled: tuple[tuple[object, ...], QPixmap] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Timeline"))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.scrolled.emit())
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def sight(self) -> Sight:
        return self._sight

    @property
    def lines(self) -> list[Line]:
        """All, in their order."""
        return [place.line for place in self._places]

    @property
    def current(self) -> Line | None:
        """The line that keys act on."""
        place = self._place_of(self._current)
        return None if place is None else place.line

    @property
    def chosen(self) -> Pointed | None:
        """What was chosen by keys or by a click."""
        return self._chosen

    @property
    def titles_width(self) -> int:
        """Of the column before the bars, in pixels."""
        return self._titles_px

    @property
    def bars_width(self) -> int:
        """In pixels."""
        return max(1, self.viewport().width() - self._titles_px)

    @property
    def height_of_all(self) -> int:
        """So high that nothing has to be scrolled."""
        return self._axis.height + self._content_px

    @property
    def least_height(self) -> int:
        """With room for a few lines."""
        return self._axis.height + 3 * self._line_px

    def show_sight(self, sight: Sight) -> None:
        """Look at this period from now on."""
        if sight != self._sight:
            self._sight = sight
            self.viewport().update()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These, from above; the line that was current stays so."""
        self._places, top = [], 0
        for line in lines:
            height = self._heading_px if line.heading else self._line_px
            if self._tall and not line.lane and not line.marks:
                height *= 2
            self._places.append(Place(line, top, height))
            top += height
        self._tops = [place.top for place in self._places]
        if self.current is None:
            self._current, self._chosen = "", None
        self._set_range()
        self.viewport().update()

    def lines_in_sight(self) -> list[Line]:
        """From above."""
        return [place.line for place in self._seen()]

    def rect_of(self, key: str) -> QRectF:
        """Where the bars of a line are in the viewport; nowhere for a line that is not there."""
        place = self._place_of(key)
        return QRectF() if place is None else self._bars(place)

    def x_of(self, at_s: float) -> float:
        """Where a moment is in the viewport."""
        return self._titles_px + (at_s - self._sight.from_s) / self._sight.length_s * self.bars_width

    def at_s(self, x: float) -> float:
        """Which moment is at a place of the viewport."""
        return self._sight.from_s + (x - self._titles_px) / self.bars_width * self._sight.length_s

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = self._theme.colours
        body = QRectF(self._titles_px, self._axis.height, self.bars_width, self._body_px)
        painter.fillRect(self.viewport().rect(), QColor(colours.surface))
        self._axis.arrange(self._sight, self.bars_width)
        painter.setClipRect(QRectF(0, body.top(), self.viewport().width(), body.height()))
        self._axis.paint_grid(painter, body, self._sight)
        seen = self._seen()
        painter.drawPixmap(0, int(body.top()), self._titles(seen, body))
        for place in seen:
            if place.line.heading:
                ground = QRectF(body.left(), self._top(place), body.width(), place.height)
                painter.fillRect(ground, QColor(colours.ground))
            else:
                self._painter.paint(painter, place.line, self._bars(place), self._sight)
        self._paint_focus(painter, body)
        now_s = self._clock.wall_s()
        if self._sight.shows_now(now_s):
            painter.setPen(QPen(QColor(colours.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(self.x_of(now_s), body.top()), QPointF(self.x_of(now_s), body.bottom()))
        if self._chosen is not None:
            self._paint_chosen(painter, self._chosen, body)
        painter.setClipping(False)
        self._axis.paint(painter, QRectF(body.left(), 0, body.width(), body.top()), self._sight)
        painter.drawLine(QPointF(0, body.top()), QPointF(body.left(), body.top()))
        painter.end()
        self._painter.strips.keep_only({place.line.key for place in seen})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._set_range()
        self.scrolled.emit()

    def _titles(self, seen: Sequence[Place], body: QRectF) -> QPixmap:
        """The column before the bars; the same as before while nobody scrolls."""
        ratio = self.devicePixelRatioF()
        looks = (self._places, self.verticalScrollBar().value(), self._current, self._titles_px, body.height(), ratio)
        if self._titled is None or self._titled[0] != looks:
            colours, gap = self._theme.colours, self._theme.tokens.space.one
            pixmap = QPixmap(round(self._titles_px * ratio), round(max(1.0, body.height()) * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(QColor(colours.surface))
            painter = QPainter(pixmap)
            for place in seen:
                top, line = self._top(place) - body.top(), place.line
                current = line.key == self._current and not line.heading
                if line.heading or current:
                    ground = colours.ground if line.heading else colours.line
                    painter.fillRect(QRectF(0, top, self._titles_px, place.height), QColor(ground))
                room = QRectF(gap, top, self._titles_px - 2 * gap, place.height)
                self._painter.paint_title(painter, line, room, strong=current)
            painter.end()
            self._titled = (looks, pixmap)
        return self._titled[1]

    def _paint_focus(self, painter: QPainter, body: QRectF) -> None:
        place = self._place_of(self._current)
        if place is None or not self.hasFocus():
            return
        whole = QRectF(0, self._top(place), body.right(), place.height)
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole.adjusted(1, 1, -1, -1))

    def _paint_chosen(self, painter: QPainter, chosen: Pointed, body: QRectF) -> None:
        place = self._place_of(chosen.line.key)
        if place is None:
            return
        bars = self._bars(place)
        left = max(self.x_of(begin_of(chosen.what)), body.left() - 2)
        right = min(max(self.x_of(end_of(chosen.what)), left + 3), body.right() + 2)
        if right > body.left() and left < body.right():
            painter.setClipRect(body)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.colours.text), 2))
            painter.drawRect(QRectF(left, bars.top() - 1, right - left, bars.height() + 2))

    def _seen(self) -> list[Place]:
        above = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, above) - 1)
        return self._places[first : bisect_left(self._tops, above + self._body_px)]

    def _top(self, place: Place) -> int:
        return self._axis.height + place.top - self.verticalScrollBar().value()

    def _bars(self, place: Place) -> QRectF:
        if place.line.heading:
            return QRectF()
        aside = max(2, place.height // 7)
        return QRectF(self._titles_px, self._top(place) + aside, self.bars_width, place.height - 2 * aside)

    def _place_at(self, y: float) -> Place | None:
        inside = y - self._axis.height + self.verticalScrollBar().value()
        if y < self._axis.height or not self._places or inside >= self._content_px:
            return None
        return self._places[max(0, bisect_right(self._tops, inside) - 1)]

    def _place_of(self, key: str) -> Place | None:
        return next((place for place in self._places if place.line.key == key), None) if key else None

    @property
    def _body_px(self) -> int:
        return max(0, self.viewport().height() - self._axis.height)

    @property
    def _content_px(self) -> int:
        return self._places[-1].top + self._places[-1].height if self._places else 0

    def _set_range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._content_px - self._body_px))
        bar.setPageStep(max(1, self._body_px))
        bar.setSingleStep(self._line_px)

    def _measure(self) -> None:
        fonts, space = self._theme.fonts, self._theme.tokens.space
        self._line_px = round(QFontMetricsF(fonts.body).height()) + space.one_half
        self._heading_px = round(QFontMetricsF(fonts.small_strong).height()) + space.one
        letter = QFontMetricsF(fonts.body).horizontalAdvance("n")
        least, most = (letters * letter for letters in _TITLES_EN)
        self._titles_px = round(min(max(least, _TITLES_SHARE * self.viewport().width()), most))

    def _dress(self) -> None:
        self._axis.dress()
        self._titled = None
        self._measure()
        self._painter.dress()
        self.show_lines(self.lines)
