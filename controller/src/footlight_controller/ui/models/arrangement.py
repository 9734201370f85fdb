"""Which players are shown, in which order and under which headings; a change of one costs nothing for the others."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from footlight_common.model.playback import PlaybackState
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.finding import fits
from footlight_controller.ui.models.arranging import Arranging, Show, Sort
from footlight_controller.ui.models.order import NaturalKey, natural

SectionKey = tuple[bool, NaturalKey]
OrderKey = tuple[float, ...]
Key = tuple[SectionKey, OrderKey, NaturalKey, str]

_NO_SECTION: SectionKey = (False, ())
# A player that is called again and again, or goes from item to item, stays where it is.
_RANKS = {
    PlaybackState.STALLED: 0.0,
    PlaybackState.PLAYING: 2.0,
    PlaybackState.LOADING: 2.0,
    PlaybackState.PAUSED: 3.0,
    PlaybackState.IDLE: 4.0,
}
_OFFLINE_RANK = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """Players under one heading."""

    title: str
    """The area as it is written; empty for players without one, and for all where they are not grouped."""
    start: int
    """Row of the first."""
    count: int


@dataclass(slots=True)
class _Entry:
    view: PlayerView
    name: NaturalKey
    area: SectionKey
    shows: frozenset[Show]
    key: Key | None
    """Its place; None when it is not shown."""


class Arrangement:
    """The rows of the Monitoring page. Any thread, one at a time."""

    def __init__(self, arranging: Arranging | None = None) -> None:
        self._arranging = arranging or Arranging()
        self._words = self._arranging.words
        self._entries: dict[str, _Entry] = {}
        self._keys: list[Key] = []
        self._counts = dict.fromkeys(Show, 0)
        self._sections: tuple[Section, ...] | None = None

    @property
    def arranging(self) -> Arranging:
        return self._arranging

    @property
    def total(self) -> int:
        """Of all players, shown or not."""
        return len(self._entries)

    @property
    def counts(self) -> dict[Show, int]:
        """How many players each filter would show, whatever is searched for."""
        return dict(self._counts)

    def __len__(self) -> int:
        return len(self._keys)

    def view_at(self, row: int) -> PlayerView:
        """The player of a row. Raises IndexError."""
        return self._entries[self._keys[row][-1]].view

    def row_of(self, player_id: str) -> int | None:
        """None when it is not shown."""
        entry = self._entries.get(player_id)
        return None if entry is None or entry.key is None else bisect_left(self._keys, entry.key)

    def view_of(self, player_id: str) -> PlayerView | None:
        """Shown or not; None when there is no such player."""
        entry = self._entries.get(player_id)
        return None if entry is None else entry.view

    def sections(self) -> tuple[Section, ...]:
        """In their order; none is empty."""
        if self._sections is None:
            self._sections = tuple(self._found_sections())
        return self._sections

    def arrange(self, arranging: Arranging) -> None:
        """Another wish: everything finds a new place."""
        self._arranging = arranging
        self._words = arranging.words
        for entry in self._entries.values():
            entry.key = self._key(entry)
        self._sort()

    def take(self, views: Iterable[PlayerView], removed: Iterable[str] = ()) -> None:
        """Many at once."""
        for player_id in removed:
            if (entry := self._entries.pop(player_id, None)) is not None:
                self._count(entry.shows, -1)
        for view in views:
            entry = self._entry(view)
            entry.key = self._key(entry)
            self._enter(entry)
        self._sort()

    def refresh(self, view: PlayerView) -> bool:
        """Take over a player that keeps its row, or stays out; of any other nothing, and False."""
        old = self._entries.get(view.id)
        if old is None:
            return False
        entry = self._entry(view)
        entry.key = self._key(entry)
        if entry.key != old.key:
            return False
        self._enter(entry)
        return True

    def rows_for(self, view: PlayerView) -> tuple[int | None, int | None]:
        """Row before and row after `put(view)`, None for not shown; the row after is counted without the one before."""
        old = self._entries.get(view.id)
        old_key = old.key if old is not None else None
        key = self._key(self._entry(view))
        if key is not None and key == old_key:
            row = bisect_left(self._keys, key)
            return row, row
        before = None if old_key is None else bisect_left(self._keys, old_key)
        after = None if key is None else bisect_left(self._keys, key)
        if before is not None and after is not None and after > before:
            after -= 1
        return before, after

    def put(self, view: PlayerView) -> None:
        """Take one player over as it is now."""
        old = self._entries.get(view.id)
        old_key = old.key if old is not None else None
        entry = self._entry(view)
        entry.key = key = self._key(entry)
        self._enter(entry)
        if key == old_key:
            return
        if old_key is not None:
            del self._keys[bisect_left(self._keys, old_key)]
        if key is not None:
            self._keys.insert(bisect_left(self._keys, key), key)
        self._sections = None

    def drop(self, player_id: str) -> None:
        """Forget a player; an unknown one is none."""
        entry = self._entries.pop(player_id, None)
        if entry is None:
            return
        self._count(entry.shows, -1)
        if entry.key is not None:
            del self._keys[bisect_left(self._keys, entry.key)]
            self._sections = None

    def _enter(self, entry: _Entry) -> None:
        old = self._entries.get(entry.view.id)
        if old is None or old.shows is not entry.shows:
            self._count(entry.shows, 1)
            if old is not None:
                self._count(old.shows, -1)
        self._entries[entry.view.id] = entry

    def _entry(self, view: PlayerView) -> _Entry:
        old = self._entries.get(view.id)
        if old is not None and (old.view.identity is view.identity or old.view.identity == view.identity):
            return _Entry(view, old.name, old.area, _shows(view), None)
        area = view.identity.area.strip()
        return _Entry(view, natural(view.identity.name), (not area, natural(area)), _shows(view), None)

    def _key(self, entry: _Entry) -> Key | None:
        arranging = self._arranging
        if arranging.show not in entry.shows or (self._words and not self._found(entry.view)):
            return None
        section = entry.area if arranging.grouped else _NO_SECTION
        return (section, _order(entry.view, arranging.sort), entry.name, entry.view.id)

    def _found(self, view: PlayerView) -> bool:
        item = view.playback.item
        text = "\n".join((view.name, view.identity.area, item.name if item and view.online else "")).casefold()
        return fits(self._words, text, view.id)

    def _sort(self) -> None:
        self._keys = sorted(entry.key for entry in self._entries.values() if entry.key is not None)
        self._sections = None

    def _count(self, shows: frozenset[Show], by: int) -> None:
        for show in shows:
            self._counts[show] += by

    def _found_sections(self) -> Iterable[Section]:
        start = 0
        while start < len(self._keys):
            section = self._keys[start][0]
            end = bisect_right(self._keys, section, lo=start, key=_section_of)
            title = self.view_at(start).identity.area.strip() if self._arranging.grouped else ""
            yield Section(title, start, end - start)
            start = end


def _section_of(key: Key) -> SectionKey:
    return key[0]


def _shows(view: PlayerView) -> frozenset[Show]:
    return _SHOWS[view.online, view.playing, bool(view.needs_attention)]


_SHOWS = {
    (online, playing, attention): frozenset(
        show
        for show, on in (
            (Show.ALL, True),
            (Show.ONLINE, online),
            (Show.PLAYING, playing),
            (Show.OFFLINE, not online),
            (Show.ATTENTION, attention),
        )
        if on
    )
    for online in (False, True)
    for playing in (False, True)
    for attention in (False, True)
}


def _order(view: PlayerView, sort: Sort) -> OrderKey:
    match sort:
        case Sort.STATUS:
            return (_RANKS[view.playback.state] if view.online else _OFFLINE_RANK,)
        case Sort.LAST_SEEN if not view.online:
            # Of those online each is heard every second: they would never stand still.
            return (1.0, -view.last_seen_s) if view.last_seen_s is not None else (2.0,)
        case _:
            return (0.0,)
