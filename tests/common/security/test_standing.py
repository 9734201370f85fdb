"""The gate: which rosters and which new keys of a site are taken, and which are refused, with the reason."""

import itertools
import zlib

import msgspec
import pytest
from common.security.sites import OTHER, SITE, Site
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.errors import Revoked, RosterRefused
from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Certificate
from footlight_common.security.keys import RosterKey, signature_fits
from footlight_common.security.roles import Role
from footlight_common.security.roster import MAX_ANCESTORS, Roster
from footlight_common.security.signed import MAX_DOCUMENT_BYTES, Signed, sign
from footlight_common.security.standing import (
    MAX_SUCCESSIONS,
    Offer,
    Standing,
    Succession,
    establish,
    mark,
    newer,
    publish,
    received,
    rotate,
    successor,
)

MEMBER = "3e" * 8


@pytest.fixture
def first(site):
    """As it stands after the site was made."""
    return site.standing


@pytest.fixture
def second(site, first):
    """One member more."""
    return publish(first, first.roster.with_member(site.member(MEMBER)[1]), site.roster_key)


@pytest.fixture
def new_key():
    return RosterKey.generate()


def rotated(site, standing, old, new, *, epoch=None, version=1):
    roster = msgspec.structs.replace(standing.roster, epoch=epoch or standing.epoch + 1, version=version)
    return rotate(standing, old, new, Authority.create(site.id).certificate, roster)


def test_higher_version_wins(first, second):
    assert newer(first, second.offer) == second


def test_the_same_again_changes_nothing(second):
    assert newer(second, second.offer) is second


def test_lower_version_is_refused(first, second):
    with pytest.raises(RosterRefused, match=r"older \(version 1\) than the one in force \(2\)"):
        newer(second, first.offer)


def test_of_two_rosters_of_one_version_the_same_wins_everywhere(site, first, second):
    rival = publish(first, first.roster.with_member(site.member("4f" * 8)[1]), site.roster_key)
    winner = max(second, rival, key=lambda standing: standing.place)
    assert newer(second, rival.offer).signed == newer(rival, second.offer).signed == winner.signed


def test_a_removal_holds_also_where_another_roster_of_the_version_wins(site, second):
    (gone,) = [each for each in second.roster.members if each.id != site.admin.id]
    removal = publish(second, second.roster.without(gone.id, at_s=1.0, by="Desk"), site.roster_key)
    rival = publish(second, second.roster.with_role(gone.id, Role.OPERATOR), site.roster_key)
    holder = Certificate.parse(gone.certificate).holder
    for after in (newer(removal, rival.offer), newer(rival, removal.offer)):
        with pytest.raises(Revoked):
            after.roster.admit(holder, after.also_revoked)


def test_a_roster_names_those_it_was_made_from(site, first, second):
    assert (first.roster.follows, second.roster.follows) == ((), (mark(first.signed),))
    many = second
    for _ in range(2 * MAX_ANCESTORS):
        many = publish(many, msgspec.structs.replace(many.roster, version=many.roster.version + 1), site.roster_key)
    assert len(many.roster.follows) == MAX_ANCESTORS


def test_roster_of_another_site_is_refused(first, other_site):
    with pytest.raises(RosterRefused, match="another site"):
        newer(first, other_site.standing.offer)


def test_roster_that_calls_itself_of_this_site_and_was_signed_by_another_is_refused(first):
    with pytest.raises(RosterRefused, match="not signed with the roster key"):
        newer(first, Site(SITE).establish(Site(SITE).admin, version=99).offer)


def test_one_changed_letter_is_noticed(first, second):
    signed = second.signed
    changed = rewritten(signed, b"viewer", b"admin")
    with pytest.raises(RosterRefused, match="not signed"):
        newer(first, Offer(roster=changed))


def test_signer_is_who_signed(first, second):
    changed = msgspec.structs.replace(second.signed, signer="0" * 64)
    with pytest.raises(RosterRefused, match="not signed"):
        newer(first, Offer(roster=changed))


def test_only_an_admins_key_publishes(site, first, new_key):
    with pytest.raises(RosterRefused, match="not signed"):
        publish(first, first.roster.with_role(site.admin.id, Role.ADMIN), new_key)


def test_after_a_change_of_keys_only_the_new_one_counts(site, second, new_key):
    after = rotated(site, second, site.roster_key, new_key)
    assert (after.epoch, after.roster.version, after.roster_key) == (2, 1, new_key.public)
    next_roster = msgspec.structs.replace(after.roster, version=2)
    assert publish(after, next_roster, new_key).roster.version == 2
    with pytest.raises(RosterRefused, match="not signed"):
        publish(after, next_roster, site.roster_key)


