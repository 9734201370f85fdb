"""The part of time that is in sight, and how it moves."""

from dataclasses import dataclass

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0
SHORTEST_S = 2 * MINUTE_S
LONGEST_S = 366 * DAY_S
# Of what is in sight: so much of the future may be there, so that now is not at the very edge.
AHEAD = 0.04
# Before this no player remembers anything: the clocks of machines begin later.
EARLIEST_S = 946_684_800.0


@dataclass(frozen=True, slots=True)
class Sight:
    """From `from_s` on, `length_s` seconds: Unix time."""

    from_s: float
    length_s: float

    @classmethod
    def up_to(cls, now_s: float, length_s: float) -> "Sight":
        """So much of the past, with now near its end."""
        length_s = min(max(length_s, SHORTEST_S), LONGEST_S)
        return cls(now_s + AHEAD * length_s - length_s, length_s)

    @classmethod
    def of(cls, from_s: float, until_s: float, now_s: float) -> "Sight":
        """A period with a little beside it."""
        aside_s = max(0.06 * (until_s - from_s), 1.0)
        return cls(from_s - aside_s, until_s - from_s + 2 * aside_s).within(now_s)

    @property
    def until_s(self) -> float:
        return self.from_s + self.length_s

    @property
    def middle_s(self) -> float:
        return self.from_s + self.length_s / 2

    def within(self, now_s: float) -> "Sight":
        """Neither too short nor too long, and not more in the future than helps."""
        length_s = min(max(self.length_s, SHORTEST_S), LONGEST_S)
        from_s = self.middle_s - length_s / 2 if length_s != self.length_s else self.from_s
        return Sight(min(max(from_s, EARLIEST_S), now_s + AHEAD * length_s - length_s), length_s)

    def zoomed(self, factor: float, at_s: float, now_s: float) -> "Sight":
        """`factor` times as long, with `at_s` where it was."""
        length_s = min(max(self.length_s * factor, SHORTEST_S), LONGEST_S)
        share = (at_s - self.from_s) / self.length_s
        return Sight(at_s - share * length_s, length_s).within(now_s)

    def moved(self, by_s: float, now_s: float) -> "Sight":
        """Later, or earlier for less than 0."""
        return Sight(self.from_s + by_s, self.length_s).within(now_s)

    def shows_now(self, now_s: float) -> bool:
        """Whether now lies in it."""
        return self.from_s <= now_s <= self.until_s
