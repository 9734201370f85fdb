"""Where the marks of a time axis are, in local time, and what stands at them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_STEPS_S = (
    *(15, 30, _MINUTE_S, 2 * _MINUTE_S, 5 * _MINUTE_S, 10 * _MINUTE_S, 15 * _MINUTE_S, 30 * _MINUTE_S),
    *(_HOUR_S, 2 * _HOUR_S, 3 * _HOUR_S, 6 * _HOUR_S, 12 * _HOUR_S),
    *(_DAY_S, 2 * _DAY_S, 7 * _DAY_S, 14 * _DAY_S),
)

translate = QCoreApplication.translate


def clock_ticks(from_s: float, to_s: float, most: int) -> list[tuple[float, str]]:
    """At most about `most` round moments between two Unix times, and their words: a midnight is told by its date."""
    step_s = next((step for step in _STEPS_S if (to_s - from_s) / step <= max(1, most)), _STEPS_S[-1])
    return [(at_s, _worded(at_s, step_s)) for at_s in _moments(from_s, to_s, step_s)]


def uncut(
    ticks: list[tuple[float, str]], to_s: float, px_per_s: float, width_of: Callable[[str], float]
) -> list[tuple[float, str]]:
    """Those whose words, centred on their moment, end before the axis does at `to_s`."""
    return [(at_s, words) for at_s, words in ticks if (to_s - at_s) * px_per_s >= width_of(words) / 2]


def _moments(from_s: float, to_s: float, step_s: int) -> list[float]:
    # Counted from local midnight of each day, so that a day with a changed clock keeps its round hours.
    found: list[float] = []
    day = datetime.fromtimestamp(from_s).astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if step_s > _DAY_S:
        # Whole weeks and the like stay where they are while one moves along.
        day -= timedelta(days=day.toordinal() % (step_s // _DAY_S))
    while (begin_s := day.astimezone().timestamp()) <= to_s:
        following = day + timedelta(days=max(1, step_s // _DAY_S))
        if step_s >= _DAY_S:
            found.append(begin_s)
        else:
            clock = day
            while clock < following:
                found.append(clock.astimezone().timestamp())
                clock += timedelta(seconds=step_s)
        day = following
    return sorted({at_s for at_s in found if from_s <= at_s <= to_s})


def _worded(at_s: float, step_s: int) -> str:
    at, locale = QDateTime.fromSecsSinceEpoch(int(at_s)), QLocale()
    if at.time().msecsSinceStartOfDay() == 0:
        return locale.toString(at, translate("Figures", "d MMM"))
    return locale.toString(
        at, translate("Figures", "HH:mm:ss") if step_s < _MINUTE_S else translate("Figures", "HH:mm")
    )
