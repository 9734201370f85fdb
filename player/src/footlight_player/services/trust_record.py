"""How a player keeps whom it trusts: one document, which holds all of a claim or nothing of it."""

import base64
import logging
from dataclasses import dataclass

import msgspec
from tinydb.table import Document, Table

from footlight_common.errors import StorageError, TrustError
from footlight_common.security.authority import self_signed
from footlight_common.security.certificates import Certificate, Credential, Kind
from footlight_common.security.keys import TLSKey
from footlight_common.security.standing import Standing, received
from footlight_common.storage import Store

_log = logging.getLogger(__name__)

_TABLE = "trust"
_ONLY = 1


@dataclass(frozen=True, slots=True)
class Given:
    """What the player is called from its claim on."""

    name: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """All of it. Certificate and standing are both there or both not."""

    key: TLSKey
    certificate: Certificate | None = None
    standing: Standing | None = None
    wrong: int = 0
    """As in `Attempts`."""
    given: Given | None = None


class TrustRecord:
    """The document in its store. Without a store nothing is kept: for simulated players."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self.trouble = ""
        """What was wrong with the document and what to do about it, for the screen; empty when all is well."""

    def load(self, player: str) -> Trusted | None:
        """What is kept; None when there is nothing or it cannot be used, which `trouble` then says."""
        if self._store is None:
            return None
        if self._store.rescued:
            self.trouble = _DAMAGED
        document = self._store.db.table(_TABLE).get(doc_id=_ONLY)
        if not isinstance(document, Document):
            return None
        try:
            return _read(document, player)
        except (TrustError, msgspec.MsgspecError, ValueError, TypeError, KeyError):
            # Without the cause, which may quote the key.
            self.trouble = _DAMAGED
            _log.error("%s", _DAMAGED)
            return None

    async def keep(self, trusted: Trusted) -> None:
        """On disk when this returns. Raises StorageError; what was kept before is kept then."""
        if self._store is None:
            return
        table = self._store.db.table(_TABLE)
        before = table.get(doc_id=_ONLY)
        _put(table, _written(trusted))
        await self._store.flush()
        if self._store.trouble:
            if isinstance(before, Document):
                _put(table, dict(before))
            else:
                table.truncate()
            raise StorageError(self._store.trouble)

    def keep_later(self, trusted: Trusted) -> None:
        """After a `keep` that failed: have this on disk as soon as that takes anything."""
        if self._store is not None:
            _put(self._store.db.table(_TABLE), _written(trusted))

    async def forget(self) -> None:
        """Keep a new key and no site, in the copy beside the file too. Raises StorageError."""
        await self.keep(Trusted(key=TLSKey.generate()))
        await self.keep_again()

    async def keep_again(self) -> None:
        """Write the same once more, so that the copy beside the file is no older."""
        if self._store is not None:
            table = self._store.db.table(_TABLE)
            document = table.get(doc_id=_ONLY)
            if isinstance(document, Document):
                _put(table, dict(document))
                await self._store.flush()


_DAMAGED = (
    "The record of the site this player belongs to was damaged. If controllers cannot connect any more, "
    "run footlight-player reset here and pair it again."
)


def _put(table: Table, fields: dict[str, object]) -> None:
    # Not upsert, which would leave fields of before.
    if table.contains(doc_id=_ONLY):
        table.remove(doc_ids=[_ONLY])
    table.insert(Document(fields, doc_id=_ONLY))


def _written(trusted: Trusted) -> dict[str, object]:
    fields: dict[str, object] = {"key": trusted.key.to_pem().decode(), "wrong": trusted.wrong}
    if trusted.certificate is not None and trusted.standing is not None:
        fields["claim"] = {
            "certificate": base64.b64encode(trusted.certificate.der).decode(),
            "standing": msgspec.to_builtins(trusted.standing),
        }
    if trusted.given is not None:
        fields["given"] = {"name": trusted.given.name, "area": trusted.given.area}
    return fields


def _read(document: Document, player: str) -> Trusted:
    """Raises an error of many kinds unless the parts fit together."""
    key = TLSKey.from_pem(str(document["key"]).encode())
    wrong = int(document.get("wrong", 0))
    # Whoever has another id now, as after a copied card, is another player.
    self_signed(key, Kind.PLAYER, player)
    claim, given = document.get("claim"), document.get("given")
    if claim is None:
        return Trusted(key=key, wrong=wrong)
    certificate = Certificate.parse(base64.b64decode(claim["certificate"], validate=True))
    standing = received(msgspec.convert(claim["standing"], Standing))
    if (certificate.holder.kind, certificate.holder.id) != (Kind.PLAYER, player):
        raise ValueError
    Credential(key, certificate)
    certificate.require_issued_by(standing.authority_certificate)
    return Trusted(
        key=key,
        certificate=certificate,
        standing=standing,
        wrong=wrong,
        given=None if given is None else Given(name=str(given["name"]), area=str(given["area"])),
    )
