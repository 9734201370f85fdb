"""The stretch of time that all plots show."""

from dataclasses import dataclass

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0
CHOICES_S = (10 * MINUTE_S, HOUR_S, DAY_S, 7 * DAY_S, 30 * DAY_S)
SHORTEST_S = 2 * MINUTE_S
# A player keeps the figures of thirty days.
LONGEST_S = 31 * DAY_S


@dataclass(frozen=True, slots=True)
class Span:
    """Unix seconds of the player's clock; `to_s` is above `from_s`."""

    from_s: float
    to_s: float

    @property
    def length_s(self) -> float:
        return self.to_s - self.from_s

    @staticmethod
    def until(to_s: float, length_s: float) -> "Span":
        """The last `length_s` before `to_s`."""
        return Span(to_s - length_s, to_s)

    def moved(self, by_s: float, now_s: float) -> "Span":
        """Later by `by_s`, within what can have been measured by `now_s`."""
        earliest_s, latest_s = now_s - LONGEST_S - self.from_s, now_s - self.to_s
        by_s = min(max(by_s, earliest_s), latest_s)
        return Span(self.from_s + by_s, self.to_s + by_s)

    def zoomed(self, factor: float, at_s: float, now_s: float) -> "Span":
        """`factor` times as long, with `at_s` at the same place of it as far as there is time on both sides."""
        length_s = min(max(factor * self.length_s, SHORTEST_S), LONGEST_S)
        share = (at_s - self.from_s) / self.length_s
        from_s = at_s - share * length_s
        return Span(from_s, from_s + length_s).moved(0.0, now_s)

    def holds(self, other: "Span") -> bool:
        """Whether all of `other` lies in it."""
        return self.from_s <= other.from_s and other.to_s <= self.to_s
