"""The audit on disk: SQLite, capped, and begun anew when it is damaged. Blocks: for one worker thread."""

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from footlight_common.errors import StorageError
from footlight_common.model.audit import AuditEntry, AuditPage
from footlight_common.security.roles import Role

_log = logging.getLogger(__name__)

# Some 10 MB, and more than a year of 250 commands a day.
MAX_ENTRIES = 100_000
# A year, and time to look back at it.
MAX_AGE_S = 400 * 86_400.0
# What a clock without a battery said before it was set tells no age.
_EARLIEST_CLOCK_S = 1_577_836_800.0
# At one time. A clock that runs ahead must not empty the audit before somebody sets it.
_AGED_AT_ONCE = 1000
# One control message, less what stands around the entries.
_MAX_PAGE_BYTES = 255 * 1024
_VERSION = 1
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_SCHEMA = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, at_s REAL NOT NULL, member TEXT NOT NULL,
    name TEXT NOT NULL, role TEXT NOT NULL, controller TEXT NOT NULL, command TEXT NOT NULL, detail TEXT NOT NULL,
    ok INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX entry_at ON entry (at_s);
CREATE TABLE seen (site TEXT NOT NULL, member TEXT NOT NULL, at_s REAL NOT NULL, PRIMARY KEY (site, member));
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry before it has a number."""

    site: str
    """Id of the site the player belongs to: whoever has the player next reads nothing of it."""
    at_s: float
    command: str
    member: str = ""
    name: str = ""
    role: Role | None = None
    controller: str = ""
    detail: str = ""
    ok: bool = True
    code: str = ""
    message: str = ""


class AuditStore:
    """Opened with the first use. In memory without a `path`. Every method raises StorageError when the disk does."""

    def __init__(self, path: Path | None, rescued: Callable[[str], None]) -> None:
        """`rescued` is told in words when a damaged file was put aside."""
        self._path = path
        self._rescued = rescued
        self._open: sqlite3.Connection | None = None

    def write(self, lines: Sequence[Line], seen: Sequence[tuple[str, str, float]]) -> None:
        """Keep these, all or none; `seen` is site, member and time. On disk when this returns."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "INSERT INTO entry (site, at_s, member, name, role, controller, command, detail, ok, code, message)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [_row(line) for line in lines],
                )
                database.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", seen)

        self._do(work)

    def page(self, site: str, *, before: int | None, limit: int, member: str, command: str) -> AuditPage:
        """The newest `limit` of a site; below the number `before`, of this member (id or name) or command alone."""
        query = (
            "SELECT seq, at_s, member, name, role, controller, command, detail, ok, code, message FROM entry"
            " WHERE site = :site AND (:before IS NULL OR seq < :before)"
            " AND (:member = '' OR member = :member OR folded(name) = :folded)"
            " AND (:command = '' OR command = :command) ORDER BY seq DESC LIMIT :limit"
        )
        wanted: dict[str, object] = {
            "site": site,
            "before": before,
            "member": member,
            "command": command,
            "limit": limit + 1,
        }
        wanted |= {"folded": member.casefold()}
        rows = self._do(lambda database: database.execute(query, wanted).fetchall())
        return _cut([_entry(row) for row in rows], limit)

    def seen(self, site: str) -> dict[str, float]:
        """When each member was last seen, by id."""
        query = "SELECT member, at_s FROM seen WHERE site = ?"
        return dict(self._do(lambda database: database.execute(query, (site,)).fetchall()))

    def prune(self, now_s: float) -> None:
        """Let go of what is too much or too old."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    "DELETE FROM entry WHERE seq <= (SELECT max(seq) FROM entry) - ?",
                    (MAX_ENTRIES,),
                )
                database.execute(
                    "DELETE FROM entry WHERE seq IN"
                    " (SELECT seq FROM entry WHERE at_s > ? AND at_s < ? ORDER BY at_s LIMIT ?)",
                    (_EARLIEST_CLOCK_S, now_s - MAX_AGE_S, _AGED_AT_ONCE),
                )

        if self._path is not None or self._open is not None:
            self._do(work)

    def close(self) -> None:
        """Let the file go."""
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
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
            msg = f"the audit cannot be kept: {err}. Has the disk room?"
            raise StorageError(msg) from err

    def _database(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = _connect(self._path)
        return self._open

    def _put_aside(self, path: Path, err: sqlite3.Error) -> None:
        self.close()
        kept = path.with_name(f"{path.name}.corrupt.{time.time_ns() // 1_000_000_000}")
        os.replace(path, kept)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.replace(f"{path}{suffix}", f"{kept}{suffix}")
        text = f"{path.name} could not be read ({err}); it is kept as {kept.name}, and a new one is begun."
        _log.error("%s", text)
        self._rescued(text)


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        # Before SQLite makes it, so that at no moment others may read it. Its journals take the mode of the file.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    database = sqlite3.connect(":memory:" if path is None else path, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # Each write is on disk when it returns.
        database.execute("PRAGMA synchronous = FULL")
        database.create_function("folded", 1, str.casefold, deterministic=True)
        with closing(database.execute("PRAGMA quick_check(1)")) as found:
            _expect(found.fetchone() == ("ok",), "it is damaged")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            _expect(not database.execute("SELECT 1 FROM sqlite_schema").fetchone(), "it holds something else")
            database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        else:
            _expect(version == _VERSION, f"its format is {version}, this program knows {_VERSION}")
    except BaseException:
        database.close()
        raise
    return database


class _Unusable(sqlite3.DatabaseError):
    """SQLite can read it, and this program cannot."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


def _expect(well: bool, otherwise: str) -> None:
    if not well:
        raise _Unusable(otherwise)


def _code(err: sqlite3.Error) -> int:
    # The low byte is what the finer codes have in common.
    return int(getattr(err, "sqlite_errorcode", 0)) & 0xFF


def _row(line: Line) -> tuple[object, ...]:
    return (
        line.site,
        line.at_s,
        line.member,
        line.name,
        line.role.word if line.role is not None else "",
        line.controller,
        line.command,
        line.detail,
        line.ok,
        line.code,
        line.message,
    )


def _entry(row: tuple[int, float, str, str, str, str, str, str, int, str, str]) -> AuditEntry:
    seq, at_s, member, name, role, controller, command, detail, ok, code, message = row
    return AuditEntry(
        seq=seq,
        at_s=at_s,
        member=member,
        name=name,
        role=Role(role) if role else None,
        controller=controller,
        command=command,
        detail=detail,
        ok=bool(ok),
        code=code,
        message=message,
    )


def _cut(entries: list[AuditEntry], limit: int) -> AuditPage:
    """At most `limit`, and no more than fit; one at least."""
    size_bytes, fitting = 0, 0
    for entry in entries[:limit]:
        size_bytes += len(msgspec.json.encode(entry)) + 1
        if size_bytes > _MAX_PAGE_BYTES and fitting:
            break
        fitting += 1
    more = fitting < len(entries)
    return AuditPage(entries=tuple(entries[:fitting]), next_before=entries[fitting - 1].seq if more else None)
