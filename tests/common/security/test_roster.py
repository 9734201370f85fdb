"""What a roster holds, how an admin changes it, and whom it lets in."""

import secrets
import time
import zlib

import msgspec
import pytest
from common.security.sites import OTHER_PLAYER, PLAYER, SITE

from footlight_common.errors import NotMember, NotPaired, OtherSite, Revoked, RosterRefused
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import MAX_ID_LENGTH, MAX_MESSAGE_BYTES, MAX_NAME_LENGTH, encode
from footlight_common.protocol.session import Cursor, Hello, RosterOffer, Welcome
from footlight_common.security.authority import Authority
from footlight_common.security.keys import RosterKey
from footlight_common.security.roles import Role
from footlight_common.security.roster import MAX_MEMBERS, MAX_REVOCATIONS, Revocation, Roster
from footlight_common.security.sealed import place_of, seal
from footlight_common.security.signed import MAX_DOCUMENT_BYTES, MAX_PACKED_BYTES, sign
from footlight_common.security.standing import MAX_SUCCESSIONS, publish, rotate

MEMBER = "3e" * 8


@pytest.fixture
def roster(site):
    return site.standing.roster


@pytest.fixture
def operator(site):
    """Credential and member."""
    return site.member(MEMBER, Role.OPERATOR)


def test_each_change_is_one_version_more(roster, operator):
    changed = roster.with_member(operator[1]).with_role(MEMBER, Role.ADMIN).without(MEMBER, at_s=9.0, by="admin")
    assert changed.version == roster.version + 3
    assert changed.members == roster.members
    assert [(entry.at_s, entry.by) for entry in changed.revoked] == [(9.0, "admin")]


def test_member_calls_and_is_known(roster, operator):
    credential, member = operator
    assert roster.with_member(member).admit(credential.certificate.holder) == member


def test_caller_without_a_certificate_is_not_paired(roster):
    with pytest.raises(NotPaired, match="answers its members only"):
        roster.admit(None)


def test_a_player_is_no_member(roster, site):
    with pytest.raises(NotPaired):
        roster.admit(site.player().certificate.holder)


def test_member_of_another_site_is_told_the_site(roster, other_site):
    with pytest.raises(OtherSite, match="belongs to the site Museum"):
        roster.admit(other_site.member(MEMBER)[0].certificate.holder)


def test_certificate_of_the_site_is_not_enough(roster, operator):
    """A technician can make certificates; only an admin makes members."""
    with pytest.raises(NotMember, match="does not know you"):
        roster.admit(operator[0].certificate.holder)


def test_another_key_with_a_members_id_is_not_the_member(roster, site, operator):
    with pytest.raises(NotMember):
        roster.with_member(operator[1]).admit(site.member(MEMBER)[0].certificate.holder)


def test_a_members_key_under_another_id_is_not_the_member(roster, site, operator):
    credential, member = operator
    renamed, _ = site.member(OTHER_PLAYER, key=credential.key)
    with pytest.raises(NotMember):
        roster.with_member(member).admit(renamed.certificate.holder)


def test_removed_member_is_told_so(roster, operator):
    credential, member = operator
    after = roster.with_member(member).without(MEMBER, at_s=9.0, by="admin")
    with pytest.raises(Revoked, match="was taken back"):
        after.admit(credential.certificate.holder)


def test_a_key_that_was_taken_back_never_returns(roster, site, operator):
    credential, member = operator
    after = roster.with_member(member).without(MEMBER, at_s=9.0, by="admin")
    with pytest.raises(RosterRefused, match="with a new key"):
        after.with_member(site.member(OTHER_PLAYER, key=credential.key)[1])


def test_nobody_is_on_the_list_twice(roster, site, operator):
    once = roster.with_member(operator[1])
    for again in (operator[1], site.member(MEMBER)[1], site.member(OTHER_PLAYER, key=operator[0].key)[1]):
        with pytest.raises(RosterRefused, match="on the list already"):
            once.with_member(again)


def test_the_last_admin_stays(roster, site):
    with pytest.raises(RosterRefused, match="needs an admin"):
        roster.with_role(site.admin.id, Role.TECHNICIAN)
    with pytest.raises(RosterRefused, match="needs an admin"):
        roster.without(site.admin.id, at_s=9.0, by="admin")


def test_an_admin_may_go_when_there_is_another(roster, site):
    two = roster.with_member(site.member(MEMBER, Role.ADMIN)[1])
    assert [member.id for member in two.without(site.admin.id, at_s=9.0, by="").members] == [MEMBER]


