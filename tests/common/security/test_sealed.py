"""Who can read a site's keys out of a roster, and who cannot."""

import pytest
from common.security.sites import OTHER, SITE

from footlight_common.errors import CredentialRefused
from footlight_common.security.keys import RosterKey, TLSKey
from footlight_common.security.sealed import ONE_KEY_BYTES, TWO_KEYS_BYTES, place_of, seal, unseal

MEMBER, SOMEBODY = "3e" * 8, "4f" * 8
PLACE = place_of(SITE, 1, MEMBER)


@pytest.fixture
def keys():
    return TLSKey.generate(), RosterKey.generate()


@pytest.fixture
def own():
    return TLSKey.generate()


def test_a_technician_gets_one_key_and_an_admin_two(keys, own):
    authority, roster = keys
    one, two = seal(authority, None, own.public, PLACE), seal(authority, roster, own.public, PLACE)
    assert (len(one), len(two)) == (ONE_KEY_BYTES, TWO_KEYS_BYTES)
    opened = unseal(one, own, PLACE)
    assert (opened[0].fingerprint, opened[1]) == (authority.fingerprint, None)
    opened = unseal(two, own, PLACE)
    assert (opened[0].fingerprint, opened[1].public) == (authority.fingerprint, roster.public)


def test_nobody_else_can_read_them(keys, own):
    with pytest.raises(CredentialRefused, match="not readable here"):
        unseal(seal(*keys, own.public, PLACE), TLSKey.generate(), PLACE)


@pytest.mark.parametrize("place", [place_of(SITE, 1, SOMEBODY), place_of(SITE, 2, MEMBER), place_of(OTHER, 1, MEMBER)])
def test_they_are_good_in_their_own_place_alone(keys, own, place):
    with pytest.raises(CredentialRefused):
        unseal(seal(*keys, own.public, PLACE), own, place)


def test_the_same_keys_never_look_the_same(keys, own):
    assert seal(*keys, own.public, PLACE) != seal(*keys, own.public, PLACE)


@pytest.mark.parametrize("at", range(0, TWO_KEYS_BYTES, 7))
def test_one_changed_byte_is_noticed(keys, own, at):
    sealed = bytearray(seal(*keys, own.public, PLACE))
    sealed[at] ^= 1
    with pytest.raises(CredentialRefused):
        unseal(bytes(sealed), own, PLACE)


@pytest.mark.parametrize("data", [b"", b"\0" * ONE_KEY_BYTES, b"\xff" * TWO_KEYS_BYTES, b"x" * 10_000], ids=len)
def test_anything_else_is_refused(own, data):
    with pytest.raises(CredentialRefused):
        unseal(data, own, PLACE)


@pytest.mark.parametrize("kind", [TLSKey, RosterKey])
def test_a_raw_key_comes_back(kind):
    key = kind.generate()
    assert len(key.to_raw()) == 32
    assert kind.from_raw(key.to_raw()).fingerprint == key.fingerprint


@pytest.mark.parametrize(("kind", "raw"), [(TLSKey, b"\0" * 32), (TLSKey, b"\xff" * 32), (RosterKey, b"short")])
def test_raw_bytes_that_are_no_key_are_refused(kind, raw):
    with pytest.raises(CredentialRefused):
        kind.from_raw(raw)
