"""What is known of the figures of one player: rollups that were read, and what came live since."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from footlight_common.model.metrics import Metrics, Throttling
from footlight_common.protocol.pages import MetricsPage
from footlight_controller.ui.figures.span import Span

Numbers = NDArray[np.float64]

# A player that is watched measures once a second; what is further apart has a gap in between.
GAP_S = 5.0
SAMPLE_S = 1.0
# An hour of looking.
MAX_SAMPLES = 3600
# In chunks, or each sample would move all others.
_DROPPED_AT_ONCE = 300
# Not figures of the moment, or no numbers.
_LEFT_OUT = frozenset({"decoder", "presented_frames", "dropped_frames"})


@dataclass(frozen=True, slots=True)
class Rolled:
    """A page of rollups as arrays. Making it takes some milliseconds for each thousand."""

    span: Span
    """What was asked for; the end is not later than the moment of the answer."""
    step_s: int
    figures: Mapping[str, Numbers]
    """By name: rows at_s, least, mean, most."""

    @staticmethod
    def of(page: MetricsPage, span: Span) -> "Rolled":
        """The page of what began in a span."""
        figures = {
            name: np.array([(each.at_s, each.least, each.mean, each.most) for each in rollups], dtype=float).T
            for name, rollups in page.figures.items()
            if rollups
        }
        return Rolled(span, page.step_s, figures)


@dataclass(frozen=True, slots=True)
class Pieces:
    """One figure as stretches of time in a row, each with what it was there."""

    start: Numbers
    end: Numbers
    least: Numbers
    mean: Numbers
    most: Numbers

    def within(self, span: Span) -> "Pieces":
        """Those that reach into a span, and one more at each side so that lines go on to its edges."""
        first = max(0, int(np.searchsorted(self.end, span.from_s)) - 1)
        last = int(np.searchsorted(self.start, span.to_s, "right")) + 1
        return Pieces(*(getattr(self, each.name)[first:last] for each in fields(self)))

    def at(self, at_s: float) -> tuple[float, float, float] | None:
        """Least, mean and most of that moment; None in a gap."""
        place = int(np.searchsorted(self.start, at_s, "right")) - 1
        if place < 0 or at_s > self.end[place] + GAP_S:
            return None
        return float(self.least[place]), float(self.mean[place]), float(self.most[place])

    def highest(self, span: Span) -> float | None:
        """The most there is within a span."""
        inside = self.most[(self.end >= span.from_s) & (self.start <= span.to_s)]
        return float(inside.max()) if inside.size else None

    def when_set(self) -> list[tuple[float, float]]:
        """Of a flag: from when to when it was set, at least at some moment of the piece."""
        spans: list[tuple[float, float]] = []
        for start_s, end_s in zip(self.start[self.most > 0], self.end[self.most > 0], strict=True):
            if spans and start_s - spans[-1][1] <= GAP_S:
                spans[-1] = (spans[-1][0], float(end_s))
            else:
                spans.append((float(start_s), float(end_s)))
        return spans


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a line, with NaN where it is broken."""

    x: Numbers
    least: Numbers
    mean: Numbers
    most: Numbers

    @staticmethod
    def of(pieces: Pieces) -> "Curve":
        """A point in the middle of each piece, and at the edges of a gap one more."""
        count = pieces.start.size
        apart = pieces.start[1:] - pieces.end[:-1] > GAP_S
        begins, ends = np.ones(count, bool), np.ones(count, bool)
        begins[1:], ends[:-1] = apart, apart
        there = np.column_stack((begins, np.ones(count, bool), ends, ends))
        hole = np.full(count, np.nan)
        x = np.column_stack((pieces.start, (pieces.start + pieces.end) / 2, pieces.end, pieces.end))[there]
        heights = (
            np.column_stack((values, values, values, hole))[there]
            for values in (pieces.least, pieces.mean, pieces.most)
        )
        return Curve(x, *heights)

    def runs(self) -> list[slice]:
        """The places of each unbroken part."""
        holes = [-1, *np.flatnonzero(np.isnan(self.mean)).tolist()]
        return [slice(before + 1, after) for before, after in pairwise(holes)]


