"""The side bar: one entry per page."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.core.site_view import SiteView
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.shell.nav_button import NavButton
from footlight_controller.ui.shell.places import PLACES
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import isolated, shortened


class SideBar(QFrame):
    """Says which page is wanted; the window opens it."""

    chosen = Signal(str)
    """Key of a place."""
    join_wanted = Signal()
    """The person was removed from the site, and has an invitation to come back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self._name = label("Footlight", "title")
        self._site, self._role = ElidedLabel("", "caption"), ElidedLabel("", "small")
        self.foot = QWidget()
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(space.one_half, 0, space.one, space.one)
        foot.setSpacing(0)
        foot.addWidget(self._site)
        foot.addWidget(self._role)
        self.join = QPushButton(self.tr("Join again…"))
        self.join.setProperty("kind", "plain")
        self.join.clicked.connect(self.join_wanted)
        self.join.hide()
        foot.addWidget(self.join)
        self.foot.hide()
        self._folded = False
        self.buttons = {place.key: NavButton(theme, place) for place in PLACES}
        head = QHBoxLayout()
        head.setContentsMargins(space.half, 0, 0, space.one)
        head.setSpacing(space.one_half)
        # Where there is room for nothing else, it says which site this is.
        self._mark = Glyph(theme, "spotlight-beam", Tone.ACCENT, size=22, plate=34)
        head.addWidget(self._mark)
        head.addWidget(self._name)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.one, space.one_half, space.one, space.one_half)
        column.setSpacing(space.half)
        column.addLayout(head)
        for place in PLACES:
            if place.at_the_end:
                column.addStretch(1)
                column.addWidget(self.foot)
            column.addWidget(self.buttons[place.key])
            # A click on the page that is open does no harm.
            self.buttons[place.key].clicked.connect(lambda _=False, key=place.key: self.chosen.emit(key))
            # Not a shortcut of the button, which would take the keyboard there instead of into the page.
            shortcut = QShortcut(QKeySequence(place.shortcut), self)
            shortcut.activated.connect(lambda key=place.key: self._choose(key))

    def show_place(self, key: str) -> None:
        """Mark the page that is open."""
        self.buttons[key].setChecked(True)

    def show_site(self, site: SiteView | None, *, removed: bool = False) -> None:
        """Which site this is, and as what the person is in it; `removed` for who is not in it any more."""
        if site is not None:
            removed = removed or site.me is None
            name = isolated(shortened(site.name))
            self._site.show_text(self.tr("Removed from {}").format(name) if removed else site.name)
            self._role.setHidden(removed)
            if site.me is not None:
                self._role.show_text(role_word(site.me.role))
            self.join.setVisible(removed)
            words = [self._site.whole, *([] if removed else [self._role.whole])]
            self._mark.setToolTip(tip("\n".join(words)))
            self._mark.setAccessibleDescription(", ".join(words))
        self.foot.setVisible(site is not None and not self._folded)

    def fold(self, on: bool) -> None:
        """Only icons, for a narrow window."""
        self._folded = on
        self._name.setVisible(not on)
        self.foot.setVisible(not on and bool(self._site.whole))
        for button in self.buttons.values():
            button.fold(on)

    def _choose(self, key: str) -> None:
        for button in self.buttons.values():
            button.clearFocus()
        self.chosen.emit(key)
