"""What the buttons that draw themselves have in common: the theme, hovering, and when the focus is shown."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from footlight_controller.ui.theme.theme import Theme

# By mouse, and when the window comes to the front, nobody looks for the focus.
_QUIET = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class PaintedButton(QAbstractButton):
    """Takes the focus by mouse and by keyboard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shows_focus = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._dress)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() not in _QUIET
        super().focusInEvent(event)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def draw_focus(self, painter: QPainter, frame: QRectF, radius: float) -> None:
        """A ring along `frame`, where the focus came by keyboard."""
        if self.hasFocus() and self._shows_focus:
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, radius, radius)
