"""A field to type in, with its name above it and a hint below."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from footlight_controller.ui.widgets.label import label


class Field(QWidget):
    """Gives `control` its accessible name; the keyboard that comes to the field goes there."""

    def __init__(self, name: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.name = label(name, "caption")
        self.hint = label(hint, "small", wrap=True)
        self.hint.setVisible(bool(hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(control)
        column.addWidget(self.hint)
        control.setAccessibleName(name)
        control.setAccessibleDescription(hint)
        self.setFocusProxy(control)


def line(text: str = "", *, example: str = "", secret: bool = False, longest: int = 0) -> QLineEdit:
    """A line to type in; `secret` shows dots, `longest` bounds it where it is not 0."""
    made = QLineEdit(text)
    made.setPlaceholderText(example)
    if longest:
        made.setMaxLength(longest)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
