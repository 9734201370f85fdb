"""Shows the picture of a plot with the crosshair over it, and takes the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from footlight_controller.ui.figures.chart import Chart
from footlight_controller.ui.figures.record import Record
from footlight_controller.ui.figures.span import Span
from footlight_controller.ui.figures.subjects import Subject
from footlight_controller.ui.theme.theme import Theme

HEIGHT = 140
# Of the length, for one notch of the wheel.
ZOOM_A_NOTCH = 0.8
_NOTCH = 120


class Canvas(QWidget):
    """Draws the plot anew only when told so, and only while it is in sight."""

    pointed = Signal(float)
    """Unix seconds: the pointer is there."""
    left = Signal()
    """The pointer is gone."""
    dragged = Signal(float)
    """Seconds by which the times below the pointer are to go back."""
    zoomed = Signal(float, float)
    """How many times as much is to be shown, and around which moment."""

    def __init__(self, theme: Theme, subject: Subject, scrolls: Callable[[], bool], parent: QWidget) -> None:
        """`scrolls` says whether the wheel is moving the page just now."""
        super().__init__(parent)
        self._theme = theme
        self._chart = Chart(theme, subject, self)
        self._scrolls = scrolls
        self._record: Record | None = None
        self._span = Span(0.0, 1.0)
        self._pixmap: QPixmap | None = None
        self._at_s: float | None = None
        self._grabbed: QPointF | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_record(self, record: Record, span: Span) -> None:
        """Draw this from now on."""
        self._record, self._span, self._pixmap = record, span, None
        self.update()

    def show_crosshair(self, at_s: float | None) -> None:
        """At this moment; None for none."""
        if at_s != self._at_s:
            self._at_s = at_s
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._record is None:
            return
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = self._chart.draw(self._record, self._span, self.width(), self.height())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        area = self._chart.area(self.width(), self.height())
        if self._at_s is not None and self._span.from_s <= self._at_s <= self._span.to_s:
            x = round(area.left() + (self._at_s - self._span.from_s) / self._span.length_s * area.width())
            painter.setPen(QPen(QColor(self._theme.colours.text_muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x + 0.5, area.top()), QPointF(x + 0.5, area.bottom()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pixmap = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = None
            self.setCursor(Qt.CursorShape.CrossCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            by_px = event.position().x() - self._grabbed.x()
            self._grabbed = event.position()
            self.dragged.emit(-by_px * self._seconds_a_pixel())
        self.pointed.emit(self._moment_at(event.position()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if self._scrolls():
            # One goes through the page: it must not stop where a plot comes under the pointer.
            event.ignore()
            return
        if abs(turned.x()) > abs(turned.y()):
            self.dragged.emit(-turned.x() / _NOTCH * self._span.length_s / 10)
        elif turned.y():
            self.zoomed.emit(ZOOM_A_NOTCH ** (turned.y() / _NOTCH), self._moment_at(event.position()))
        event.accept()

    def _seconds_a_pixel(self) -> float:
        return self._span.length_s / self._chart.area(self.width(), self.height()).width()

    def _moment_at(self, place: QPointF) -> float:
        area = self._chart.area(self.width(), self.height())
        at_s = self._span.from_s + (place.x() - area.left()) * self._seconds_a_pixel()
        return min(max(at_s, self._span.from_s), self._span.to_s)
