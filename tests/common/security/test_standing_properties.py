"""No sequence of documents takes a standing back, or lets in a member whom no admin signed, or a key taken back."""

import functools
import zlib

import hypothesis.strategies as st
import msgspec
import pytest
from common.security.sites import OTHER, SITE, Site
from hypothesis import given, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from footlight_common.errors import Revoked, RosterRefused
from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Certificate
from footlight_common.security.keys import RosterKey
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, Roster
from footlight_common.security.signed import sign
from footlight_common.security.standing import Offer, Succession, newer, publish, rotate


@functools.cache
def people() -> list[Member]:
    return [Site(SITE).member(f"{number:016x}")[1] for number in range(1, 9)]


@functools.cache
def stranger() -> Site:
    return Site(SITE)


@functools.cache
def elsewhere() -> Site:
    return Site(OTHER)


@functools.cache
def keys() -> list[RosterKey]:
    return [RosterKey.generate() for _ in range(12)]


@functools.cache
def authorities():
    return [Authority.create(SITE).certificate for _ in range(3)]


PEOPLE = st.integers(0, 7)


class Gate(RuleBasedStateMachine):
    """An admin who changes a site, an attacker who keeps all that was ever sent, and a player who is offered things."""

    offers = Bundle("offers")

    @initialize(target=offers)
    def begin(self):
        self.site = Site(SITE)
        self.admin_standing = self.player = self.site.standing
        self.key, self.unused = self.site.roster_key, [*keys()]
        self.signed = {self.player.signed.document}
        self.highest = self.player.place
        self.backup, self.taken_back = self.player.roster, set()
        return self.player.offer

    def published(self, standing):
        self.admin_standing = standing
        self.signed.add(standing.signed.document)
        return standing.offer

    @rule(target=offers, who=PEOPLE)
    def admin_adds_a_member(self, who):
        roster = self.admin_standing.roster
        try:
            roster = roster.with_member(people()[who])
        except RosterRefused:
            roster = msgspec.structs.replace(roster, version=roster.version + 1)
        return self.published(publish(self.admin_standing, roster, self.key))

    @rule(target=offers, who=PEOPLE)
    def admin_removes_a_member(self, who):
        roster = self.admin_standing.roster
        try:
            roster = roster.without(people()[who].id, at_s=1.0, by="admin")
        except RosterRefused:
            roster = msgspec.structs.replace(roster, version=roster.version + 1)
        return self.published(publish(self.admin_standing, roster, self.key))

    @rule(target=offers, who=PEOPLE)
    def second_admin_saves_at_the_same_time(self, who):
        """Two admins on two controllers make two rosters of one version."""
        roster = msgspec.structs.replace(self.admin_standing.roster, site_name=f"Museum {who}")
        rival = sign(roster, self.key)
        self.signed.add(rival.document)
        return Offer(roster=rival, successions=self.admin_standing.successions)

    @rule()
    def admin_makes_a_backup(self):
        self.backup = self.admin_standing.roster

    @rule(target=offers)
    def admin_restores_the_backup(self):
        """Without a word of who was removed since; it is worth nothing after a change of keys."""
        if self.backup.epoch < self.admin_standing.epoch:
            return self.admin_standing.offer
        above = self.admin_standing.roster.version + 1000
        roster = msgspec.structs.replace(self.backup, version=above)
        forgetful = msgspec.structs.replace(self.admin_standing, signed=sign(self.backup, self.key), also_revoked=())
        return self.published(publish(forgetful, roster, self.key))

    @rule(target=offers)
    def another_site_is_near(self):
        return elsewhere().standing.offer

    @rule(target=offers, which=st.integers(0, 2))
    def admin_changes_the_keys(self, which):
        if not self.unused:
            return self.admin_standing.offer
        new, roster = self.unused.pop(), self.admin_standing.roster
        first = msgspec.structs.replace(roster, epoch=roster.epoch + 1, version=1)
        old, self.key = self.key, new
        return self.published(rotate(self.admin_standing, old, new, authorities()[which], first))

    @rule(
        target=offers,
        offer=offers,
        key=st.sampled_from(["stranger", "next"]),
        lift=st.integers(1, 5),
        epochs=st.integers(0, 2),
    )
    def attacker_signs_a_roster_with_another_key(self, offer, key, lift, epochs):
        roster = self.admin_standing.roster
        forged = msgspec.structs.replace(
            roster, version=roster.version + lift, epoch=roster.epoch + epochs, members=(*roster.members, self.guest())
        )
        signer = stranger().roster_key if key == "stranger" or not self.unused else self.unused[-1]
        return self.tried(Offer(roster=sign(forged, signer), successions=offer.successions))

    @rule(target=offers, offer=offers, at=st.integers(0, 20_000), put=st.sampled_from(["0", "9", '"', "admin", ""]))
    def attacker_changes_a_letter(self, offer, at, put):
        text = zlib.decompress(offer.roster.document)
        at %= len(text)
        forged = zlib.compress(text[:at] + put.encode() + text[at + 1 :])
        changed = msgspec.structs.replace(offer.roster, document=forged)
        return self.tried(Offer(roster=changed, successions=offer.successions))

    @rule(target=offers, one=offers, other=offers, turn=st.booleans(), drop=st.integers(0, 3))
    def attacker_mixes_two(self, one, other, turn, drop):
        chain = other.successions[drop:]
        return self.tried(Offer(roster=one.roster, successions=chain[::-1] if turn else chain))

    @rule(target=offers, key=st.sampled_from(["stranger", "next"]))
    def attacker_makes_a_succession(self, key):
        signer = stranger().roster_key if key == "stranger" or not self.unused else self.unused[-1]
        epoch, own = self.player.epoch + 1, stranger().roster_key
        step = Succession(site=SITE, epoch=epoch, roster_key=own.public, authority=authorities()[0].der)
        first = msgspec.structs.replace(stranger().standing.roster, epoch=epoch)
        return self.tried(Offer(roster=sign(first, own), successions=(*self.player.successions, sign(step, signer))))

    @rule(offer=offers)
    def player_is_offered(self, offer):
        self.offer(offer)

    @rule(offer=consumes(offers))
    def player_is_offered_for_the_last_time(self, offer):
        self.offer(offer)

    @rule()
    def player_meets_the_admin(self):
        chain = self.admin_standing.successions
        self.offer(self.admin_standing.offer)
        # A player that missed more changes of the key than the chain holds has to be paired again.
        if self.player.epoch >= self.admin_standing.epoch - len(chain):
            assert (self.player.epoch, self.player.roster.version) == self.place_of(self.admin_standing)

    def offer(self, offer):
        try:
            self.player = newer(self.player, offer)
            self.taken_back.update(entry.fingerprint for entry in offer.roster.read(Roster).revoked)
        except RosterRefused as err:
            assert str(err)  # noqa: PT017

    def place_of(self, standing):
        return standing.epoch, standing.roster.version

    def tried(self, offer):
        self.offer(offer)
        return offer

    def guest(self):
        return msgspec.structs.replace(stranger().admin, id="e" * 16, fingerprint="e" * 64)

    @invariant()
    def nothing_was_taken_back(self):
        assert self.player.place >= self.highest
        self.highest = self.player.place

    @invariant()
    def no_key_that_was_taken_back_gets_in_again(self):
        roster = self.player.roster
        for member in roster.members:
            holder = Certificate.parse(member.certificate).holder
            if holder.fingerprint in self.taken_back:
                with pytest.raises(Revoked):
                    roster.admit(holder, self.player.also_revoked)
            else:
                assert roster.admit(holder, self.player.also_revoked) == member

    @invariant()
    def only_what_an_admin_signed_is_in_force(self):
        assert self.player.signed.document in self.signed
        assert self.player.roster.epoch == self.player.epoch <= self.admin_standing.epoch


