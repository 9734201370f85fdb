"""One setting: what it is on the left, the control on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label


class FormRow(QWidget):
    """Gives `control` its accessible name."""

    def __init__(self, theme: Theme, name: str, text: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.control = control
        self._error = label("", "error", wrap=True)
        self._error.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._name, self._text = label("", "strong", wrap=True), label("", "muted", wrap=True)
        words.addWidget(self._name)
        words.addWidget(self._text)
        words.addWidget(self._error)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space.one, 0, space.one)
        row.setSpacing(space.three)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_words(name, text)

    def show_words(self, name: str, text: str) -> None:
        """What it is called, and what there is to know of it."""
        self._name.setText(name)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        if not (isinstance(self.control, QAbstractButton) and self.control.text()):
            # A button with a word on it is called by that.
            self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(text)

    def show_error(self, text: str) -> None:
        """What is wrong with the value; empty when nothing is."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
