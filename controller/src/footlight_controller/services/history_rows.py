"""The tables of the history cache, and how events stand in them."""

import itertools
import math
import sqlite3
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from footlight_common.model.alerts import Severity
from footlight_common.model.history import Run
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    ControllerCame,
    ControllerLeft,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_controller.core.missing import Island
from footlight_controller.core.remembered import Chapter, KnownRun, Numbers
from footlight_controller.core.timeline import Unknown
from footlight_controller.core.unfolding import Almanac

# By less the begin of a run moves with every look at two clocks.
_MOVED_S = 1.5
# By less it moves between two visits.
_HEARD_MOVED_S = 60.0

SCREEN = PowerOn | PowerOff | PlaybackStarted | PlaybackStopped

SCHEMA = """
CREATE TABLE stream (
    id INTEGER PRIMARY KEY, player TEXT NOT NULL, name TEXT NOT NULL, first_kept INTEGER NOT NULL,
    last INTEGER NOT NULL, heard_s REAL, UNIQUE (player, name));
CREATE TABLE numbers (stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (stream, first)) WITHOUT ROWID;
CREATE TABLE run (stream INTEGER NOT NULL, number INTEGER NOT NULL, began_s REAL NOT NULL, up_s REAL NOT NULL,
    PRIMARY KEY (stream, number)) WITHOUT ROWID;
CREATE TABLE block (
    id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    first_run INTEGER NOT NULL, first_up_s REAL NOT NULL, last_run INTEGER NOT NULL, last_up_s REAL NOT NULL,
    screen INTEGER NOT NULL, count INTEGER NOT NULL, at_s REAL NOT NULL, body BLOB NOT NULL);
CREATE UNIQUE INDEX block_place ON block (
    stream, first, last, first_run, first_up_s, last_run, last_up_s, screen, count);
CREATE INDEX block_at ON block (at_s);
CREATE TABLE lane (
    stream INTEGER NOT NULL, run INTEGER NOT NULL, lane TEXT NOT NULL, seq INTEGER NOT NULL, opens INTEGER NOT NULL,
    body BLOB NOT NULL, PRIMARY KEY (stream, run, lane, seq)) WITHOUT ROWID;
CREATE TABLE hour (
    player TEXT NOT NULL, number INTEGER NOT NULL, played REAL NOT NULL, idle REAL NOT NULL, off REAL NOT NULL,
    unknown REAL NOT NULL, why TEXT NOT NULL, severity TEXT NOT NULL, PRIMARY KEY (player, number)) WITHOUT ROWID;
"""
_HEARD = """
CREATE TABLE IF NOT EXISTS heard (stream INTEGER NOT NULL, number INTEGER NOT NULL, began_s REAL NOT NULL,
    PRIMARY KEY (stream, number)) WITHOUT ROWID;
"""
SCHEMA += _HEARD

