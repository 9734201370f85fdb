"""An icon as a widget, in a colour of the theme, bare or on a tinted plate."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone


class Glyph(QWidget):
    """Decoration: the words beside it say the same."""

    def __init__(
        self, theme: Theme, name: str, tone: Tone, size: int, plate: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._tone, self._size, self._plate = theme, name, tone, size, plate
        self.setFixedSize(QSize(plate or size, plate or size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def show_as(self, name: str, tone: Tone) -> None:
        """Another icon, another tone."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        if self._plate:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint(self._tone)))
            radius = self._theme.tokens.radius.medium
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        inset = (self.width() - self._size) // 2
        pixmap = self._theme.icons.pixmap(self._name, colours.tone(self._tone), self._size, self.devicePixelRatioF())
        painter.drawPixmap(inset, inset, pixmap)
        painter.end()
