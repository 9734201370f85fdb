"""The bell: opens the notification centre, and says how many notes nobody has read."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.shell.count_button import CountButton
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.badge import badge_text

ICON = 22
SHORTCUT = "Ctrl+B"


class Bell(CountButton):
    """Checked while the notification centre is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._describe()

    def sizeHint(self) -> QSize:
        side = 40
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = self._theme.tokens.radius.medium
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.raised if colours.dark else colours.ground))
            painter.drawRoundedRect(frame, radius, radius)
        self.draw_focus(painter, frame, radius)
        name, colour = ("bell", colours.accent) if self.isChecked() else ("bell-outline", colours.text_muted)
        inset = round((self.width() - ICON) / 2)
        painter.drawPixmap(inset, inset, self._theme.icons.pixmap(name, colour, ICON, self.devicePixelRatioF()))
        if text := badge_text(self._count):
            self._paint_count(painter, text)
        painter.end()

    def _paint_count(self, painter: QPainter, text: str) -> None:
        font = self._theme.fonts.small_strong
        metrics = QFontMetricsF(font)
        height = metrics.height()
        width = max(height, metrics.horizontalAdvance(text) + 8)
        pill = QRectF(self.width() - width, 1, width, height)
        painter.setPen(QPen(QColor(self._theme.colours.surface), 1.5))
        painter.setBrush(QColor(self._theme.colours.bad))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        # Readable on the tone of what is bad, in both themes.
        painter.setPen(QColor(self._theme.colours.surface))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _describe(self) -> None:
        name = self.tr("Notifications")
        self.setAccessibleName(self.tr("Notifications, %n unread", "", self._count) if self._count else name)
        self.setToolTip(f"{name} ({SHORTCUT})")
