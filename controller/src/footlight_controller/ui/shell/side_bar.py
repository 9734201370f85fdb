"""The side bar: one entry per page."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from footlight_controller.ui.shell.nav_button import NavButton
from footlight_controller.ui.shell.places import PLACES
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label


class SideBar(QFrame):
    """Says which page is wanted; the window opens it."""

    chosen = Signal(str)
    """Key of a place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self._name = label("Footlight", "title")
        self.buttons = {place.key: NavButton(theme, place) for place in PLACES}
        head = QHBoxLayout()
        head.setContentsMargins(space.half, 0, 0, space.one)
        head.setSpacing(space.one_half)
        head.addWidget(Glyph(theme, "spotlight-beam", Tone.ACCENT, size=22, plate=34))
        head.addWidget(self._name)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.one, space.one_half, space.one, space.one_half)
        column.setSpacing(space.half)
        column.addLayout(head)
        for place in PLACES:
            if place.at_the_end:
                column.addStretch(1)
            column.addWidget(self.buttons[place.key])
            # A click on the page that is open does no harm.
            self.buttons[place.key].clicked.connect(lambda _=False, key=place.key: self.chosen.emit(key))
            # Not a shortcut of the button, which would take the keyboard there instead of into the page.
            shortcut = QShortcut(QKeySequence(place.shortcut), self)
            shortcut.activated.connect(lambda key=place.key: self._choose(key))

    def show_place(self, key: str) -> None:
        """Mark the page that is open."""
        self.buttons[key].setChecked(True)

    def fold(self, on: bool) -> None:
        """Only icons, for a narrow window."""
        self._name.setVisible(not on)
        for button in self.buttons.values():
            button.fold(on)

    def _choose(self, key: str) -> None:
        for button in self.buttons.values():
            button.clearFocus()
        self.chosen.emit(key)
