"""The history on disk: SQLite, some 25 bytes an event. Blocks: for one worker thread.

An event is a row under its number. Its time is when its run began plus how long the run was up, so a row has no time
of its own and there is no index of times: within a run, time grows with the number, and a place in it is found by
halving. What the items are called stands beside the events, once in a block of numbers, and goes with them.
"""

import math
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from footlight_common.database import Damaged, Database
from footlight_common.model.history import Run
from footlight_common.model.playback import Item
from footlight_common.protocol.events import AnyNumbered, PlaybackStarted, PowerOff
from footlight_common.protocol.pages import HistoryPage
from footlight_player.services import history_rows as rows
from footlight_player.services.history_pages import Found, Mark, Unfinished, Wish, fitting

# More than a year, and time to look back at it.
MAX_AGE_S = 400 * 86_400.0
# 400 days of a new item every ten seconds.
MAX_BYTES = 256 * 1024 * 1024
# So much stays, however old it is: numbers go on from the last one.
MIN_EVENTS = 1000
# What a prune takes at one time: a few milliseconds' work.
PRUNED_AT_ONCE = 500
# What a clock without a battery said before it was set tells no age.
EARLIEST_CLOCK_S = 1_577_836_800.0
# More than anybody heard before the power went while the disk took nothing.
SKIPPED_NUMBERS = 1_000_000

# Small pages: an event is written with the page it is on, and a card wears by what is written.
_PAGE_BYTES = 1024
_CHECKPOINT_PAGES = 1000
_BLOCK_BITS = 16
_ITEM_BITS = 20
# Items of one block that are remembered; others are written again.
_REMEMBERED_ITEMS = 1000
_OPEN_S = 9e18

_SCHEMA = """
CREATE TABLE about (stream TEXT NOT NULL);
INSERT INTO about VALUES (lower(hex(randomblob(8))));
CREATE TABLE event (seq INTEGER PRIMARY KEY, up_ms INTEGER NOT NULL, kind INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE item (id INTEGER PRIMARY KEY, uri TEXT NOT NULL, title TEXT NOT NULL);
CREATE TABLE run (
    first_seq INTEGER PRIMARY KEY, number INTEGER NOT NULL, began_s REAL NOT NULL, ended_s REAL NOT NULL);
CREATE INDEX run_ended ON run (ended_s, began_s, number);
CREATE TABLE clock (seq INTEGER PRIMARY KEY, began_s REAL NOT NULL);
CREATE TABLE mark (
    id INTEGER PRIMARY KEY CHECK (id = 1), run INTEGER NOT NULL, seq INTEGER NOT NULL, up_ms INTEGER NOT NULL,
    played_ms INTEGER NOT NULL, presented INTEGER NOT NULL, dropped INTEGER NOT NULL);
"""
_EVENTS = "SELECT seq, up_ms, kind, body FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"
_NEWEST_EVENTS = "SELECT seq, up_ms, kind, body FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?"
_NEXT_UP = "SELECT seq, up_ms FROM event WHERE seq >= ? ORDER BY seq LIMIT 1"
_RUNS_AT = "SELECT first_seq, began_s, ended_s FROM run WHERE ended_s >= ? AND began_s <= ?"
_RUN_AFTER = "SELECT min(first_seq) FROM run WHERE first_seq > ?"
_RUN_OF = "SELECT number, began_s, first_seq FROM run WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1"
_CLOCK_OF = "SELECT began_s, seq FROM clock WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
_LAST_SHOWN = "SELECT seq, up_ms, kind, body FROM event WHERE seq >= ? AND kind IN (?, ?) ORDER BY seq DESC LIMIT 1"
QUERIES = (_EVENTS, _NEWEST_EVENTS, _NEXT_UP, _RUNS_AT, _RUN_AFTER, _RUN_OF, _CLOCK_OF, _LAST_SHOWN)

_Row = tuple[int, int, int, bytes]


