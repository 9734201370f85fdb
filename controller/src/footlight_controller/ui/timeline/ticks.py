"""Where the time axis has its ticks, and what stands there: local time, whatever summer time does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from footlight_controller.core.periods import midnight

translate = QCoreApplication.translate

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
# From one tick to the next. Those of more than a day are about so long.
STEPS_S = (
    *(1, 2, 5, 10, 15, 30),
    *(_MINUTE_S, 2 * _MINUTE_S, 5 * _MINUTE_S, 10 * _MINUTE_S, 15 * _MINUTE_S, 30 * _MINUTE_S),
    *(_HOUR_S, 2 * _HOUR_S, 3 * _HOUR_S, 6 * _HOUR_S, 12 * _HOUR_S),
    *(_DAY_S, 2 * _DAY_S, 7 * _DAY_S, 31 * _DAY_S, 92 * _DAY_S, 366 * _DAY_S),
)
# All time zones are a multiple of it away from each other.
_QUARTER_S = 15 * _MINUTE_S


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis."""

    at_s: float
    text: str
    major: bool = False
    """A day begins, or where days stand beside each other a week or a month."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands above several ticks: their day, month or year."""

    from_s: float
    until_s: float
    text: str


def step_for(length_s: float, most: int) -> int:
    """The step with which no more than `most` ticks fit into a period."""
    return next((step for step in STEPS_S if length_s / step <= most), STEPS_S[-1])


def ticks(from_s: float, until_s: float, step_s: int, zone: tzinfo | None = None) -> list[Tick]:
    """In order, with one before the period where there is any; without a `zone`, in this machine's."""
    if step_s < _DAY_S:
        return [_time_tick(at_s, step_s, zone) for at_s in _times(from_s, until_s, step_s, zone)]
    return [_day_tick(day, step_s) for day in _days(from_s, until_s, step_s, zone)]


def stretches(from_s: float, until_s: float, step_s: int, zone: tzinfo | None = None) -> list[Stretch]:
    """What the ticks of this step belong to, in order: days, months or years."""
    step = "day" if step_s < _DAY_S else "month" if step_s < 31 * _DAY_S else "year"
    begin = midnight(from_s, zone)
    if step != "day":
        begin = _fixed(begin.replace(day=1), zone)
    if step == "year":
        begin = _fixed(begin.replace(month=1), zone)
    found = []
    while begin.timestamp() < until_s:
        end = _next(begin, step, zone)
        found.append(Stretch(begin.timestamp(), end.timestamp(), _stretch_text(begin, step)))
        begin = end
    return found


def _times(from_s: float, until_s: float, step_s: int, zone: tzinfo | None) -> Iterator[float]:
    if step_s <= _QUARTER_S:
        at_s = from_s // step_s * step_s
        while at_s <= until_s:
            yield at_s
            at_s += step_s
        return
    day, last = midnight(from_s, zone), -1.0
    while day.timestamp() <= until_s:
        for second in range(0, _DAY_S, step_s):
            # By what the clock on the wall shows: some days have 23 hours, some 25.
            at_s = _fixed(day + timedelta(seconds=second), zone).timestamp()
            if last < at_s <= until_s:
                yield at_s
                last = at_s
        day = _fixed(day + timedelta(days=1), zone)


def _days(from_s: float, until_s: float, step_s: int, zone: tzinfo | None) -> Iterator[datetime]:
    day = midnight(from_s, zone)
    if step_s == 7 * _DAY_S:
        day = _fixed(day - timedelta(days=(day.isoweekday() - QLocale().firstDayOfWeek().value) % 7), zone)
    elif step_s == 2 * _DAY_S:
        # Anew with each month, so that they stay where they are while one moves.
        day = _fixed(day - timedelta(days=(day.day - 1) % 2), zone)
    elif step_s > 7 * _DAY_S:
        day = _fixed(day.replace(day=1), zone)
        if step_s > 31 * _DAY_S:
            day = _fixed(day.replace(month=1 if step_s > 92 * _DAY_S else (day.month - 1) // 3 * 3 + 1), zone)
    while day.timestamp() <= until_s:
        yield day
        if step_s <= 7 * _DAY_S:
            following = _fixed(day + timedelta(seconds=step_s), zone)
            if step_s == 2 * _DAY_S and following.month != day.month:
                following = _fixed(following.replace(day=1), zone)
            day = following
        else:
            for _ in range({31: 1, 92: 3}.get(step_s // _DAY_S, 12)):
                day = _next(day, "month", zone)


def _next(begin: datetime, step: str, zone: tzinfo | None) -> datetime:
    if step == "day":
        return _fixed(begin + timedelta(days=1), zone)
    if step == "month":
        return _fixed((begin + timedelta(days=31)).replace(day=1), zone)
    return _fixed(begin.replace(year=begin.year + 1), zone)


def _fixed(local: datetime, zone: tzinfo | None) -> datetime:
    """The moment at which the clocks there show this; once of the two times where they do it twice."""
    plain = local.replace(tzinfo=None)
    return plain.astimezone() if zone is None else plain.replace(tzinfo=zone)


def _time_tick(at_s: float, step_s: int, zone: tzinfo | None) -> Tick:
    local = datetime.fromtimestamp(at_s, UTC).astimezone(zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return Tick(at_s, _written(local, translate("TimeAxis", "d MMM")), major=True)
    pattern = translate("TimeAxis", "HH:mm:ss") if step_s < _MINUTE_S else translate("TimeAxis", "HH:mm")
    return Tick(at_s, _written(local, pattern))


def _day_tick(day: datetime, step_s: int) -> Tick:
    if step_s > 92 * _DAY_S:
        return Tick(day.timestamp(), str(day.year), major=True)
    if step_s > 7 * _DAY_S:
        return Tick(day.timestamp(), _written(day, translate("TimeAxis", "MMM")), major=day.month == 1)
    if step_s == _DAY_S:
        pattern = translate("TimeAxis", "ddd d")
        return Tick(day.timestamp(), _written(day, pattern), major=day.isoweekday() == QLocale().firstDayOfWeek().value)
    return Tick(day.timestamp(), _written(day, translate("TimeAxis", "d MMM")), major=day.day == 1)


def _stretch_text(begin: datetime, step: str) -> str:
    patterns = {
        "day": translate("TimeAxis", "ddd d MMM yyyy"),
        "month": translate("TimeAxis", "MMMM yyyy"),
        "year": translate("TimeAxis", "yyyy"),
    }
    return _written(begin, patterns[step])


def _written(local: datetime, pattern: str) -> str:
    return _said(local.replace(tzinfo=None), pattern, QLocale().name())


@lru_cache(maxsize=4096)
def _said(local: datetime, pattern: str, _language: str) -> str:
    # Not a moment, which Qt would put into the time zone of the machine: what the clock shows.
    shown = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(shown, pattern)
