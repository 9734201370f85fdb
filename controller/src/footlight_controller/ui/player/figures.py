"""Lengths of time, sizes and shares as people read them, and texts that may be broken anywhere."""

import re

from PySide6.QtCore import QCoreApplication, QLocale

from footlight_controller.ui.counted import Counted

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400
# A label does not break words, and is as wide as the longest: half of the narrowest column.
_LONGEST_WORD = 18
_BREAK = "\u200b"

translate = QCoreApplication.translate


def duration(seconds: float) -> str:
    """`40 s`, `3 min`, `2 h 5 min`, `1 day`, `5 days`."""
    whole = int(max(0.0, seconds))
    if whole < _MINUTE_S:
        return translate("Figures", "{} s").format(whole)
    if whole < _HOUR_S:
        return translate("Figures", "{} min").format(whole // _MINUTE_S)
    if whole < _DAY_S:
        hours, minutes = whole // _HOUR_S, whole % _HOUR_S // _MINUTE_S
        if not minutes:
            return translate("Figures", "{} h").format(hours)
        return translate("Figures", "{} h {} min").format(hours, minutes)
    days = whole // _DAY_S
    return Counted("Figures", "%n day(s)", "", 2).of(days)


def size(count: int) -> str:
    """Bytes as `512 MB`, `12.3 GB`, in powers of ten as disks are sold."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def number(value: float, places: int = 0) -> str:
    """In the person's way of writing."""
    return QLocale().toString(float(value), "f", places)


def breakable(text: str) -> str:
    """`text` in a form that a wrapping label can break inside long words too.

    Leaves words that need their letters joined, such as emoji of several people, as they are.
    """
    return re.sub(rf"[\w./:@+=?&%-]{{{_LONGEST_WORD}}}(?=[\w./:@+=?&%-])", rf"\g<0>{_BREAK}", text)
