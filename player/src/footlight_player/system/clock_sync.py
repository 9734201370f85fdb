"""Whether somebody keeps the clock right."""

import ctypes
from collections.abc import Callable

# adjtimex(2): the clock is not synchronised.
_TIME_ERROR = 5
# More than any kernel's struct timex has, which is 208 bytes on 64 bits. All zero only asks.
_TIMEX_BYTES = 512


def clock_synchronised(ask: Callable[[], int] | None = None) -> bool | None:
    """What the kernel was told by whoever asks time servers; None when it may not be asked, as in some containers."""
    state = (ask or _adjtimex)()
    return None if state < 0 else state != _TIME_ERROR


def _adjtimex() -> int:
    try:
        return int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)))
    except AttributeError:
        return -1
