"""Operating hours: when anybody minds that something is wrong."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from footlight_common.errors import InvalidArgument
from footlight_controller.core.periods import days, midnight

DAY_MIN = 24 * 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time of day on some days of the week, by the clock on the wall. Raises InvalidArgument for no such time."""

    days: frozenset[int]
    """On which it begins; 0 is Monday."""
    begins_min: int = 0
    """Minutes since midnight, 0 to 1439."""
    ends_min: int = DAY_MIN
    """Minutes since midnight, 1 to 1440; not after `begins_min` means on the next day."""

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            msg = "hours need at least one day of the week."
            raise InvalidArgument(msg)
        if not (0 <= self.begins_min < DAY_MIN and 0 < self.ends_min <= DAY_MIN):
            msg = "hours begin between 00:00 and 23:59, and end between 00:01 and 24:00."
            raise InvalidArgument(msg)

    @property
    def over_midnight(self) -> bool:
        """Whether it ends on the day after."""
        return self.ends_min <= self.begins_min

    def holds(self, local: datetime) -> bool:
        """Whether this moment, by the clock on the wall, is in it."""
        minute = local.hour * 60 + local.minute
        today, yesterday = local.weekday(), (local.weekday() - 1) % 7
        if not self.over_midnight:
            return today in self.days and self.begins_min <= minute < self.ends_min
        return (today in self.days and minute >= self.begins_min) or (yesterday in self.days and minute < self.ends_min)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of a player, of an area or of all; none at all means never."""

    spans: tuple[Span, ...] = ()

    def hold(self, local: datetime) -> bool:
        """Whether this moment, by the clock on the wall, is within them.

        The clock on the wall is all that counts: an hour that a change of the clock leaves out does not happen, one
        that comes twice counts twice.
        """
        return any(span.holds(local) for span in self.spans)


def windows(hours: Hours, from_s: float, until_s: float, zone: tzinfo | None = None) -> list[tuple[float, float]]:
    """When within a period these hours hold: begins and ends, Unix seconds, in order. Without a `zone`, here."""
    found: list[tuple[float, float]] = []
    for begin_s, end_s in days(from_s, until_s, zone):
        borders = sorted({begin_s, end_s, *(at_s for at_s in _borders(hours, begin_s, zone) if begin_s < at_s < end_s)})
        for one_s, other_s in itertools.pairwise(borders):
            middle = datetime.fromtimestamp((one_s + other_s) / 2, UTC).astimezone(zone)
            if not hours.hold(middle):
                continue
            if found and found[-1][1] == one_s:
                one_s = found.pop()[0]
            found.append((one_s, other_s))
    return found


def _borders(hours: Hours, at_s: float, zone: tzinfo | None) -> Iterator[float]:
    """Where on the day of a moment it may begin or end to hold."""
    day = midnight(at_s, zone)
    # The clock on the wall may be changed at any of these.
    yield from (day.timestamp() + 1800 * half for half in range(51))
    for minute in {minute for span in hours.spans for minute in (span.begins_min, span.ends_min)}:
        local = day.replace(tzinfo=None) + timedelta(minutes=minute)
        for fold in (0, 1):
            # What comes twice is a border twice.
            each = local.replace(fold=fold)
            yield (each.astimezone() if zone is None else each.replace(tzinfo=zone)).timestamp()
