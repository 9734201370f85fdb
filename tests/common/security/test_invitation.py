"""A person joins with the code that an admin reads out, as what the admin chose."""

import pytest
from common.security.sites import SITE
from common.security.talk import CODE, OTHER_CODE, Invitation, Pairing, run

from footlight_common.errors import NotMember, PairingFailed, WrongCode
from footlight_common.security.certificates import Kind
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role


def test_new_member_gets_certificate_site_and_role():
    talk = Invitation(role=Role.TECHNICIAN)
    run(talk)
    membership = talk.membership
    assert (membership.member.name, membership.member.role) == ("Reader", Role.TECHNICIAN)
    holder = membership.certificate.holder
    assert (holder.kind, holder.site, holder.fingerprint) == (Kind.MEMBER, SITE, talk.key.fingerprint)
    assert membership.roster.admit(holder) == membership.member
    assert membership.standing.roster == membership.roster
    assert talk.finished


def test_new_member_sees_the_site_before_giving_a_name():
    talk = Invitation(role=Role.VIEWER)
    sent = run(talk, upto=4)
    assert (talk.invited.site_name, talk.invited.role) == ("Museum", Role.VIEWER)
    assert not any(b"Reader" in data for data in sent[:4])
    assert b"Reader" in sent[4]


def test_wrong_code_is_noticed_by_the_admins_side():
    with pytest.raises(WrongCode):
        run(Invitation(typed=OTHER_CODE))


def test_relay_that_ends_tls_on_both_sides_fails():
    with pytest.raises(WrongCode, match="somebody stands between"):
        run(Invitation(admin_key=TLSKey.generate().fingerprint))


def test_name_that_is_too_long_is_refused():
    with pytest.raises(PairingFailed):
        run(Invitation(name="n" * 65))


def test_only_the_key_that_called_is_certified():
    talk = Invitation()
    sent = run(talk, upto=3)
    talk.joining.invited(sent[3])
    talk.joining._key = TLSKey.generate()
    with pytest.raises(PairingFailed, match="not the one that called"):
        talk.admin.application(talk.joining.apply())


def test_application_without_a_key_is_refused(monkeypatch):
    monkeypatch.setattr("footlight_common.security.invitation.spki", lambda _: b"no key")
    with pytest.raises(PairingFailed, match="no public key"):
        run(Invitation())


class TestAdmission:
    """An admin's side that sends what does not fit."""

    def membership(self, certificate, standing):
        talk = Invitation()
        sent = run(talk, upto=4)
        talk.admin.application(sent[4])
        talk.joining.membership(talk.admin.admit(certificate(talk), standing))

    def test_certificate_for_another_key_is_refused(self, site):
        with pytest.raises(PairingFailed, match="another key"):
            self.membership(lambda _: site.member("3e" * 8)[0].certificate, site.standing)

    def test_certificate_of_another_site_is_refused(self, site, other_site):
        with pytest.raises(PairingFailed, match="not issued by this site"):
            self.membership(
                lambda talk: other_site.authority.issue_for_member(spki(talk.key.public), "3e" * 8), site.standing
            )

    def test_another_site_than_the_one_of_the_invitation_is_refused(self, other_site):
        with pytest.raises(PairingFailed, match="another site than"):
            self.membership(
                lambda talk: other_site.authority.issue_for_member(spki(talk.key.public), "3e" * 8), other_site.standing
            )

    def test_roster_without_the_new_member_is_refused(self, site):
        with pytest.raises(PairingFailed, match="does not know you") as refused:
            self.membership(
                lambda talk: site.authority.issue_for_member(spki(talk.key.public), "3e" * 8), site.standing
            )
        assert isinstance(refused.value.__cause__, NotMember)


def test_code_for_an_invitation_pairs_no_player():
    """The same digits on both, and messages carried from one to the other."""
    pairing, invitation = Pairing(code=CODE), Invitation(typed=CODE)
    reply = pairing.player.reply(invitation.joining.open())
    with pytest.raises(WrongCode):
        pairing.player.request(invitation.joining.confirm(reply))
