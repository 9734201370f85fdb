"""One entry of the side bar: icon, word, and how many wait there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.shell.count_button import CountButton
from footlight_controller.ui.shell.places import Place
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.badge import badge_text

ICON = 22
PAD = 12
# Room for a badge on the corner of the icon.
MARK = 9


class NavButton(CountButton):
    """Checked while its page is open. Folded it is only the icon, and says its word in a tool tip."""

    def __init__(self, theme: Theme, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._place = place
        self._folded = False
        self.setAutoExclusive(True)
        self._describe()

    def fold(self, on: bool) -> None:
        """Only the icon, or the word too."""
        self._folded = on
        self._describe()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.fonts.body_strong)
        height = max(44, round(metrics.height()) + 2 * PAD)
        if self._folded:
            return QSize(height, height)
        room_for_count = QFontMetricsF(self._theme.fonts.small_strong).horizontalAdvance("99+") + 2 * PAD
        return QSize(round(PAD + ICON + PAD + metrics.horizontalAdvance(self._place.word) + room_for_count), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, fonts = self._theme.colours, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = self._theme.tokens.radius.medium
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(colours.tint(Tone.ACCENT)))
            painter.drawRoundedRect(frame, radius, radius)
        elif self.underMouse():
            painter.setBrush(QColor(colours.raised if colours.dark else colours.ground))
            painter.drawRoundedRect(frame, radius, radius)
        self.draw_focus(painter, frame, radius)
        colour = colours.accent if self.isChecked() else colours.text_muted
        left = (self.width() - ICON) / 2 if self._folded else PAD
        top = (self.height() - ICON) / 2
        pixmap = self._theme.icons.pixmap(self._place.icon, colour, ICON, self.devicePixelRatioF())
        painter.drawPixmap(round(left), round(top), pixmap)
        if not self._folded:
            painter.setFont(fonts.body_strong if self.isChecked() else fonts.body)
            painter.setPen(QColor(colours.accent if self.isChecked() else colours.text))
            words = QRectF(2 * PAD + ICON, 0, self.width() - 2 * PAD - ICON, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._place.word)
        if text := badge_text(self._count):
            self._paint_badge(painter, text, QRectF(left, top, ICON, ICON))
        painter.end()

    def _paint_badge(self, painter: QPainter, text: str, icon: QRectF) -> None:
        colours, font = self._theme.colours, self._theme.fonts.small_strong
        metrics = QFontMetricsF(font)
        height = metrics.height() + 1
        width = max(height, metrics.horizontalAdvance(text) + 10)
        if self._folded:
            pill = QRectF(min(icon.right() - MARK, self.width() - width - 1), icon.top() - MARK, width, height)
        else:
            pill = QRectF(self.width() - PAD - width, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_fill))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(colours.on_fill))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _describe(self) -> None:
        word = self._place.word
        self.setAccessibleName(self.tr("{}, %n waiting", "", self._count).format(word) if self._count else word)
        self.setToolTip(f"{word} ({self._place.shortcut})")
