"""The site and its members, as the people who run it change them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from footlight_common.clock import Clock
from footlight_common.discovery import Address, showable
from footlight_common.errors import FootlightError, NoSite, TrustError
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, Roster
from footlight_common.security.standing import mark
from footlight_controller.core.site_view import MemberView, OpenInvitation, SiteView
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.inviting import Announcer, Invitations
from footlight_controller.services.joining import join
from footlight_controller.services.membership import Membership
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

_log = logging.getLogger(__name__)


def site_view(site: Site) -> SiteView:
    """What people see of it."""
    roster = site.standing.roster
    members = tuple(member_view(member) for member in roster.members)
    me = site.member
    return SiteView(
        id=site.id,
        name=showable(site.name),
        epoch=roster.epoch,
        version=roster.version,
        mark=mark(site.standing.signed),
        members=members,
        me=None if me is None else member_view(me),
        signs_players=site.authority_key is not None,
        signs_roster=site.roster_key is not None,
    )


def member_view(member: Member) -> MemberView:
    """What people see of a member."""
    return MemberView(
        id=member.id,
        name=showable(member.name) or member.id[:4],
        role=member.role,
        added_at_s=member.added_at_s,
        added_by=showable(member.added_by),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """A change of the team by this controller."""

    change: Callable[[Site], Roster]
    about: str
    """Id of the member it is about: without that member there is nothing to do. Empty for a new one."""
    mark: str = ""
    """Of the roster it made."""


class Team:
    """Each change is on disk, and on its way to the players, when its coroutine returns. Used on the core thread."""

    def __init__(
        self,
        file: SiteFile,
        membership: Membership,
        clock: Clock,
        use: Callable[[Site], Awaitable[None]],
        *,
        dialer: Dialer,
        announcer: Announcer,
        lost: Callable[[str], None],
        rested: Callable[[], None],
    ) -> None:
        """`use` puts a site, or a newer state of it, in force; `announcer` tells the network of an invitation.

        `lost` is told in words when a change was overtaken by another admin's and cannot be made again, `rested`
        is called when `settled` may be true again.
        """
        self._file = file
        self._membership = membership
        self._clock = clock
        self._use = use
        self._turn = membership.turn
        self._dialer = dialer
        self._lost = lost
        self._rested = rested
        self._made: _Made | None = None
        self._again: asyncio.Task[None] | None = None
        self._invitations = Invitations(publish=self._published, reach=dialer.reach, announcer=announcer, clock=clock)

    async def create(self, name: str, member: str) -> SiteView:
        """Make a site with `member` as its first admin.

        Raises TrustError when there is a site already, RosterRefused for names that do not fit, StorageError.
        """
        async with self._turn:
            await self._refuse_second()
            return await self._take(Site.create(showable(name), showable(member), at_s=self._clock.wall_s()))

    async def keys_in_keyring(self) -> bool:
        """Whether the keys on this computer are locked by the keyring of the desktop."""
        return await asyncio.to_thread(self._file.in_keyring)

    async def backup(self, passphrase: str) -> bytes:
        """The site in one encrypted file. Raises NoSite, RoleDenied, BackupFailed, StorageError."""
        return await asyncio.to_thread(self._file.backup, passphrase)

    async def restore(self, data: bytes, passphrase: str, member: str) -> SiteView:
        """Belong to the site of a backup, with `member` as another admin. Raises BackupFailed, RosterRefused."""
        async with self._turn:
            at_s = self._clock.wall_s()
            restored = await asyncio.to_thread(
                lambda: self._file.restore(data, passphrase, showable(member), at_s=at_s)
            )
            return await self._take(restored)

    async def set_role(self, member_id: str, role: Role) -> SiteView:
        """Give a member another role. Raises NoSite, RoleDenied, RosterRefused, StorageError."""
        return await self._publish(lambda roster: roster.with_role(member_id, role), member_id)

    async def revoke(self, member_id: str) -> SiteView:
        """Remove a member: its key is taken back. Raises as `set_role` does."""
        at_s = self._clock.wall_s()
        return await self._publish(lambda roster: roster.without(member_id, at_s=at_s, by=self._own_name()), member_id)

    async def rotate(self) -> SiteView:
        """Give the site a new CA and a new roster key: for when somebody leaves who held the old ones.

        Players that are reached are renewed at once, the others when they are next seen. Raises NoSite, RoleDenied,
        RosterRefused, StorageError.
        """
        async with self._turn:
            return await self._take(await asyncio.to_thread(self._membership.site.rotated))

    @property
    def invitation(self) -> OpenInvitation | None:
        """The invitation that is open, with the code that is good now."""
        return self._invitations.current

    async def invite(self, role: Role) -> OpenInvitation:
        """Let one person join with a code.

        Raises NoSite, RoleDenied, PairingBusy while another invitation is open, ListenError.
        """
        return await self._invitations.open(self._membership.site, role)

    async def invitation_after(self, seen: OpenInvitation) -> OpenInvitation | None:
        """Wait until another code is good than in `seen`, as after wrong ones; None when no invitation is open."""
        return await self._invitations.after(seen)

    async def invited(self) -> MemberView:
        """Wait for the person. Raises PairingFailed when nobody came, or did not confirm; its text says what to do."""
        return member_view(await self._invitations.joined())

    async def cancel_invitation(self) -> None:
        """Nobody may join any more; nothing when nobody might."""
        await self._invitations.cancel()

    async def join(self, address: Address, code: str, member: str) -> SiteView:
        """Belong to the site of whoever invites at `address`. Raises InvalidCode, and as `joining.join` does."""
        typed = PairingCode.parse(code)
        async with self._turn:
            return site_view(await join(self._dialer, await self._present(), address, typed, member, self._use))

    def site_changed(self, site: Site) -> None:
        """Another state of the site is in force: make the latest change again if another admin's overtook it."""
        made = self._made
        if made is None or made.mark == mark(site.standing.signed):
            return
        self._made = None
        if made.mark not in site.standing.roster.follows:
            self._again = asyncio.get_running_loop().create_task(self._make_again(made), name="team-again")
            self._again.add_done_callback(lambda _: self._rested())

    @property
    def settled(self) -> bool:
        """Whether no change is being made again."""
        return self._again is None or self._again.done()

    async def close(self) -> None:
        """Take back an invitation that is open, and let a change be made again."""
        await self._invitations.cancel()
        if self._again is not None:
            await self._again

    async def _publish(self, change: Callable[[Roster], Roster], about: str) -> SiteView:
        return site_view(await self._published(lambda site: change(site.standing.roster), about))

    async def _published(self, change: Callable[[Site], Roster], about: str = "") -> Site:
        async with self._turn:
            return await self._make(_Made(change, about))

    async def _make(self, made: "_Made") -> Site:
        site = self._membership.site
        # Who may not change the team hears that first.
        site.own_roster_key()
        published = site.published(made.change(site))
        self._made = replace(made, mark=mark(published.standing.signed))
        await self._use(published)
        return published

    async def _make_again(self, made: "_Made") -> None:
        try:
            async with self._turn:
                members = self._membership.site.standing.roster.members
                if made.about and all(member.id != made.about for member in members):
                    return
                await self._make(made)
        except FootlightError as err:
            self._lost(f"Somebody else changed the team at the same moment, and your change was not kept: {err}")
        else:
            _log.info("a change of the team that was overtaken by another admin's was made again")

    async def _present(self) -> Site | None:
        try:
            return self._membership.site
        except NoSite:
            # One that cannot be read now, as behind a locked keyring, is not to be lost.
            await self._refuse_second()
            return None

    def _own_name(self) -> str:
        member = self._membership.site.member
        return "" if member is None else member.name

    async def _take(self, site: Site) -> SiteView:
        await self._use(site)
        return site_view(site)

    async def _refuse_second(self) -> None:
        if await asyncio.to_thread(lambda: self._file.exists):
            msg = "this controller belongs to a site already. Another site needs another --data-dir."
            raise TrustError(msg)