_events = msgspec.msgpack.Decoder(tuple[AnyNumbered, ...])
_event: msgspec.msgpack.Decoder[AnyNumbered] = msgspec.msgpack.Decoder(AnyNumbered)
_encoder = msgspec.msgpack.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Some events of a player that follow on one another, as they were fetched or heard."""

    stream: str
    events: Sequence[AnyNumbered]
    """Oldest first."""
    numbers: Numbers | None
    """Which numbers are known with them; None for none."""
    runs: Sequence[Run] = ()
    first_kept: int | None = None
    last: int = 0
    """The newest number that the player is known to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is here of a player, without the events."""

    chapters: tuple[Chapter, ...] = ()
    """Oldest first."""
    heard_s: float | None = None
    """Until when it would have said if anything had happened: Unix seconds."""


@dataclass(frozen=True, slots=True)
class Block:
    id: int
    first: int
    last: int
    first_run: int
    first_up_s: float
    last_run: int
    last_up_s: float
    screen: int
    count: int


@dataclass(frozen=True, slots=True)
class Hour:
    """Shares of an hour, 0 to 1."""

    played: float
    idle: float
    off: float
    unknown: float
    why: Unknown | None
    """The reason for most of what is unknown."""
    severity: Severity | None


def add_heard(database: sqlite3.Connection) -> None:
    """Give a file that was made without it the table of the runs that were heard."""
    if database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'run'").fetchone():
        database.execute(_HEARD)


def stream_id(database: sqlite3.Connection, player_id: str, name: str) -> int:
    """The number of a stream, which has one from now on."""
    database.execute(
        "INSERT OR IGNORE INTO stream (player, name, first_kept, last) VALUES (?, ?, 1, 0)", (player_id, name)
    )
    query = "SELECT id FROM stream WHERE player = ? AND name = ?"
    return int(database.execute(query, (player_id, name)).fetchone()[0])


def rows_of(database: sqlite3.Connection, stream: int) -> list[Numbers]:
    """Which numbers of a stream are here."""
    query = "SELECT first, last FROM numbers WHERE stream = ? ORDER BY first"
    return [Numbers(first=first, last=last) for first, last in database.execute(query, (stream,))]


def keep_rows(database: sqlite3.Connection, stream: int, rows: Sequence[Numbers]) -> None:
    """These numbers of a stream are here."""
    database.execute("DELETE FROM numbers WHERE stream = ?", (stream,))
    database.executemany("INSERT INTO numbers VALUES (?, ?, ?)", [(stream, each.first, each.last) for each in rows])


def moved(database: sqlite3.Connection, stream: int, runs: Sequence[Run]) -> bool:
    """Whether a run of these lies elsewhere than was known."""
    query = "SELECT count(*) FROM run WHERE stream = ? AND number = ? AND abs(began_s - ?) > ?"
    return any(database.execute(query, (stream, run.number, run.began_s, _MOVED_S)).fetchone()[0] for run in runs)


def keep_runs(database: sqlite3.Connection, stream: int, told: Told) -> None:
    # What a later page says of a run counts: its clock may have been set since.
    database.executemany(
        "INSERT INTO run VALUES (?, ?, ?, 0) ON CONFLICT DO UPDATE SET began_s = excluded.began_s",
        [(stream, run.number, run.began_s) for run in told.runs],
    )
    ups: dict[int, float] = {}
    for event in told.events:
        if event.run not in ups:
            database.execute(
                "INSERT OR IGNORE INTO run VALUES (?, ?, ?, 0)", (stream, event.run, event.at_s - event.up_s)
            )
        ups[event.run] = max(ups.get(event.run, 0.0), event.up_s)
    database.executemany(
        "UPDATE run SET up_s = max(up_s, ?) WHERE stream = ? AND number = ?",
        [(up_s, stream, number) for number, up_s in ups.items()],
    )


def keep_heard(database: sqlite3.Connection, stream: int, began_s: float) -> bool:
    """The newest run began then by the clock of this controller. Returns whether it lies elsewhere with that."""
    query = "SELECT max(number) FROM run WHERE stream = ?"
    (number,) = database.execute(query, (stream,)).fetchone()
    where = (stream, number)
    query = "SELECT began_s FROM heard WHERE stream = ? AND number = ?"
    before = database.execute(query, where).fetchone()
    if number is None or (before is not None and abs(before[0] - began_s) <= _HEARD_MOVED_S):
        return False
    database.execute("INSERT OR REPLACE INTO heard VALUES (?, ?, ?)", (*where, began_s))
    (own_s,) = database.execute("SELECT began_s FROM run WHERE stream = ? AND number = ?", where).fetchone()
    return any(abs(each_s - own_s) > _HEARD_MOVED_S for each_s in (began_s, *(before or ())))


def stretches(events: Sequence[AnyNumbered], rows: Sequence[Numbers]) -> list[tuple[int, int]]:
    """Where to cut events so that no kept row lies inside of a piece."""
    cuts = [bisect_left(events, row.first, key=_seq) for row in rows]
    borders = sorted({0, *cuts, len(events)})
    return [(begin, end) for begin, end in itertools.pairwise(borders) if begin < end]


def memory_of(database: sqlite3.Connection, player_id: str) -> Memory:
    """What is here of a player, without the events."""
    chapters = []
    heard_s: float | None = None
    query = "SELECT id, name, first_kept, last, heard_s FROM stream WHERE player = ? ORDER BY id"
    for number, name, first_kept, last, until_s in database.execute(query, (player_id,)).fetchall():
        heard_s = until_s
        runs = database.execute(
            "SELECT run.number, run.began_s, up_s, heard.began_s FROM run LEFT JOIN heard"
            " ON heard.stream = run.stream AND heard.number = run.number WHERE run.stream = ? ORDER BY run.number",
            (number,),
        )
        chapters.append(
            Chapter(
                stream=name,
                runs=[
                    KnownRun(run=Run(number=run, began_s=began_s), up_s=up_s, heard_s=heard_began_s)
                    for run, began_s, up_s, heard_began_s in runs
                ],
                numbers=rows_of(database, number),
                first_kept=first_kept,
                last=last,
            )
        )
    return Memory(chapters=tuple(chapters), heard_s=heard_s)


def blocks_of(database: sqlite3.Connection, stream: int) -> list[Block]:
    """All blocks of a stream, oldest first."""
    query = (
        "SELECT id, first, last, first_run, first_up_s, last_run, last_up_s, screen, count FROM block"
        " WHERE stream = ? ORDER BY first"
    )
    return [Block(*row) for row in database.execute(query, (stream,))]


def read_block(database: sqlite3.Connection, block: Block) -> tuple[AnyNumbered, ...]:
    """The events of a block. Raises Damaged."""
    (body,) = database.execute("SELECT body FROM block WHERE id = ?", (block.id,)).fetchone()
    try:
        return _events.decode(zlib.decompress(body))
    except (zlib.error, msgspec.DecodeError) as err:
        msg = f"a block of {block.count} events cannot be read: {err}"
        raise Damaged(msg) from err


class Damaged(sqlite3.DatabaseError):
    """SQLite can read it, and this program cannot."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def about(
    database: sqlite3.Connection, player_id: str, chapter: Chapter, almanac: Almanac, from_s: float, until_s: float
) -> list[AnyNumbered]:
    """All events of a period, what stood and was on screen before it, and how what is on screen at its end ended."""
    stream = stream_id(database, player_id, chapter.stream)
    blocks = blocks_of(database, stream)
    if not blocks:
        return []
    begins = [_moment(almanac, chapter.stream, block.first_run, block.first_up_s) for block in blocks]
    begin = max(0, bisect_left(begins, from_s) - 1)
    end = min(len(blocks), bisect_left(begins, until_s) + 1)
    events = [event for block in blocks[begin:end] for event in read_block(database, block)]
    for before in reversed(blocks[:begin]):
        if before.screen:
            events.insert(0, [event for event in read_block(database, before) if isinstance(event, SCREEN)][-1])
            break
    for after in blocks[end:]:
        if after.screen:
            events.append(next(event for event in read_block(database, after) if isinstance(event, SCREEN)))
            break
    query = (
        "SELECT body FROM (SELECT body, opens, max(seq) FROM lane WHERE stream = ? AND run = ? AND seq < ?"
        " GROUP BY lane) WHERE opens"
    )
    first = blocks[begin]
    standing = [_event.decode(body) for (body,) in database.execute(query, (stream, first.first_run, first.first))]
    return sorted([*standing, *events], key=_seq)


