"""Private keys, which never show themselves, and the fingerprints that name them."""

import hashlib
from typing import Annotated

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from msgspec import Meta

from footlight_common.errors import CredentialRefused

Fingerprint = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
RosterPublicKey = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""An Ed25519 public key, RFC 8032 section 5.1.5."""

TLSPublicKey = ec.EllipticCurvePublicKey
# Of a private key of either kind, without a wrapping.
RAW_KEY_BYTES = 32
# A PKCS #8 key of either kind has about 240 bytes as PEM, a SubjectPublicKeyInfo 91 as DER.
_MAX_PEM_BYTES = 4096
_MAX_SPKI_BYTES = 256


def fingerprint(key: TLSPublicKey | ed25519.Ed25519PublicKey) -> str:
    """SHA-256 of the key's SubjectPublicKeyInfo in DER, 64 lower-case hex digits."""
    return hashlib.sha256(spki(key)).hexdigest()


def roster_fingerprint(key: bytes) -> str:
    """The same for the 32 bytes of a roster's public key."""
    return fingerprint(ed25519.Ed25519PublicKey.from_public_bytes(key))


def spki(key: TLSPublicKey | ed25519.Ed25519PublicKey) -> bytes:
    """The key as SubjectPublicKeyInfo in DER, always with the same bytes for the same key."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def tls_public_key(data: bytes) -> TLSPublicKey:
    """The P-256 key in a stranger's SubjectPublicKeyInfo. Raises CredentialRefused."""
    try:
        key = serialization.load_der_public_key(data) if len(data) <= _MAX_SPKI_BYTES else None
    except (ValueError, TypeError, UnsupportedAlgorithm) as err:
        msg = "that is no public key. Try again with the current version on both sides."
        raise CredentialRefused(msg) from err
    return require_p256(key)


def require_p256(key: object) -> TLSPublicKey:
    """`key`, when it is one that Footlight uses for TLS. Raises CredentialRefused."""
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        msg = "that is no public key on the curve P-256, the only kind Footlight uses for TLS."
        raise CredentialRefused(msg)
    return key


class TLSKey:
    """The P-256 private key of a player, a member or a site's authority."""

    __slots__ = ("private",)

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        require_p256(private.public_key())
        self.private = private

    @classmethod
    def generate(cls) -> "TLSKey":
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes) -> "TLSKey":
        """Raises CredentialRefused."""
        private = _load(pem)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise CredentialRefused(_DAMAGED)
        return cls(private)

    def to_pem(self) -> bytes:
        """PKCS #8, not encrypted: for a file with mode 0600."""
        return _dump(self.private)

    @classmethod
    def from_raw(cls, raw: bytes) -> "TLSKey":
        """From the 32 bytes of `to_raw`. Raises CredentialRefused."""
        try:
            return cls(ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1()))
        except ValueError:
            raise CredentialRefused(_DAMAGED) from None

    def to_raw(self) -> bytes:
        """The private scalar, 32 bytes, not encrypted: where every byte counts."""
        return self.private.private_numbers().private_value.to_bytes(RAW_KEY_BYTES)

    @property
    def public(self) -> TLSPublicKey:
        return self.private.public_key()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)

    def __repr__(self) -> str:
        return f"TLSKey({self.fingerprint[:16]})"


class RosterKey:
    """The Ed25519 private key that signs a site's roster; held by admins."""

    __slots__ = ("_private",)

    def __init__(self, private: ed25519.Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def generate(cls) -> "RosterKey":
        return cls(ed25519.Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes) -> "RosterKey":
        """Raises CredentialRefused."""
        private = _load(pem)
        if not isinstance(private, ed25519.Ed25519PrivateKey):
            raise CredentialRefused(_DAMAGED)
        return cls(private)

    def to_pem(self) -> bytes:
        """PKCS #8, not encrypted: for a file with mode 0600."""
        return _dump(self._private)

    @classmethod
    def from_raw(cls, raw: bytes) -> "RosterKey":
        """From the 32 bytes of `to_raw`. Raises CredentialRefused."""
        try:
            return cls(ed25519.Ed25519PrivateKey.from_private_bytes(raw))
        except ValueError:
            raise CredentialRefused(_DAMAGED) from None

    def to_raw(self) -> bytes:
        """The private key of RFC 8032, 32 bytes, not encrypted: where every byte counts."""
        return self._private.private_bytes_raw()

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        return roster_fingerprint(self.public)

    def sign(self, data: bytes) -> bytes:
        """64 bytes, RFC 8032."""
        return self._private.sign(data)

    def __repr__(self) -> str:
        return f"RosterKey({self.fingerprint[:16]})"


def signature_fits(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the holder of this roster key signed exactly `data`."""
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


_DAMAGED = "the key is damaged or of another kind. Restore it from a backup of the site."


def _load(pem: bytes) -> object:
    if len(pem) > _MAX_PEM_BYTES:
        raise CredentialRefused(_DAMAGED)
    try:
        return serialization.load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Without the cause, which may quote what it read.
        raise CredentialRefused(_DAMAGED) from None


def _dump(private: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
