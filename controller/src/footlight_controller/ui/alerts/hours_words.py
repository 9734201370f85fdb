"""Operating hours as people read and write them."""

import re

from PySide6.QtCore import QCoreApplication, QLocale

from footlight_controller.core.alerting.hours import DAY_MIN, Hours, Span

_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")

translate = QCoreApplication.translate


def day_word(day: int) -> str:
    """`Mon` for 0."""
    return QLocale().standaloneDayName(day + 1, QLocale.FormatType.ShortFormat)


def clock_word(minute: int) -> str:
    """`08:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(text: str) -> int | None:
    """Minutes since midnight from `8:30`, `24:00` at most; None for what is no time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[2]) > 59:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if minute <= DAY_MIN else None


def hours_text(hours: Hours) -> str:
    """`Mon-Fri 08:00-18:00; Sat 10:00-02:00`, with longer dashes."""
    return "; ".join(map(_span_text, hours.spans)) or translate("Hours", "Never: nothing is raised at any time")


def _span_text(span: Span) -> str:
    times = translate("Hours", "{}\u2013{}").format(clock_word(span.begins_min), clock_word(span.ends_min))
    return translate("Hours", "{} {}").format(_days_text(span), times)


def _days_text(span: Span) -> str:
    if len(span.days) == 7:
        return translate("Hours", "daily")
    runs: list[list[int]] = []
    for day in sorted(span.days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = (
        day_word(run[0])
        if len(run) == 1
        else translate("Hours", "{}\u2013{}").format(day_word(run[0]), day_word(run[-1]))
        for run in runs
    )
    return ", ".join(words)
