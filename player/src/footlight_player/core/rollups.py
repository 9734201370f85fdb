"""Rollups: what a figure was at least, in the mean and at most within a minute, or several together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields

from footlight_common.model.metrics import Metrics, Rollup, Throttling

MINUTE_S = 60
# A player has four; each that is kept costs room on its card.
MAX_CORES = 16
# As many as a plot has pixels to show them.
MAX_ROLLUPS = 1500
# Steps people think in; longer ones are whole days.
_STEPS_S = (60, 300, 900, 3600, 10_800, 21_600)
_DAY_S = 86_400
# Counters are kept as rates, and of the flags those that come and go.
_LEFT_OUT = frozenset({"decoder", "presented_frames", "dropped_frames"})


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one figure over some time."""

    least: float
    mean: float
    """Over time: a reading counts for as long as it speaks for."""
    most: float
    covered_s: float
    """The time it speaks for, above 0."""

    def joined(self, other: "Spread") -> "Spread":
        """Of both together."""
        covered_s = self.covered_s + other.covered_s
        least, most = min(self.least, other.least), max(self.most, other.most)
        mean = (self.mean * self.covered_s + other.mean * other.covered_s) / covered_s
        # Rounding must not carry it past the figures it is the mean of.
        return Spread(least, min(max(mean, least), most), most, covered_s)


Spreads = Mapping[str, Spread]
"""By the name of the figure."""


@dataclass(frozen=True, slots=True)
class Minute:
    """All figures of one minute, or of what was seen of it."""

    at_s: int
    """Unix seconds of its beginning."""
    spreads: Spreads

    def joined(self, other: "Minute") -> "Minute":
        """Both as one, that began when this one did."""
        return Minute(self.at_s, joined(self.spreads, other.spreads))


def joined(one: Spreads, other: Spreads) -> Spreads:
    """Figures of both together; one that stands in one alone is as it is there."""
    together = dict(one)
    for name, spread in other.items():
        before = together.get(name)
        together[name] = spread if before is None else before.joined(spread)
    return together


def figures_of(metrics: Metrics) -> dict[str, float]:
    """The figures that rollups are made of, by name: flags as 0 and 1. What is absent stays absent."""
    figures: dict[str, float] = {}
    for field in fields(metrics):
        value = getattr(metrics, field.name)
        if value is None or field.name in _LEFT_OUT:
            continue
        if isinstance(value, Throttling):
            flags = {each.name: getattr(value, each.name) for each in fields(value)}
            figures |= {f"{field.name}.{name}": float(on) for name, on in flags.items() if "since" not in name}
        elif isinstance(value, tuple):
            figures |= {f"{field.name}.{core}": float(each) for core, each in enumerate(value[:MAX_CORES])}
        else:
            figures[field.name] = float(value)
    return figures


class Minutes:
    """Gathers readings into minutes of the wall clock, one after the other."""

    def __init__(self) -> None:
        self.current: Minute | None = None
        """What was seen so far of the minute of the latest reading."""

    def add(self, at_s: float, covered_s: float, figures: Mapping[str, float]) -> Minute | None:
        """Take a reading that speaks for the `covered_s` (above 0) before `at_s`.

        Returns the minute before once it is over: also when the clock was set back, and it may come again.
        """
        begin_s = int(at_s // MINUTE_S) * MINUTE_S
        spreads = {name: Spread(value, value, value, covered_s) for name, value in figures.items()}
        before, now = self.current, Minute(begin_s, spreads)
        if before is None or before.at_s != begin_s:
            self.current = now
            return before
        self.current = before.joined(now)
        return None


def step_for(span_s: float) -> int:
    """Whole minutes of which MAX_ROLLUPS cover a span."""
    for step_s in _STEPS_S:
        if span_s <= step_s * MAX_ROLLUPS:
            return step_s
    return _DAY_S * max(1, -int(-span_s // (_DAY_S * MAX_ROLLUPS)))


class Fold:
    """Makes rollups of `step_s` seconds out of minutes, in any order."""

    def __init__(self, step_s: int, wanted: Collection[str] = ()) -> None:
        """`wanted` names figures, or what stands before the dot; all when it is empty."""
        self.step_s = step_s
        self._wanted = frozenset(wanted)
        # By step and figure: least, sum over time, most, time. A month of everything is a million entries.
        self._steps: dict[int, dict[str, list[float]]] = {}

    def wants(self, name: str) -> bool:
        """Whether this figure was asked for."""
        return not self._wanted or name in self._wanted or name.partition(".")[0] in self._wanted

    def add(self, minute: Minute) -> None:
        """Take in what was asked for of a minute."""
        spreads = ((name, spread) for name, spread in minute.spreads.items() if self.wants(name))
        self.take(minute.at_s, ((name, each.least, each.mean, each.most, each.covered_s) for name, each in spreads))

    def take(self, at_s: int, entries: Iterable[tuple[str, float, float, float, float]]) -> None:
        """Take in figures of the minute that began at `at_s`: name, least, mean, most, covered_s."""
        step = self._steps.setdefault(at_s // self.step_s * self.step_s, {})
        for name, least, mean, most, covered_s in entries:
            sums = step.get(name)
            if sums is None:
                step[name] = [least, mean * covered_s, most, covered_s]
                continue
            if least < sums[0]:
                sums[0] = least
            if most > sums[2]:
                sums[2] = most
            sums[1] += mean * covered_s
            sums[3] += covered_s

    def rollups(self) -> dict[str, tuple[Rollup, ...]]:
        """By the name of the figure, oldest first."""
        found: dict[str, list[Rollup]] = {}
        for at_s in sorted(self._steps):
            for name, (least, total, most, covered_s) in self._steps[at_s].items():
                mean = min(max(total / covered_s, least), most)
                rollup = Rollup(at_s=at_s, least=round(least, 3), mean=round(mean, 3), most=round(most, 3))
                found.setdefault(name, []).append(rollup)
        return {name: tuple(found[name]) for name in sorted(found)}
