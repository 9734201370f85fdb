"""A dialog that asks whether something is meant, where there is no way to undo it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label

WIDTH = 440


class Confirmation(QDialog):
    """Open it with `open()`; `accepted` says yes. Escape cancels, Enter does what has the keyboard: Cancel at first."""

    def __init__(
        self,
        theme: Theme,
        *,
        title: str,
        text: str,
        button: str,
        harmless: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`harmless`: nothing is lost by a yes, which has the keyboard at first."""
        super().__init__(parent)
        space = theme.tokens.space
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.confirm = QPushButton(button)
        self.confirm.setProperty("kind", "primary" if harmless else "danger")
        self.cancel = QPushButton(self.tr("Cancel"))
        self._first = self.confirm if harmless else self.cancel
        # Enter goes to the button with the keyboard; a default that stays would take it from there.
        self._first.setDefault(True)
        # What a screen reader says first is the question, not only the button that has the focus.
        self._first.setAccessibleDescription(f"{title} {text}")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.three, space.three, space.three, space.three)
        column.setSpacing(space.one_half)
        column.addWidget(label(title, "heading", wrap=True))
        column.addWidget(label(text, "muted", wrap=True))
        column.addSpacing(space.one)
        column.addLayout(buttons)
        self.confirm.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # As high as the wrapped texts need, which a dialog does not find out by itself.
        if (layout := self.layout()) is not None:
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH))
        self._first.setFocus()
