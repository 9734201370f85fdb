"""The part of the Settings page about the site: who the person is in it, where its keys lie, and its backup."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from footlight_common.security.roles import Role
from footlight_controller.core.site_view import SiteView
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.chip import Tag
from footlight_controller.ui.widgets.form_row import FormRow
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import isolated, one_line, shortened


class SiteSection(QWidget):
    """Hidden while there is no site."""

    backup_wanted = Signal()
    join_wanted = Signal()
    """The person was removed, and has an invitation to come back."""

    def __init__(self, theme: Theme, permission: Permission, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._permission = permission
        self._in_keyring: bool | None = None
        self._role = Tag("", Tone.ACCENT)
        self.backup = QPushButton(self.tr("Save a backup…"))
        self.backup.clicked.connect(self.backup_wanted)
        self.join = QPushButton(self.tr("Join again…"))
        self.join.setProperty("kind", "primary")
        self.join.clicked.connect(self.join_wanted)
        mine = QWidget()
        held = QHBoxLayout(mine)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(theme.tokens.space.one_half)
        held.addWidget(self._role)
        held.addWidget(self.join)
        self._site_row = FormRow(theme, "", "", mine)
        self._keys_row = FormRow(theme, "", "", Glyph(theme, "key-variant", Tone.QUIET, size=20, plate=36))
        self._backup_row = FormRow(theme, "", "", self.backup)
        space = theme.tokens.space
        card = Card(theme)
        card.column.setContentsMargins(space.two, space.half, space.two, space.half)
        card.column.setSpacing(0)
        for number, row in enumerate((self._site_row, self._keys_row, self._backup_row)):
            if number:
                line = QFrame()
                line.setProperty("kind", "line")
                card.column.addWidget(line)
            card.column.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, space.one)
        column.setSpacing(space.one_half)
        column.addWidget(SectionHeader(theme, self.tr("Site")))
        column.addWidget(card)
        permission.changed.connect(self._show)
        self._show()

    @property
    def text(self) -> str:
        """All that it says, a line for each sentence."""
        return "\n".join(part.text() for part in self.findChildren(QLabel) if part.text())

    def show_keyring(self, locked: bool) -> None:
        """Whether the keys on this computer are locked by the keyring of the desktop."""
        self._in_keyring = locked
        self._show()

    def _show(self) -> None:
        site = self._permission.site
        self.setVisible(site is not None)
        if site is None:
            return
        self._site_row.show_words(one_line(site.name), self._who(site))
        removed = self._permission.removed
        self._role.setText(self.tr("removed") if removed or site.me is None else role_word(site.me.role))
        self.join.setVisible(removed)
        self._keys_row.show_words(self.tr("Keys of the site"), self._keys(site))
        refusal = self._permission.refusal_here(Role.ADMIN)
        about = self.tr("All of the site in one encrypted file, for the day this computer breaks.")
        self._backup_row.show_words(self.tr("Backup"), f"{about}\n{refusal}" if refusal else about)
        self.backup.setEnabled(not refusal)
        self.backup.setToolTip(refusal)

    def _who(self, site: SiteView) -> str:
        members = self.tr("%n member(s)", "", len(site.members))
        if site.me is None or self._permission.removed:
            return self.tr(
                "You were removed. Ask an admin to invite you again, then type the code of the invitation here."
            )
        return self.tr("You are {} here. It has {}.").format(isolated(shortened(site.me.name)), members)

    def _keys(self, site: SiteView) -> str:
        if not self._holds(site):
            return self.tr("None on this computer: your role has no need of them.")
        if self._in_keyring is None:
            return self.tr("On this computer.")
        if self._in_keyring:
            return self.tr("On this computer, locked by the keyring of the desktop.")
        return self.tr(
            "On this computer, in a file that your account alone can read. There is no keyring here to lock it."
        )

    @staticmethod
    def _holds(site: SiteView) -> bool:
        return site.signs_players or site.signs_roster
