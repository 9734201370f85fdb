"""A moment in the past, as people type it."""

import re
from datetime import datetime

_UNITS_S = {"m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_SPAN = re.compile(r"([0-9]{1,6}) ?([mhdw])")
RULE = "write how long ago, as in 30m, 24h, 7d or 2w, or a date, as in 2026-11-01 or 2026-11-01T08:30"


def since_of(text: str, now_s: float) -> float:
    """Unix seconds; a date without a zone is of this machine's. Raises ValueError saying how to write it."""
    if (span := _SPAN.fullmatch(text.strip().lower())) is not None:
        return now_s - float(span[1]) * _UNITS_S[span[2]]
    try:
        return datetime.fromisoformat(text.strip()).astimezone().timestamp()
    except (ValueError, OverflowError, OSError) as err:
        msg = f"{text!r} is no time: {RULE}"
        raise ValueError(msg) from err
