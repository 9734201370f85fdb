"""The site of this controller on disk: one file with mode 0600, written whole or not at all."""

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from footlight_common.errors import BackupFailed, NoSite, StorageError, TrustError
from footlight_common.security import site_backup
from footlight_common.security.certificates import DER, Certificate, Credential
from footlight_common.security.keys import Fingerprint, RosterKey, TLSKey
from footlight_common.security.standing import Standing, received
from footlight_common.storage import AtomicJSONStorage, peek
from footlight_controller.services.keyring_lock import DesktopKeyring, Keyring, KeyringLock
from footlight_controller.services.site import Earlier, Site

_log = logging.getLogger(__name__)

FILE_NAME = "site.json"
_TABLE, _ROW = "site", "1"


class _Keys(Struct, frozen=True, kw_only=True):
    member: bytes
    authority: bytes | None = None
    roster: bytes | None = None

    def __repr__(self) -> str:
        return "_Keys()"


class _Earlier(Struct, frozen=True, kw_only=True):
    epoch: int
    certificate: DER


class _Row(Struct, frozen=True, kw_only=True):
    standing: Standing
    certificate: DER
    keys: bytes
    """`_Keys` as JSON: as it is, or closed with the key that the keyring has under `keyring`."""
    keyring: str = ""
    earlier: tuple[_Earlier, ...] = ()
    from_backup: tuple[Fingerprint, ...] = ()

    def __repr__(self) -> str:
        return "_Row()"


class SiteFile:
    """The file in a data directory. Reads and writes block, and a keyring may wait for a person: not for a loop.

    Writing is for the process that owns the directory.
    """

    def __init__(self, data_dir: Path, keyring: Keyring | None = None) -> None:
        self.path = data_dir / FILE_NAME
        self.lock = KeyringLock(keyring or DesktopKeyring())
        """What closes secrets of this controller."""
        self.open_to_account = False
        """Whether the keys that were saved lie in the file as they are, for there is no keyring that keeps them."""

    @property
    def exists(self) -> bool:
        """Whether there is a site, readable or not."""
        return self.path.exists()

    def load(self) -> Site | None:
        """None when this controller has no site yet.

        Raises StorageError when the file is damaged, CredentialRefused when the keyring does not open it.
        """
        troubles: list[str] = []
        table = peek(self.path, troubles.append).get(_TABLE, {})
        if _ROW not in table:
            if troubles or self.exists:
                raise StorageError(self._damaged(troubles[0] if troubles else "it holds no site"))
            return None
        if troubles:
            _log.error("%s cannot be read (%s). The copy before it is used.", self.path, troubles[0])
        try:
            row = msgspec.convert(table[_ROW], _Row)
            return self._site(row)
        except msgspec.ValidationError as err:
            raise StorageError(self._damaged("a part of it is missing or changed")) from err

    def require(self) -> Site:
        """The site. Raises NoSite without one, and as `load` does."""
        site = self.load()
        if site is None:
            raise NoSite(NO_SITE)
        return site

    def save(self, site: Site) -> None:
        """Keep the site, in place of what was there. Raises StorageError; what was there is then intact."""
        keys = msgspec.json.encode(
            _Keys(
                member=site.credential.key.to_pem(),
                authority=site.authority_key.to_pem() if site.authority_key else None,
                roster=site.roster_key.to_pem() if site.roster_key else None,
            )
        )
        name = f"{site.id} {site.credential.certificate.holder.id}"
        closed = self.lock.close(name, keys)
        self.open_to_account = closed is None
        row = _Row(
            standing=site.standing,
            certificate=site.credential.certificate.der,
            keys=keys if closed is None else closed,
            keyring="" if closed is None else name,
            earlier=tuple(_Earlier(epoch=each.epoch, certificate=each.certificate.der) for each in site.earlier),
            from_backup=tuple(sorted(site.from_backup)),
        )
        storage = AtomicJSONStorage(self.path)
        # Puts a damaged file aside, which would become the copy otherwise.
        storage.read()
        storage.write({_TABLE: {_ROW: msgspec.to_builtins(row)}})
        if site.authority_key is None or site.roster_key is None:
            # The copy of before may hold a key that was taken away since.
            storage.write({_TABLE: {_ROW: msgspec.to_builtins(row)}})

    def leave(self) -> None:
        """Have no site any more: the keys that are here are gone. Raises StorageError."""
        try:
            # The copies first: alone, one would be taken for the site.
            for path in (*self.path.parent.glob(f"{FILE_NAME}.*"), self.path):
                path.unlink(missing_ok=True)
        except OSError as err:
            msg = f"cannot remove {self.path}: {err.strerror}. Check its owner and the disk."
            raise StorageError(msg) from err

    def in_keyring(self) -> bool:
        """Whether the keys on the disk are closed with a key that only the keyring has. False without a site."""
        row = peek(self.path, lambda _: None).get(_TABLE, {}).get(_ROW, {})
        return bool(row.get("keyring"))

    def backup(self, passphrase: str) -> bytes:
        """The site in one encrypted file. Raises NoSite, RoleDenied, BackupFailed, and as `load` does."""
        return site_backup.backup(self.require().secrets(), passphrase)

    def restore(self, data: bytes, passphrase: str, member: str, *, at_s: float) -> Site:
        """Keep the site of a backup, with this controller as another admin of it.

        Raises BackupFailed, RosterRefused, StorageError.
        """
        held = site_backup.restore(data, passphrase)
        try:
            present = self.load()
        except (StorageError, TrustError):
            # A backup is what helps then.
            present = None
        if present is not None and present.roster_key is not None and present.id == held.standing.site:
            msg = f"this controller is an admin of {present.name} already, and nothing has to be restored."
            raise BackupFailed(msg)
        site = Site.restored(held, member, at_s=at_s, present=present)
        self.save(site)
        return site

    def _site(self, row: _Row) -> Site:
        plain = self.lock.open(row.keyring, row.keys) if row.keyring else row.keys
        try:
            keys = msgspec.json.decode(plain, type=_Keys)
            return Site(
                standing=received(row.standing),
                credential=Credential(TLSKey.from_pem(keys.member), Certificate.parse(row.certificate)),
                authority_key=TLSKey.from_pem(keys.authority) if keys.authority else None,
                roster_key=RosterKey.from_pem(keys.roster) if keys.roster else None,
                earlier=tuple(Earlier(each.epoch, Certificate.parse(each.certificate)) for each in row.earlier),
                from_backup=frozenset(row.from_backup),
            )
        except (msgspec.DecodeError, UnicodeError, TrustError):
            # Without the cause, which may quote what it read.
            raise StorageError(self._damaged("its parts do not belong together")) from None

    def _damaged(self, why: str) -> str:
        return (
            f"the site in {self.path} cannot be read: {why}. Restore it from a backup: footlight site restore FILE; or "
            "give it up: footlight site leave. Players stay as they are."
        )


NO_SITE = (
    "this controller belongs to no site yet, and players answer members of their site alone. "
    "Make one with: footlight site create NAME, or join one with: footlight site join"
)
