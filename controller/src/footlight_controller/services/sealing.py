"""What each member is given along with a roster: the site's keys that go with the role, and a certificate."""

import msgspec

from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Certificate
from footlight_common.security.keys import RosterKey, TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, Roster
from footlight_common.security.sealed import ONE_KEY_BYTES, TWO_KEYS_BYTES, place_of, seal

_SEALED_BYTES = {Role.TECHNICIAN: ONE_KEY_BYTES, Role.ADMIN: TWO_KEYS_BYTES}


def with_keys(roster: Roster, authority_key: TLSKey, roster_key: RosterKey) -> Roster:
    """The roster with the site's keys sealed to everybody whose role needs them, and to nobody else.

    Those that are sealed already stay as they are: keys do not change within an epoch. Raises CredentialRefused.
    """
    members = tuple(_with_keys(roster, member, authority_key, roster_key) for member in roster.members)
    return roster if members == roster.members else msgspec.structs.replace(roster, members=members)


def _with_keys(roster: Roster, member: Member, authority_key: TLSKey, roster_key: RosterKey) -> Member:
    if len(member.sealed_keys) == _SEALED_BYTES.get(member.role, 0):
        return member
    sealed = b""
    if member.role in _SEALED_BYTES:
        to = Certificate.parse(member.certificate).public_key
        place = place_of(roster.site, roster.epoch, member.id)
        sealed = seal(authority_key, roster_key if member.role is Role.ADMIN else None, to, place)
    return msgspec.structs.replace(member, sealed_keys=sealed)


def first_of_epoch(before: Roster, authority: Authority, roster_key: RosterKey) -> Roster:
    """The roster with which new keys of the site begin: the same members, with certificates of the new CA.

    Nobody has to be named as removed in it: who is no member has no access. Raises CredentialRefused.
    """
    members = tuple(_reissued(member, authority) for member in before.members)
    roster = msgspec.structs.replace(before, epoch=before.epoch + 1, version=1, members=members, revoked=())
    return with_keys(roster, authority.credential.key, roster_key)


def _reissued(member: Member, authority: Authority) -> Member:
    key = Certificate.parse(member.certificate).public_key
    certificate = authority.issue_for_member(spki(key), member.id)
    return msgspec.structs.replace(member, certificate=certificate.der, sealed_keys=b"")