@pytest.mark.parametrize(
    "change", [lambda r: r.with_role(MEMBER, Role.ADMIN), lambda r: r.without(MEMBER, at_s=0, by="")]
)
def test_who_is_not_there_cannot_be_changed(roster, change):
    with pytest.raises(RosterRefused, match="no such member"):
        change(roster)


def test_roster_without_an_admin_is_none(site):
    with pytest.raises(ValueError, match="at least one admin"):
        Roster(site=SITE, site_name="Museum", epoch=1, version=1, members=(site.member(MEMBER)[1],))


def an_admin(site, identifier, name):
    """With a key of its own and all the site's keys sealed to it, as nothing of that can be packed."""
    credential, member = site.member(identifier, Role.ADMIN)
    key = site.authority.credential.key
    sealed = seal(key, site.roster_key, credential.key.public, place_of(site.id, 1, identifier))
    name = f"{identifier} {name}"
    return msgspec.structs.replace(member, name=name, added_by=name, added_at_s=time.time(), sealed_keys=sealed)


def full(site, name):
    """A roster with as many members as there may be, all admins, and as many removed ones."""
    more = tuple(an_admin(site, f"{n:016x}", name) for n in range(MAX_MEMBERS - 1))
    gone = tuple(
        Revocation(fingerprint=secrets.token_hex(32), at_s=time.time(), by=f"{n} {name}")
        for n in range(MAX_REVOCATIONS)
    )
    return msgspec.structs.replace(site.standing.roster, members=(site.admin, *more), revoked=gone)


def test_full_roster_fits_one_message_with_everything_around_it(site):
    standing, key = site.standing, site.roster_key
    for epoch in range(2, MAX_SUCCESSIONS + 3):
        first = msgspec.structs.replace(standing.roster, epoch=epoch)
        old, key = key, RosterKey.generate()
        standing = rotate(standing, old, key, Authority.create(SITE).certificate, first)
    roster = msgspec.structs.replace(full(site, "\N{GRINNING FACE}" * 12), epoch=standing.epoch, version=2)
    standing = publish(standing, roster, key)
    certificate = site.player().certificate.der
    for message in (
        Hello(name="n" * MAX_NAME_LENGTH, offer=standing.offer, certificate=certificate),
        RosterOffer(offer=standing.offer, certificate=certificate),
        Welcome(
            identity=PlayerIdentity(id=PLAYER, name="n" * MAX_NAME_LENGTH, area="a" * MAX_NAME_LENGTH),
            cursor=Cursor(stream="5" * MAX_ID_LENGTH, seq=1),
            offer=standing.offer,
            revoked=tuple(secrets.token_hex(32) for _ in range(MAX_REVOCATIONS)),
        ),
    ):
        # What is left is for the facts of the machine.
        assert len(encode(message)) < MAX_MESSAGE_BYTES - 16 * 1024


def test_full_roster_takes_nobody_more(site):
    with pytest.raises(RosterRefused, match="200 members"):
        full(site, "n").with_member(site.member(MEMBER)[1])


def test_roster_that_nobody_would_take_is_not_signed(site):
    with pytest.raises(RosterRefused, match="too large"):
        sign(Bulky(text="\N{GRINNING FACE}" * (MAX_DOCUMENT_BYTES // 4)), site.roster_key)
    with pytest.raises(RosterRefused, match="too large"):
        sign(Bulky(text=secrets.token_hex(2 * MAX_PACKED_BYTES)), site.roster_key)


def test_document_that_unpacks_to_more_than_anybody_needs_is_not_unpacked(site):
    bomb = zlib.compress(b"[" * 64 * 1024 * 1024)
    assert len(bomb) < MAX_PACKED_BYTES
    with pytest.raises(RosterRefused, match="too large"):
        msgspec.structs.replace(site.standing.signed, document=bomb).read(Roster)


class Bulky(msgspec.Struct):
    text: str


def test_name_that_cannot_be_sent_is_not_signed(site):
    with pytest.raises(RosterRefused, match="characters that cannot be sent"):
        sign(msgspec.structs.replace(site.standing.roster, site_name="\ud800"), site.roster_key)


def test_roster_carries_each_members_certificate(site, operator):
    credential, member = operator
    signed = sign(site.standing.roster.with_member(member), site.roster_key)
    carried = signed.read(Roster).member(MEMBER)
    assert (carried, carried.certificate) == (member, credential.certificate.der)
