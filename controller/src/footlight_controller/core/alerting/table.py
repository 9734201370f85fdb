"""Alerts as a table for spreadsheets."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.rules import UNITS
from footlight_controller.core.alerting.words import title
from footlight_controller.core.csv_cells import defused

HEADER = (
    "number",
    "began",
    "raised",
    "ended",
    "seconds",
    "severity",
    "rule",
    "code",
    "player",
    "player_id",
    "area",
    "alert",
    "detail",
    "value",
    "unit",
    "ending",
    "told_by",
    "acknowledged_by",
    "acknowledged",
)


def write_csv(alerts: Iterable[AlertView], out: TextIO) -> int:
    """Header and one row an alert; returns how many. `out` is open with `newline=""`; times are UTC, ISO 8601."""
    writer = csv.writer(out)
    writer.writerow(HEADER)
    count = 0
    for alert in alerts:
        writer.writerow(_cells(alert))
        count += 1
    return count


def _cells(alert: AlertView) -> tuple[str, ...]:
    seen = alert.acknowledged
    return (
        str(alert.id),
        _time(alert.began_s),
        _time(alert.raised_s),
        _time(alert.ended_s),
        "" if alert.ended_s is None else f"{max(0.0, alert.ended_s - alert.began_s):.0f}",
        alert.severity.value,
        alert.rule.value,
        *map(defused, (alert.code, alert.player_name, alert.player_id, alert.area, title(alert), alert.detail)),
        "" if alert.value is None else f"{alert.value:g}",
        UNITS.get(alert.rule, "") if alert.value is not None else "",
        "" if alert.ending is None else alert.ending.value,
        " ".join(channel.value for channel in alert.told),
        "" if seen is None else defused(seen.by.name),
        "" if seen is None else _time(seen.at_s),
    )


def _time(at_s: float | None) -> str:
    if at_s is None:
        return ""
    try:
        return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):
        # A clock that runs wild.
        return ""