class HistoryStore:
    """Opened with the first use. Every method raises StorageError when the disk does."""

    def __init__(self, path: Path, rescued: Callable[[str], None], *, max_bytes: int = MAX_BYTES) -> None:
        """`rescued` is told in words when a damaged file was put aside: from then on `stream` is another."""
        self.stream = ""
        """Which history this is; known after the first use."""
        self._rescued = rescued
        self._max_bytes = max_bytes
        self._doubt = path.with_name(f"{path.name}.doubt")
        self._doubtful = False
        self._database = Database(path, what="the history", schema=_SCHEMA, rescued=self._on_rescue, prepare=_shape)
        self._forget()

    def look(self) -> Found:
        """How it stands, before the first event of a run."""

        def work(database: sqlite3.Connection) -> Found:
            self._load(database)
            (last,) = database.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
            unfinished = self._unfinished(database, last)
            (last_run,) = database.execute("SELECT coalesce(max(number), 0) FROM run").fetchone()
            return Found(
                stream=self.stream,
                last_seq=last + SKIPPED_NUMBERS if self._doubtful else last,
                last_run=last_run,
                unfinished=unfinished,
                skipped=self._doubtful,
            )

        self._doubtful = self._doubt.exists()
        return self._database.do(work)

    def doubt(self) -> None:
        """Note that numbers are given which nothing is kept of. Needs no room. For any thread; raises OSError."""
        self._doubt.touch(mode=0o600)
        self._doubtful = True

    def write(self, events: Sequence[AnyNumbered], mark: Mark | None) -> None:
        """Keep these, all or none. On disk when this returns. Written again, they are there once."""

        def work(database: sqlite3.Connection) -> None:
            try:
                with database:
                    self._load(database)
                    database.executemany(
                        "INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?)",
                        [self._row(database, event) for event in events],
                    )
                    if mark is not None:
                        database.execute("INSERT OR REPLACE INTO mark VALUES (1, ?, ?, ?, ?, ?, ?)", _mark_row(mark))
            except BaseException:
                # What was noted of it was taken back with it.
                self._forget()
                raise

        self._database.do(work)
        if self._doubtful and events:
            self._doubt.unlink(missing_ok=True)
            self._doubtful = False

    def page(self, wish: Wish, last: int) -> HistoryPage:
        """What is wanted, as far as it fits, of the events up to the number `last`."""

        def work(database: sqlite3.Connection) -> HistoryPage:
            self._load(database)
            (first_kept,) = database.execute("SELECT min(seq) FROM event").fetchone()
            if first_kept is None:
                return HistoryPage(stream=self.stream, first_kept=last + 1, last=last)
            low = max(wish.after + 1, first_kept)
            high = last if wish.before is None else min(last, wish.before - 1)
            taken = fitting(self._events(database, self._ranges(database, wish, low, high), wish))
            taken = taken[::-1] if wish.newest_first else taken
            runs = _runs(database, taken[0].seq, taken[-1].seq) if taken else ()
            numbers = {event.run for event in taken}
            return HistoryPage(
                stream=self.stream,
                events=tuple(taken),
                runs=tuple(run for run, _ in runs if run.number in numbers),
                first_kept=first_kept,
                last=last,
            )

        return self._database.do(work)

    def prune(self, now_s: float, *, aged: bool = True) -> bool:
        """Let go of a few that are too much or, with `aged`, too old; whether there may be more of them."""

        def work(database: sqlite3.Connection) -> bool:
            with database:
                first, last = database.execute("SELECT min(seq), max(seq) FROM event").fetchone()
                if first is None:
                    return False
                end = first
                if self._used_bytes(database) > self._max_bytes:
                    end = first + PRUNED_AT_ONCE
                elif aged and now_s > EARLIEST_CLOCK_S:
                    end = min(_first_since(database, now_s - MAX_AGE_S, first, last), first + PRUNED_AT_ONCE)
                end = min(end, last - MIN_EVENTS + 1)
                gone = end > first and database.execute("DELETE FROM event WHERE seq < ?", (end,)).rowcount > 0
                return _tidy(database, max(end, first)) or gone

        return self._database.do(work)

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def _forget(self) -> None:
        self._loaded = False
        self._run = 0
        self._began_s = 0.0
        self._block = -1
        self._next_item = 0
        self._items: dict[Item, int] = {}

    def _on_rescue(self, text: str) -> None:
        self._forget()
        self._rescued(text)

    def _load(self, database: sqlite3.Connection) -> None:
        """Know what the file says of itself."""
        if self._loaded:
            return
        self._forget()
        (self.stream,) = _one(database.execute("SELECT stream FROM about"))
        (last,) = _one(database.execute("SELECT coalesce(max(seq), 0) FROM event"))
        if last:
            self._run, _, _ = _one(database.execute(_RUN_OF, (last,)))
            self._began_s, _ = _one(database.execute(_CLOCK_OF, (last,)))
        self._loaded = True

    def _row(self, database: sqlite3.Connection, event: AnyNumbered) -> tuple[object, ...]:
        """Its row, after what it needs is in the other tables."""
        began_s = round(event.at_s - event.up_s, 3)
        if event.run != self._run:
            database.execute("INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?)", (event.seq, event.run, began_s, _OPEN_S))
            self._run, self._began_s = event.run, math.nan
        if began_s != self._began_s:
            database.execute("INSERT OR REPLACE INTO clock VALUES (?, ?)", (event.seq, began_s))
            database.execute("UPDATE run SET began_s = ? WHERE number = ?", (began_s, event.run))
            self._began_s = began_s
        if isinstance(event, PowerOff):
            database.execute("UPDATE run SET ended_s = ? WHERE number = ?", (began_s + event.up_s, event.run))
        body = rows.packed(event, lambda item: self._item_number(database, item, event.seq))
        return event.seq, round(event.up_s * 1000), rows.kind_of(event), body

    def _item_number(self, database: sqlite3.Connection, item: Item, seq: int) -> int:
        block = seq >> _BLOCK_BITS
        if block != self._block:
            last_id = "SELECT coalesce(max(id) + 1, :first) FROM item WHERE id BETWEEN :first AND :last"
            first, last = block << _ITEM_BITS, ((block + 1) << _ITEM_BITS) - 1
            (next_id,) = _one(database.execute(last_id, {"first": first, "last": last}))
            self._block, self._next_item = block, next_id - first
            self._items.clear()
        number = self._items.get(item)
        if number is None:
            number = self._next_item
            self._next_item += 1
            database.execute(
                "INSERT INTO item VALUES (?, ?, ?)", ((block << _ITEM_BITS) + number, item.uri, item.title)
            )
            if len(self._items) >= _REMEMBERED_ITEMS:
                self._items.clear()
            self._items[item] = number
        return number

    def _ranges(self, database: sqlite3.Connection, wish: Wish, low: int, high: int) -> Iterator[tuple[int, int]]:
        """First and last number of what is wanted, in the order in which it is wanted."""
        if wish.from_s is None and wish.to_s is None:
            yield low, high
            return
        from_s = -math.inf if wish.from_s is None else wish.from_s
        to_s = math.inf if wish.to_s is None else wish.to_s
        runs = sorted(database.execute(_RUNS_AT, (from_s, to_s)), reverse=wish.newest_first)
        for first, began_s, ended_s in runs:
            (after,) = _one(database.execute(_RUN_AFTER, (first,)))
            begin, end = max(low, first), high if after is None else min(high, after - 1)
            if from_s > began_s:
                begin = _first_up(database, from_s - began_s, begin, end)
            if to_s < ended_s:
                # Times are kept to the millisecond.
                end = _first_up(database, to_s - began_s + 0.001, begin, end) - 1
            if begin <= end:
                yield begin, end

    def _events(
        self, database: sqlite3.Connection, ranges: Iterator[tuple[int, int]], wish: Wish
    ) -> Iterator[AnyNumbered]:
        left = wish.limit
        for low, high in ranges:
            query = _NEWEST_EVENTS if wish.newest_first else _EVENTS
            found: list[_Row] = database.execute(query, (low, high, left)).fetchall()
            yield from _decoded(database, found)
            left -= len(found)
            if not left:
                return

    def _unfinished(self, database: sqlite3.Connection, last: int) -> Unfinished | None:
        run = database.execute(
            "SELECT number, began_s, first_seq FROM run WHERE ended_s = ? ORDER BY first_seq DESC LIMIT 1", (_OPEN_S,)
        ).fetchone()
        if run is None:
            return None
        number, began_s, first_seq = run
        (up_ms,) = _one(database.execute("SELECT up_ms FROM event WHERE seq = ?", (last,)))
        shown: list[_Row] = database.execute(_LAST_SHOWN, (first_seq, rows.STARTED, rows.STOPPED)).fetchall()
        started = next((event for event in _decoded(database, shown) if isinstance(event, PlaybackStarted)), None)
        known = Unfinished(run=Run(number=number, began_s=began_s), up_s=up_ms / 1000, started=started)
        mark = database.execute("SELECT run, seq, up_ms, played_ms, presented, dropped FROM mark").fetchone()
        if mark is None or mark[0] != number:
            return known
        _, seq, marked_ms, played_ms, presented, dropped = mark
        known = replace(known, up_s=max(known.up_s, marked_ms / 1000))
        if started is None or started.seq != seq:
            return known
        return replace(known, played_s=played_ms / 1000, presented_frames=presented, dropped_frames=dropped)

    def _used_bytes(self, database: sqlite3.Connection) -> int:
        (pages,) = _one(database.execute("PRAGMA page_count"))
        (free,) = _one(database.execute("PRAGMA freelist_count"))
        return int((pages - free) * _PAGE_BYTES)


