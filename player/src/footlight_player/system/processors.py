"""How busy the processors are."""

from contextlib import suppress
from typing import NamedTuple

import psutil


class Spent(NamedTuple):
    """Seconds of one processor since the machine started."""

    busy_s: float
    whole_s: float


class Processors:
    """Compares the counters of the kernel with those of the time before. Blocks."""

    def __init__(self) -> None:
        self._before: list[Spent] = []
        with suppress(OSError):
            self._before = _spent()

    def read_percent(self) -> tuple[float | None, tuple[float, ...]]:
        """All together, and each, 0 to 100 since the time before; None and none where that cannot be told."""
        before, now = self._before, _spent()
        self._before = now
        if len(now) != len(before):
            # One was switched on or off, and which is which is not certain.
            return None, ()
        whole = Spent(sum(each.busy_s for each in now), sum(each.whole_s for each in now))
        whole_before = Spent(sum(each.busy_s for each in before), sum(each.whole_s for each in before))
        each = [_percent(earlier, later) for earlier, later in zip(before, now, strict=True)]
        cores = tuple(percent for percent in each if percent is not None)
        return _percent(whole_before, whole), cores if len(cores) == len(each) else ()


def _spent() -> list[Spent]:
    found = []
    for times in psutil.cpu_times(percpu=True):
        # What a guest took is in `user` already.
        whole_s = sum(times[:8])
        found.append(Spent(whole_s - times.idle - times.iowait, whole_s))
    return found


def _percent(before: Spent, now: Spent) -> float | None:
    passed_s = now.whole_s - before.whole_s
    if passed_s <= 0:
        return None
    # The kernel's count of waiting may go back a little (proc(5)).
    return round(min(max(100 * (now.busy_s - before.busy_s) / passed_s, 0.0), 100.0), 1)
