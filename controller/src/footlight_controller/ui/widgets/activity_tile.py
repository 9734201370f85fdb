"""An activity on the screen: its words, a bar, and a button that cancels it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.activity import Activity
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.toast import tile_height


class ActivityTile(QFrame):
    """Stands in the strip beside toasts."""

    def __init__(self, theme: Theme, activity: Activity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._theme = theme
        self.activity = activity
        self.setProperty("kind", "toast")
        self._text = ElidedLabel(activity.text, "strong")
        self._count = ElidedLabel("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(activity.text)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel: {}").format(activity.text))
        # A click leaves the keyboard with the players: the button goes with what it cancels.
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self._cancel)
        words = QVBoxLayout()
        words.setSpacing(space.half)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._count)
        words.addWidget(self.bar)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.two, space.half, space.one_half, space.half)
        row.setSpacing(space.one_half)
        row.addLayout(words, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._dress)
        activity.changed.connect(self._show)
        self._dress()
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), tile_height(self._theme))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    @property
    def text(self) -> str:
        """What it says now."""
        return f"{self._text.whole} {self._count.whole}".strip()

    def _show(self) -> None:
        activity = self.activity
        self.bar.setRange(0, activity.total if activity.total > 1 else 0)
        self.bar.setValue(activity.done)
        self._text.show_text(activity.text)
        counts = activity.total > 1
        self._count.setVisible(counts)
        self._count.show_text(self.tr("{} of {}").format(activity.done, activity.total) if counts else "")

    def _cancel(self) -> None:
        # Not disabled, which would hand the keyboard on: the tile goes with the result, in a moment.
        self.activity.cancel()

    def _dress(self) -> None:
        self.setFixedHeight(tile_height(self._theme))