class Record:
    """Of one player. Qt thread."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        """Every figure that the player was ever seen to have."""
        self.latest: Metrics | None = None
        self.latest_s = 0.0
        """The player's clock then, Unix seconds; 0 for never."""
        self.rolled: Rolled | None = None
        self._times: list[float] = []
        self._values: dict[str, list[float]] = {}
        self._pieces: dict[tuple[str, bool], Pieces] = {}

    def take_live(self, at_s: float, metrics: Metrics) -> None:
        """A reading of this moment. When it is not later than the one before, the clock was set: all before it goes."""
        if self._times and at_s <= self._times[-1]:
            self._times, self._values = [], {}
        self.latest, self.latest_s = metrics, at_s
        flat = flattened(metrics)
        self.known |= flat.keys()
        for name in flat.keys() - self._values.keys():
            self._values[name] = [float("nan")] * len(self._times)
        self._times.append(at_s)
        for name, values in self._values.items():
            values.append(flat.get(name, float("nan")))
        if len(self._times) >= MAX_SAMPLES + _DROPPED_AT_ONCE:
            for column in (self._times, *self._values.values()):
                del column[:_DROPPED_AT_ONCE]
        self._pieces.clear()

    def take_rolled(self, rolled: Rolled) -> None:
        """What was read; it takes the place of what was read before."""
        self.rolled = rolled
        self.known |= rolled.figures.keys()
        self._pieces.clear()

    def pieces(self, name: str, *, fine: bool) -> Pieces:
        """One figure over all that is known; `fine` prefers each live reading to the rollup of its minute."""
        key = (name, fine)
        if key not in self._pieces:
            self._pieces[key] = self._joined(name, fine=fine)
        return self._pieces[key]

    def _joined(self, name: str, *, fine: bool) -> Pieces:
        times, values = np.array(self._times), np.array(self._values.get(name, ()))
        if not values.size:
            times = values
        there = ~np.isnan(values)
        times, values = times[there], values[there]
        old = self._rolled_pieces(name)
        if not fine and self.rolled is not None and old.end.size:
            later = times > old.end[-1]
            times, values = times[later], values[later]
        live = Pieces(times - SAMPLE_S, times, values, values, values)
        if fine:
            old = _beside(old, times)
        start = np.concatenate((old.start, live.start))
        order = np.argsort(start, kind="stable")
        parts = (np.concatenate((getattr(old, each.name), getattr(live, each.name)))[order] for each in fields(Pieces))
        return Pieces(*parts)

    def _rolled_pieces(self, name: str) -> Pieces:
        if self.rolled is None or name not in self.rolled.figures:
            nothing = np.empty(0)
            return Pieces(nothing, nothing, nothing, nothing, nothing)
        at_s, least, mean, most = self.rolled.figures[name]
        # The minute that was not over yet says nothing of what came after.
        end_s = np.maximum(np.minimum(at_s + self.rolled.step_s, self.rolled.span.to_s), at_s + SAMPLE_S)
        return Pieces(at_s, end_s, least, mean, most)


def _beside(old: Pieces, times: Numbers) -> Pieces:
    """Of the rollups what no live reading tells better: what lies before the first of them, or after the last."""
    if not times.size or not old.start.size:
        return old
    first, last = np.searchsorted(times, old.start), np.searchsorted(times, old.end, "right")
    covered = last > first
    first_s = times[np.minimum(first, times.size - 1)] - SAMPLE_S
    last_s = times[np.maximum(last - 1, 0)]
    start, end = old.start.copy(), old.end.copy()
    head = covered & (first_s - start > GAP_S)
    end[head] = first_s[head]
    tail = covered & ~head
    start[tail] = np.minimum(last_s[tail], end[tail])
    kept = ~tail | (end - start > GAP_S)
    return Pieces(start[kept], end[kept], old.least[kept], old.mean[kept], old.most[kept])


def flattened(metrics: Metrics) -> dict[str, float]:
    """The figures under the names that rollups have, flags as 0 and 1; what is absent stays absent."""
    flat: dict[str, float] = {}
    for field in fields(metrics):
        value = getattr(metrics, field.name)
        if value is None or field.name in _LEFT_OUT:
            continue
        if isinstance(value, Throttling):
            flags = {each.name: getattr(value, each.name) for each in fields(value) if "since" not in each.name}
            flat |= {f"{field.name}.{name}": float(on) for name, on in flags.items()}
        elif isinstance(value, tuple):
            flat |= {f"{field.name}.{place}": float(each) for place, each in enumerate(value)}
        else:
            flat[field.name] = float(value)
    return flat
