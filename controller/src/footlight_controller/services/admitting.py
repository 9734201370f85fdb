"""An admin's side of the conversation in which somebody joins; its messages stand in security/invitation.py."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from footlight_common.clock import Clock
from footlight_common.discovery import showable
from footlight_common.errors import PairingClosed, PairingFailed
from footlight_common.security.attempts import ATTEMPT_S
from footlight_common.security.certificates import Certificate
from footlight_common.security.invitation import Application, Inviting
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, Roster
from footlight_controller.services.join_listener import Caller, HungUp
from footlight_controller.services.site import Site

Publish = Callable[[Callable[[Site], Roster]], Awaitable[Site]]
"""Puts a changed roster in force and on disk; the site it became."""

# A program that speaks, not a person who types.
MESSAGE_S = 10.0


class Admitting:
    """Lets one caller in, once."""

    def __init__(self, site: Site, role: Role, publish: Publish, clock: Clock, *, own_key: str) -> None:
        """`own_key` is the fingerprint of the key that callers see."""
        self._site = site
        self._role = role
        self._publish = publish
        self._clock = clock
        self._own_key = own_key
        self.enrolled: Caller | None = None
        """Who is on the roster, or is being written down there: from then on nobody else joins."""

    @staticmethod
    async def opening(caller: Caller) -> bytes:
        """The first message, before which nobody else is kept out. Raises PairingFailed."""
        try:
            return await caller.hear(MESSAGE_S)
        except HungUp as err:
            raise PairingFailed(_HUNG_UP) from err

    async def admit(self, caller: Caller, code: PairingCode, opening: bytes) -> Member:
        """The rest. Raises WrongCode, PairingFailed, and what keeping the roster raises."""
        try:
            inviting = await self._proved(caller, code, opening)
            application = inviting.application(await caller.hear(MESSAGE_S))
            member, site = await self._enrol(caller, application)
        except HungUp as err:
            raise PairingFailed(_HUNG_UP) from err
        return await self._hand_over(caller, inviting, member, site)

    async def _proved(self, caller: Caller, code: PairingCode, opening: bytes) -> Inviting:
        # Made and used in a worker thread: each step computes for 10 ms or more.
        inviting, reply = await asyncio.to_thread(self._begin, code, opening)
        await caller.say(reply)
        confirmation = await caller.hear(MESSAGE_S)
        await caller.say(await asyncio.to_thread(inviting.invite, confirmation))
        return inviting

    def _begin(self, code: PairingCode, opening: bytes) -> tuple[Inviting, bytes]:
        inviting = Inviting(code, own_key=self._own_key, site=self._site.id, site_name=self._site.name, role=self._role)
        return inviting, inviting.reply(opening)

    async def _enrol(self, caller: Caller, application: Application) -> tuple[Member, Site]:
        if self.enrolled is not None:
            raise PairingClosed(_SOMEBODY_ELSE)
        name = showable(application.name)
        if not name:
            msg = "the new member has no name that can be shown. Start again with another."
            raise PairingFailed(msg)
        identifier = secrets.token_hex(8)

        def added(site: Site) -> Roster:
            certificate = site.authority().issue_for_member(application.public_key, identifier)
            member = Member.of(
                certificate,
                name=site.standing.roster.free_name(name),
                role=self._role,
                added_at_s=self._clock.wall_s(),
                added_by=site.member.name if site.member else "",
            )
            return site.standing.roster.with_member(member)

        self.enrolled = caller
        site = await self._publish(added)
        return site.standing.roster.member(identifier), site

    async def _hand_over(self, caller: Caller, inviting: Inviting, member: Member, site: Site) -> Member:
        try:
            await caller.say(
                inviting.admit(
                    Certificate.parse(member.certificate),
                    site.standing,
                    authority_key=site.authority_key,
                    roster_key=site.roster_key,
                )
            )
            # The new member may have to open its keyring first, which asks a person.
            inviting.finish(await caller.hear(ATTEMPT_S))
        except HungUp as err:
            if err.code and member.role < Role.TECHNICIAN:
                await self._take_out(member)
                msg = f"{member.name} could not keep the membership, and was taken off the team again. Invite again."
                raise PairingFailed(msg) from err
            raise PairingFailed(_unconfirmed(member)) from err
        except PairingFailed as err:
            raise PairingFailed(_unconfirmed(member)) from err
        return member

    async def _take_out(self, member: Member) -> None:
        def removed(site: Site) -> Roster:
            by = site.member.name if site.member else ""
            return site.standing.roster.without(member.id, at_s=self._clock.wall_s(), by=by)

        await self._publish(removed)


def _unconfirmed(member: Member) -> str:
    keys = ", which changes the keys of the site" if member.role >= Role.TECHNICIAN else ""
    return (
        f"{member.name} is on the team now, but the connection broke before their computer confirmed it. If it works "
        f"there, all is well. If not, remove {member.name} from the team{keys}, and invite again."
    )


_HUNG_UP = "the other side hung up."
_SOMEBODY_ELSE = "somebody else joined with this code."
