"""Certificates that say who a player or member is, and how a stranger's are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.utils import CryptographyDeprecationWarning
from msgspec import Meta

from footlight_common.errors import CredentialRefused, OtherSite
from footlight_common.security.keys import TLSKey, TLSPublicKey, fingerprint, require_p256

# Ours have about 600 bytes.
MAX_CERTIFICATE_BYTES = 2048
DER = Annotated[bytes, Meta(min_length=1, max_length=MAX_CERTIFICATE_BYTES)]


class Kind(StrEnum):
    """What holds a certificate."""

    PLAYER = "player"
    MEMBER = "member"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who a certificate names; only as good as the check of its issuer."""

    kind: Kind
    id: str
    """16 lower-case hex digits."""
    site: str
    """Id of the site; empty for one that nobody issued yet."""
    fingerprint: str
    """Of the public key."""


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """One certificate of Footlight's own form. `parse` makes it from a stranger's bytes."""

    der: bytes
    holder: Holder

    @classmethod
    def parse(cls, der: bytes) -> "Certificate":
        """Raises CredentialRefused for anything but a small P-256 certificate with names as Footlight writes them."""
        parsed = read(der, x509.load_der_x509_certificate)
        return cls(der, holder_of(parsed))

    @property
    def pem(self) -> bytes:
        return self.x509.public_bytes(serialization.Encoding.PEM)

    @property
    def public_key(self) -> TLSPublicKey:
        return require_p256(self.x509.public_key())

    @property
    def x509(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.der)

    def require_issued_by(self, authority: "Certificate") -> None:
        """Raises OtherSite unless `authority` signed this for its own site. Looks at no clock."""
        issuer = authority.holder
        if issuer.kind is not Kind.SITE or self.holder.kind is Kind.SITE or self.holder.site != issuer.id:
            raise OtherSite(_FOREIGN)
        try:
            self.x509.verify_directly_issued_by(authority.x509)
        except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm) as err:
            raise OtherSite(_FOREIGN) from err

    def __repr__(self) -> str:
        holder = self.holder
        return f"Certificate({holder.kind} {holder.id}, site {holder.site or '-'}, {holder.fingerprint[:16]})"


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate with its private key: what one end of a TLS connection shows. Raises CredentialRefused."""

    key: TLSKey
    certificate: Certificate

    def __post_init__(self) -> None:
        if self.key.fingerprint != self.certificate.holder.fingerprint:
            msg = "the certificate was made for another key. Restore both from the same backup, or pair again."
            raise CredentialRefused(msg)


T = TypeVar("T")

NOT_OURS = "that is not one of Footlight's certificates. Try again with the current version on both sides."
_FOREIGN = "the certificate was not issued by this site. Pair again, or use a controller of the other site."
# What cryptography raises for fields it cannot read; it reads most of them only when they are asked for.
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
    # For forms it is about to refuse, where warnings are errors.
    CryptographyDeprecationWarning,
)
# All alternative names of a certificate, in their order.
_NAMES = re.compile(
    r"(?:footlight:(?P<kind>player|member):(?P<id>[0-9a-f]{16})(?: footlight:site:(?P<site>[0-9a-f]{16}))?"
    r"|footlight:site:(?P<authority>[0-9a-f]{16}))"
)


def read(der: bytes, load: Callable[[bytes], T]) -> T:
    """What `load` finds in a stranger's bytes. Raises CredentialRefused."""
    if len(der) > MAX_CERTIFICATE_BYTES:
        raise CredentialRefused(NOT_OURS)
    try:
        return load(der)
    except UNREADABLE as err:
        raise CredentialRefused(NOT_OURS) from err


def holder_of(parsed: x509.Certificate | x509.CertificateSigningRequest) -> Holder:
    """Who is named. Raises CredentialRefused."""
    try:
        names = [*parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value]
        key: TLSPublicKey = require_p256(parsed.public_key())
    except UNREADABLE as err:
        raise CredentialRefused(NOT_OURS) from err
    uris = [name.value if isinstance(name, x509.UniformResourceIdentifier) else "" for name in names]
    match = _NAMES.fullmatch(" ".join(uris))
    if match is None:
        raise CredentialRefused(NOT_OURS)
    kind, identifier, site, authority = match.groups()
    return Holder(
        kind=Kind(kind or Kind.SITE), id=identifier or authority, site=site or "", fingerprint=fingerprint(key)
    )
