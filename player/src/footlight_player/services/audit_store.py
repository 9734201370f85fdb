"""The audit on disk: SQLite, capped, and begun anew when it is damaged. Blocks: for one worker thread."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from footlight_common.database import Database
from footlight_common.model.audit import AuditEntry, AuditPage
from footlight_common.security.roles import Role

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

_SCHEMA = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, at_s REAL NOT NULL, member TEXT NOT NULL,
    name TEXT NOT NULL, role TEXT NOT NULL, controller TEXT NOT NULL, command TEXT NOT NULL, detail TEXT NOT NULL,
    ok INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX entry_at ON entry (at_s);
CREATE TABLE seen (site TEXT NOT NULL, member TEXT NOT NULL, at_s REAL NOT NULL, PRIMARY KEY (site, member));
"""


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
        self._database = Database(
            path, what="the audit", schema=_SCHEMA, version=_VERSION, rescued=rescued, prepare=_teach_folding
        )

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

        self._database.do(work)

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
        rows = self._database.do(lambda database: database.execute(query, wanted).fetchall())
        return _cut([_entry(row) for row in rows], limit)

    def seen(self, site: str) -> dict[str, float]:
        """When each member was last seen, by id."""
        query = "SELECT member, at_s FROM seen WHERE site = ?"
        return dict(self._database.do(lambda database: database.execute(query, (site,)).fetchall()))

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

        if self._database.touched:
            self._database.do(work)

    def close(self) -> None:
        """Let the file go."""
        self._database.close()


def _teach_folding(database: sqlite3.Connection) -> None:
    database.create_function("folded", 1, str.casefold, deterministic=True)


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
