"""The periods a report can be about, from midnight to midnight of this machine."""

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from footlight_controller.core.periods import Length, midnight, period
from footlight_controller.ui.moments import moment


class Period(StrEnum):
    """As people ask for it."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    DAYS = "days"
    """From one day to another."""

    @property
    def word(self) -> str:
        """In the person's language."""
        return QCoreApplication.translate("Period", str(_WORDS[self]))


_WORDS = {
    Period.TODAY: QT_TRANSLATE_NOOP("Period", "Today"),
    Period.YESTERDAY: QT_TRANSLATE_NOOP("Period", "Yesterday"),
    Period.THIS_WEEK: QT_TRANSLATE_NOOP("Period", "This week"),
    Period.LAST_WEEK: QT_TRANSLATE_NOOP("Period", "Last week"),
    Period.THIS_MONTH: QT_TRANSLATE_NOOP("Period", "This month"),
    Period.LAST_MONTH: QT_TRANSLATE_NOOP("Period", "Last month"),
    Period.THIS_YEAR: QT_TRANSLATE_NOOP("Period", "This year"),
    Period.LAST_YEAR: QT_TRANSLATE_NOOP("Period", "Last year"),
    Period.DAYS: QT_TRANSLATE_NOOP("Period", "From … to …"),
}
_LENGTHS = {
    Period.TODAY: (Length.DAY, False),
    Period.YESTERDAY: (Length.DAY, True),
    Period.THIS_WEEK: (Length.WEEK, False),
    Period.LAST_WEEK: (Length.WEEK, True),
    Period.THIS_MONTH: (Length.MONTH, False),
    Period.LAST_MONTH: (Length.MONTH, True),
}


def bounds(which: Period, now_s: float) -> tuple[float, float]:
    """First and last moment of it as of `now_s`, all Unix seconds; it never reaches into the future."""
    if which in _LENGTHS:
        length, before = _LENGTHS[which]
        begin_s, end_s = period(length, now_s)
        if before:
            begin_s, end_s = period(length, begin_s - 1.0)
    else:
        year = midnight(now_s).year - (1 if which is Period.LAST_YEAR else 0)
        begin_s, end_s = (datetime(each, 1, 1).astimezone().timestamp() for each in (year, year + 1))
    return begin_s, min(end_s, now_s)


def of_days(first: QDate, last: QDate, now_s: float) -> tuple[float, float]:
    """From the beginning of one day to the end of another, in either order, as of `now_s`. Empty in the future."""
    first, last = min(first, last, key=QDate.toJulianDay), max(first, last, key=QDate.toJulianDay)
    begin_s, end_s = (float(day.startOfDay().toSecsSinceEpoch()) for day in (first, last.addDays(1)))
    return min(begin_s, now_s), min(end_s, now_s)


def told(from_s: float, until_s: float) -> str:
    """In days, and to the minute where it ends within one."""
    begin, end = moment(from_s), moment(until_s)
    first = day_told(begin.date())
    if end == end.date().startOfDay():
        last = day_told(end.date().addDays(-1))
        if first == last:
            return first
    else:
        if begin.date() == end.date():
            return QCoreApplication.translate("Period", "{} until {}").format(first, QLocale().toString(end, "HH:mm"))
        last = moment_told(until_s)
    return QCoreApplication.translate("Period", "{} to {}").format(first, last)


def day_told(day: QDate) -> str:
    """As people write it."""
    return QLocale().toString(day, QCoreApplication.translate("Period", "d MMM yyyy"))


def moment_told(at_s: float) -> str:
    """Day and time, to the minute."""
    return QLocale().toString(moment(at_s), QCoreApplication.translate("Period", "d MMM yyyy HH:mm"))
