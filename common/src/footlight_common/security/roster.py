"""The list of a site's members and their roles: what it holds, how an admin changes it, whom it lets in."""

from collections.abc import Collection
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from footlight_common.errors import NotMember, NotPaired, OtherSite, Revoked, RosterRefused
from footlight_common.security.certificates import DER, Certificate, Holder, Kind
from footlight_common.security.keys import Fingerprint
from footlight_common.security.roles import Role
from footlight_common.security.sealed import TWO_KEYS_BYTES

MAX_MEMBERS = 200
# A site that takes back more rotates its key, which takes back everything at once.
MAX_REVOCATIONS = 400

HexId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{16}\Z")]
# Shorter than the names of the protocol: a full roster has to fit one message.
MAX_MEMBER_NAME = 64
MemberName = Annotated[str, Meta(min_length=1, max_length=MAX_MEMBER_NAME)]
SiteName = Annotated[str, Meta(min_length=1, max_length=64)]
# Tells two rosters of one version apart: the beginning of the SHA-256 of the document.
Mark = Annotated[str, Meta(pattern=r"\A[0-9a-f]{16}\Z")]
# Nobody changes a team so often between two moments at which controllers meet.
MAX_ANCESTORS = 16
Counter = Annotated[int, Meta(ge=1, le=2**53 - 1)]


class Member(Struct, frozen=True, kw_only=True):
    """A person with a role."""

    id: HexId
    name: MemberName
    role: Role
    fingerprint: Fingerprint
    """Of the public key."""
    certificate: DER
    """Whoever carries a roster can hand its member a renewed one."""
    added_at_s: float
    """Unix seconds, by the clock of the admin."""
    added_by: Annotated[str, Meta(max_length=64)]
    """Name of the admin."""
    sealed_keys: Annotated[bytes, Meta(max_length=TWO_KEYS_BYTES)] = b""
    """The site's keys that go with the role, as in `sealed`; empty for viewers and operators."""

    @classmethod
    def of(cls, certificate: Certificate, *, name: str, role: Role, added_at_s: float, added_by: str) -> "Member":
        """The member whom this certificate names."""
        holder = certificate.holder
        return cls(
            id=holder.id,
            name=name,
            role=role,
            fingerprint=holder.fingerprint,
            certificate=certificate.der,
            added_at_s=added_at_s,
            added_by=added_by,
        )


class Revocation(Struct, frozen=True, kw_only=True):
    """A certificate that was taken back."""

    fingerprint: Fingerprint
    at_s: float
    """Unix seconds, by the clock of the admin."""
    by: Annotated[str, Meta(max_length=64)]
    """Name of the admin."""


