"""The rollups of figures on disk: SQLite, one row a minute. Blocks: for one worker thread."""

import math
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from footlight_common.database import Database
from footlight_player.core.alarms import CLOCK_SET_S
from footlight_player.core.rollups import Fold, Minute, Spread, Spreads

MAX_AGE_S = 30 * 86_400
# However wild the clock was. Some 20 MB.
MAX_MINUTES = 31 * 1440
# Without a disk it is for a look at what just was, by many players in one process.
MAX_MINUTES_IN_MEMORY = 120
# By the present clock; one that is wrong for an hour takes a day of what is kept, and not all of it.
_AGED_AT_ONCE = 1440
# No clock that anybody looks after is so far ahead.
_AHEAD_S = 86_400
# So many at one time, that whoever waits for the disk does so for milliseconds.
_READ_AT_ONCE = 1440
_VERSION = 1

# A figure in a row: its number, and seven digits of each value (18 bytes; one page of the file holds eight minutes).
_ENTRY = struct.Struct("<Hffff")

_SCHEMA = """
CREATE TABLE figure (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE minute (at_s INTEGER PRIMARY KEY, spreads BLOB NOT NULL);
"""


class MetricsStore:
    """Opened with the first use. In memory without a `path`. Every method raises StorageError when the disk does."""

    def __init__(self, path: Path | None, rescued: Callable[[str], None]) -> None:
        """`rescued` is told in words when a damaged file was put aside."""
        self._database = Database(path, what="the record of figures", schema=_SCHEMA, version=_VERSION, rescued=rescued)
        self._most = MAX_MINUTES_IN_MEMORY if path is None else MAX_MINUTES

    def write(self, minutes: Sequence[Minute]) -> None:
        """Keep these, all or none, together with what is kept of the same minutes. On disk when this returns."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                for minute in minutes:
                    _write(database, minute)

        self._database.do(work)

    def span(self, from_s: float, to_s: float) -> tuple[int, int] | None:
        """The first and the last minute that began within these times; None for none."""
        query = "SELECT min(at_s), max(at_s) FROM minute WHERE at_s BETWEEN ? AND ?"
        first, last = self._database.do(lambda database: database.execute(query, (from_s, to_s)).fetchone())
        return None if first is None else (first, last)

    def read(self, from_s: float, to_s: float, fold: Fold) -> int | None:
        """Add some of the minutes within these times to `fold`, oldest first; returns from where to go on."""

        def work(database: sqlite3.Connection) -> int | None:
            names = {number: name for name, number in _numbers(database).items() if fold.wants(name)}
            query = "SELECT at_s, spreads FROM minute WHERE at_s BETWEEN ? AND ? ORDER BY at_s LIMIT ?"
            rows = database.execute(query, (from_s, to_s, _READ_AT_ONCE)).fetchall()
            for at_s, packed in rows:
                fold.take(at_s, _entries(packed, names))
            return rows[-1][0] + 1 if len(rows) == _READ_AT_ONCE else None

        return self._database.do(work)

    def prune(self, now_s: float) -> None:
        """Let go of what is too much, too old, or from a time that is not yet."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    "DELETE FROM minute WHERE at_s <= (SELECT at_s FROM minute ORDER BY at_s DESC LIMIT 1 OFFSET ?)",
                    (self._most,),
                )
                for condition in ("at_s < :old", "at_s > :ahead") if now_s >= CLOCK_SET_S else ():
                    database.execute(
                        f"DELETE FROM minute WHERE at_s IN (SELECT at_s FROM minute WHERE {condition}"  # noqa: S608
                        " ORDER BY at_s LIMIT :most)",
                        {"old": now_s - MAX_AGE_S, "ahead": now_s + _AHEAD_S, "most": _AGED_AT_ONCE},
                    )

        if self._database.touched:
            self._database.do(work)

    def close(self) -> None:
        """Let the file go."""
        self._database.close()


def _write(database: sqlite3.Connection, minute: Minute) -> None:
    numbers = _numbers(database)
    kept = database.execute("SELECT spreads FROM minute WHERE at_s = ?", (minute.at_s,)).fetchone()
    if kept is not None:
        # The clock was set back, or the player was off in between.
        names = {number: name for name, number in numbers.items()}
        minute = Minute(minute.at_s, _unpacked(kept[0], names)).joined(minute)
    for name in minute.spreads.keys() - numbers.keys():
        database.execute("INSERT INTO figure (name) VALUES (?)", (name,))
    packed = _packed(minute.spreads, _numbers(database))
    database.execute("INSERT OR REPLACE INTO minute VALUES (?, ?)", (minute.at_s, packed))


def _numbers(database: sqlite3.Connection) -> dict[str, int]:
    return dict(database.execute("SELECT name, id FROM figure").fetchall())


def _packed(spreads: Spreads, numbers: dict[str, int]) -> bytes:
    return b"".join(
        _ENTRY.pack(numbers[name], each.least, each.mean, each.most, each.covered_s) for name, each in spreads.items()
    )


def _unpacked(packed: bytes, names: dict[int, str]) -> dict[str, Spread]:
    return {name: Spread(*values) for name, *values in _entries(packed, names)}


def _entries(packed: bytes, names: dict[int, str]) -> Iterator[tuple[str, float, float, float, float]]:
    # A bit that fell over on the card must not make figures that no reader can take.
    whole = packed[: len(packed) // _ENTRY.size * _ENTRY.size]
    return (
        (names[number], least, mean, most, covered_s)
        for number, least, mean, most, covered_s in _ENTRY.iter_unpack(whole)
        if number in names and -math.inf < least <= mean <= most < math.inf and 0 < covered_s < math.inf
    )
