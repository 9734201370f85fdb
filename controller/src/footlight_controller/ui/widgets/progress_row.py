"""Work that takes long: what it is, how far it is, and a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label

_STEPS = 1000


class ProgressRow(QWidget):
    """Unknown how far until `show_progress` says."""

    cancelled = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._detail = label("", "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(name)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel: {}").format(name))
        self.cancel.clicked.connect(self._cancel)
        words = QVBoxLayout()
        words.setSpacing(space.half)
        words.addWidget(label(name, "strong", wrap=True))
        words.addWidget(self.bar)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.two)
        row.addLayout(words, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_progress(self, share: float | None, detail: str = "") -> None:
        """How far it is, 0 to 1, None while nobody knows; and in words."""
        if share is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(min(1.0, max(0.0, share)) * _STEPS))
        self._show_detail(detail)

    def show_failure(self, why: str) -> None:
        """It ended badly; nothing is left to cancel."""
        self.bar.setRange(0, _STEPS)
        self.cancel.setEnabled(False)
        self._show_detail(why, kind="error")

    def _show_detail(self, text: str, kind: str = "small") -> None:
        self._detail.setText(text)
        self._detail.setProperty("kind", kind)
        self._detail.style().unpolish(self._detail)
        self._detail.style().polish(self._detail)

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancelled.emit()
