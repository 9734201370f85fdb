"""Alerts and unsent notices on disk: SQLite, capped, and begun anew when it is damaged. Blocks: for one worker."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from footlight_common.database import Database
from footlight_common.errors import StorageError
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import Sending
from footlight_controller.core.alerting.plan import Channel

FILE_NAME = "alerts.db"
# As long as players remember.
MAX_AGE_S = 400 * 86_400.0
# Some 30 MB.
MAX_ALERTS = 50_000
# What a clock without a battery said before it was set tells no age.
_EARLIEST_CLOCK_S = 1_577_836_800.0
# At one time: a clock that runs ahead must not empty the file before somebody sets it.
_AGED_AT_ONCE = 1000

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE alert (
    id INTEGER PRIMARY KEY, player TEXT NOT NULL, raised_s REAL NOT NULL, ended_s REAL, body BLOB NOT NULL);
CREATE INDEX alert_raised ON alert (raised_s);
CREATE INDEX alert_open ON alert (id) WHERE ended_s IS NULL;
CREATE TABLE notice (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, made_s REAL NOT NULL, tries INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE trouble (channel TEXT PRIMARY KEY, text TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell by a channel that is not told yet."""

    id: int
    channel: Channel
    alert: AlertView
    """As it was when there was something to tell."""
    made_s: float
    """Wall time of the controller."""
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an earlier run left."""

    open: tuple[AlertView, ...] = ()
    next_id: int = 1
    """Of alerts."""
    notices: tuple[Notice, ...] = ()
    """Oldest first."""
    next_notice: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What to write, all or nothing."""

    alerts: Sequence[AlertView] = ()
    """New, or in place of those with the same id."""
    notices: Sequence[Notice] = ()
    sent: Sequence[int] = ()
    """Ids of notices that are none any more."""
    troubles: Mapping[Channel, str] = field(default_factory=dict)
    """Why channels cannot send; an empty text for one that can."""


