"""What a member holds, how a site begins, moves on and comes back."""

from dataclasses import replace

import msgspec
import pytest
from controller.services.home import home

from footlight_common.errors import BackupFailed, OtherSite, RoleDenied, RosterRefused
from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Certificate, Credential
from footlight_common.security.invitation import Membership
from footlight_common.security.keys import RosterKey, TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_common.security.standing import newer, rotate
from footlight_controller.services.site import Site


@pytest.fixture
def site():
    return Site.create("Museum", "Reader", at_s=1.0)


def joined(site, role):
    """Another member of the site, as the admin's controller would make one: the member's site, and the admin's."""
    key = TLSKey.generate()
    certificate = site.authority().issue_for_member(spki(key.public), "3e" * 8)
    member = Member.of(certificate, name="New", role=role, added_at_s=2.0, added_by="Reader")
    after = site.published(site.standing.roster.with_member(member))
    held = Site(
        standing=after.standing,
        credential=Credential(key, certificate),
        authority_key=site.authority_key if role >= Role.TECHNICIAN else None,
        roster_key=site.roster_key if role >= Role.ADMIN else None,
    )
    return held, after


def test_who_makes_a_site_is_its_first_admin_with_both_keys(site):
    assert (site.name, site.member.name, site.member.role) == ("Museum", "Reader", Role.ADMIN)
    assert site.authority().certificate == site.authority_certificate
    assert site.secrets().standing == site.standing


def test_two_sites_of_one_name_are_two(site):
    assert site.id != Site.create("Museum", "Reader", at_s=1.0).id


@pytest.mark.parametrize(("name", "member"), [("", "x"), ("x", ""), ("x" * 65, "x"), ("x", "y" * 65)])
def test_a_site_needs_names_that_fit(name, member):
    with pytest.raises(RosterRefused):
        Site.create(name, member, at_s=1.0)


def test_no_private_key_shows_itself(site):
    shown = repr(site)
    assert "PRIVATE" not in shown
    assert "authority_key" not in shown
    assert "roster_key=RosterKey" not in shown


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_who_only_watches_or_plays_can_neither_pair_nor_back_up_nor_change_the_team(site, role):
    member, _ = joined(site, role)
    with pytest.raises(RoleDenied, match="technician or admin in Museum"):
        member.authority()
    with pytest.raises(RoleDenied, match="only admins of Museum"):
        member.secrets()
    with pytest.raises(RoleDenied, match="only admins of Museum"):
        member.published(member.standing.roster)


def test_a_technician_pairs_and_does_not_change_the_team(site):
    member, _ = joined(site, Role.TECHNICIAN)
    assert member.authority()
    with pytest.raises(RoleDenied):
        member.published(member.standing.roster)


def test_a_newer_roster_is_kept_and_the_same_or_an_older_one_is_not(site):
    _, after = joined(site, Role.VIEWER)
    moved = site.after(after.standing.offer)
    assert moved.standing.place[:2] == (1, 2)
    assert moved.roster_key is site.roster_key
    assert moved.after(moved.standing.offer) is moved
    with pytest.raises(RosterRefused, match="older"):
        moved.after(site.standing.offer)


@pytest.mark.parametrize(
    ("role", "pairs", "leads"),
    [(Role.ADMIN, True, True), (Role.TECHNICIAN, True, False), (Role.OPERATOR, False, False)],
)
def test_keys_that_the_role_no_longer_gives_are_forgotten(site, role, pairs, leads):
    admin, after = joined(site, Role.ADMIN)
    later = after.published(after.standing.roster.with_role("3e" * 8, role).with_member(_somebody(site)))
    moved = admin.after(later.standing.offer)
    assert (moved.authority_key is not None, moved.roster_key is not None) == (pairs, leads)


def test_a_removed_member_forgets_its_keys_and_is_nobody(site):
    admin, after = joined(site, Role.ADMIN)
    later = after.published(after.standing.roster.without("3e" * 8, at_s=3.0, by="Reader"))
    moved = admin.after(later.standing.offer)
    assert (moved.member, moved.authority_key, moved.roster_key) == (None, None, None)


def test_keys_that_the_site_has_changed_are_forgotten(site):
    authority, key = Authority.create(site.id), RosterKey.generate()
    roster = site.standing.roster.__class__(**{**_fields(site.standing.roster), "epoch": 2, "version": 1})
    rotated = rotate(site.standing, site.roster_key, key, authority.certificate, roster)
    moved = site.after(rotated.offer)
    assert (moved.authority_key, moved.roster_key) == (None, None)


