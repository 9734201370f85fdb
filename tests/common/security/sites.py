"""Sites with members and players, as the tests need them."""

import functools

from footlight_common.security.authority import Authority, certificate_request, self_signed
from footlight_common.security.certificates import Credential, Kind
from footlight_common.security.keys import RosterKey, TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, Roster
from footlight_common.security.standing import establish

SITE, OTHER = "5173" * 4, "07e4" * 4
PLAYER, OTHER_PLAYER = "a1" * 8, "a2" * 8


class Site:
    """A site with one admin."""

    def __init__(self, identifier=SITE):
        self.id = identifier
        self.authority = Authority.create(identifier)
        self.roster_key = RosterKey.generate()
        self.admin_credential, self.admin = self.member("ad" * 8, Role.ADMIN)
        self.standing = self.establish(self.admin)

    def establish(self, *members, version=1):
        roster = Roster(site=self.id, site_name="Museum", epoch=1, version=version, members=members)
        return establish(roster, self.roster_key, self.authority.certificate)

    def member(self, identifier, role=Role.VIEWER, key=None):
        key = key or TLSKey.generate()
        certificate = self.authority.issue_for_member(spki(key.public), identifier)
        member = Member.of(certificate, name=identifier[:4], role=role, added_at_s=1.0, added_by="who began it")
        return Credential(key, certificate), member

    def player(self, identifier=PLAYER, key=None):
        key = key or TLSKey.generate()
        return Credential(key, self.authority.issue_for_player(certificate_request(key, identifier), identifier))


def unclaimed(identifier=PLAYER, kind=Kind.PLAYER):
    return self_signed(TLSKey.generate(), kind, identifier)


@functools.cache
def site(identifier=SITE):
    """The same one for all tests of a module: nobody changes it."""
    return Site(identifier)
