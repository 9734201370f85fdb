"""How long, and at which hours, as people type it."""

import re

from footlight_controller.core.alerting.hours import DAY_MIN, DAYS, Hours, Span

_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_LENGTH = re.compile(r"([0-9]{1,6}) ?([smhdw])")
_HOURS = re.compile(r"([a-z,-]+) +([0-9]{1,2}):([0-9]{2}) ?- ?([0-9]{1,2}):([0-9]{2})")
RULE = "write days and times, as in 'mon-fri 08:00-18:00', 'sat,sun 10:00-02:00' or 'daily 00:00-24:00'"


def length_of(text: str) -> float:
    """Seconds from `0s`, `90s`, `30m`, `2h`, `7d` or `2w`. Raises ValueError saying how to write it."""
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        msg = f"{text!r} is no length of time: write 90s, 30m, 2h, 7d or 2w"
        raise ValueError(msg)
    return float(found[1]) * _UNITS_S[found[2]]


def length_text(seconds: float) -> str:
    """`90s`, `30m`, `2h`: the shortest that `length_of` reads back."""
    for unit in ("w", "d", "h", "m"):
        if seconds and seconds % _UNITS_S[unit] == 0:
            return f"{seconds / _UNITS_S[unit]:.0f}{unit}"
    return f"{seconds:g}s"


def hours_span_of(text: str) -> Span:
    """Hours on some days of the week. Raises ValueError saying how to write them."""
    found = _HOURS.fullmatch(" ".join(text.strip().lower().split()))
    if found is None:
        msg = f"{text!r} are no hours: {RULE}"
        raise ValueError(msg)
    begins, ends = (int(found[at]) * 60 + int(found[at + 1]) for at in (2, 4))
    wrong = int(found[3]) > 59 or int(found[5]) > 59 or begins >= DAY_MIN or ends > DAY_MIN
    days = frozenset().union(*(_days(part) for part in found[1].split(",")))
    if wrong or not days:
        msg = f"{text!r} are no hours: {RULE}"
        raise ValueError(msg)
    # Until midnight is until the end of the day.
    return Span(days=days, begins_min=begins, ends_min=ends or DAY_MIN)


def _days(part: str) -> frozenset[int]:
    if part == "daily":
        return frozenset(range(7))
    first, _, last = part.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        return frozenset()
    begin, end = DAYS.index(first), DAYS.index(last or first)
    # From Friday to Monday goes over the end of the week.
    return frozenset((begin + each) % 7 for each in range((end - begin) % 7 + 1))


def hours_text(hours: Hours) -> str:
    """`mon-fri 08:00-18:00; sat 10:00-02:00`, or `never`."""
    return "; ".join(
        f"{_days_text(span)} {_clock(span.begins_min)}-{_clock(span.ends_min)}" for span in hours.spans
    ) or ("never")


def _days_text(span: Span) -> str:
    if len(span.days) == len(DAYS):
        return "daily"
    runs: list[list[int]] = []
    for day in sorted(span.days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
