"""What the member at this desk may do, and why not: the one place of the desktop app that decides it."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal

from footlight_common.protocol.commands import Action
from footlight_common.security.permissions import COMMANDS
from footlight_common.security.roles import Role
from footlight_controller.core.site_view import SiteView
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.words import isolated, shortened

# Pairing needs the site's authority key, which technicians and admins hold.
PAIRS = Role.TECHNICIAN
UNPAIRS = Role.ADMIN


class Permission(QObject):
    """Follows the site. Where a role is not known, nothing is refused here: the player has the last word. Qt thread."""

    changed = Signal()
    """The site, or the role in it, is another one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._site: SiteView | None = None
        self._shut_out = False

    @property
    def site(self) -> SiteView | None:
        """As it was told last; None for no site yet."""
        return self._site

    @property
    def role(self) -> Role | None:
        """By the newest roster; None without a site, and for who is not in it any more."""
        return self._site.me.role if self._site is not None and self._site.me is not None else None

    @property
    def removed(self) -> bool:
        """Whether an admin took the person out of the site, by the roster or by what all its players say."""
        return self._site is not None and (self._site.me is None or self._shut_out)

    def show_site(self, site: SiteView | None, *, shut_out: bool = False) -> None:
        """The site stands like this now; `shut_out` when players say that we were removed, and none lets us in."""
        if site != self._site or shut_out is not self._shut_out:
            self._site, self._shut_out = site, shut_out
            self.changed.emit()

    def role_on(self, view: PlayerView) -> Role | None:
        """As which the player knows this controller; None when nobody knows.

        A player judges by the newest roster it has, and says who one is only in its welcome: one that is not behind has
        the role of the roster here.
        """
        if view.member is None or (self.role is not None and self._is_up_to_date(view)):
            return self.role
        return view.member.role

    def _is_up_to_date(self, view: PlayerView) -> bool:
        return self._site is not None and view.roster >= (self._site.epoch, self._site.version)

    def refusal(self, view: PlayerView, kind: type[Action]) -> str:
        """Why this player would not do such a command for this member; empty when it would."""
        return self._needs(COMMANDS[kind], self.role_on(view))

    def best_role(self, views: Iterable[PlayerView]) -> Role | None:
        """The most that the member is on one of these players; None when nobody knows, and for no players."""
        roles = {self.role_on(view) for view in views}
        return None if None in roles or not roles else max(role for role in roles if role is not None)

    def refusal_as(self, role: Role | None, kind: type[Action]) -> str:
        """Why a member with this role may not ask for such a command; empty when they may, or the role is not known."""
        return self._needs(COMMANDS[kind], role)

    def refusal_on(self, view: PlayerView, least: Role) -> str:
        """Why this player would not do what needs at least this role; empty when it would."""
        return self._needs(least, self.role_on(view))

    def refusal_here(self, least: Role) -> str:
        """Why nothing can be done with the site itself that needs at least this role; empty when it can."""
        if self._site is None:
            return self.tr("This controller belongs to no site yet")
        if self.removed:
            return self.tr("You are not in {} any more. Ask an admin to invite you again.").format(self._site_name())
        return self._needs(least, self.role)

    def pairing_refusal(self) -> str:
        """Why no player can be paired from here; empty when one can."""
        refusal = self.refusal_here(PAIRS)
        if refusal or self._site is None or self._site.signs_players:
            return refusal
        return self.tr("The key that pairs players is not here. Ask an admin of {} to invite you again.").format(
            self._site_name()
        )

    def refusal_of_some(self, needed: Collection[Role], role: Role | None) -> str:
        """Why a member with this role may not do things that need these roles; empty for none."""
        if not needed or role is None:
            return ""
        least = min(needed)
        if len(set(needed)) == 1:
            return self._needs(least, role)
        words = role_word(least), role_word(role)
        if self._site is None:
            return self.tr("Needs the role {} or a higher one; yours is {}").format(*words)
        return self.tr("Needs the role {} or a higher one; yours is {} in {}").format(*words, self._site_name())

    def _needs(self, least: Role, role: Role | None) -> str:
        if role is None or role >= least:
            return ""
        if self._site is None:
            return self.tr("Needs the role {}; yours is {}").format(role_word(least), role_word(role))
        return self.tr("Needs the role {}; yours is {} in {}").format(
            role_word(least), role_word(role), self._site_name()
        )

    def _site_name(self) -> str:
        return isolated(shortened(self._site.name)) if self._site is not None else ""