class Roster(Struct, frozen=True, kw_only=True):
    """One version of the list. Making one raises ValueError unless it has an admin and names nobody twice."""

    site: HexId
    site_name: SiteName
    epoch: Counter
    """Counts the roster keys of the site."""
    version: Counter
    """Counts the rosters of an epoch."""
    members: Annotated[tuple[Member, ...], Meta(max_length=MAX_MEMBERS)]
    revoked: Annotated[tuple[Revocation, ...], Meta(max_length=MAX_REVOCATIONS)] = ()
    changed_by: Annotated[str, Meta(max_length=64)] = ""
    """Name of the admin who made this version."""
    follows: Annotated[tuple[Mark, ...], Meta(max_length=MAX_ANCESTORS)] = ()
    """Marks of the versions it was made from, the last one last: two admins who change the team at once find out."""

    def __post_init__(self) -> None:
        keys = [member.fingerprint for member in self.members] + [entry.fingerprint for entry in self.revoked]
        if len(set(keys)) < len(keys) or len({member.id for member in self.members}) < len(self.members):
            msg = "a roster names each member and each key once"
            raise ValueError(msg)
        if not any(member.role is Role.ADMIN for member in self.members):
            msg = "a roster has at least one admin"
            raise ValueError(msg)

    def member(self, identifier: str) -> Member:
        """The member with this id. Raises RosterRefused when there is none."""
        found = next((member for member in self.members if member.id == identifier), None)
        if found is None:
            msg = "there is no such member any more. Look at the team again."
            raise RosterRefused(msg)
        return found

    def admit(self, holder: Holder | None, also_revoked: Collection[str] = ()) -> Member:
        """The member who called with a certificate of this site.

        `also_revoked` are fingerprints of keys that this roster does not know to be taken back. Raises NotPaired
        without a certificate or when nobody knows it, OtherSite, Revoked.
        """
        if holder is None or holder.kind is not Kind.MEMBER:
            msg = "this player belongs to a site and answers its members only. Join the site, or pair the player again."
            raise NotPaired(msg)
        if holder.site != self.site:
            msg = f"this player belongs to the site {self.site_name}. Use a controller that is a member there."
            raise OtherSite(msg)
        if holder.fingerprint in also_revoked or any(entry.fingerprint == holder.fingerprint for entry in self.revoked):
            msg = f"your access to {self.site_name} was taken back. Ask an admin to invite you again."
            raise Revoked(msg)
        for member in self.members:
            if (member.id, member.fingerprint) == (holder.id, holder.fingerprint):
                return member
        msg = (
            f"this player does not know you as a member of {self.site_name}. Ask an admin to connect to it once, or to "
            "invite you again."
        )
        raise NotMember(msg)

    def free_name(self, name: str) -> str:
        """`name`, or with a number behind it when a member is called so already."""
        taken = {member.name.casefold() for member in self.members}
        wanted, number = name, 1
        while wanted.casefold() in taken:
            number += 1
            wanted = f"{name[: MAX_MEMBER_NAME - len(str(number)) - 1]} {number}"
        return wanted

    def with_member(self, member: Member) -> "Roster":
        """The next version, with one more. Raises RosterRefused when the id or key is there, or was taken back."""
        return self._next(members=(*self.members, member))

    def with_role(self, identifier: str, role: Role) -> "Roster":
        """The next version, with another role. Raises RosterRefused for an unknown member and the last admin."""
        changed = msgspec.structs.replace(self.member(identifier), role=role)
        return self._next(members=tuple(changed if member.id == identifier else member for member in self.members))

    def without(self, identifier: str, *, at_s: float, by: str) -> "Roster":
        """The next version, with the member's key taken back. Raises RosterRefused as `with_role` does."""
        gone = Revocation(fingerprint=self.member(identifier).fingerprint, at_s=at_s, by=by)
        stay = tuple(member for member in self.members if member.id != identifier)
        return self._next(members=stay, revoked=(*self.revoked, gone))

    def _next(self, *, members: tuple[Member, ...], revoked: tuple[Revocation, ...] | None = None) -> "Roster":
        if not any(member.role is Role.ADMIN for member in members):
            msg = "a site needs an admin. Make somebody else an admin first."
            raise RosterRefused(msg)
        revoked = self.revoked if revoked is None else revoked
        if len(members) > MAX_MEMBERS or len(revoked) > MAX_REVOCATIONS:
            msg = f"a site may have {MAX_MEMBERS} members and {MAX_REVOCATIONS} removed ones. Change the site's key."
            raise RosterRefused(msg)
        try:
            return msgspec.structs.replace(self, version=self.version + 1, members=members, revoked=revoked)
        except ValueError as err:
            msg = "the member is on the list already, or the key was taken back. Let them join with a new key."
            raise RosterRefused(msg) from err


def differences(before: Roster, after: Roster) -> tuple[str, ...]:
    """What changed from one to the other, a few words for each member."""
    names = {member.id: member for member in before.members}
    told: list[str] = []
    for member in after.members:
        old = names.pop(member.id, None)
        if old is None:
            told.append(f"{member.name} joined as {member.role.word}")
        elif old.role is not member.role:
            told.append(f"{member.name} is {member.role.word} instead of {old.role.word}")
    told += [f"{member.name} was removed" for member in names.values()]
    if after.epoch > before.epoch:
        told.append("the site has new keys")
    return tuple(told)
