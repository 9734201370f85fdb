"""Moments of the clocks of other machines as Qt has them."""

from PySide6.QtCore import QDateTime

# The end of the year 9999: a clock may run wild, and Qt takes no more than 64 bits.
_LAST_S = 253_402_300_799.0


def moment(at_s: float) -> QDateTime:
    """Local time of Unix seconds; what no calendar has becomes the nearest that it has."""
    return QDateTime.fromMSecsSinceEpoch(round(1000 * min(max(at_s, 0.0), _LAST_S)))
