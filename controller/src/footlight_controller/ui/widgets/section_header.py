"""What stands above a part of a page: its name, a figure, and what can be done with all of it."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.badge import Badge
from footlight_controller.ui.widgets.label import label


class SectionHeader(QWidget):
    """Widgets added to `buttons` stand on the right."""

    def __init__(self, theme: Theme, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        # There is room for all its digits.
        self.badge = Badge(most=sys.maxsize)
        first = QHBoxLayout()
        first.setSpacing(space.one)
        first.addWidget(label(title, "heading"))
        first.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        if text:
            words.addWidget(label(text, "muted", wrap=True))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(space.one)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.two)
        row.addLayout(words, 1)
        row.addLayout(self.buttons)
