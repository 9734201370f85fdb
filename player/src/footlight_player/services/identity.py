"""Who this player is: made once, kept for life; and the port it was found at."""

import secrets
import socket

from tinydb.table import Document

from footlight_common import __version__
from footlight_common.discovery import is_player_id, showable
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_common.storage import Store

_TABLE = "identity"
_ONLY = 1


class IdentityRecord:
    """The identity in its store. What the store holds is believed as far as it has the right form."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._table = store.db.table(_TABLE)

    @property
    def port(self) -> int | None:
        """The port it listened on before."""
        port = self._get("port")
        return port if isinstance(port, int) and 0 < port < 65536 else None

    async def establish(self, *, name: str | None = None, area: str | None = None) -> PlayerIdentity:
        """The identity, made where there is none.

        A name or area given here is kept from now on; the same one given again, as from a service's options, does not
        undo a later `rename`.
        """
        given_name, given_area = name, area
        if name is not None and name == self._get("given_name"):
            name = None
        if area is not None and area == self._get("given_area"):
            area = None
        identifier = str(self._get("id"))
        if not is_player_id(identifier):
            identifier = secrets.token_hex(8)
        identity = PlayerIdentity(
            id=identifier,
            name=clean_name(name or str(self._get("name"))) or socket.gethostname(),
            area=clean_name(str(self._get("area")) if area is None else area),
            version=__version__,
        )
        given = {"given_name": given_name, "given_area": given_area}
        kept = {key: text for key, text in given.items() if text is not None}
        await self._keep(id=identity.id, name=identity.name, area=identity.area, **kept)
        return identity

    async def rename(self, identity: PlayerIdentity) -> None:
        """From now on it is called this, and stands there."""
        await self._keep(name=identity.name, area=identity.area)

    async def keep_port(self, port: int) -> None:
        """Come back at this port."""
        await self._keep(port=port)

    def _get(self, field: str) -> object:
        document = self._table.get(doc_id=_ONLY)
        return document.get(field, "") if isinstance(document, Document) else ""

    async def _keep(self, **fields: object) -> None:
        before = self._table.get(doc_id=_ONLY)
        kept = {**before, **fields} if isinstance(before, Document) else fields
        if kept != before:
            self._table.upsert(Document(kept, doc_id=_ONLY))
            await self._store.flush()


def clean_name(text: str) -> str:
    """A name fit for a screen, a log and a DNS record: one line, nothing invisible, of bounded length."""
    return " ".join(showable(text).split())[:MAX_NAME_LENGTH]
