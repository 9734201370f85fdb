"""A player belongs to the site of whoever typed its code, and to nobody else."""

import dataclasses
import hashlib
import hmac
import json
import logging

import msgspec
import pytest
from common.security.sites import OTHER_PLAYER, PLAYER, SITE, Site, unclaimed
from common.security.talk import CODE, OTHER_CODE, Pairing, run

from footlight_common.errors import PairingFailed, WrongCode
from footlight_common.security.certificates import Kind
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing import PlayerPairing
from footlight_common.security.roles import Role
from footlight_common.security.standing import publish

MEMBER = "3e" * 8


def test_player_gets_all_it_needs_to_belong_to_the_site(site):
    talk = Pairing()
    run(talk)
    claim = talk.claim
    claim.certificate.require_issued_by(site.authority.certificate)
    holder = claim.certificate.holder
    assert (holder.kind, holder.id, holder.site) == (Kind.PLAYER, PLAYER, SITE)
    assert holder.fingerprint == talk.key.fingerprint
    assert (claim.standing, claim.roster) == (site.standing, site.standing.roster)
    assert (claim.name, claim.area) == ("Lobby", "Ground floor")
    assert talk.finished


def test_claim_is_frozen():
    talk = Pairing()
    run(talk)
    with pytest.raises(dataclasses.FrozenInstanceError):
        talk.claim.name = "Another"


def test_a_technician_may_pair():
    home = Site(SITE)
    _, technician = home.member(MEMBER, Role.TECHNICIAN)
    home.standing = publish(home.standing, home.standing.roster.with_member(technician), home.roster_key)
    talk = Pairing(home=home, own_key=technician.fingerprint)
    run(talk)
    assert talk.finished


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_who_is_less_than_a_technician_pairs_nothing(role):
    home = Site(SITE)
    _, member = home.member(MEMBER, role)
    home.standing = publish(home.standing, home.standing.roster.with_member(member), home.roster_key)
    with pytest.raises(PairingFailed, match="technician or an admin"):
        run(Pairing(home=home, own_key=member.fingerprint))


def test_who_is_on_no_roster_pairs_nothing():
    with pytest.raises(PairingFailed, match="technician or an admin"):
        run(Pairing(own_key=TLSKey.generate().fingerprint))


def test_wrong_code_is_noticed_by_the_player():
    talk = Pairing(typed=OTHER_CODE)
    with pytest.raises(WrongCode, match="the code is wrong"):
        run(talk)
    assert talk.player.over
    assert talk.claim is None


def test_player_says_nothing_that_depends_on_the_code_before_the_controller_proved_it():
    """Its first message is a random element; the next comes only after the controller's proof was right."""
    talk = Pairing(typed=OTHER_CODE)
    sent = run(talk, upto=2)
    assert [json.loads(data)["type"] for data in sent] == ["opening", "reply", "sealed"]
    assert set(json.loads(sent[1])) == {"type", "element"}
    with pytest.raises(WrongCode):
        talk.player.request(sent[2])


def test_relay_that_ends_tls_on_both_sides_fails():
    """The controller saw the relay's key, the player has its own; the code is right."""
    talk = Pairing(player_key=TLSKey.generate().fingerprint)
    with pytest.raises(WrongCode, match="somebody stands between"):
        run(talk)


def test_key_that_asks_for_trust_cannot_be_exchanged_on_the_way():
    other = TLSKey.generate().fingerprint

    def exchange(number, data):
        return data.replace(Pairing().home.admin.fingerprint.encode(), other.encode()) if number == 0 else data

    with pytest.raises(WrongCode):
        run(Pairing(), between=exchange)


def test_player_that_does_not_know_the_code_gets_no_certificate():
    """Somebody poses as the player; what it sends as proof is not believed."""
    talk, impostor = Pairing(), Pairing(code=OTHER_CODE)
    reply = impostor.player.reply(talk.controller.open())
    talk.controller.confirm(reply)
    impostor.player._judge = lambda _: None
    forged = impostor.player.request(b"")
    with pytest.raises(PairingFailed, match="did not prove"):
        talk.controller.request(forged)
    assert talk.controller.over


def test_proofs_of_the_two_sides_differ():
    talk = Pairing()
    sent = run(talk, upto=2)
    with pytest.raises(PairingFailed):
        talk.controller.request(sent[2])


def test_own_first_message_is_not_taken_for_the_answer():
    talk = Pairing()
    opening = json.loads(talk.controller.open())
    reflected = json.dumps({"type": "reply", "element": opening["element"]}, separators=(",", ":")).encode()
    with pytest.raises(PairingFailed):
        talk.controller.confirm(reflected)


@pytest.mark.parametrize("number", range(6))
def test_a_repeated_message_ends_it(number):
    talk = Pairing()
    sent = run(talk, upto=number)
    turn = talk.turns()[number]
    turn(sent[number])
    with pytest.raises(PairingFailed, match="out of order"):
        turn(sent[number])
    assert turn.__self__ is talk or turn.__self__.over


@pytest.mark.parametrize("number", range(6))
def test_a_message_of_an_earlier_pairing_is_refused(number):
    earlier = run(Pairing())
    with pytest.raises(PairingFailed):
        run(Pairing(), between=lambda n, data: earlier[n] if n == number else data)


