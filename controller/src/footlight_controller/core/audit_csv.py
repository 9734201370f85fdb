"""The audit as a table for spreadsheets: the same columns from the window and from the command line."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from footlight_common.errors import RoleDenied
from footlight_common.model.audit import AuditEntry
from footlight_controller.core.audit_trail import Audited
from footlight_controller.core.csv_cells import defused

HEADER = (
    "time",
    "player",
    "player_id",
    "member",
    "member_id",
    "role",
    "controller",
    "command",
    "detail",
    "result",
    "code",
    "message",
)
# As the window says it, whatever the language: a table is sorted and filtered by them.
DONE, REFUSED, FAILED = "Done", "Refused", "Failed"


def write_csv(lines: Iterable[Audited], out: TextIO) -> int:
    """Header and one row a line; returns how many. `out` is open with `newline=""`; times are UTC, ISO 8601."""
    writer = csv.writer(out)
    writer.writerow(HEADER)
    count = 0
    for line in lines:
        writer.writerow(map(defused, _cells(line)))
        count += 1
    return count


def _cells(line: Audited) -> tuple[str, ...]:
    entry = line.entry
    return (
        _time(entry.at_s),
        line.player_name,
        line.player_id,
        entry.name,
        entry.member,
        entry.role.word if entry.role is not None else "",
        entry.controller,
        entry.command,
        entry.detail,
        _result(entry),
        entry.code,
        entry.message,
    )


def _result(entry: AuditEntry) -> str:
    if entry.ok:
        return DONE
    return REFUSED if entry.code == RoleDenied.code else FAILED


def _time(at_s: float) -> str:
    try:
        return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):
        # A clock that runs wild.
        return ""
