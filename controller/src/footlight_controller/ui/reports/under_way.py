"""How far something is, in one line: words, a bar, and a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.elided_label import ElidedLabel

_BAR_WIDTH = 140


class UnderWay(QWidget):
    """Words alone while nothing is under way; then `again` may be there to be pressed."""

    cancelled = Signal()
    again_wanted = Signal()

    def __init__(self, theme: Theme, again: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.again = QPushButton(again)
        self._can_again = bool(again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one_half)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.cancel, self.again):
            button.setProperty("kind", "plain")
            row.addWidget(button)
        self.cancel.clicked.connect(self.cancelled)
        self.again.clicked.connect(self.again_wanted)
        self.show_words("")

    def show_progress(self, words: str, done: int, total: int) -> None:
        """It is under way."""
        had_focus = self.again.hasFocus()
        self.words.show_text(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()
        self.cancel.show()
        self.again.hide()
        if had_focus:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_words(self, words: str) -> None:
        """Nothing is under way."""
        had_focus = self.cancel.hasFocus()
        self.words.show_text(words)
        self.bar.hide()
        self.cancel.hide()
        self.again.setVisible(self._can_again)
        if had_focus and self._can_again:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