@pytest.mark.parametrize("number", range(1, 6))
def test_an_earlier_message_of_the_same_pairing_is_refused(number):
    seen = []

    def repeat(n, data):
        seen.append(data)
        return seen[n - 1] if n == number else data

    with pytest.raises(PairingFailed):
        run(Pairing(), between=repeat)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("cut", [0, 1, 20, -1])
def test_a_truncated_message_is_refused(number, cut):
    with pytest.raises(PairingFailed):
        run(Pairing(), between=lambda n, data: data[:cut] if n == number else data)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_changed_letter_is_refused(number, place):
    def change(n, data):
        at = int(len(data) * place)
        return data[:at] + (b"A" if data[at : at + 1] != b"A" else b"B") + data[at + 1 :] if n == number else data

    with pytest.raises(PairingFailed):
        run(Pairing(), between=change)


@pytest.mark.parametrize("number", range(6))
def test_even_a_changed_space_is_refused(number):
    talk = Pairing()
    with pytest.raises(PairingFailed):
        run(talk, between=lambda n, data: data + b" " if n == number else data)
    assert not talk.finished


@pytest.mark.parametrize(
    ("number", "limit_bytes"), [(0, 1024), (1, 1024), (2, 1024), (3, 512 * 1024), (4, 512 * 1024), (5, 512 * 1024)]
)
def test_too_large_a_message_is_refused_unread(number, limit_bytes):
    with pytest.raises(PairingFailed):
        run(Pairing(), between=lambda n, data: data + b" " * limit_bytes if n == number else data)


def test_nothing_goes_on_after_a_failure():
    talk = Pairing()
    sent = run(talk, upto=2)
    with pytest.raises(PairingFailed):
        talk.player.request(b"{}")
    with pytest.raises(PairingFailed, match="out of order"):
        talk.player.request(sent[2])


@pytest.mark.parametrize("step", ["request", "claim", "done"])
def test_player_skips_no_step(step):
    player = PlayerPairing(CODE, player=PLAYER, key=TLSKey.generate())
    arguments = {"request": [b"{}"], "claim": [b"{}"], "done": []}[step]
    with pytest.raises(PairingFailed, match="out of order"):
        getattr(player, step)(*arguments)
    assert player.over


def test_the_first_proof_is_over_every_byte_before_it():
    """What a MAC covers, worked out beside the code: the transcript so far, and the text it seals."""
    talk = Pairing()
    sent = run(talk, upto=2)
    transcript = hashlib.sha256(b"footlight pairing 1")
    for data in sent[:2]:
        transcript.update(len(data).to_bytes(8, "big") + data)
    sealed = json.loads(sent[2])
    mac = hmac.digest(talk.player._keys[1], transcript.digest() + sealed["body"].encode(), "sha256")
    assert msgspec.json.encode(mac).decode().strip('"') == sealed["mac"]


class TestGrant:
    """A controller that knows the code, and sends what does not fit."""

    def claim(self, site, **changed):
        talk = Pairing()
        sent = run(talk, upto=3)
        talk.player.claim(talk.grant(sent[3], **changed))

    def test_certificate_of_another_player_is_refused(self, site):
        with pytest.raises(PairingFailed, match="for another player"):
            self.claim(site, certificate=site.player(OTHER_PLAYER).certificate)

    def test_certificate_for_another_key_is_refused(self, site):
        with pytest.raises(PairingFailed, match="for another player"):
            self.claim(site, certificate=site.player().certificate)

    def test_certificate_that_the_site_did_not_issue_is_refused(self, site, other_site):
        for certificate in (unclaimed().certificate, other_site.player().certificate):
            with pytest.raises(PairingFailed, match="not issued by this site"):
                self.claim(site, certificate=certificate)

    def test_roster_that_the_key_did_not_sign_is_refused(self, site, other_site):
        mixed = msgspec.structs.replace(site.standing, roster_key=other_site.roster_key.public)
        with pytest.raises(PairingFailed, match="not signed"):
            self.claim(site, standing=mixed)

    def test_roster_of_another_site_is_refused(self, site, other_site):
        mixed = msgspec.structs.replace(site.standing, signed=other_site.standing.signed)
        with pytest.raises(PairingFailed, match="another site"):
            self.claim(site, standing=mixed)

    def test_name_that_is_too_long_is_refused(self, site):
        with pytest.raises(PairingFailed):
            self.claim(site, name="n" * 201)

    def test_name_that_cannot_be_sent_is_not_sent(self, site):
        with pytest.raises(PairingFailed, match="characters that cannot be sent"):
            self.claim(site, name="\ud800")


def test_code_shows_itself_in_no_message_and_no_text(caplog):
    caplog.set_level(logging.DEBUG)
    talk = Pairing()
    sent = run(talk)
    with pytest.raises(PairingFailed) as refused:
        talk.player.reply(sent[0])
    sides = f"{talk.player!r} {talk.controller!r} {talk.player._code} {talk.controller._pake!r}"
    text = f"{sides} {refused.value!r} {sent} {caplog.text}"
    assert not any(digits in text for digits in ("314159", "314-159"))
    assert not any(key.hex() in text or repr(key) in text for key in talk.player._keys)
