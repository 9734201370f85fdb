"""A table as it is printed, without whatever prints it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """What is printed. Every text stands in one line, and is cut where there is no room."""

    title: str
    notes: Sequence[str] = ()
    """Between the title and the table."""
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[bool]
    """For each column, whether it holds numbers: these stand to the right, and are never cut."""
    total: Sequence[str] = ()
    """The last row, set off."""
    page: str = "{number} / {count}"
    """At the foot of each page."""