def island_of(
    database: sqlite3.Connection, stream: str, row: Numbers, blocks: Sequence[Block], almanac: Almanac
) -> Island:
    """Where a row of numbers lies in time."""
    inside = [block for block in blocks if row.first <= block.first <= row.last]
    from_s, until_s = math.inf, -math.inf
    if inside:
        until_s = _moment(almanac, stream, inside[-1].last_run, inside[-1].last_up_s)
    for block in inside:
        if block.screen:
            first = next(event for event in read_block(database, block) if isinstance(event, SCREEN))
            from_s = _moment(almanac, stream, first.run, first.up_s)
            break
    return Island(numbers=row, from_s=from_s, until_s=until_s)


def _moment(almanac: Almanac, stream: str, run: int, up_s: float) -> float:
    place = almanac.of(stream, run)
    return -math.inf if place is None else place.at_s(up_s)


def lane_rows(stream: int, events: Sequence[AnyNumbered]) -> list[tuple[object, ...]]:
    """What of them stands for a while, as rows."""
    return [(stream, event.run, *lane, _encoder.encode(event)) for event in events if (lane := lane_of(event))]


def packed(stream: int, events: Sequence[AnyNumbered]) -> tuple[object, ...]:
    """A block of events, of which there is at least one, as a row."""
    first, last = events[0], events[-1]
    return (
        stream,
        first.seq,
        last.seq,
        first.run,
        first.up_s,
        last.run,
        last.up_s,
        any(isinstance(each, SCREEN) for each in events),
        len(events),
        last.at_s,
        zlib.compress(_encoder.encode(events)),
    )


def hour_of(played: float, idle: float, off: float, unknown: float, why: str, severity: str) -> Hour:
    """An hour from its row."""
    return Hour(played, idle, off, unknown, Unknown(why) if why else None, Severity(severity) if severity else None)


def lane_of(event: AnyNumbered) -> tuple[str, int, bool] | tuple[()]:
    match event:
        case Alert(code=code, active=active):
            return f"alert {code}", event.seq, active
        case ControllerCame(session=session):
            return f"link {session}", event.seq, True
        case ControllerLeft(session=session):
            return f"link {session}", event.seq, False
    return ()


def _seq(event: AnyNumbered) -> int:
    return event.seq
