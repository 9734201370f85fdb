"""Where the runs of a player lie in time: in their order, whatever its clock said."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

# What a clock without a battery says before it was ever set.
EARLIEST_CLOCK_S = 1_577_836_800.0
# Clocks of two machines that are both set differ by less.
_AHEAD_S = 300.0
# By so much the same moment differs when it is reckoned from two runs.
_SLACK_S = 2.0
# More than a run can last: one that a controller heard counts for more than all that nobody heard.
_HEARD_S = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How long a run lasted, and when it began as its clock had it."""

    began_s: float
    up_s: float
    heard_s: float | None = None
    """When it began by the clock of a controller that was there; None when none was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a run lies."""

    began_s: float
    pace: float = 1.0
    """Less than 1 where there was not enough room for it between its neighbours."""
    up_s: float = 0.0
    estimated: bool = False

    def at_s(self, up_s: float) -> float:
        """When something happened that long after the run began."""
        return self.began_s + up_s * self.pace

    @property
    def ended_s(self) -> float:
        """When the last happened that is known of it."""
        return self.at_s(self.up_s)


def place(runs: Sequence[Extent], now_s: float) -> list[Place]:
    """Each run's place, in the same order: none begins before the one before it ended, and none ends in the future.

    Runs whose clocks agree with each other stay where they are: as many hours of them as can be, and those that a
    controller heard before all others. The others, whose clock was wrong and never set, are put between them and are
    estimated. Where the clock of a run is far from that of the controller that heard it, the controller's counts; that
    is an estimate too.
    """
    told, runs = runs, [_as_heard(run, now_s) for run in runs]
    kept = _agreeing(runs, now_s)
    placed: list[Place] = []
    begin = 0
    for end in [*kept, len(runs)]:
        floor_s = placed[-1].ended_s if placed else -math.inf
        ceiling_s = runs[end].began_s if end < len(runs) else max(now_s, floor_s)
        placed += _squeezed(runs[begin:end], floor_s, max(floor_s, ceiling_s))
        if end < len(runs):
            run = runs[end]
            floor_s = placed[-1].ended_s if placed else -math.inf
            placed.append(
                Place(began_s=max(run.began_s, floor_s), up_s=run.up_s, estimated=run.began_s != told[end].began_s)
            )
        begin = end + 1
    return placed


def _as_heard(run: Extent, now_s: float) -> Extent:
    """The run by the clock that is believed: not by one of a controller that was ahead of what is now."""
    if run.heard_s is None or run.heard_s + run.up_s > now_s + _AHEAD_S:
        return replace(run, heard_s=None)
    return run if abs(run.heard_s - run.began_s) <= _AHEAD_S else replace(run, began_s=run.heard_s)


def _agreeing(runs: Sequence[Extent], now_s: float) -> list[int]:
    """The places of the runs that make up the most time of all that follow on one another."""
    # For each sum of time that can be had, the earliest end; both grow along the list.
    ends: list[float] = []
    best: list[tuple[float, int]] = []
    before: dict[int, int] = {}
    for number, run in enumerate(runs):
        end_s = run.began_s + run.up_s
        if run.began_s < EARLIEST_CLOCK_S or end_s > now_s + _AHEAD_S:
            continue
        earlier = bisect_right(ends, run.began_s + _SLACK_S) - 1
        total_s = run.up_s + (1.0 if run.heard_s is None else _HEARD_S)
        if earlier >= 0:
            total_s += best[earlier][0]
            before[number] = best[earlier][1]
        at = bisect_right(ends, end_s)
        if at and best[at - 1][0] >= total_s:
            continue
        stop = at
        while stop < len(best) and best[stop][0] <= total_s:
            stop += 1
        ends[at:stop], best[at:stop] = [end_s], [(total_s, number)]
    chain = []
    number = best[-1][1] if best else -1
    while number >= 0:
        chain.append(number)
        number = before.get(number, -1)
    return chain[::-1]


def _squeezed(runs: Sequence[Extent], floor_s: float, ceiling_s: float) -> list[Place]:
    left_s = sum(run.up_s for run in runs)
    pace = min(1.0, (ceiling_s - floor_s) / left_s) if left_s else 1.0
    placed = []
    for run in runs:
        latest_s = ceiling_s - left_s * pace
        wanted_s = run.began_s if run.began_s >= EARLIEST_CLOCK_S or floor_s > -math.inf else latest_s
        began_s = max(floor_s, min(wanted_s, latest_s))
        placed.append(Place(began_s=began_s, pace=pace, up_s=run.up_s, estimated=True))
        floor_s = placed[-1].ended_s
        left_s -= run.up_s
    return placed
