"""What players told of their past, kept on disk so that nothing is fetched twice. Blocks: for one worker thread."""

import logging
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from footlight_common.database import Database
from footlight_common.errors import StorageError
from footlight_common.protocol.events import AnyNumbered
from footlight_common.protocol.session import Cursor
from footlight_controller.core.missing import Island
from footlight_controller.core.remembered import Chapter, Numbers, with_row, without
from footlight_controller.core.unfolding import Almanac
from footlight_controller.services.history_rows import (
    SCHEMA,
    Block,
    Hour,
    Memory,
    Told,
    about,
    add_heard,
    blocks_of,
    hour_of,
    island_of,
    keep_heard,
    keep_rows,
    keep_runs,
    lane_rows,
    memory_of,
    moved,
    packed,
    read_block,
    rows_of,
    stream_id,
    stretches,
)

_log = logging.getLogger(__name__)

FILE_NAME = "history.sqlite3"
# Some 20 million events.
MAX_BYTES = 512 * 1024 * 1024
# What is read and unpacked at least, and written again when a few events follow.
BLOCK_EVENTS = 250
_PRUNED_BLOCKS = 64


class HistoryCache:
    """By player and stream. In memory without a `path`. Every method raises StorageError when the disk does."""

    def __init__(
        self,
        path: Path | None,
        *,
        max_bytes: int = MAX_BYTES,
        block_events: int = BLOCK_EVENTS,
    ) -> None:
        """`max_bytes` is what the events may take; `block_events` are packed together."""
        self.rescued = ""
        """What was done about a damaged file, for the user: all is fetched again then. Empty when it was whole."""
        self._database = Database(
            path, what="the history of the players", schema=SCHEMA, rescued=self._on_rescue, prepare=add_heard
        )
        self._begins: dict[str, tuple[Cursor, float]] = {}
        self._max_bytes = max_bytes
        self._block_events = block_events

    def take_over(self, path: Path) -> None:
        """Copy what another process keeps at `path`. Nothing where that cannot be read: it is fetched again."""
        if not path.exists():
            return

        def work(database: sqlite3.Connection) -> None:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as kept, database:
                for table in ("stream", "numbers", "run", "block", "lane", "hour", "heard"):
                    if not kept.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone():
                        continue
                    rows = kept.execute(f"SELECT * FROM {table}")  # noqa: S608
                    marks = ", ".join("?" * len(rows.description))
                    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

        try:
            self._database.do(work)
        except StorageError as err:
            _log.info("what is kept in %s is not used: %s", path, err)

    def add(self, told: Iterable[tuple[str, Told]]) -> None:
        """Keep these, by player id. What is there already is not kept twice."""
        wanted = list(told)

        def work(database: sqlite3.Connection) -> None:
            with database:
                for player_id, each in wanted:
                    self._add(database, player_id, each)

        self._database.do(work)

    def note_heard(self, heard: Iterable[tuple[str, float]]) -> None:
        """Until when players would have said if anything had happened, by player id."""
        wanted = [(heard_s, player_id, player_id) for player_id, heard_s in heard]

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "UPDATE stream SET heard_s = ? WHERE player = ?"
                    " AND id = (SELECT max(id) FROM stream WHERE player = ?)",
                    wanted,
                )

        self._database.do(work)

    def note_begin(self, player_id: str, cursor: Cursor, began_s: float) -> None:
        """The run that the cursor lies in began then by the clock of this controller. Blocks nobody; for any thread.

        It is kept with the next events, once those up to there are here: which run that is only they tell.
        """
        self._begins[player_id] = (cursor, began_s)

    def memory(self, player_id: str) -> Memory:
        """What is here of a player."""
        return self._database.do(lambda database: memory_of(database, player_id))

    def chapters(self, player_id: str, from_s: float, until_s: float, now_s: float) -> tuple[Memory, list[Chapter]]:
        """What is here of a player, and with what it takes to tell of a period (Unix seconds)."""

        def work(database: sqlite3.Connection) -> tuple[Memory, list[Chapter]]:
            memory = memory_of(database, player_id)
            almanac = Almanac(memory.chapters, now_s)
            return memory, [
                replace(chapter, events=about(database, player_id, chapter, almanac, from_s, until_s))
                for chapter in memory.chapters
            ]

        return self._database.do(work)

    def islands(self, player_id: str, now_s: float) -> tuple[Memory, list[Island]]:
        """What is here of a player, and where in time the rows of its newest stream lie."""

        def work(database: sqlite3.Connection) -> tuple[Memory, list[Island]]:
            memory = memory_of(database, player_id)
            if not memory.chapters:
                return memory, []
            chapter = memory.chapters[-1]
            almanac = Almanac(memory.chapters, now_s)
            blocks = blocks_of(database, stream_id(database, player_id, chapter.stream))
            return memory, [island_of(database, chapter.stream, row, blocks, almanac) for row in chapter.numbers]

        return self._database.do(work)

    def hours(self, player_id: str, first: int, count: int) -> dict[int, Hour]:
        """The hours that were reckoned and kept, by number: 3600 times that is when they begin."""
        shown = "number, played, idle, off, unknown, why, severity"
        query = f"SELECT {shown} FROM hour WHERE player = ? AND number BETWEEN ? AND ?"  # noqa: S608
        bounds = (player_id, first, first + count - 1)
        rows = self._database.do(lambda database: database.execute(query, bounds).fetchall())
        return {number: hour_of(*shares) for number, *shares in rows}

    def keep_hours(self, player_id: str, hours: Mapping[int, Hour]) -> None:
        """Keep what was reckoned of hours of which nothing more will be known."""
        rows = [
            (player_id, number, each.played, each.idle, each.off, each.unknown, each.why or "", each.severity or "")
            for number, each in hours.items()
        ]

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR REPLACE INTO hour VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

        self._database.do(work)

    def remove(self, *player_ids: str) -> None:
        """Forget these players."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                for player_id in player_ids:
                    ids = database.execute("SELECT id FROM stream WHERE player = ?", (player_id,)).fetchall()
                    for table in ("numbers", "run", "heard", "block", "lane"):
                        database.executemany(f"DELETE FROM {table} WHERE stream = ?", ids)  # noqa: S608
                    for table in ("stream", "hour"):
                        database.execute(f"DELETE FROM {table} WHERE player = ?", (player_id,))  # noqa: S608

        self._database.do(work)

    def prune(self) -> bool:
        """Let go of the oldest of all when there is too much. Returns whether there may still be too much."""

        def work(database: sqlite3.Connection) -> bool:
            pages, free, size = (
                database.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
            if (pages - free) * size <= self._max_bytes:
                return False
            with database:
                found = database.execute(
                    "SELECT id, stream, first, last FROM block ORDER BY at_s LIMIT ?", (_PRUNED_BLOCKS,)
                ).fetchall()
                for block, stream, first, last in found:
                    database.execute("DELETE FROM block WHERE id = ?", (block,))
                    database.execute("DELETE FROM lane WHERE stream = ? AND seq BETWEEN ? AND ?", (stream, first, last))
                    keep_rows(database, stream, without(rows_of(database, stream), Numbers(first=first, last=last)))
            return bool(found)

        return self._database.do(work)

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def _on_rescue(self, text: str) -> None:
        self.rescued = f"{text} What it held is fetched from the players again."

    def _add(self, database: sqlite3.Connection, player_id: str, told: Told) -> None:
        stream = stream_id(database, player_id, told.stream)
        database.execute("UPDATE stream SET last = max(last, ?) WHERE id = ?", (told.last, stream))
        if told.first_kept is not None:
            database.execute("UPDATE stream SET first_kept = ? WHERE id = ?", (told.first_kept, stream))
        rows = rows_of(database, stream)
        chapter = Chapter(stream=told.stream, numbers=rows)
        fresh = [event for event in told.events if chapter.row_of(event.seq) is None]
        if moved(database, stream, told.runs):
            # What was reckoned lies elsewhere now.
            database.execute("DELETE FROM hour WHERE player = ?", (player_id,))
        keep_runs(database, stream, told)
        database.executemany(
            "INSERT OR REPLACE INTO lane VALUES (?, ?, ?, ?, ?, ?)",
            lane_rows(stream, fresh),
        )
        for begin, end in stretches(fresh, rows):
            self._put(database, stream, fresh[begin:end])
        if told.numbers is not None:
            keep_rows(database, stream, with_row(rows, told.numbers))
        cursor, began_s = self._begins.get(player_id, (None, 0.0))
        if cursor is not None and cursor.stream == told.stream:
            rows = rows_of(database, stream)
            if rows and rows[-1].last >= cursor.seq and keep_heard(database, stream, began_s):
                database.execute("DELETE FROM hour WHERE player = ?", (player_id,))

    def _put(self, database: sqlite3.Connection, stream: int, events: list[AnyNumbered]) -> None:
        """Keep events between which none is kept yet, with those of a small block right before them."""
        before = database.execute(
            "SELECT id, first, last, first_run, first_up_s, last_run, last_up_s, screen, count FROM block"
            " WHERE stream = ? AND first < ? ORDER BY first DESC LIMIT 1",
            (stream, events[0].seq),
        ).fetchone()
        if before is not None:
            block = Block(*before)
            if block.count < self._block_events and block.last + 1 == events[0].seq:
                events = [*read_block(database, block), *events]
                database.execute("DELETE FROM block WHERE id = ?", (block.id,))
        for begin in range(0, len(events), self._block_events):
            some = events[begin : begin + self._block_events]
            database.execute(
                "INSERT INTO block (stream, first, last, first_run, first_up_s, last_run, last_up_s, screen, count,"
                " at_s, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                packed(stream, some),
            )
