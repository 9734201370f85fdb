"""What makes certificates: a key for itself, and the authority of a site for its players and members."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from footlight_common.discovery import is_player_id
from footlight_common.errors import CredentialRefused
from footlight_common.security.certificates import (
    NOT_OURS,
    UNREADABLE,
    Certificate,
    Credential,
    Kind,
    holder_of,
    read,
)
from footlight_common.security.keys import TLSKey, TLSPublicKey, require_p256, tls_public_key

# Nobody's clock matters. RFC 5280 section 4.1.2.5 gives the second one for certificates without a planned end.
NOT_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

# A member's certificate opens no port and a player's commands nobody. An unclaimed one is not judged by its use.
_USES = {Kind.PLAYER: ExtendedKeyUsageOID.SERVER_AUTH, Kind.MEMBER: ExtendedKeyUsageOID.CLIENT_AUTH}


def self_signed(key: TLSKey, kind: Kind, identifier: str) -> Credential:
    """What shows itself before a site gave it anything: an unclaimed player, a controller that waits for another."""
    subject = _names(kind, identifier)
    return Credential(key, _sign(kind, subject, key.public, _subject(subject), key))


def certificate_request(key: TLSKey, player: str) -> bytes:
    """A player's PKCS #10 request for a certificate, DER."""
    uris = _names(Kind.PLAYER, player)
    builder = x509.CertificateSigningRequestBuilder().subject_name(_subject(uris))
    signed = builder.add_extension(_alternative(uris), critical=False).sign(key.private, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


class Authority:
    """The CA of a site: its key and certificate. Held by admins and technicians."""

    __slots__ = ("credential",)

    def __init__(self, credential: Credential) -> None:
        """Raises CredentialRefused unless it is a site's."""
        if credential.certificate.holder.kind is not Kind.SITE:
            msg = "that is no certificate of a site. Restore the site from a backup."
            raise CredentialRefused(msg)
        self.credential = credential

    @classmethod
    def create(cls, site: str) -> "Authority":
        """A new key and certificate for the site with this id."""
        return cls(self_signed(TLSKey.generate(), Kind.SITE, site))

    @property
    def certificate(self) -> Certificate:
        return self.credential.certificate

    def issue_for_player(self, request: bytes, player: str) -> Certificate:
        """Raises CredentialRefused unless the key in `request` signed it, and it is for the player with this id."""
        parsed = read(request, x509.load_der_x509_csr)
        asks = holder_of(parsed)
        try:
            key, signed = require_p256(parsed.public_key()), parsed.is_signature_valid
        except UNREADABLE as err:
            raise CredentialRefused(NOT_OURS) from err
        if not signed:
            msg = "the request for a certificate was not signed with its own key. Start the pairing again."
            raise CredentialRefused(msg)
        if (asks.kind, asks.id, asks.site) != (Kind.PLAYER, player, ""):
            msg = "the request for a certificate is for another player than the one being paired. Start again."
            raise CredentialRefused(msg)
        return self._issue(Kind.PLAYER, player, key)

    def renew_player(self, shown: Certificate, player: str) -> Certificate:
        """For the key in a certificate that the player with this id showed in TLS, which proves that it has the key.

        Raises CredentialRefused when it is another's.
        """
        if (shown.holder.kind, shown.holder.id) != (Kind.PLAYER, player):
            msg = "the certificate to be renewed is another player's."
            raise CredentialRefused(msg)
        return self._issue(Kind.PLAYER, player, shown.public_key)

    def issue_for_member(self, public_key: bytes, member: str) -> Certificate:
        """`public_key` is a SubjectPublicKeyInfo in DER. Raises CredentialRefused."""
        return self._issue(Kind.MEMBER, member, tls_public_key(public_key))

    def _issue(self, kind: Kind, identifier: str, key: TLSPublicKey) -> Certificate:
        uris = _names(kind, identifier, self.certificate.holder.id)
        return _sign(kind, uris, key, self.certificate.x509.subject, self.credential.key)

    def __repr__(self) -> str:
        return f"Authority({self.certificate!r})"


def _names(kind: Kind, identifier: str, site: str = "") -> list[str]:
    if not is_player_id(identifier):
        msg = "an id of a player, member or site has 16 lower-case hex digits."
        raise CredentialRefused(msg)
    return [f"footlight:{kind}:{identifier}", *([f"footlight:site:{site}"] if site else [])]


def _subject(uris: list[str]) -> x509.Name:
    organisation = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, uri) for uri in uris[1:]]
    return x509.Name([*organisation, x509.NameAttribute(NameOID.COMMON_NAME, uris[0])])


def _alternative(uris: list[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])


def _sign(kind: Kind, uris: list[str], key: TLSPublicKey, issuer: x509.Name, by: TLSKey) -> Certificate:
    # All that X509_V_FLAG_X509_STRICT asks for, which Python 3.13 sets (RFC 5280 section 4.2.1).
    authority = kind is Kind.SITE
    builder = (
        x509.CertificateBuilder(issuer, _subject(uris), key, x509.random_serial_number(), NOT_BEFORE, NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(_key_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public), critical=False)
        .add_extension(_alternative(uris), critical=False)
    )
    if kind in _USES:
        builder = builder.add_extension(x509.ExtendedKeyUsage([_USES[kind]]), critical=False)
    signed = builder.sign(by.private, hashes.SHA256())
    return Certificate.parse(signed.public_bytes(serialization.Encoding.DER))


def _key_usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
