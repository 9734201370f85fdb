"""Keys come back from their PEM, have one name each, and never show themselves."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.errors import CredentialRefused
from footlight_common.security.keys import RosterKey, TLSKey, fingerprint, signature_fits, spki, tls_public_key

KINDS = pytest.mark.parametrize("kind", [TLSKey, RosterKey])


@KINDS
def test_key_comes_back_from_its_pem(kind):
    key = kind.generate()
    assert kind.from_pem(key.to_pem()).fingerprint == key.fingerprint


@KINDS
def test_key_never_shows_itself(kind):
    key = kind.generate()
    secret = "".join(key.to_pem().decode().splitlines()[1:-1])
    assert not any(secret[start : start + 12] in f"{key!r} {key} {[key]}" for start in range(len(secret) - 12))
    assert key.fingerprint[:16] in repr(key)


@pytest.mark.parametrize(("kind", "other"), [(TLSKey, RosterKey), (RosterKey, TLSKey)])
def test_key_of_the_other_kind_is_refused(kind, other):
    with pytest.raises(CredentialRefused, match="Restore it"):
        kind.from_pem(other.generate().to_pem())


@KINDS
@pytest.mark.parametrize("cut", [0, 1, 40, 100])
def test_damaged_file_is_refused_and_not_quoted(kind, cut):
    pem = kind.generate().to_pem()[:cut]
    with pytest.raises(CredentialRefused) as refused:
        kind.from_pem(pem)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_huge_file_is_refused_unread():
    with pytest.raises(CredentialRefused):
        TLSKey.from_pem(TLSKey.generate().to_pem() + b"\n" * 10_000)


def test_fingerprint_is_the_sha256_of_the_public_key():
    key = TLSKey.generate()
    der = key.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert key.fingerprint == fingerprint(key.public) == hashlib.sha256(der).hexdigest()


def test_public_key_of_a_stranger_comes_back():
    key = TLSKey.generate()
    assert fingerprint(tls_public_key(spki(key.public))) == key.fingerprint


@pytest.mark.parametrize(
    "key", [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())], ids=["RSA", "P-384"]
)
def test_public_key_of_another_kind_is_refused(key):
    with pytest.raises(CredentialRefused):
        tls_public_key(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


WHOLE = spki(TLSKey.generate().public)


@given(
    st.one_of(
        st.binary(max_size=300), st.integers(0, 90).map(lambda n: WHOLE[:n] + bytes([WHOLE[n] ^ 1]) + WHOLE[n + 1 :])
    )
)
def test_any_bytes_are_a_public_key_or_refused(data):
    try:
        tls_public_key(data)
    except CredentialRefused as err:
        assert str(err)  # noqa: PT017


def test_signature_fits_its_key_and_its_data_only():
    key, other = RosterKey.generate(), RosterKey.generate()
    signature = key.sign(b"roster")
    assert signature_fits(key.public, signature, b"roster")
    assert not signature_fits(key.public, signature, b"Roster")
    assert not signature_fits(other.public, signature, b"roster")
    assert not signature_fits(key.public, signature[:-1], b"roster")
    assert not signature_fits(b"", signature, b"roster")