@settings(max_examples=60)
@given(data=st.data())
def test_whoever_hears_of_the_same_rosters_ends_with_the_same_team(data):
    """Admins change the team side by side, and players hear of it in any order."""
    site = Site(SITE)
    made = [publish(site.standing, _with(site.standing.roster, people()), site.roster_key)]
    for _ in range(data.draw(st.integers(1, 8))):
        before = data.draw(st.sampled_from(made))
        who = people()[data.draw(PEOPLE)].id
        role = data.draw(st.sampled_from([None, *Role]))
        try:
            roster = (
                before.roster.without(who, at_s=1.0, by="x") if role is None else before.roster.with_role(who, role)
            )
        except RosterRefused:
            continue
        made.append(publish(before, roster, site.roster_key))
    ends = [_after_all(site.standing, data.draw(st.permutations(made))) for _ in range(2)]
    assert ends[0] == ends[1]
    assert ends[0][0] == max(standing.place for standing in made)
    assert ends[0][1] == {entry.fingerprint for standing in made for entry in standing.roster.revoked}


def _with(roster, members):
    return msgspec.structs.replace(roster, version=2, members=(*roster.members, *members))


def _after_all(player, standings):
    for standing in standings:
        try:
            player = newer(player, standing.offer)
        except RosterRefused as err:
            assert "older" in str(err)  # noqa: PT017
    return player.place, {*player.also_revoked, *(entry.fingerprint for entry in player.roster.revoked)}


Gate.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
TestGate = Gate.TestCase
