"""What was playing, kept so that a restart plays on, even one by a power cut."""

import logging
import secrets
from dataclasses import asdict, dataclass, replace

import msgspec
from tinydb.table import Document, Table

from footlight_common.clock import Clock
from footlight_common.model.playback import Playlist
from footlight_common.storage import Store
from footlight_player.core.memory import Memory

_log = logging.getLogger(__name__)

# Where an item is changes all the time; an SD card should not.
POSITION_INTERVAL_S = 30.0
# With the write itself, within a second of a new item coming on.
RESUME_DEBOUNCE_S = 0.5
_ONLY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    key: str = ""
    playlist: Playlist = Playlist()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    key: str = ""
    """Of the playlist it is a place in."""
    index: int = 0
    position_s: float = 0.0
    paused: bool = False
    volume: int = 100
    muted: bool = False


class Resume:
    """Keeps the playlist and the place in it in two documents: the long one changes seldom, the short one often."""

    def __init__(self, playlists: Store, places: Store, clock: Clock) -> None:
        self._playlists = playlists.db.table("playlist")
        self._places = places.db.table("place")
        self._clock = clock
        self._key = ""
        self._kept = Memory()
        self._kept_s = clock.monotonic_s()

    def load(self) -> Memory:
        """What was kept. Of a note that makes no sense nothing is taken."""
        try:
            listed = msgspec.convert(_read(self._playlists), _Listed)
            place = msgspec.convert(_read(self._places), _Place)
            if place.key != listed.key:
                # A kill between the two writes leaves the place in another playlist.
                place = replace(place, index=0, position_s=0.0, paused=False)
            memory = Memory(
                playlist=listed.playlist,
                index=place.index,
                position_s=place.position_s,
                paused=place.paused,
                volume=place.volume,
                muted=place.muted,
            )
        except ValueError as err:
            _log.warning("what was playing cannot be read back (%s); the player starts idle", err)
            return Memory()
        self._key, self._kept = listed.key, memory
        return memory

    def save(self, memory: Memory, *, to_the_second: bool = False) -> None:
        """Keep what changed; the position alone only now and then, unless it is wanted `to_the_second`."""
        now_s = self._clock.monotonic_s()
        if memory == self._kept:
            return
        if replace(memory, position_s=self._kept.position_s) == self._kept:
            due = to_the_second or now_s - self._kept_s >= POSITION_INTERVAL_S
            if not due:
                return
        if memory.playlist != self._kept.playlist:
            self._key = secrets.token_hex(8)
            _write(self._playlists, _Listed(key=self._key, playlist=memory.playlist))
        place = _Place(
            key=self._key,
            index=memory.index,
            position_s=memory.position_s,
            paused=memory.paused,
            volume=memory.volume,
            muted=memory.muted,
        )
        _write(self._places, place)
        self._kept, self._kept_s = memory, now_s


def _read(table: Table) -> dict[str, object]:
    document = table.get(doc_id=_ONLY)
    return dict(document) if isinstance(document, Document) else {}


def _write(table: Table, note: _Listed | _Place) -> None:
    table.upsert(Document(asdict(note), doc_id=_ONLY))
