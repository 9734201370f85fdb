"""The players this controller has met, kept over restarts."""

import dataclasses
import logging
import os
from pathlib import Path
from typing import Self

import msgspec
from tinydb import Query, TinyDB
from tinydb.storages import Storage

from footlight_common.clock import Clock
from footlight_common.discovery import is_player_id, showable
from footlight_common.errors import StorageError
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_common.storage import DataDirectory, Store, Tables, peek
from footlight_controller.core.known import IgnoredPlayer, KnownPlayer

_log = logging.getLogger(__name__)

FILE_NAME = "registry.json"
# What a kill may cost of "last seen"; a fleet that talks every second must not wear out the disk.
LAST_SEEN_GRAIN_S = 60.0


class _Copy(Storage):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def read(self) -> Tables:
        return self._tables

    def write(self, data: Tables) -> None:
        self._tables = data


class Registry:
    """Rows by player id. Used on the core thread."""

    def __init__(
        self, db: TinyDB, store: Store | None = None, directory: DataDirectory | None = None, *, rescued: str = ""
    ) -> None:
        self._table = db.table("players")
        self._ignored = db.table("ignored")
        # Every figure of every player asks whether something is new, and a search of the table takes a millisecond.
        self._rows: dict[str, KnownPlayer] = {}
        self._places: dict[str, int] = {}
        for document in self._table.all():
            if (row := self._read(document)) is not None:
                self._rows[row.identity.id] = row
                self._places[row.identity.id] = document.doc_id
        self._rescued = rescued
        self._store = store
        self._directory = directory

    @classmethod
    def own(cls, data_dir: Path, clock: Clock) -> Self:
        """The registry in `data_dir`, which is this process's until `close`.

        Raises DirectoryInUse, or StorageError when the disk does not serve.
        """
        _check_no_file(data_dir)
        directory = DataDirectory(data_dir)
        try:
            store = Store(data_dir / FILE_NAME, clock)
        except BaseException:
            directory.close()
            raise
        return cls(store.db, store, directory)

    @classmethod
    def copy(cls, data_dir: Path) -> Self:
        """What the registry in `data_dir` holds now, whoever owns it. Changes stay in memory.

        Raises StorageError when `data_dir` is a file.
        """
        _check_no_file(data_dir)
        path = data_dir / FILE_NAME
        troubles: list[str] = []
        tables = peek(path, troubles.append)
        rescued = ""
        if troubles:
            so = "The copy before it is used" if tables else "The players it remembers are missing"
            rescued = (
                f"{path} cannot be read ({troubles[0]}). {so}. Adding a player puts the file aside and starts anew."
            )
        return cls(TinyDB(storage=lambda: _Copy(tables)), rescued=rescued)

    @property
    def owned(self) -> bool:
        """Whether this process owns the data directory, and may write what else is in it."""
        return self._store is not None

    @property
    def rescued(self) -> str:
        """What was done about a damaged file, for the user; empty when it was whole."""
        return self._store.rescued if self._store else self._rescued

    @property
    def trouble(self) -> str:
        """Why the last save failed, for the user; empty when it went well."""
        return self._store.trouble if self._store else ""

    def players(self) -> list[KnownPlayer]:
        """Every row that can be read."""
        return list(self._rows.values())

    def put(self, player: KnownPlayer, *, exact: bool = False) -> None:
        """Keep the row, in place of the one with the same id. One that says nothing new is not written.

        `exact` keeps the time it was last seen to the second.
        """
        player_id = player.identity.id
        before = self._rows.get(player_id)
        if before is not None and not self._differs(before, player) and (not exact or before == player):
            return
        self._rows[player_id] = player
        if before is None:
            self._places[player_id] = self._table.insert(dataclasses.asdict(player))
        else:
            self._table.update(dataclasses.asdict(player), doc_ids=[self._places[player_id]])

    def remove(self, *player_ids: str) -> None:
        """Drop the rows that there are."""
        places = [self._places.pop(each) for each in player_ids if self._rows.pop(each, None) is not None]
        if places:
            self._table.remove(doc_ids=places)

    def ignored(self) -> list[IgnoredPlayer]:
        """Who is ignored. Nobody for a copy: it serves one command, and who names a player there means it."""
        rows = [self._read_ignored(document) for document in self._ignored.all()] if self._store else []
        return [row for row in rows if row is not None]

    def ignore(self, player: IgnoredPlayer) -> None:
        """Keep the row, in place of the one with the same id."""
        self._ignored.upsert(dataclasses.asdict(player), Query().id == player.id)

    def unignore(self, player_id: str) -> None:
        """Drop the row, if there is one."""
        if self._ignored.contains(Query().id == player_id):
            self._ignored.remove(Query().id == player_id)

    async def close(self) -> None:
        """Save what is unsaved and let another process have the directory. A second time does nothing."""
        directory, self._directory = self._directory, None
        if self._store and directory:
            await self._store.close()
            directory.close()

    @staticmethod
    def _differs(before: KnownPlayer, player: KnownPlayer) -> bool:
        if dataclasses.replace(before, last_seen_s=player.last_seen_s) != player:
            return True
        return abs((player.last_seen_s or 0.0) - (before.last_seen_s or 0.0)) >= LAST_SEEN_GRAIN_S

    @staticmethod
    def _read(document: object) -> KnownPlayer | None:
        try:
            player = msgspec.convert(document, KnownPlayer)
        except msgspec.ValidationError as err:
            _log.warning("a row of the registry is passed over: %s", err)
            return None
        return player if is_player_id(player.identity.id) else None

    @staticmethod
    def _read_ignored(document: object) -> IgnoredPlayer | None:
        try:
            row = msgspec.convert(document, IgnoredPlayer)
        except msgspec.ValidationError as err:
            _log.warning("a row of the registry is passed over: %s", err)
            return None
        name = showable(row.name)[:MAX_NAME_LENGTH] or row.id[:4]
        return dataclasses.replace(row, name=name) if is_player_id(row.id) else None


def _check_no_file(data_dir: Path) -> None:
    there = next((path for path in (data_dir, *data_dir.parents) if os.path.lexists(path)), None)
    if there is not None and not os.path.isdir(there):  # noqa: PTH112
        msg = f"{data_dir} cannot be the data directory: {there} is a file. Choose a folder with --data-dir."
        raise StorageError(msg)
