"""An admin lets one person join the site: an open invitation, at most one at a time, for a few minutes.

Whoever may hold a membership stands on the roster: it is published and on disk before the new member is sent anything,
and what happens after that changes nothing, whichever side loses power. Only a new member that says itself that it kept
nothing is taken out again, and only when no key of the site was on its way to it.
"""

import asyncio
import logging
import secrets
import socket
from collections.abc import Sequence
from typing import Protocol

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.errors import FootlightError, PairingBusy, PairingClosed, PairingFailed, RoleDenied
from footlight_common.lan import lan_addresses
from footlight_common.security.attempts import Attempts, parting
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_controller.core.site_view import OpenInvitation
from footlight_controller.services.admitting import Admitting, Publish
from footlight_controller.services.inviter_record import InviterRecord
from footlight_controller.services.join_listener import Caller, JoinListener
from footlight_controller.services.reach import Reach
from footlight_controller.services.site import Site

_log = logging.getLogger(__name__)

INVITATION_S = 300.0
_ALL = "::"
_LOOPBACK = "127.0.0.1"


class Announcer(Protocol):
    """Says by Zeroconf that somebody may join here."""

    def announce(self, record: InviterRecord, port: int, addresses: Sequence[str]) -> None: ...

    async def withdraw(self) -> None: ...


class Invitations:
    """Used on the core thread."""

    def __init__(self, *, publish: Publish, reach: Reach, announcer: Announcer, clock: Clock) -> None:
        self._publish = publish
        self._reach = reach
        self._announcer = announcer
        self._clock = clock
        self._room: _Room | None = None
        self._opening = asyncio.Lock()

    async def open(self, site: Site, role: Role) -> OpenInvitation:
        """Let one person join the site as this role.

        Raises RoleDenied for who is no admin, PairingBusy while another invitation is open, ListenError.
        """
        _require_admin(site)
        async with self._opening:
            if self._room is not None and not self._room.over:
                msg = "an invitation is open already. Cancel it first."
                raise PairingBusy(msg)
            # The one before may still be saying goodbye.
            await self.cancel()
            self._room = room = _Room(site, role, self._publish, self._clock)
            return await room.open(self._reach, self._announcer)

    @property
    def current(self) -> OpenInvitation | None:
        """The invitation that is open, with the code that is good now: it changes after three wrong ones."""
        return None if self._room is None else self._room.shown

    async def after(self, seen: OpenInvitation) -> OpenInvitation | None:
        """Wait until the open invitation is another than `seen`, as with a new code; None when none is open."""
        while self._room is not None and self._room.shown == seen:
            await self._room.changed.wait()
        return self.current

    async def joined(self) -> Member:
        """Wait for the new member. Raises PairingFailed when nobody joined, or somebody who did not confirm it."""
        if self._room is None:
            msg = "no invitation is open. Invite somebody first."
            raise PairingFailed(msg)
        return await self._room.result()

    async def cancel(self) -> None:
        """Nobody may join any more; nothing when nobody might. Returns when all is closed."""
        if self._room is not None:
            await self._room.cancel()


class _Room:
    """One invitation, from its beginning to its end."""

    def __init__(self, site: Site, role: Role, publish: Publish, clock: Clock) -> None:
        self._clock = clock
        self._now = clock.monotonic_s
        self._attempts = Attempts(self._now())
        self._listener = JoinListener(self._talk)
        self._admitting = Admitting(site, role, publish, clock, own_key=self._listener.key.fingerprint)
        self._ends_s = self._now() + INVITATION_S
        self._addresses: tuple[Address, ...] = ()
        self._outcome: Member | FootlightError | None = None
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.shown: OpenInvitation | None = None
        self.changed = asyncio.Event()

    @property
    def over(self) -> bool:
        return self._outcome is not None

    async def open(self, reach: Reach, announcer: Announcer) -> OpenInvitation:
        hosts = (reach.host,) if reach.host else await asyncio.to_thread(lan_addresses) or (_LOOPBACK,)
        try:
            port = await self._listener.open(reach.host or _ALL)
        except BaseException:
            self._outcome = PairingFailed("the invitation could not be opened.")
            raise
        self._addresses = tuple(Address(host=host, port=port) for host in hosts)
        announcer.announce(InviterRecord(id=secrets.token_hex(8), name=socket.gethostname()), port, hosts)
        self._task = asyncio.create_task(self._last(announcer), name="invitation")
        return self._show(self._attempts.code(self._now()))

    async def result(self) -> Member:
        await self._ended.wait()
        if isinstance(self._outcome, Member):
            return self._outcome
        raise self._outcome or PairingFailed(_CANCELLED)

    async def cancel(self) -> None:
        if self._admitting.enrolled is not None:
            # The new member stands on the roster by now; whether it heard of it, the conversation says.
            await self._listener.hang_up(PairingClosed.code)
        else:
            self._end(PairingFailed(_CANCELLED))
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _last(self, announcer: Announcer) -> None:
        timer = asyncio.create_task(self._run_out(), name="invitation-time")
        try:
            await self._ended.wait()
        finally:
            timer.cancel()
            await asyncio.gather(timer, return_exceptions=True)
            await announcer.withdraw()
            await self._listener.hang_up(PairingClosed.code)
            await self._listener.close()

    async def _run_out(self) -> None:
        await self._clock.sleep(INVITATION_S)
        if self._admitting.enrolled is None:
            self._end(PairingFailed(f"nobody joined within {INVITATION_S / 60:.0f} minutes. Invite again."))

    async def _talk(self, caller: Caller) -> str:
        """One connection is one attempt. Returns the reason to close it with."""
        outcome: Member | FootlightError = PairingFailed(_BROKE)
        try:
            outcome = await self._attempt(caller)
        except FootlightError as err:
            _log.info("an attempt to join ended: %s", err.code)
            outcome = err
        finally:
            if self._admitting.enrolled is caller:
                self._end(outcome)
        return "" if isinstance(outcome, Member) else parting(outcome)

    async def _attempt(self, caller: Caller) -> Member:
        opening = await self._admitting.opening(caller)
        attempt = self._attempts.begin(self._now())
        caller.keep()
        try:
            return await self._admitting.admit(caller, attempt.code, opening)
        finally:
            self._attempts.fail(attempt, self._now())
            self._renew()

    def _renew(self) -> None:
        code = self._attempts.code(self._now())
        if code is None and self._admitting.enrolled is None:
            self._end(PairingClosed(_TOO_MANY))
        elif self.shown is not None and code is not None and self.shown.code != code.shown:
            self._show(code)

    def _show(self, code: PairingCode | None) -> OpenInvitation:
        shown = OpenInvitation(code=code.shown if code else "", addresses=self._addresses, ends_s=self._ends_s)
        self._become(shown)
        return shown

    def _end(self, outcome: Member | FootlightError) -> None:
        if self._outcome is None:
            self._outcome = outcome
            self._ended.set()
            self._become(None)

    def _become(self, shown: OpenInvitation | None) -> None:
        self.shown = shown
        before, self.changed = self.changed, asyncio.Event()
        before.set()


def _require_admin(site: Site) -> None:
    if site.roster_key is None:
        msg = f"only admins of {site.name} can invite. Ask one."
        raise RoleDenied(msg)
    site.authority()


_CANCELLED = "the invitation was cancelled."
_BROKE = "something went wrong while somebody joined. Look at the team before you invite again."
_TOO_MANY = (
    "there were too many wrong codes: somebody on the network may be trying them. The invitation is closed; nobody "
    "joined. Invite again when the person is ready."
)
