"""Availability as a table for spreadsheets: the same columns from the window and from the command line."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from footlight_controller.core.availability import Availability
from footlight_controller.core.csv_cells import defused
from footlight_controller.core.proof_of_play import Whose

_SECONDS = ("playing_s", "idle_s", "closed_s", "cut_s", "unknown_s", "away_s", "unfetched_s", "before_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found of a player."""

    whose: Whose
    found: Availability


def write_csv(measured: Sequence[Measured], out: TextIO) -> int:
    """Header and one row for each player; returns how many. `out` is open with `newline=""`."""
    writer = csv.writer(out)
    writer.writerow(("area", "player", "player_id", "available", "playing", *_SECONDS))
    for each in measured:
        row = (each.whose.area, each.whose.name, each.whose.player_id, *_cells(each.found))
        writer.writerow(defused(cell) for cell in row)
    return len(measured)


def write_areas_csv(areas: Sequence[tuple[str, Availability]], out: TextIO) -> int:
    """The same for each area."""
    writer = csv.writer(out)
    writer.writerow(("area", "available", "playing", *_SECONDS))
    for area, found in areas:
        writer.writerow(defused(cell) for cell in (area, *_cells(found)))
    return len(areas)


def _cells(found: Availability) -> list[str]:
    shares = ("" if share is None else f"{share:.4f}" for share in (found.running, found.playing))
    return [*shares, *(f"{getattr(found, name):.3f}" for name in _SECONDS)]
