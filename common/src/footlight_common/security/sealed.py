"""A site's keys on their way to one member: readable with the member's own key alone.

    ephemeral public key, compressed 33 | ciphertext and tag of AES-256-GCM

Key and nonce come from HKDF-SHA256 over the ECDH secret, with both public keys as its info: each is used once. The
associated data names the site, the epoch and the member, so that nothing can be moved from one to another.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from footlight_common.errors import CredentialRefused
from footlight_common.security.keys import RAW_KEY_BYTES, RosterKey, TLSKey, TLSPublicKey

_POINT_BYTES, _TAG_BYTES = 33, 16
_KEY_BYTES, _NONCE_BYTES = 32, 12
# Technicians get the CA's key, admins the roster's too.
ONE_KEY_BYTES = _POINT_BYTES + RAW_KEY_BYTES + _TAG_BYTES
TWO_KEYS_BYTES = ONE_KEY_BYTES + RAW_KEY_BYTES


def seal(authority_key: TLSKey, roster_key: RosterKey | None, to: TLSPublicKey, place: str) -> bytes:
    """The keys for the holder of the private part of `to`. `place` is `place_of` the member."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = _point(ephemeral.public_key())
    key, nonce = _secrets(ephemeral.exchange(ec.ECDH(), to), point + _point(to))
    plain = authority_key.to_raw() + (roster_key.to_raw() if roster_key else b"")
    return point + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, key: TLSKey, place: str) -> tuple[TLSKey, RosterKey | None]:
    """What was sealed to this key in this place. Raises CredentialRefused."""
    if len(sealed) not in (ONE_KEY_BYTES, TWO_KEYS_BYTES):
        raise CredentialRefused(_NOT_FOR_US)
    point, cipher = sealed[:_POINT_BYTES], sealed[_POINT_BYTES:]
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        secret, nonce = _secrets(key.private.exchange(ec.ECDH(), other), point + _point(key.public))
        plain = AESGCM(secret).decrypt(nonce, cipher, place.encode())
    except (ValueError, InvalidTag):
        raise CredentialRefused(_NOT_FOR_US) from None
    authority, roster = plain[:RAW_KEY_BYTES], plain[RAW_KEY_BYTES:]
    return TLSKey.from_raw(authority), RosterKey.from_raw(roster) if roster else None


def place_of(site: str, epoch: int, member: str) -> str:
    """Where sealed keys belong."""
    return f"footlight sealed keys 1|{site}|{epoch}|{member}"


_NOT_FOR_US = "the site's keys in the roster are not readable here. Ask an admin to save the team again."


def _secrets(shared: bytes, points: bytes) -> tuple[bytes, bytes]:
    derived = HKDF(hashes.SHA256(), _KEY_BYTES + _NONCE_BYTES, salt=None, info=b"footlight seal 1" + points)
    material = derived.derive(shared)
    return material[:_KEY_BYTES], material[_KEY_BYTES:]


def _point(key: TLSPublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
