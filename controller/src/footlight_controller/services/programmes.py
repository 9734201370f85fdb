"""What each player shows, remembered for the day on which its box breaks and another takes its place."""

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Self

import msgspec
from tinydb import TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from footlight_common.clock import Clock
from footlight_common.errors import DirectoryInUse, FootlightError, StorageError
from footlight_common.model.playback import Playlist
from footlight_common.storage import AtomicJSONStorage, DataDirectory, Store, peek
from footlight_controller.core.programme import Programme
from footlight_controller.core.view import PlayerView

_log = logging.getLogger(__name__)

FILE_NAME = "programmes.json"
# Of a whole fleet that comes online at once, lists are asked for one after another.
PAUSE_S = 0.05
# Nobody replaces a box within seconds of a change, and a long file is not to be written for each of many.
DEBOUNCE_S = 10.0
# Another command that writes its own at this moment has the directory for some milliseconds.
TRIES, TRY_AGAIN_S = 5, 0.1

# Another one means that something of the programme is new.
_Mark = tuple[int, int, bool, int]


class Programmes:
    """By player id. Used on the core thread."""

    def __init__(
        self, store: Store | None = None, db: TinyDB | None = None, *, borrowed_from: Path | None = None
    ) -> None:
        """Without a store nothing is kept for the next run; `db` holds what an earlier one kept.

        What is new is written to the directory `borrowed_from` at the end, if no other process owns it then.
        """
        self._store = store
        self._borrowed_from = borrowed_from
        self._learned: set[str] = set()
        # A database without a default table counts as false.
        kept = store.db if store else TinyDB(storage=MemoryStorage) if db is None else db
        self._table = kept.table("programmes")
        self._programmes: dict[str, Programme] = {}
        self._places: dict[str, int] = {}
        for document in self._table.all():
            self._read(document)
        self._marks: dict[str, _Mark] = {}
        # A dict keeps the order, and a player that changes twice is asked once.
        self._asked: dict[str, PlayerView] = {}
        self._waiting = asyncio.Event()
        self._asking: asyncio.Task[None] | None = None

    @classmethod
    def own(cls, data_dir: Path, clock: Clock) -> Self:
        """Those in a data directory that this process owns. Raises StorageError."""
        return cls(Store(data_dir / FILE_NAME, clock, debounce_s=DEBOUNCE_S))

    @classmethod
    def copy(cls, data_dir: Path) -> Self:
        """Those that are kept there, whoever owns the directory.

        What is new is added to them by `close`, unless another process owns the directory: it hears of it itself.
        """
        db = TinyDB(storage=MemoryStorage)
        db.storage.write(peek(data_dir / FILE_NAME))
        return cls(db=db, borrowed_from=data_dir)

    def start(self, fetch: Callable[[str], Awaitable[Playlist]]) -> None:
        """Ask players for their lists from now on. `fetch` raises FootlightError when there is no answer."""
        self._asking = asyncio.get_running_loop().create_task(self._ask(fetch), name="programmes")

    async def close(self) -> None:
        """Save what is unsaved."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        if self._store is not None:
            await self._store.close()
        elif self._borrowed_from is not None and self._learned:
            await self._bring(self._borrowed_from)

    async def learn(self, view: PlayerView, fetch: Callable[[str], Awaitable[Playlist]]) -> None:
        """Ask an online player now. Without an answer what was known stays."""
        self._asked.pop(view.id, None)
        try:
            playlist = await fetch(view.id)
        except FootlightError as err:
            _log.info("what player %s shows is not remembered: %s", view.id, err)
        else:
            self._keep(view, playlist)
            if not playlist.items:
                self._drop(view.id)

    def of(self, player_id: str) -> Programme | None:
        """What it last showed; None when that is not known, or nothing."""
        return self._programmes.get(player_id)

    def heard(self, view: PlayerView) -> None:
        """An online player is like this now."""
        playback = view.playback
        mark = (playback.list_number, playback.volume, playback.muted, playback.count)
        if self._marks.get(view.id) == mark:
            return
        self._marks[view.id] = mark
        if not playback.count:
            self._asked.pop(view.id, None)
            self._drop(view.id)
        else:
            self._asked[view.id] = view
            self._waiting.set()

    def lost(self, player_id: str) -> None:
        """It is offline: after a restart it counts its lists anew."""
        self._marks.pop(player_id, None)
        self._asked.pop(player_id, None)

    def put(self, player_id: str, programme: Programme) -> None:
        """Remember that it shows this."""
        if self._programmes.get(player_id) == programme:
            return
        self._learned.add(player_id)
        self._programmes[player_id] = programme
        row = {"player": player_id, "programme": dataclasses.asdict(programme)}
        if player_id in self._places:
            self._table.update(row, doc_ids=[self._places[player_id]])
        else:
            self._places[player_id] = self._table.insert(row)

    def remove(self, *player_ids: str) -> None:
        """Forget these."""
        for player_id in player_ids:
            self.lost(player_id)
            self._drop(player_id)

    async def _ask(self, fetch: Callable[[str], Awaitable[Playlist]]) -> None:
        while True:
            while self._asked:
                player_id = next(iter(self._asked))
                view = self._asked.pop(player_id)
                try:
                    playlist = await fetch(player_id)
                except FootlightError as err:
                    # The next change, or the next time it comes online, is another chance.
                    _log.info("what player %s shows is not remembered: %s", player_id, err)
                else:
                    self._keep(view, playlist)
                await asyncio.sleep(PAUSE_S)
            self._waiting.clear()
            await self._waiting.wait()

    def _keep(self, view: PlayerView, playlist: Playlist) -> None:
        programme = Programme(playlist=playlist, volume=view.playback.volume, muted=view.playback.muted)
        if playlist.items:
            self.put(view.id, programme)

    def _drop(self, player_id: str) -> None:
        if self._programmes.pop(player_id, None) is not None:
            self._learned.add(player_id)
        if (place := self._places.pop(player_id, None)) is not None:
            self._table.remove(doc_ids=[place])

    async def _bring(self, data_dir: Path) -> None:
        for tried in range(1, TRIES + 1):
            try:
                await asyncio.to_thread(self._add_to, data_dir)
            except DirectoryInUse:
                if tried == TRIES:
                    _log.info("another process owns the directory, and hears what players show itself")
                await asyncio.sleep(TRY_AGAIN_S)
            except StorageError as err:
                _log.warning("what players show is not remembered: %s", err)
                return
            else:
                return

    def _add_to(self, data_dir: Path) -> None:
        with DataDirectory(data_dir):
            storage = AtomicJSONStorage(data_dir / FILE_NAME)
            db = TinyDB(storage=MemoryStorage)
            # As they are now: other commands may have added theirs.
            db.storage.write(storage.read() or {})
            kept = type(self)(db=db)
            for player_id in sorted(self._learned):
                programme = self._programmes.get(player_id)
                if programme is None:
                    kept.remove(player_id)
                else:
                    kept.put(player_id, programme)
            storage.write(db.storage.read() or {})

    def _read(self, document: Document) -> None:
        try:
            programme = msgspec.convert(document.get("programme"), Programme)
        except msgspec.ValidationError as err:
            _log.warning("a row of %s is passed over: %s", FILE_NAME, err)
            return
        player_id = str(document.get("player"))
        self._programmes[player_id] = programme
        self._places[player_id] = document.doc_id