def _shape(database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    database.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def _one(found: sqlite3.Cursor) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = found.fetchone()
    if row is None:
        msg = "what belongs together is not whole"
        raise Damaged(msg)
    return row


def _mark_row(mark: Mark) -> tuple[int, ...]:
    up_ms, played_ms = round(mark.up_s * 1000), round(mark.played_s * 1000)
    return mark.run, mark.started_seq, up_ms, played_ms, mark.presented_frames, mark.dropped_frames


def _runs(database: sqlite3.Connection, first: int, last: int) -> list[tuple[Run, int]]:
    """The runs of the events from `first` to `last`, each with its first number, oldest first."""
    number, began_s, first_seq = _one(database.execute(_RUN_OF, (first,)))
    later = database.execute(
        "SELECT number, began_s, first_seq FROM run WHERE first_seq > ? AND first_seq <= ? ORDER BY first_seq",
        (first, last),
    )
    found = [(number, began_s, first_seq), *later]
    return [(Run(number=number, began_s=began_s), first_seq) for number, began_s, first_seq in found]


def _decoded(database: sqlite3.Connection, found: list[_Row]) -> Iterator[AnyNumbered]:
    """The events of rows in a row, in their order."""
    if not found:
        return
    first, last = sorted((found[0][0], found[-1][0]))
    runs = _runs(database, first, last)
    began_s, clock_seq = _one(database.execute(_CLOCK_OF, (first,)))
    later = database.execute("SELECT seq, began_s FROM clock WHERE seq > ? AND seq <= ? ORDER BY seq", (first, last))
    clocks = [(clock_seq, began_s), *later]
    items: dict[int, Item] = {}

    def item_of(number: int) -> Item:
        identifier = ((seq >> _BLOCK_BITS) << _ITEM_BITS) + number
        if identifier not in items:
            uri, title = _one(database.execute("SELECT uri, title FROM item WHERE id = ?", (identifier,)))
            items[identifier] = Item(uri=uri, title=title)
        return items[identifier]

    for seq, up_ms, kind, body in found:
        run, _ = runs[bisect_right(runs, seq, key=lambda each: each[1]) - 1]
        _, began_s = clocks[bisect_right(clocks, seq, key=lambda each: each[0]) - 1]
        up_s = up_ms / 1000
        try:
            yield rows.unpacked(kind, body, item_of, seq=seq, at_s=round(began_s + up_s, 3), run=run.number, up_s=up_s)
        except (ValueError, TypeError, LookupError) as err:
            msg = f"the event {seq} is none: {err}"
            raise Damaged(msg) from err


def _first_up(database: sqlite3.Connection, up_s: float, low: int, high: int) -> int:
    """The first number from `low` to `high`, all of one run, that is this long after its beginning; else `high` + 1."""
    found, target_ms, past = high + 1, math.ceil(up_s * 1000 - 0.5), high
    while low <= past:
        middle = (low + past) // 2
        row = database.execute(_NEXT_UP, (middle,)).fetchone()
        if row is None or row[0] > past or row[1] >= target_ms:
            if row is not None and row[0] <= past:
                found = row[0]
            past = middle - 1
        else:
            low = row[0] + 1
    return found


def _first_since(database: sqlite3.Connection, at_s: float, first: int, last: int) -> int:
    """The first number that is not known to be older."""
    _, began_s, _ = _one(database.execute(_RUN_OF, (first,)))
    (after,) = _one(database.execute(_RUN_AFTER, (first,)))
    end = last if after is None else after - 1
    if began_s > EARLIEST_CLOCK_S:
        return _first_up(database, at_s - began_s, first, end)
    later = "SELECT began_s FROM run WHERE first_seq > ? AND began_s > ? ORDER BY first_seq LIMIT 1"
    row = database.execute(later, (first, EARLIEST_CLOCK_S)).fetchone()
    return end + 1 if row is not None and row[0] < at_s else first


def _tidy(database: sqlite3.Connection, first: int) -> bool:
    """Let go of what belongs to events before the number `first`; whether there may be more of it."""
    database.execute(
        "DELETE FROM run WHERE first_seq < (SELECT max(first_seq) FROM run WHERE first_seq <= ?)", (first,)
    )
    database.execute("DELETE FROM clock WHERE seq < (SELECT max(seq) FROM clock WHERE seq <= ?)", (first,))
    begin = (first >> _BLOCK_BITS) << _ITEM_BITS
    gone = database.execute(
        "DELETE FROM item WHERE id IN (SELECT id FROM item WHERE id < ? ORDER BY id LIMIT ?)", (begin, PRUNED_AT_ONCE)
    )
    return gone.rowcount >= PRUNED_AT_ONCE
