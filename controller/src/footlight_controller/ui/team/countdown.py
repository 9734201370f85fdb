"""How much time is left: a ring that empties, with minutes and seconds in it."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from footlight_common.clock import Clock
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import clock_time

TICK_MS = 250
_LINE = 5
# Little enough that one should hurry.
_HURRY_S = 60.0
_WHOLE = 360 * 16


class Countdown(QWidget):
    """Says so in words too; runs from `start` on."""

    over = Signal()

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._ends_s = self._whole_s = 0.0
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._advance)
        theme.changed.connect(self._dress)

    @property
    def left_s(self) -> float:
        """Seconds until it is over; 0 from then on."""
        return max(0.0, self._ends_s - self._clock.monotonic_s())

    def start(self, ends_s: float) -> None:
        """Run until the clock's monotonic `ends_s`; the ring is whole now."""
        self._ends_s = ends_s
        self._whole_s = max(self._whole_s, self.left_s)
        self._tick.start()
        self._advance()

    def stop(self) -> None:
        """Stand still."""
        self._tick.stop()

    def sizeHint(self) -> QSize:
        across = round(QFontMetricsF(self._theme.fonts.body_strong).horizontalAdvance("00:00")) + 4 * _LINE
        return QSize(across, across)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - _LINE - 1
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(colours.line), _LINE))
        painter.drawEllipse(ring)
        left_s = self.left_s
        tone = Tone.CAUTION if left_s < _HURRY_S else Tone.ACCENT
        pen = QPen(QColor(colours.tone(tone)), _LINE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        share = left_s / self._whole_s if self._whole_s else 0.0
        if share:
            painter.drawArc(ring, 90 * 16, round(share * _WHOLE))
        painter.setFont(self._theme.fonts.body_strong)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, clock_time(left_s))
        painter.end()

    def _advance(self) -> None:
        self.setAccessibleName(self.tr("Time left: {}").format(clock_time(self.left_s)))
        self.update()
        if not self.left_s:
            self._tick.stop()
            self.over.emit()

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()
