"""Which keys of the site a new member gets with the invitation."""

import pytest
from common.security.sites import OTHER_PLAYER, Site, site
from common.security.talk import Invitation, run

from footlight_common.errors import PairingFailed
from footlight_common.security.invitation import Admission
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_common.security.standing import publish


class KeyedInvitation(Invitation):
    """An admin who hands over keys."""

    def __init__(self, role, *, keys_of=None):
        super().__init__(role=role)
        self.keys_of = keys_of or self.home

    def admit(self, data):
        application = self.admin.application(data)
        certificate = self.home.authority.issue_for_member(application.public_key, OTHER_PLAYER)
        member = Member.of(certificate, name=application.name, role=self.role, added_at_s=2.0, added_by="admin")
        standing = publish(self.home.standing, self.home.standing.roster.with_member(member), self.home.roster_key)
        keys = {"authority_key": self.keys_of.authority.credential.key, "roster_key": self.keys_of.roster_key}
        return self.send(certificate, standing, keys)

    def send(self, certificate, standing, keys):
        return self.admin.admit(certificate, standing, **keys)


class DishonestInvitation(KeyedInvitation):
    """Sends all keys whatever the role."""

    def send(self, certificate, standing, keys):
        pems = {name: key.to_pem() for name, key in keys.items()}
        with self.admin._step(3):
            return self.admin._seal(Admission(certificate=certificate.der, standing=standing, **pems))


@pytest.mark.parametrize(
    ("role", "pairs", "leads"),
    [
        (Role.VIEWER, False, False),
        (Role.OPERATOR, False, False),
        (Role.TECHNICIAN, True, False),
        (Role.ADMIN, True, True),
    ],
)
def test_the_role_decides_which_keys_come_along(role, pairs, leads):
    talk = KeyedInvitation(role)
    run(talk)
    assert talk.finished
    membership = talk.membership
    assert (membership.authority_key is not None, membership.roster_key is not None) == (pairs, leads)


def test_an_admin_gets_the_very_keys_of_the_site():
    talk = KeyedInvitation(Role.ADMIN)
    run(talk)
    assert talk.membership.authority_key.fingerprint == site().authority.credential.key.fingerprint
    assert talk.membership.roster_key.public == site().roster_key.public


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.ADMIN])
def test_keys_of_another_site_are_not_taken(role):
    with pytest.raises(PairingFailed, match="not those of the site"):
        run(KeyedInvitation(role, keys_of=Site()))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.TECHNICIAN])
def test_keys_beyond_the_role_are_not_taken(role):
    with pytest.raises(PairingFailed, match="not for your role"):
        run(DishonestInvitation(role))


def test_no_key_shows_itself():
    talk = KeyedInvitation(Role.ADMIN)
    run(talk)
    assert "RosterKey" not in repr(talk.membership)
    assert "TLSKey" not in repr(talk.membership)
    shown = repr(Admission(certificate=b"x", standing=site().standing, authority_key=b"secret", roster_key=b"secret"))
    assert "secret" not in shown
