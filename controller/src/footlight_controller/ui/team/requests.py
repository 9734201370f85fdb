"""Asks whether a change to the team is meant, and has it made."""

from collections.abc import Awaitable, Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_common.security.roles import Role
from footlight_controller.core.site_view import MemberView, SiteView
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.dialogs.called import called
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.role_words import role_title
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.team.invite import InviteSheet
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.form_row import FormRow
from footlight_controller.ui.widgets.switch import Switch
from footlight_controller.ui.words import sentence, several

# From here on a member holds keys of the site, and knows them for good.
HOLDS_KEYS = Role.TECHNICIAN
# In pixels: the switch beside the words about the keys.
BESIDE_KEYS = 90


class TeamRequests(QObject):
    """Its sheets belong to `window`, and block nothing else. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
        window: QWidget,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(window)
        self._theme = theme
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._players = players
        self._window = window
        self.changed: set[str] = set()
        """Ids of members whose place in the team was changed from here: for who asked it is no news."""

    def invite(self) -> None:
        """Let one person join."""
        InviteSheet(self._theme, self._clock, self._calls, self._tasks, self._greet, self._window).open()

    def set_role(self, member: MemberView, role: Role, *, me: bool) -> None:
        """Give a member another role; what has no way back, or leaves keys with somebody, is asked first."""
        name = called(self._theme, member.name)
        if me and role < member.role:
            self._ask(
                self.tr("Take your own role down to {}?").format(role_title(role)),
                self.tr("You cannot take it back yourself. Another admin can."),
                self.tr("Change my role"),
                lambda: self._set_role(member, role),
            )
        elif role is Role.ADMIN:
            self._ask(
                self.tr("Make {} an admin?").format(name),
                self.tr(
                    "{} may change the team and the keys of the site then: invite and remove people, you included."
                ).format(name),
                self.tr("Make admin"),
                lambda: self._set_role(member, role),
            )
        elif member.role >= HOLDS_KEYS > role:
            keys = self._keys_row(member)
            self._ask(
                {
                    Role.VIEWER: self.tr("Make {} a viewer?"),
                    Role.OPERATOR: self.tr("Make {} an operator?"),
                }[role].format(name),
                self.tr("What they may do changes at once on every player that is reached."),
                self.tr("Change the role"),
                self._then_keys(lambda: self._set_role(member, role), keys),
                keys,
            )
        else:
            self._tasks.start(self._try(lambda: self._set_role(member, role), member.name))

    def remove(self, member: MemberView) -> None:
        """Take a member out of the site."""
        name = called(self._theme, member.name)
        # Whoever is taken out should be out: the keys they held open the site until they are changed.
        keys = self._keys_row(member, on=True) if member.role >= HOLDS_KEYS else None
        gone = self._gone()
        if gone:
            text = self.tr(
                "Their open connections are closed, and no player that is reached lets them in again. These players "
                "are offline, and let them in until they hear of it: {}."
            ).format(several(gone))
        else:
            text = self.tr("Their open connections are closed, and no player lets them in again.")
        self._ask(
            self.tr("Remove {}?").format(name),
            text,
            self.tr("Remove"),
            self._then_keys(lambda: self._revoke(member), keys),
            keys,
        )

    def rotate(self) -> None:
        """Give the site other keys."""
        self._ask(
            self.tr("Change the site's keys?"),
            self.tr(
                "Every player and every member gets new papers by themselves, and nothing stops playing. Keys that"
                " somebody took along are worth nothing from then on. Backups of the site made until now cannot be"
                " restored any more: make a new one afterwards."
            )
            + self._later(),
            self.tr("Change the keys"),
            self._rotate,
        )

    def _greet(self, member: MemberView) -> None:
        self._tell(member.name, self.tr("Joined the site as {}").format(role_title(member.role)))

    async def _set_role(self, member: MemberView, role: Role) -> None:
        self.changed.add(member.id)
        await self._calls.call(lambda controller: controller.team.set_role(member.id, role))
        self._tell(member.name, self.tr("Is {} now").format(role_title(role)))

    async def _revoke(self, member: MemberView) -> None:
        self.changed.add(member.id)
        await self._calls.call(lambda controller: controller.team.revoke(member.id))
        self._tell(member.name, self.tr("Was removed from the site"))

    def _then_keys(self, change: Callable[[], Awaitable[None]], keys: FormRow | None) -> Callable[[], Awaitable[None]]:
        """`change`, and other keys after it where that is chosen; what is done is not done again by a second try."""
        changed = False

        async def work() -> None:
            nonlocal changed
            if not changed:
                await change()
                changed = True
            if _is_on(keys):
                await self._rotate()

        return work

    async def _rotate(self) -> None:
        site: SiteView = await self._calls.call(lambda controller: controller.team.rotate())
        self._tell(site.name, self.tr("The site has new keys. Make a new backup of it in Settings."), lasting=True)

    async def _try(self, change: Callable[[], Awaitable[None]], name: str) -> None:
        try:
            await change()
        except FootlightError as err:
            self.noted.emit(Note(topic="team refused", subject=name, text=sentence(str(err)), level=Level.BAD))

    def _gone(self) -> list[str]:
        players = tuple(self._players())
        return Namesakes(players).names(view for view in players if not view.online)

    def _later(self) -> str:
        """Who gets to know it later."""
        gone = self._gone()
        if not gone:
            return ""
        return " " + self.tr("These players are offline and get to know it when they are seen next: {}.").format(
            several(gone)
        )

    def _keys_row(self, member: MemberView, *, on: bool = False) -> FormRow:
        name = called(self._theme, member.name, beside=BESIDE_KEYS)
        switch = Switch(self._theme)
        switch.setChecked(on)
        return FormRow(
            self._theme,
            self.tr("And change the site's keys"),
            self.tr("{} held keys of the site, and may have kept a copy.").format(name),
            switch,
        )

    def _ask(
        self,
        title: str,
        text: str,
        button: str,
        work: Callable[[], Awaitable[None]],
        more: QWidget | None = None,
    ) -> None:
        sheet = Sheet(self._theme, self._tasks, work, title=title, text=text, button=button, parent=self._window)
        sheet.confirm.setProperty("kind", "danger")
        if more is not None:
            sheet.body.addWidget(more)
        # Enter does nothing that cannot be undone, unless somebody goes to the other button.
        sheet.cancel.setDefault(True)
        sheet.cancel.setFocus()
        sheet.cancel.setAccessibleDescription(f"{title} {text}")
        sheet.open()

    def _tell(self, subject: str, text: str, *, lasting: bool = False) -> None:
        self.noted.emit(
            Note(topic=f"team {subject}", subject=subject, text=text, level=Level.GOOD, lasting=lasting, seen=True)
        )


def _is_on(keys: FormRow | None) -> bool:
    return keys is not None and isinstance(keys.control, Switch) and keys.control.isChecked()
