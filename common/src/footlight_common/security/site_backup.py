"""The secrets of a site in one encrypted file, opened by a passphrase.

    header: magic 24 | log2 of scrypt's n 1 | salt 16 | nonce 12
    JSON in AES-256-GCM, with the header as associated data
    SHA-256 of all before it 32

The sum at the end is no protection: it tells a damaged file from a wrong passphrase.
"""

import hashlib
import os
import unicodedata
from dataclasses import dataclass, field

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from msgspec import Struct

from footlight_common.errors import BackupFailed, TrustError
from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import RosterKey, TLSKey
from footlight_common.security.standing import Standing, received

# RFC 7914 with r=8, p=1: 128 MiB and about half a second.
LOG2_N = 17
# 256 MiB. What a crafted file may make this machine allocate.
MAX_LOG2_N = 18
MAX_BACKUP_BYTES = 1024 * 1024
MIN_PASSPHRASE_LENGTH = 8
MAX_PASSPHRASE_LENGTH = 1024

_MAGIC = b"footlight site backup 1\n"
_SALT_BYTES, _NONCE_BYTES, _SUM_BYTES = 16, 12, 32
_HEADER_BYTES = len(_MAGIC) + 1 + _SALT_BYTES + _NONCE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSecrets:
    """All that an admin needs to go on with a site on another machine."""

    standing: Standing
    authority_key: TLSKey = field(repr=False)
    roster_key: RosterKey = field(repr=False)

    @property
    def authority(self) -> Authority:
        return Authority(Credential(self.authority_key, self.standing.authority_certificate))


class _Content(Struct, frozen=True, kw_only=True):
    standing: Standing
    authority_key: bytes
    roster_key: bytes

    def __repr__(self) -> str:
        return "_Content()"


def backup(secrets: SiteSecrets, passphrase: str, *, log2_n: int = LOG2_N) -> bytes:
    """The file. Takes the memory and time of scrypt: not for an event loop. Raises BackupFailed."""
    if not MIN_PASSPHRASE_LENGTH <= len(passphrase) <= MAX_PASSPHRASE_LENGTH:
        msg = f"a passphrase has {MIN_PASSPHRASE_LENGTH} to {MAX_PASSPHRASE_LENGTH} characters. Choose another."
        raise BackupFailed(msg)
    content = _Content(
        standing=secrets.standing,
        authority_key=secrets.authority_key.to_pem(),
        roster_key=secrets.roster_key.to_pem(),
    )
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    header = _MAGIC + bytes([log2_n]) + salt + nonce
    sealed = AESGCM(_key(passphrase, salt, log2_n)).encrypt(nonce, msgspec.json.encode(content), header)
    return header + sealed + hashlib.sha256(header + sealed).digest()


def restore(data: bytes, passphrase: str) -> SiteSecrets:
    """What the file holds. Takes the memory and time of scrypt: not for an event loop.

    Raises BackupFailed: no backup, made by a newer version, damaged, or not opened by this passphrase.
    """
    header, sealed = _parts(data)
    log2_n = header[len(_MAGIC)]
    salt, nonce = header[-_SALT_BYTES - _NONCE_BYTES : -_NONCE_BYTES], header[-_NONCE_BYTES:]
    try:
        plain = AESGCM(_key(passphrase, salt, log2_n)).decrypt(nonce, sealed, header)
    except InvalidTag as err:
        msg = "the passphrase is wrong. Try again; if it is right, somebody changed the file: take another copy."
        raise BackupFailed(msg) from err
    try:
        content = msgspec.json.decode(plain, type=_Content)
        secrets = SiteSecrets(
            standing=received(content.standing),
            authority_key=TLSKey.from_pem(content.authority_key),
            roster_key=RosterKey.from_pem(content.roster_key),
        )
        # Makes the authority once, for it refuses a key and a certificate that do not fit.
        fits = (secrets.authority.certificate.holder.id, secrets.roster_key.public) == (
            secrets.standing.site,
            secrets.standing.roster_key,
        )
    except (msgspec.DecodeError, UnicodeError, TrustError):
        # Without the cause, which may quote what it read.
        raise BackupFailed(_UNFIT) from None
    if not fits:
        raise BackupFailed(_UNFIT)
    return secrets


_UNFIT = "the backup opens, but its parts do not belong together. Take another copy."


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """Header and ciphertext of a file that is whole. Raises BackupFailed."""
    if not data.startswith(_MAGIC):
        known = data.startswith(_MAGIC.rstrip(b"1\n"))
        msg = "the backup was made by a newer version. Update first." if known else "that is no backup of a site."
        raise BackupFailed(msg)
    body, total = data[:-_SUM_BYTES], data[-_SUM_BYTES:]
    if not _HEADER_BYTES + _SUM_BYTES < len(data) <= MAX_BACKUP_BYTES or hashlib.sha256(body).digest() != total:
        msg = "the backup is damaged or not whole. Copy it again, or take another."
        raise BackupFailed(msg)
    if not 1 <= body[len(_MAGIC)] <= MAX_LOG2_N:
        msg = (
            "opening this backup would take more memory than Footlight allows. Somebody changed it: take another copy."
        )
        raise BackupFailed(msg)
    return body[:_HEADER_BYTES], body[_HEADER_BYTES:]


def _key(passphrase: str, salt: bytes, log2_n: int) -> bytes:
    # The same passphrase typed on another keyboard may be another sequence of code points.
    text = unicodedata.normalize("NFKC", passphrase[:MAX_PASSPHRASE_LENGTH]).encode(errors="surrogatepass")
    return Scrypt(salt=salt, length=32, n=2**log2_n, r=8, p=1).derive(text)
