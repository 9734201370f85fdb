"""A report as a table: the same columns for spreadsheets from the window and from the command line."""

import csv
from typing import TextIO

from footlight_controller.core.csv_cells import defused
from footlight_controller.core.proof_of_play import By, Line, Report

HEADER = (
    "day",
    "area",
    "player",
    "player_id",
    "item",
    "uri",
    "plays",
    "ended",
    "complete",
    "failed",
    "seconds_on_screen",
    "presented_frames",
    "dropped_frames",
    "seconds_without_new_frames",
)
_OF = {"day": By.DAY, "area": By.AREA, "player": By.PLAYER, "player_id": By.PLAYER, "item": By.ITEM, "uri": By.ITEM}


def write_csv(report: Report, out: TextIO) -> int:
    """Header and one row a line; returns how many. `out` is open with `newline=""`. No row of totals: sum them up."""
    header = [name for name in HEADER if name not in _OF or _OF[name] in report.by]
    writer = csv.writer(out)
    writer.writerow(header)
    for line in report.lines:
        cells = _cells(line)
        writer.writerow(defused(cells[name]) for name in header)
    return len(report.lines)


def _cells(line: Line) -> dict[str, str]:
    key, tally = line.key, line.tally
    return {
        "day": key.day,
        "area": key.area,
        "player": line.player,
        "player_id": key.player_id,
        "item": line.item,
        "uri": key.uri,
        "plays": str(tally.plays),
        "ended": str(tally.ended),
        "complete": str(tally.complete),
        "failed": str(tally.failed),
        "seconds_on_screen": f"{tally.seconds:.3f}",
        "presented_frames": str(tally.presented_frames),
        "dropped_frames": str(tally.dropped_frames),
        "seconds_without_new_frames": f"{tally.stalled_s:.3f}",
    }
