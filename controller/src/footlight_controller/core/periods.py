"""Days, weeks and months as people have them: from midnight to midnight of a place."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum


class Length(StrEnum):
    """How much time is looked at."""

    DAY = "day"
    WEEK = "week"
    """From Monday on."""
    MONTH = "month"


def midnight(at_s: float, zone: tzinfo | None = None) -> datetime:
    """The beginning of the day of this moment (Unix seconds); without a `zone`, of this machine's."""
    day = _local(at_s, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return _fixed(day, zone)


def period(length: Length, at_s: float, zone: tzinfo | None = None) -> tuple[float, float]:
    """The day, week or month in which a moment lies: its first and the next one's first moment, Unix seconds."""
    day = midnight(at_s, zone)
    match length:
        case Length.DAY:
            begin, days = day, 1
        case Length.WEEK:
            begin, days = _later(day, -day.weekday(), zone), 7
        case Length.MONTH:
            begin, days = _later(day, 1 - day.day, zone), 31
    end = _later(begin, days, zone)
    if length is Length.MONTH:
        end = _later(end, 1 - end.day if end.month != begin.month else 0, zone)
    return begin.timestamp(), end.timestamp()


def days(from_s: float, until_s: float, zone: tzinfo | None = None) -> Iterator[tuple[float, float]]:
    """The days between two moments, Unix seconds; the first and the last may be a part of one."""
    begin_s = from_s
    while begin_s < until_s:
        # A day may have 23 hours or 25.
        end_s = min(_later(midnight(begin_s, zone), 1, zone).timestamp(), until_s)
        yield begin_s, end_s
        begin_s = end_s


def _later(day: datetime, by: int, zone: tzinfo | None) -> datetime:
    return _fixed(day + timedelta(days=by), zone)


def _local(at_s: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at_s, UTC).astimezone(zone)


def _fixed(day: datetime, zone: tzinfo | None) -> datetime:
    # What the clocks of this machine show on that day, which may be another offset than of the moment it came from.
    return day.replace(tzinfo=None).astimezone() if zone is None else day.replace(tzinfo=zone)
