"""One plot as a picture: drawn by pyqtgraph where nobody sees it, and shown with the crosshair over it."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsPathItem, QWidget

from footlight_controller.ui.figures import plotting
from footlight_controller.ui.figures.amounts import Unit, on_axis, round_steps
from footlight_controller.ui.figures.clock_ticks import clock_ticks, uncut
from footlight_controller.ui.figures.record import Curve, Record
from footlight_controller.ui.figures.span import HOUR_S, Span
from footlight_controller.ui.figures.subjects import Line, Subject, Weight, figures_of
from footlight_controller.ui.theme.theme import Theme

# Up to here each reading is worth a point of its own.
FINE_UP_TO_S = 2 * HOUR_S
_VALUE_TICKS = 4
# In widths of the letter n.
_AXIS_EN = 8.0
_CLOCK_EN = 11.0
_HAIR = 0.004
_OUT_OF_SIGHT = (-20_000, -20_000)
_BAND_ALPHA = 0.22
_MARK_ALPHA = 0.20


class Chart:
    """Draws a subject into a pixmap. Qt thread."""

    def __init__(self, theme: Theme, subject: Subject, parent: QWidget) -> None:
        """`parent` keeps the widget of pyqtgraph, out of its sight."""
        self._theme = theme
        self._subject = subject
        self._widget = plotting.PlotWidget(parent)
        # Not hidden: its parts would learn of a new size only when it is shown.
        self._widget.move(*_OUT_OF_SIGHT)
        self._widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot = self._widget.getPlotItem()
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        for action in self._widget.scene().contextMenu:
            # Nobody gets at it, and it speaks English.
            action.setText("")
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.disableAutoRange()
        self._plot.setContentsMargins(0, 0, 0, 0)
        self._items: list[object] = []

    @property
    def left(self) -> float:
        """Width of the value axis."""
        return round(QFontMetricsF(self._theme.fonts.small).horizontalAdvance("n") * _AXIS_EN)

    @property
    def top(self) -> float:
        """What the words of the highest mark need above it."""
        return round(QFontMetricsF(self._theme.fonts.small).height() / 2)

    @property
    def bottom(self) -> float:
        """Height of the time axis."""
        return round(QFontMetricsF(self._theme.fonts.small).height() + self._theme.tokens.space.one)

    def area(self, width: float, height: float) -> QRectF:
        """Where in a picture of this size the lines are."""
        return QRectF(self.left, self.top, max(1.0, width - self.left), max(1.0, height - self.top - self.bottom))

    def draw(self, record: Record, span: Span, width: int, height: int) -> QPixmap:
        """What is known of the subject in this span, for the screen that its parent is on."""
        self._dress()
        self._fill(record, span, width)
        self._widget.resize(width, height)
        pixmap: QPixmap = self._widget.grab()
        return pixmap

    def _dress(self) -> None:
        colours, fonts = self._theme.colours, self._theme.fonts
        self._widget.setBackground(colours.surface)
        self._widget.setAntialiasing(True)
        self._plot.layout.setContentsMargins(0, self.top, 0, 0)
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setStyle(
                tickFont=fonts.small,
                tickLength=0,
                hideOverlappingLabels=False,
                tickTextOffset=self._theme.tokens.space.half,
            )
            axis.setTextPen(colours.text_faint)
            axis.setPen(colours.line)
            axis.setTickPen(colours.line)
        self._plot.getAxis("left").setWidth(self.left)
        self._plot.getAxis("left").setPen(plotting.pen(None))
        self._plot.getAxis("bottom").setHeight(self.bottom)

    def _fill(self, record: Record, span: Span, width: int) -> None:
        for item in self._items:
            self._plot.removeItem(item)
        self._items = []
        fine = span.length_s <= FINE_UP_TO_S
        highest = self._highest(record, span, fine=fine)
        self._plot.setXRange(span.from_s, span.to_s, padding=0)
        # A hair more: a mark at the very end would not be drawn.
        self._plot.setYRange(-_HAIR * highest, (1.0 + _HAIR) * highest, padding=0)
        steps = [value for value in round_steps(0.0, highest, _VALUE_TICKS, self._subject.unit) if value <= highest]
        self._plot.getAxis("left").setTicks([[(value, on_axis(value, self._subject.unit)) for value in steps]])
        self._plot.getAxis("bottom").setTicks([self._clock_ticks(span, width)])
        self._rule(span, steps)
        for mark in self._subject.marks:
            self._mark(record, span, mark, highest, fine=fine)
        for line in self._subject.lines:
            for name in figures_of(line, record.known):
                self._draw_line(Curve.of(record.pieces(name, fine=fine).within(span)), line)

    def _clock_ticks(self, span: Span, width: int) -> list[tuple[float, str]]:
        """Those whose words are not cut at the end of the picture."""
        metrics, room = QFontMetricsF(self._theme.fonts.small), self.area(width, 0).width()
        ticks = clock_ticks(span.from_s, span.to_s, int(width / (metrics.horizontalAdvance("n") * _CLOCK_EN)))
        return uncut(ticks, span.to_s, room / span.length_s, metrics.horizontalAdvance)

    def _rule(self, span: Span, steps: list[float]) -> None:
        """Lines across. Those of the axis itself would cut the words of its first and last mark."""
        path = QPainterPath()
        for value in steps:
            path.moveTo(span.from_s, value)
            path.lineTo(span.to_s, value)
        item = QGraphicsPathItem(path)
        pen = QPen(QColor(self._theme.colours.line))
        pen.setCosmetic(True)
        item.setPen(pen)
        item.setZValue(-1.0)
        self._add(item)

    def _highest(self, record: Record, span: Span, *, fine: bool) -> float:
        """Where the value axis ends."""
        subject = self._subject
        if subject.whole:
            whole = record.pieces(subject.whole, fine=fine)
            if whole.most.size:
                return max(1.0, float(whole.most.max()))
        if subject.unit is Unit.PERCENT:
            return 100.0
        names = [name for line in subject.lines for name in figures_of(line, record.known)]
        found = [record.pieces(name, fine=fine).highest(span) for name in names]
        high = max((each for each in found if each is not None), default=0.0)
        return round_steps(0.0, max(high * 1.05, subject.ceiling or 0.0), _VALUE_TICKS, subject.unit)[-1]

    def _draw_line(self, curve: Curve, line: Line) -> None:
        colour = QColor(self._theme.colours.tone(line.tone))
        if not curve.x.size:
            return
        if line.weight is Weight.THIN:
            colour.setAlphaF(0.45)
            self._add(plotting.Curve(curve.x, curve.mean, pen=plotting.pen(colour, width=1), connect="finite"))
            return
        band = QPainterPath()
        for run in curve.runs():
            if np.any(curve.most[run] > curve.least[run]):
                x = curve.x[run]
                edge = np.concatenate((curve.most[run], curve.least[run][::-1]))
                band.addPath(plotting.path_of(np.concatenate((x, x[::-1])), edge))
        if not band.isEmpty():
            self._add_path(band, colour, _BAND_ALPHA)
        self._add(plotting.Curve(curve.x, curve.mean, pen=plotting.pen(colour, width=1.5), connect="finite"))

    def _mark(self, record: Record, span: Span, mark: Line, highest: float, *, fine: bool) -> None:
        path = QPainterPath()
        for name in figures_of(mark, record.known):
            for start_s, end_s in record.pieces(name, fine=fine).within(span).when_set():
                path.addRect(QRectF(start_s, 0.0, end_s - start_s, highest))
        if not path.isEmpty():
            self._add_path(path, QColor(self._theme.colours.tone(mark.tone)), _MARK_ALPHA)

    def _add_path(self, path: QPainterPath, colour: QColor, alpha: float) -> None:
        colour = QColor(colour)
        colour.setAlphaF(alpha)
        item = QGraphicsPathItem(path)
        item.setPen(Qt.PenStyle.NoPen)
        item.setBrush(colour)
        self._add(item)

    def _add(self, item: object) -> None:
        self._plot.addItem(item, ignoreBounds=True)
        self._items.append(item)


def latest_of(record: Record, names: Collection[str], at_s: float, *, fine: bool) -> tuple[float, float, float] | None:
    """Least, mean and most of the highest of some figures at a moment; None where nothing is known."""
    found = [each for name in names if (each := record.pieces(name, fine=fine).at(at_s)) is not None]
    return max(found, key=lambda each: each[1]) if found else None