class AlertStore:
    """Opened with the first use. In memory without a `path`. Every method raises StorageError when the disk does."""

    def __init__(self, path: Path | None, rescued: Callable[[str], None]) -> None:
        """`rescued` is told in words when a damaged file was put aside."""
        self._database = Database(path, what="the alerts", schema=_SCHEMA, rescued=rescued)

    def load(self) -> Kept:
        """What is open and what is to be sent."""

        def work(database: sqlite3.Connection) -> Kept:
            alerts = database.execute("SELECT body FROM alert WHERE ended_s IS NULL ORDER BY id").fetchall()
            notices = database.execute("SELECT id, channel, made_s, tries, body FROM notice ORDER BY id").fetchall()
            (last,) = database.execute("SELECT ifnull(max(id), 0) FROM alert").fetchone()
            fresh = max((row[0] for row in notices), default=0) + 1
            return Kept(open=_alerts(alerts), next_id=last + 1, notices=_notices(notices), next_notice=fresh)

        return self._database.do(work)

    def write(self, entry: Entry) -> None:
        """Keep this. On disk when it returns."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    "INSERT OR REPLACE INTO alert (id, player, raised_s, ended_s, body) VALUES (?, ?, ?, ?, ?)",
                    [
                        (alert.id, alert.player_id, alert.raised_s, alert.ended_s, msgspec.json.encode(alert))
                        for alert in entry.alerts
                    ],
                )
                database.executemany(
                    "INSERT OR REPLACE INTO notice (id, channel, made_s, tries, body) VALUES (?, ?, ?, ?, ?)",
                    [
                        (each.id, each.channel.value, each.made_s, each.tries, msgspec.json.encode(each.alert))
                        for each in entry.notices
                    ],
                )
                database.executemany("DELETE FROM notice WHERE id = ?", [(each,) for each in entry.sent])
                database.executemany(
                    "INSERT OR REPLACE INTO trouble (channel, text) VALUES (?, ?)",
                    [(channel.value, text) for channel, text in entry.troubles.items()],
                )

        self._database.do(work)

    def past(
        self, *, from_s: float, to_s: float, player_id: str, before: int | None, limit: int
    ) -> tuple[AlertView, ...]:
        """The newest `limit` that were open at some time between; of one player alone, below the number `before`."""
        return self._database.do(
            lambda database: _past(database, from_s=from_s, to_s=to_s, player_id=player_id, before=before, limit=limit)
        )

    def prune(self, now_s: float) -> None:
        """Let go of what is over and too much or too old."""

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute(
                    "DELETE FROM alert WHERE ended_s IS NOT NULL AND id <= (SELECT max(id) FROM alert) - ?",
                    (MAX_ALERTS,),
                )
                database.execute(
                    "DELETE FROM alert WHERE id IN (SELECT id FROM alert WHERE raised_s > ? AND raised_s < ?"
                    " AND ended_s IS NOT NULL AND id < (SELECT max(id) FROM alert) ORDER BY raised_s LIMIT ?)",
                    (_EARLIEST_CLOCK_S, now_s - MAX_AGE_S, _AGED_AT_ONCE),
                )

        self._database.do(work)

    def close(self) -> None:
        """Let the file go."""
        self._database.close()


def peek(path: Path, ask: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
    """What is in a file that another process may own; `otherwise` when there is none. Raises StorageError."""
    if not path.exists():
        return otherwise
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return ask(database)
    except sqlite3.Error as err:
        msg = f"the alerts in {path} cannot be read: {err}. Start Footlight once: it begins a new file if it must."
        raise StorageError(msg) from err


def peek_open(path: Path) -> tuple[AlertView, ...]:
    """Those that are not over, newest first. As `peek`."""
    query = "SELECT body FROM alert WHERE ended_s IS NULL ORDER BY id DESC"
    return peek(path, lambda database: _alerts(database.execute(query).fetchall()), ())


def peek_past(path: Path, *, from_s: float, to_s: float, limit: int) -> tuple[AlertView, ...]:
    """As `AlertStore.past`. As `peek`."""

    def ask(database: sqlite3.Connection) -> tuple[AlertView, ...]:
        return _past(database, from_s=from_s, to_s=to_s, player_id="", before=None, limit=limit)

    return peek(path, ask, ())


def peek_sending(path: Path) -> dict[Channel, Sending]:
    """How the channels stand that have something to send, or could not. As `peek`."""

    def ask(database: sqlite3.Connection) -> dict[Channel, Sending]:
        waiting = dict(database.execute("SELECT channel, count(*) FROM notice GROUP BY channel").fetchall())
        troubles = dict(database.execute("SELECT channel, text FROM trouble WHERE text != ''").fetchall())
        return {
            channel: Sending(waiting=waiting.get(channel.value, 0), trouble=troubles.get(channel.value, ""))
            for channel in Channel
            if channel.value in waiting or channel.value in troubles
        }

    return peek(path, ask, {})


def _past(
    database: sqlite3.Connection, *, from_s: float, to_s: float, player_id: str, before: int | None, limit: int
) -> tuple[AlertView, ...]:
    rows = database.execute(
        "SELECT body FROM alert WHERE raised_s <= :to AND (ended_s IS NULL OR ended_s >= :from)"
        " AND (:player = '' OR player = :player) AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit",
        {"from": from_s, "to": to_s, "player": player_id, "before": before, "limit": limit},
    )
    return _alerts(rows.fetchall())


def _alerts(rows: Sequence[tuple[bytes]]) -> tuple[AlertView, ...]:
    return tuple(alert for (body,) in rows if (alert := _read(body)) is not None)


def _notices(rows: Sequence[tuple[int, str, float, int, bytes]]) -> tuple[Notice, ...]:
    return tuple(
        Notice(id=each, channel=Channel(channel), alert=alert, made_s=made_s, tries=tries)
        for each, channel, made_s, tries, body in rows
        if channel in {*Channel} and (alert := _read(body)) is not None
    )


def _read(body: bytes) -> AlertView | None:
    try:
        return msgspec.json.decode(body, type=AlertView)
    except (msgspec.DecodeError, UnicodeError):
        # Of a later version of the program, which knew more rules.
        return None