def test_higher_epoch_wins_over_any_version(site, first, second, new_key):
    many = publish(first, msgspec.structs.replace(second.roster, version=1000), site.roster_key)
    after = rotated(site, first, site.roster_key, new_key)
    assert newer(many, after.offer).roster.version == 1
    with pytest.raises(RosterRefused, match="before the site changed its key"):
        newer(after, many.offer)


def test_chain_of_changes_is_followed_in_order(site, first, new_key):
    keys = [site.roster_key, new_key, RosterKey.generate(), RosterKey.generate()]
    last = first
    for old, new in itertools.pairwise(keys):
        last = rotated(site, last, old, new)
    assert newer(first, last.offer) == last
    assert (last.epoch, len(last.successions)) == (4, 3)
    backwards = Offer(roster=last.signed, successions=last.successions[::-1])
    with pytest.raises(RosterRefused, match="step"):
        newer(first, backwards)


def test_step_that_is_missing_is_refused(site, first, new_key):
    middle = rotated(site, first, site.roster_key, new_key)
    last = rotated(site, middle, new_key, RosterKey.generate())
    with pytest.raises(RosterRefused):
        newer(first, Offer(roster=last.signed, successions=last.successions[1:]))
    with pytest.raises(RosterRefused):
        newer(first, Offer(roster=last.signed))


def test_who_missed_too_many_changes_is_told(site, first, new_key):
    last, old = first, site.roster_key
    for _ in range(MAX_SUCCESSIONS + 1):
        new = RosterKey.generate()
        last, old = rotated(site, last, old, new), new
    with pytest.raises(RosterRefused, match="Pair this player again"):
        newer(first, last.offer)


def test_change_of_keys_needs_the_old_key(site, first, new_key):
    with pytest.raises(RosterRefused, match="not signed"):
        rotated(site, first, new_key, new_key)


def test_change_of_keys_without_a_roster_of_its_own_is_refused(site, first, second, new_key):
    after = rotated(site, first, site.roster_key, new_key)
    with pytest.raises(RosterRefused):
        newer(first, Offer(roster=second.signed, successions=after.successions))


def test_change_of_keys_with_a_roster_of_the_old_key_is_refused(site, first, new_key):
    after = rotated(site, first, site.roster_key, new_key)
    forged = sign(after.roster, site.roster_key)
    with pytest.raises(RosterRefused, match="not signed"):
        newer(first, Offer(roster=forged, successions=after.successions))


def succession(key, **changed):
    whole = Succession(site=SITE, epoch=2, roster_key=key.public, authority=Authority.create(SITE).certificate.der)
    return msgspec.structs.replace(whole, **changed)


OTHER_CA = Authority.create(OTHER).certificate.der


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"site": OTHER, "authority": OTHER_CA}, "another site"),
        ({"authority": OTHER_CA}, "another site"),
        ({"authority": Site(SITE).player().certificate.der}, "another site"),
        ({"authority": b"no certificate"}, "no usable certificate"),
        ({"epoch": 3}, "step"),
    ],
    ids=["other site", "CA of another site", "a player's certificate", "no certificate", "a step left out"],
)
def test_change_of_keys_that_does_not_fit_is_refused(site, first, new_key, changed, reason):
    roster = sign(msgspec.structs.replace(first.roster, epoch=2), new_key)
    good, bad = (sign(succession(new_key, **fields), site.roster_key) for fields in ({}, changed))
    assert newer(first, Offer(roster=roster, successions=(good,))).epoch == 2
    with pytest.raises(RosterRefused, match=reason):
        newer(first, Offer(roster=roster, successions=(bad,)))


def test_document_of_one_kind_is_never_taken_for_another(site, first):
    """A signature says what was signed as what."""
    signed = sign(succession(RosterKey.generate()), site.roster_key)
    assert signature_fits(site.roster_key.public, signed.signature, b"footlight succession 1\n" + signed.document)
    assert signature_fits(
        site.roster_key.public, first.signed.signature, b"footlight roster 1\n" + first.signed.document
    )


def test_after_a_change_of_keys_the_earlier_ca_is_remembered(site, first, new_key):
    middle = rotated(site, first, site.roster_key, new_key)
    last = rotated(site, middle, new_key, RosterKey.generate())
    assert last.earlier == (first.authority, middle.authority)
    assert [each.der for each in last.authorities] == [last.authority, first.authority, middle.authority]
    assert newer(first, last.offer) == last
    with pytest.raises(RosterRefused, match="another site"):
        received(msgspec.structs.replace(last, earlier=(OTHER_CA,)))


def test_the_new_ca_is_found_from_the_old_key_alone(site, first, new_key, other_site):
    after = rotated(site, first, site.roster_key, new_key)
    assert successor(first, after.successions).der == after.authority
    assert successor(after, after.successions).der == after.authority
    with pytest.raises(RosterRefused):
        successor(first, (sign(succession(new_key), new_key),))
    with pytest.raises(RosterRefused):
        successor(other_site.standing, after.successions)


