"""What the desktop app does with the site as a whole: the first start, its backup, and pairing players with it."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.site_view import SiteView
from footlight_controller.core.view import PlayerView
from footlight_controller.services.backup_file import read_backup, write_backup
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.pairing.pairings import Pairings
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.settings.backup_sheet import BackupSheet
from footlight_controller.ui.settings.site_section import SiteSection
from footlight_controller.ui.site_notes import SiteNotes
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.welcome.create_form import CreateForm
from footlight_controller.ui.welcome.join_form import JoinForm
from footlight_controller.ui.welcome.page import WelcomePage
from footlight_controller.ui.welcome.restore_form import RestoreForm
from footlight_controller.ui.words import isolated, one_line, shortened


class SiteDesk(QObject):
    """Makes the parts and has done what they want. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        tasks: Tasks,
        bridge: Bridge,
        permission: Permission,
        *,
        players: Callable[[], Iterable[PlayerView]],
        finds: Callable[[], Iterable[DiscoveredPlayer]],
        window: QWidget,
    ) -> None:
        """`players` gives everybody as they are now, `finds` those that were found and are not added."""
        super().__init__(window)
        self._theme = theme
        self._clock = clock
        self._tasks = tasks
        self._bridge = bridge
        self._permission = permission
        self._window = window
        self._notes = SiteNotes()
        self.welcome = WelcomePage(
            theme,
            CreateForm(theme, tasks, self._create),
            JoinForm(theme, tasks, self._join),
            RestoreForm(theme, tasks, self._restore),
        )
        self.section = SiteSection(theme, permission)
        self.pairings = Pairings(theme, tasks, bridge, permission, players, finds, window)
        self.pairings.noted.connect(self.noted)
        self.welcome.backup_wanted.connect(self.save_backup)
        self.section.backup_wanted.connect(self.save_backup)
        permission.changed.connect(self._ask_for_keyring)

    def show_changes(self, changes: Changes, changed_here: Collection[str] = ()) -> None:
        """Take over what is new of the site; tells when the team has changed.

        `changed_here`: ids of members whose place was changed at this desk.
        """
        self.welcome.show_changes(changes)
        for note in self._notes.notes_of(changes.site, removed=self._permission.removed, changed_here=changed_here):
            self.noted.emit(note)

    def save_backup(self) -> None:
        """Open the sheet that saves the site in a file."""
        site = self._permission.site
        if site is not None:
            BackupSheet(
                self._theme, self._tasks, self._save, site=site, wall_s=self._clock.wall_s(), parent=self._window
            ).open()

    async def _create(self, name: str, member: str) -> None:
        await self._bridge.call(lambda controller: controller.team.create(name, member))

    async def _join(self, address: Address, code: str, member: str) -> None:
        self._tell_name(await self._bridge.call(lambda controller: controller.team.join(address, code, member)), member)

    async def _restore(self, file: Path, passphrase: str, member: str) -> None:
        data = await asyncio.to_thread(read_backup, file)
        site = await self._bridge.call(lambda controller: controller.team.restore(data, passphrase, member))
        self._tell_name(site, member)

    def _tell_name(self, site: SiteView, wanted: str) -> None:
        """Another name is given where somebody has the one that was typed."""
        if site.me is None or site.me.name == one_line(wanted):
            return
        self.noted.emit(
            Note(
                topic="renamed",
                subject=site.name,
                text=self.tr("You are {} here: somebody else has the name {}.").format(
                    isolated(shortened(site.me.name)), isolated(shortened(wanted))
                ),
                level=Level.INFO,
                icon="account-badge-outline",
                lasting=True,
            )
        )

    async def _save(self, file: Path, passphrase: str) -> None:
        data = await self._bridge.call(lambda controller: controller.team.backup(passphrase))
        await asyncio.to_thread(write_backup, file, data)
        self.welcome.show_saved(file)
        self.noted.emit(
            Note(
                topic="backup",
                subject=self.tr("Backup saved"),
                text=self.tr("As {}. It opens with its passphrase alone.").format(file),
                level=Level.GOOD,
                icon="content-save-check-outline",
                lasting=True,
                seen=True,
            )
        )

    def _ask_for_keyring(self) -> None:
        site = self._permission.site
        if site is not None and (site.signs_players or site.signs_roster):
            self._tasks.start(self._show_keyring())

    async def _show_keyring(self) -> None:
        try:
            locked = await self._bridge.call(lambda controller: controller.team.keys_in_keyring())
        except FootlightError:
            # The program is closing.
            return
        self.section.show_keyring(locked)
