"""A site whose members do what the test says."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.security.roles import Role
from footlight_controller.core.site_view import MemberView, OpenInvitation, SiteView

ADDED_AT_S = 1_750_000_000.0


def member(number: int = 1, name: str = "Front office", role: Role = Role.ADMIN, **fields: Any) -> MemberView:
    """Added by herself."""
    given = {"added_at_s": ADDED_AT_S, "added_by": "Front office", **fields}
    return MemberView(id=f"{0xABC00 + number:016x}", name=name, role=role, **given)


def site(*members: MemberView, me: int | None = 0, name: str = "North hall", **fields: Any) -> SiteView:
    """The site with these members, of whom number `me` is at this controller; one admin where none are given."""
    members = members or (member(),)
    mine = None if me is None else members[me]
    role = Role.VIEWER if mine is None else mine.role
    given: dict[str, Any] = {"epoch": 1, "version": 3, **fields}
    return SiteView(
        id="5" * 16,
        name=name,
        members=members,
        me=mine,
        signs_players=role >= Role.TECHNICIAN,
        signs_roster=role is Role.ADMIN,
        **given,
    )


class ScriptedTeam:
    """As `Controller.team`; what was asked is recorded, and answered by what `answer` does."""

    def __init__(self, site: SiteView | None = None) -> None:
        self.site = site
        self.asked: list[tuple[object, ...]] = []
        """Every request, as (name, arguments...)."""
        self.answer: Callable[[], None] = lambda: None
        self.invitation = OpenInvitation(
            code="123-456",
            addresses=(Address(host="192.168.1.7", port=8480), Address(host="10.0.0.7", port=8480)),
            ends_s=300.0,
        )
        self.in_keyring = False
        self.newcomer: MemberView | None = None
        self.refusal: FootlightError | None = None
        self._turn: asyncio.Event | None = None
        self._changed: asyncio.Event | None = None

    async def create(self, name: str, member: str) -> SiteView:
        return self._do("create", name, member)

    async def keys_in_keyring(self) -> bool:
        return self.in_keyring

    async def backup(self, passphrase: str) -> bytes:
        self._do("backup", passphrase)
        return b"a backup"

    async def restore(self, data: bytes, passphrase: str, member: str) -> SiteView:
        return self._do("restore", data, passphrase, member)

    async def set_role(self, member_id: str, role: Role) -> SiteView:
        return self._do("set_role", member_id, role)

    async def revoke(self, member_id: str) -> SiteView:
        return self._do("revoke", member_id)

    async def rotate(self) -> SiteView:
        return self._do("rotate")

    async def invite(self, role: Role) -> OpenInvitation:
        self._do("invite", role)
        self.newcomer = self.refusal = None
        self._turn = asyncio.Event()
        return self.invitation

    async def invited(self) -> MemberView:
        assert self._turn is not None
        while self.newcomer is None and self.refusal is None:
            await self._turn.wait()
            self._turn.clear()
        if self.refusal is not None:
            raise self.refusal
        assert self.newcomer is not None
        return self.newcomer

    async def invitation_after(self, seen: OpenInvitation) -> OpenInvitation | None:
        assert self._turn is not None
        while self.invitation == seen and self.newcomer is None and self.refusal is None:
            self._changed = self._changed or asyncio.Event()
            await self._changed.wait()
            self._changed.clear()
        return self.invitation if self.newcomer is None and self.refusal is None else None

    async def cancel_invitation(self) -> None:
        self._do("cancel_invitation")

    async def join(self, address: Address, code: str, member: str) -> SiteView:
        return self._do("join", address, code, member)

    def let_in(self, loop: asyncio.AbstractEventLoop, newcomer: MemberView) -> None:
        """Somebody typed the code. From any thread."""
        self.newcomer = newcomer
        self._wake(loop)

    def refuse(self, loop: asyncio.AbstractEventLoop, why: FootlightError) -> None:
        """The invitation ended without anybody. From any thread."""
        self.refusal = why
        self._wake(loop)

    def change_code(self, loop: asyncio.AbstractEventLoop, code: str) -> None:
        """Somebody typed wrong ones. From any thread."""
        self.invitation = replace(self.invitation, code=code)
        self._wake(loop)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        for event in (self._turn, self._changed):
            if event is not None:
                loop.call_soon_threadsafe(event.set)

    def _do(self, *request: object) -> SiteView:
        self.asked.append(request)
        self.answer()
        assert self.site is not None
        return replace(self.site, version=self.site.version + 1)
