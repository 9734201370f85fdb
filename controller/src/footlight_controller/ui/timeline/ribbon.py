"""What a row of the timeline is painted from: how much of any moment to any other was what."""

import math
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_controller.core.timeline import Bands, Gap, Idle, Off, Played, Timeline, Unknown, stalls

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Kind(IntEnum):
    """What is told apart by its look, in the order it is stacked from below."""

    PLAYED = 0
    STALLED = 1
    IDLE = 2
    OFF = 3
    CUT = 4
    NOT_FETCHED = 5
    NOT_HEARD = 6
    LOST = 7
    FORGOTTEN = 8
    BEFORE = 9


_WHY = {
    Unknown.NOT_FETCHED: Kind.NOT_FETCHED,
    Unknown.NOT_HEARD: Kind.NOT_HEARD,
    Unknown.LOST: Kind.LOST,
    Unknown.FORGOTTEN: Kind.FORGOTTEN,
    Unknown.BEFORE: Kind.BEFORE,
}
_GRADES = {severity: grade for grade, severity in enumerate(Severity)}
SEVERITIES = tuple(Severity)


class Ribbon:
    """Of one player. Times are Unix seconds."""

    def __init__(
        self,
        edges_s: Floats,
        sums_s: dict[Kind, Floats],
        begins_s: Floats | None = None,
        alerts: tuple[Floats, Floats, Numbers] | None = None,
    ) -> None:
        """`sums_s` has for each edge how many seconds before it were what; `begins_s` is when items began."""
        self._edges_s = edges_s
        self._sums_s = sums_s
        self._stacked_s = list(np.cumsum(list(sums_s.values()), axis=0)) if sums_s else []
        nothing = np.empty(0)
        self.begins_s = nothing if begins_s is None else begins_s
        """When items began; empty where that is too much to know."""
        self.item_s = float(np.median(np.diff(self.begins_s))) if self.begins_s.size > 1 else math.inf
        """From one of them to the next, as most are."""
        self.alerts = alerts if alerts is not None else (nothing, nothing, np.empty(0, dtype=np.int64))
        """Begins, ends and grades (places in SEVERITIES), in the order of their begins."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Those that are in it, in the order they are stacked."""
        return tuple(self._sums_s)

    def tops(self, from_s: float, step_s: float, count: int) -> Floats:
        """Of each of `count` pieces of `step_s` from `from_s` on, the shares of `kinds` stacked: 0 to 1."""
        at_s = from_s + step_s * np.arange(count + 1)
        found = np.empty((len(self._stacked_s), count + 1))
        for place, sums in enumerate(self._stacked_s):
            found[place] = np.interp(at_s, self._edges_s, sums)
        return (found[:, 1:] - found[:, :-1]) / step_s

    def seconds(self, kind: Kind, from_s: float, until_s: float) -> float:
        """How long of a period was that."""
        sums = self._sums_s.get(kind)
        if sums is None:
            return 0.0
        before, after = np.interp((from_s, until_s), self._edges_s, sums)
        return float(after - before)


def ribbon_of_bands(bands: Bands, now_s: float) -> Ribbon:
    """From equal pieces, of which those that are not over by `now_s` end there."""
    begins_s = bands.from_s + bands.step_s * np.arange(len(bands.played))
    lengths_s = np.clip(now_s - begins_s, 0.0, bands.step_s)
    edges_s = np.append(begins_s, begins_s[-1:] + bands.step_s)
    edges_s[1:] = np.minimum(edges_s[1:], np.maximum(begins_s + lengths_s, begins_s[:1]))
    shares = {Kind.PLAYED: bands.played, Kind.IDLE: bands.idle, Kind.OFF: bands.off}
    found = {kind: np.array(values) for kind, values in shares.items()}
    unknown = np.array(bands.unknown)
    whys = np.array([-1 if why is None else _WHY[why] for why in bands.why])
    for why in np.unique(whys[whys >= 0]):
        found[Kind(int(why))] = np.where(whys == why, unknown, 0.0)
    total = np.maximum(sum(found.values()), 1e-9)
    sums_s = {
        kind: np.concatenate(([0.0], np.cumsum(values / total * lengths_s)))
        for kind, values in sorted(found.items())
        if values.any()
    }
    return Ribbon(edges_s, sums_s, alerts=_runs(bands, now_s))


def ribbon_of_timeline(timeline: Timeline) -> Ribbon:
    """From spans, cut to the period of the timeline."""
    spans = timeline.screen
    if not spans:
        return Ribbon(np.array([timeline.from_s, timeline.from_s + 1e-6]), {})
    borders = np.array([span.started_s for span in spans] + [spans[-1].ended_s])
    edges_s = np.maximum.accumulate(np.clip(borders, timeline.from_s, timeline.until_s))
    kinds = np.array([_kind(span) for span in spans])
    if stopped := stalls(timeline):
        edges_s, kinds = _with_stalls(edges_s, kinds, np.array(stopped))
    lengths_s = np.diff(edges_s)
    sums = {
        Kind(int(kind)): np.concatenate(([0.0], np.cumsum(np.where(kinds == kind, lengths_s, 0.0))))
        for kind in np.unique(kinds)
    }
    begins_s = np.array([span.started_s for span in spans if isinstance(span, Played) and span.begin_known])
    alerts = sorted(
        (alert.started_s, alert.ended_s, _GRADES[alert.severity]) for lane in timeline.alerts for alert in lane
    )
    return Ribbon(edges_s, sums, begins_s, _columns(alerts))


def _kind(span: object) -> Kind:
    match span:
        case Played():
            return Kind.PLAYED
        case Idle():
            return Kind.IDLE
        case Off(reason=OffReason.CUT):
            return Kind.CUT
        case Off():
            return Kind.OFF
        case Gap(why=why):
            return _WHY[why]
    raise TypeError(span)


def _with_stalls(edges_s: Floats, kinds: Numbers, stopped: Floats) -> tuple[Floats, Numbers]:
    """What played, told apart by whether frames came: `stopped` are begins and ends of when none did."""
    begins_s, ends_s = stopped.T
    cut_s = np.union1d(edges_s, np.clip(stopped.ravel(), edges_s[0], edges_s[-1]))
    middles_s = (cut_s[:-1] + cut_s[1:]) / 2
    found = kinds[np.searchsorted(edges_s, middles_s, side="right") - 1]
    inside = np.searchsorted(begins_s, middles_s, side="right") > np.searchsorted(ends_s, middles_s, side="right")
    return cut_s, np.where(inside & (found == Kind.PLAYED), int(Kind.STALLED), found)


def _runs(bands: Bands, now_s: float) -> tuple[Floats, Floats, Numbers]:
    """Neighbouring pieces with alerts of one severity as one."""
    found: list[tuple[float, float, int]] = []
    for place, severity in enumerate(bands.alerts):
        if severity is None:
            continue
        begin_s, grade = bands.from_s + place * bands.step_s, _GRADES[severity]
        end_s = min(begin_s + bands.step_s, now_s)
        if found and found[-1][1] == begin_s and found[-1][2] == grade:
            found[-1] = (found[-1][0], end_s, grade)
        else:
            found.append((begin_s, end_s, grade))
    return _columns(found)


def _columns(alerts: Sequence[tuple[float, float, int]]) -> tuple[Floats, Floats, Numbers]:
    begins_s, ends_s, grades = zip(*alerts, strict=True) if alerts else ((), (), ())
    return np.array(begins_s, dtype=float), np.array(ends_s, dtype=float), np.array(grades, dtype=np.int64)
