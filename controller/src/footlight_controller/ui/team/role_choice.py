"""One of the four roles, with what each may do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from footlight_common.security.roles import Role
from footlight_controller.ui.role_words import role_text, role_title
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label

# Of the round mark with its gap, as the style sheet has it.
_INDENT = 30


class RoleChoice(QWidget):
    """An operator at first: what most people are invited for."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.buttons: dict[Role, QRadioButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for role in Role:
            button = QRadioButton(role_title(role))
            button.setAccessibleDescription(role_text(role))
            button.toggled.connect(lambda on: self.chosen.emit() if on else None)
            words = label(role_text(role), "muted", wrap=True)
            words.setContentsMargins(_INDENT, 0, 0, space.one)
            self._group.addButton(button)
            self.buttons[role] = button
            column.addWidget(button)
            column.addWidget(words)
        self.buttons[Role.OPERATOR].setChecked(True)
        self.setFocusProxy(self.buttons[Role.OPERATOR])

    @property
    def role(self) -> Role:
        return next(role for role, button in self.buttons.items() if button.isChecked())
