"""Operating hours: when anybody minds that something is wrong."""

from dataclasses import dataclass
from datetime import datetime

from footlight_common.errors import InvalidArgument

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