class TestTakenBack:
    """An admin restores a backup of before a removal."""

    @pytest.fixture
    def removed(self, site, first, second):
        roster = second.roster.without(MEMBER, at_s=2.0, by="admin")
        return publish(second, roster, site.roster_key)

    @pytest.fixture
    def restored(self, site, second):
        return publish(second, msgspec.structs.replace(second.roster, version=1000), site.roster_key)

    def test_who_was_removed_stays_out(self, removed, restored):
        member = restored.roster.member(MEMBER)
        after = newer(removed, restored.offer)
        assert after.roster.version == 1000
        assert after.also_revoked == (member.fingerprint,)
        holder = Certificate.parse(member.certificate).holder
        assert after.roster.admit(holder) == member
        with pytest.raises(Revoked):
            after.roster.admit(holder, after.also_revoked)

    def test_once_the_roster_says_so_itself_nothing_more_is_remembered(self, site, removed, restored):
        after = newer(removed, restored.offer)
        roster = after.roster.without(MEMBER, at_s=3.0, by="admin")
        assert publish(after, roster, site.roster_key).also_revoked == ()

    def test_a_change_of_keys_does_not_undo_it(self, site, removed, restored, new_key):
        after = rotated(site, newer(removed, restored.offer), site.roster_key, new_key)
        assert after.also_revoked == newer(removed, restored.offer).also_revoked


def test_site_is_made_from_parts_that_fit(site, other_site):
    with pytest.raises(RosterRefused, match="another site"):
        establish(site.standing.roster, site.roster_key, other_site.authority.certificate)


def test_standing_that_was_put_together_from_two_is_refused(site, other_site):
    for part in ({"roster_key": other_site.roster_key.public}, {"signed": other_site.standing.signed}, {"site": OTHER}):
        with pytest.raises(RosterRefused):
            received(msgspec.structs.replace(site.standing, **part))


def test_standing_survives_a_file(second):
    assert received(msgspec.json.decode(msgspec.json.encode(second), type=Standing)) == second


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"site_name": ""}, "cannot be saved.*site_name"),
        ({"site_name": "n" * 65}, "cannot be saved.*site_name"),
        ({"version": 0}, "cannot be saved.*version"),
        ({"epoch": 2}, "later key"),
        ({"site": OTHER}, "another site"),
    ],
    ids=str,
)
def test_roster_out_of_bounds_is_not_published(site, first, field, reason):
    with pytest.raises(RosterRefused, match=reason):
        publish(first, msgspec.structs.replace(first.roster, **{"version": 2, **field}), site.roster_key)


def test_refusal_quotes_no_stranger(first):
    changed = rewritten(first.signed, b'"admin"', b'"' + b"<script>" * 1000 + b'"')
    with pytest.raises(RosterRefused) as refused:
        newer(first, Offer(roster=changed))
    assert "script" not in str(refused.value)


def rewritten(signed, old, new):
    return msgspec.structs.replace(signed, document=zlib.compress(zlib.decompress(signed.document).replace(old, new)))


PACKED = Site(SITE).standing.signed.document
WHOLE = zlib.decompress(PACKED).decode()


@given(
    st.one_of(
        st.text(max_size=60),
        st.tuples(st.integers(0, len(WHOLE)), st.text(max_size=3)).map(
            lambda cut: WHOLE[: cut[0]] + cut[1] + WHOLE[cut[0] + 1 :]
        ),
        st.sampled_from(
            ["[" * 5000, '{"members":' * 3000, "x" * (MAX_DOCUMENT_BYTES + 1), "é" * (MAX_DOCUMENT_BYTES - 1)]
        ),
    )
)
def test_any_text_is_a_roster_or_refused(text):
    read_or_refuse(zlib.compress(text.encode()))


@given(
    st.one_of(
        st.binary(max_size=60),
        st.tuples(st.integers(0, len(PACKED)), st.binary(max_size=3)).map(
            lambda cut: PACKED[: cut[0]] + cut[1] + PACKED[cut[0] + 1 :]
        ),
    )
)
def test_any_bytes_are_a_roster_or_refused(data):
    read_or_refuse(data)


def read_or_refuse(document):
    try:
        assert Signed(document=document, signature=b"0" * 64, signer="0" * 64).read(Roster).members
    except RosterRefused as err:
        assert str(err)  # noqa: PT017


@given(st.binary(max_size=200))
def test_nothing_but_the_key_signs(signature):
    from common.security.sites import site

    current = site().standing
    offered = msgspec.structs.replace(current.signed, signature=signature.ljust(64, b"\0")[:64])
    with pytest.raises(RosterRefused):
        newer(current, Offer(roster=offered))