class TestKeysInTheRoster:
    """What a member with no more than a certificate gets out of it."""

    def bare(self, site, role):
        held, after = joined(site, role)
        return replace(held, standing=site.standing, authority_key=None, roster_key=None), after

    @pytest.mark.parametrize(
        ("role", "pairs", "leads"),
        [
            (Role.VIEWER, False, False),
            (Role.OPERATOR, False, False),
            (Role.TECHNICIAN, True, False),
            (Role.ADMIN, True, True),
        ],
    )
    def test_the_keys_that_go_with_the_role(self, site, role, pairs, leads):
        member, after = self.bare(site, role)
        moved = member.after(after.standing.offer)
        assert (moved.authority_key is not None, moved.roster_key is not None) == (pairs, leads)
        assert not pairs or moved.authority_key.fingerprint == site.authority_key.fingerprint
        assert not leads or moved.roster_key.public == site.roster_key.public

    def test_they_come_and_go_with_the_role(self, site):
        member, after = self.bare(site, Role.VIEWER)
        member = member.after(after.standing.offer)
        for role, keys in ((Role.ADMIN, 2), (Role.TECHNICIAN, 1), (Role.ADMIN, 2), (Role.VIEWER, 0)):
            after = after.published(after.standing.roster.with_role("3e" * 8, role))
            member = member.after(after.standing.offer)
            assert (member.authority_key is not None) + (member.roster_key is not None) == keys

    def test_those_that_are_not_for_this_member_are_left_alone(self, site):
        member, after = self.bare(site, Role.ADMIN)
        roster = after.standing.roster
        swapped = tuple(
            msgspec.structs.replace(one, sealed_keys=other.sealed_keys)
            for one, other in zip(roster.members, reversed(roster.members), strict=True)
        )
        later = msgspec.structs.replace(roster, version=roster.version + 1, members=swapped)
        moved = member.after(after.published(later).standing.offer)
        assert (moved.authority_key, moved.roster_key) == (None, None)
        assert moved.member.role is Role.ADMIN


class TestRotation:
    def test_all_that_signs_is_new_and_everybody_stays(self, site):
        _, before = joined(site, Role.OPERATOR)
        after = before.rotated()
        assert after.standing.place[:2] == (2, 1)
        assert after.authority_key.fingerprint != site.authority_key.fingerprint
        assert after.roster_key.public != site.roster_key.public
        assert after.secrets().standing == after.standing
        roster = after.standing.roster
        assert [each.fingerprint for each in roster.members] == [
            each.fingerprint for each in before.standing.roster.members
        ]
        for member in roster.members:
            Certificate.parse(member.certificate).require_issued_by(after.authority_certificate)
        assert [each.epoch for each in after.earlier] == [1]

    def test_another_admin_goes_on_with_the_new_keys_and_certificate(self, site):
        admin, before = joined(site, Role.ADMIN)
        after = before.rotated()
        moved = admin.after(after.standing.offer)
        assert moved.secrets().standing == after.standing
        moved.credential.certificate.require_issued_by(after.authority_certificate)
        assert moved.earlier[0].certificate == admin.credential.certificate
        assert moved.published(moved.standing.roster.with_member(_somebody(moved))).standing.epoch == 2

    def test_who_was_removed_has_nothing_of_it(self, site):
        admin, before = joined(site, Role.ADMIN)
        after = before.published(before.standing.roster.without("3e" * 8, at_s=3.0, by="Reader")).rotated()
        moved = admin.after(after.standing.offer)
        assert (moved.member, moved.authority_key, moved.roster_key) == (None, None, None)
        with pytest.raises(OtherSite):
            moved.credential.certificate.require_issued_by(after.authority_certificate)

    def test_only_an_admin_may(self, site):
        member, _ = joined(site, Role.TECHNICIAN)
        with pytest.raises(RoleDenied, match="only admins"):
            member.rotated()

    def test_a_backup_of_before_is_worth_nothing_to_a_controller_that_knows(self, site):
        member, before = joined(site, Role.VIEWER)
        moved = member.after(before.rotated().standing.offer)
        with pytest.raises(RosterRefused):
            Site.restored(before.secrets(), "Reader again", at_s=9.0, present=moved)


def test_a_restored_site_wins_over_what_players_saw_after_the_backup(site):
    backup = site.secrets()
    _, after = joined(site, Role.VIEWER)
    restored = Site.restored(backup, "Reader again", at_s=9.0)
    assert newer(after.standing, restored.standing.offer) == restored.standing
    assert restored.member.name == "Reader again"
    assert restored.credential.certificate.holder.id != site.credential.certificate.holder.id


def test_a_restored_site_keeps_what_this_controller_knew_later(site):
    backup = site.secrets()
    member, after = joined(site, Role.VIEWER)
    restored = Site.restored(backup, "Reader again", at_s=9.0, present=member)
    assert {each.name for each in restored.standing.roster.members} == {"Reader", "New", "Reader again"}
    assert restored.standing.place > after.standing.place


def test_the_backup_of_another_site_is_not_mixed_in(site):
    with pytest.raises(BackupFailed, match="belongs to the site Museum already"):
        Site.restored(home("Theatre").secrets(), "Reader", at_s=1.0, present=site)


def test_who_joined_holds_what_came_with_the_invitation(site):
    admin, after = joined(site, Role.ADMIN)
    membership = Membership(
        certificate=admin.credential.certificate,
        standing=after.standing,
        roster=after.standing.roster,
        member=admin.member,
        authority_key=site.authority_key,
        roster_key=site.roster_key,
    )
    new = Site.joined(membership, admin.credential.key)
    assert (new.member.name, new.member.role) == ("New", Role.ADMIN)
    assert new.secrets().standing == after.standing


def _somebody(site):
    certificate = site.authority().issue_for_member(spki(TLSKey.generate().public), "4f" * 8)
    return Member.of(certificate, name="Third", role=Role.VIEWER, added_at_s=3.0, added_by="Reader")


def _fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}
