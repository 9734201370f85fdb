"""A slider that says where a person left it, and follows a value while nobody holds it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from footlight_controller.ui.theme.theme import Theme

KNOB = 16
TRACK = 4
# Steps by key or wheel come in runs; only where they end is worth a command.
REST_MS = 350
# So long the player has to tell the new value; until then the old one would make the knob jump back.
TRUST_MS = 1500


class Slider(QSlider):
    """Horizontal. `settled` is what somebody chose, once they let go."""

    settled = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._settle)
        self._trust = QTimer(self, singleShot=True, interval=TRUST_MS)
        theme.changed.connect(self.update)

    @property
    def held(self) -> bool:
        """Whether somebody is choosing, or has just chosen."""
        return self.isSliderDown() or self._rest.isActive() or self._trust.isActive()

    def follow(self, value: int) -> None:
        """Show `value` unless somebody is choosing another."""
        if not self.held:
            self.setValue(value)

    def let_go(self) -> None:
        """Forget what is being chosen."""
        self._rest.stop()
        self._trust.stop()
        self.setSliderDown(False)

    def sizeHint(self) -> QSize:
        return QSize(160, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Who scrolls the page over it does not mean it.
        if not self.hasFocus():
            event.ignore()
            return
        before = self.value()
        super().wheelEvent(event)
        if self.value() != before:
            self._rest.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.let_go()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, left, room = self.height() / 2, KNOB / 2, self.width() - KNOB
        share = (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
        knob = QPointF(left + room * share, middle)
        painter.setBrush(QColor(colours.edge if self.isEnabled() else colours.line))
        painter.drawRoundedRect(QRectF(left, middle - TRACK / 2, room, TRACK), TRACK / 2, TRACK / 2)
        if self.isEnabled():
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(QRectF(left, middle - TRACK / 2, room * share, TRACK), TRACK / 2, TRACK / 2)
            if self.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.setBrush(QColor(colours.surface))
                painter.drawEllipse(knob, KNOB / 2 - 1, KNOB / 2 - 1)
                painter.setPen(Qt.PenStyle.NoPen)
            grown = self.isSliderDown() or self.underMouse()
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(knob, *((KNOB / 2 - 2,) * 2 if grown else (KNOB / 2 - 3,) * 2))
        painter.end()

    def _move_to(self, place: QPointF) -> None:
        share = (place.x() - KNOB / 2) / max(1, self.width() - KNOB)
        self.setValue(self.minimum() + round(min(1.0, max(0.0, share)) * (self.maximum() - self.minimum())))

    def _settle(self) -> None:
        self._rest.stop()
        self._trust.start()
        self.settled.emit(self.value())
