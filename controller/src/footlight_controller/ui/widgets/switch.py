"""On or off, at once."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.painted_button import PaintedButton


class Switch(PaintedButton):
    """A check box that acts when it is touched. The place of its knob and a tick say that it is on, not only colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(52, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, on, enabled = self._theme.colours, self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(4, (self.height() - 24) / 2, 44, 24)
        fill = colours.accent_fill if on else colours.field
        edge = colours.accent_fill if on else colours.text_faint
        if not enabled:
            fill, edge = colours.line, colours.line
        elif self.underMouse() and on:
            fill = edge = colours.accent_fill_hover
        self.draw_focus(painter, track.adjusted(-3, -3, 3, 3), 15)
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(track, 12, 12)
        knob = QRectF(track.right() - 21 if on else track.left() + 3, track.top() + 3, 18, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_fill if on and enabled else colours.text_faint))
        painter.drawEllipse(knob)
        if on:
            ratio = self.devicePixelRatioF()
            tick = self._theme.icons.pixmap("check-bold", colours.accent_fill if enabled else colours.line, 12, ratio)
            painter.drawPixmap(knob.topLeft().toPoint().x() + 3, knob.topLeft().toPoint().y() + 3, tick)
        painter.end()
