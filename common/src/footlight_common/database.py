"""A SQLite file that survives kills and power cuts, and is begun anew when it is damaged."""

import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from footlight_common.errors import StorageError

_log = logging.getLogger(__name__)

# To read more than this would hold up the start on an SD card. Damage in a larger file shows when it is read.
MAX_CHECKED_BYTES = 32 * 1024 * 1024
_SUFFIXES = ("-wal", "-shm")
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

T = TypeVar("T")


class Database:
    """Opened with the first use, again after each error. Blocks: for one worker thread, or one after another.

    Each transaction is on disk when it is committed. Nobody but the owner may read the file. A file that is damaged,
    of something else or of another version is kept as `.corrupt.<unix time>`, and what was asked goes to a new one.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        what: str,
        schema: str,
        version: int = 1,
        rescued: Callable[[str], None],
        prepare: Callable[[sqlite3.Connection], None] | None = None,
    ) -> None:
        """In memory without a `path`. `what` is in it, for people, such as `the audit`.

        `schema` makes the tables of a new file: SQL statements, each with its semicolon. `prepare` is called first
        with each new connection, for functions and for pragmas that a file takes only before it has tables.
        `rescued` is told in words when a file was put aside, before the new one is made.
        """
        self._path = path
        self._what = what
        self._schema = schema
        self._version = version
        self._rescued = rescued
        self._prepare = prepare
        self._open: sqlite3.Connection | None = None

    @property
    def touched(self) -> bool:
        """Whether there is anything to look after: a file that may exist, or a database in memory."""
        return self._path is not None or self._open is not None

    def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns; it is called once more, with a new file, when it met damage.

        It should write in one transaction (`with database:`). Raises StorageError when the disk does not do it.
        """
        try:
            try:
                return work(self._database())
            except sqlite3.DatabaseError as err:
                if self._path is None or _code(err) not in _DAMAGE:
                    raise
                self._put_aside(self._path, err)
                return work(self._database())
        except (sqlite3.Error, OSError) as err:
            # What went wrong may be over with a new connection.
            self.close()
            msg = f"{self._what} cannot be kept: {err}. Has the disk room?"
            raise StorageError(msg) from err

    def close(self) -> None:
        """Let the file go. The next use opens it again."""
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    def _database(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = self._connect(self._path)
        return self._open

    def _connect(self, path: Path | None) -> sqlite3.Connection:
        size_bytes = 0
        if path is not None:
            # Before SQLite makes it, so that at no moment others may read it. Its journals take the mode of the file.
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            size_bytes = os.fstat(descriptor).st_size
            os.close(descriptor)
        database = sqlite3.connect(":memory:" if path is None else path, check_same_thread=False)
        try:
            if self._prepare is not None:
                self._prepare(database)
            database.execute("PRAGMA journal_mode = WAL")
            # Each write is on disk when it returns.
            database.execute("PRAGMA synchronous = FULL")
            if size_bytes <= MAX_CHECKED_BYTES:
                with closing(database.execute("PRAGMA quick_check(1)")) as found:
                    _expect(found.fetchone() == ("ok",), "it is damaged")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                _expect(not database.execute("SELECT 1 FROM sqlite_schema").fetchone(), "it holds something else")
                database.executescript(f"BEGIN; {self._schema} PRAGMA user_version = {self._version}; COMMIT;")
            else:
                _expect(version == self._version, f"its format is {version}, this program knows {self._version}")
        except BaseException:
            database.close()
            raise
        return database

    def _put_aside(self, path: Path, err: sqlite3.Error) -> None:
        self.close()
        kept = path.with_name(f"{path.name}.corrupt.{time.time_ns() // 1_000_000_000}")
        os.replace(path, kept)
        for suffix in _SUFFIXES:
            with suppress(FileNotFoundError):
                os.replace(f"{path}{suffix}", f"{kept}{suffix}")
        text = f"{path.name} could not be read ({err}); it is kept as {kept.name}, and a new one is begun."
        _log.error("%s", text)
        self._rescued(text)


class Damaged(sqlite3.DatabaseError):
    """SQLite can read it, and this program cannot. Raised in what `Database.do` does, it puts the file aside."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


def _expect(well: bool, otherwise: str) -> None:
    if not well:
        raise Damaged(otherwise)


def _code(err: sqlite3.Error) -> int:
    # The low byte is what the finer codes have in common.
    return int(getattr(err, "sqlite_errorcode", 0)) & 0xFF
