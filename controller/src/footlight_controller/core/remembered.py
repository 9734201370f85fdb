"""What a controller has of a player's memory: numbered events, the runs they belong to, and what is missing."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from footlight_common.model.history import Run
from footlight_common.protocol.events import AnyNumbered


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Numbers:
    """A row of numbers of which everything is here that the player has; a number may have no event."""

    first: int
    last: int
    """Not below `first`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRun:
    """A run as far as it is known here."""

    run: Run
    up_s: float = 0.0
    """When the last event of it that is here happened, since it began."""
    heard_s: float | None = None
    """When it began by the clock of this controller, if it was there: Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One stream of a player, or what matters of it for some period. After each that follows, it lost its history."""

    stream: str
    events: Sequence[AnyNumbered] = ()
    """Oldest first."""
    runs: Sequence[KnownRun] = ()
    """All that are known, oldest first."""
    numbers: Sequence[Numbers] = ()
    """Which are here, in order and with something missing between any two."""
    first_kept: int = 1
    """The oldest event that the player has."""
    last: int = 0
    """The newest event that the player is known to have."""

    def row_of(self, seq: int) -> int | None:
        """The place in `numbers` of the row that holds this number; None when it is not here."""
        place = bisect_right(self.numbers, seq, key=_first) - 1
        return place if place >= 0 and seq <= self.numbers[place].last else None

    @property
    def whole_to_end(self) -> bool:
        """Whether the newest event is here."""
        return self.last == 0 or (bool(self.numbers) and self.numbers[-1].last >= self.last)


def _first(numbers: Numbers) -> int:
    return numbers.first


def with_row(rows: Sequence[Numbers], row: Numbers) -> list[Numbers]:
    """These rows and one more; those that touch become one."""
    first, last = row.first, row.last
    apart = []
    for each in rows:
        if each.last + 1 < first or last + 1 < each.first:
            apart.append(each)
        else:
            first, last = min(first, each.first), max(last, each.last)
    return sorted([*apart, Numbers(first=first, last=last)])


def without(rows: Sequence[Numbers], gone: Numbers) -> list[Numbers]:
    """These rows without some numbers."""
    left = []
    for each in rows:
        if each.first < gone.first:
            left.append(Numbers(first=each.first, last=min(each.last, gone.first - 1)))
        if each.last > gone.last:
            left.append(Numbers(first=max(each.first, gone.last + 1), last=each.last))
    return sorted(set(left))
