"""One line of somebody's text: cut with an ellipsis where there is no room, whole in the tool tip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.label import at_start
from footlight_controller.ui.words import one_line

LEAST_WIDTH = 40


class ElidedLabel(QLabel):
    """As wide as its place, never wider because of its text."""

    def __init__(self, text: str, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(at_start())
        self.setProperty("kind", kind)
        self.show_text(text)

    @property
    def whole(self) -> str:
        """All of it."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Another text."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(one_line(text))
            self._cut()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance(one_line(self._whole))) + 2, round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(LEAST_WIDTH, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        line = one_line(self._whole)
        shown = elided(self._whole, self.font(), self.width())
        self.setText(shown)
        self.setToolTip(tip(self._whole) if shown != line else "")
