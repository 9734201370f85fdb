"""How much of the time players ran and played."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from footlight_common.model.history import OffReason
from footlight_controller.core.timeline import Gap, Off, Played, Timeline, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Seconds of a period, of one player or of several added up."""

    playing_s: float = 0.0
    """An item was on screen."""
    idle_s: float = 0.0
    """The player ran, and nothing was on screen."""
    closed_s: float = 0.0
    """Somebody had closed the player, or asked it to restart."""
    cut_s: float = 0.0
    """It was off after a crash or without power."""
    unknown_s: float = 0.0
    """Nobody here knows; counts for nothing."""
    away_s: float = 0.0
    """Of what is not known: the player is out of reach since."""
    unfetched_s: float = 0.0
    """Of what is not known: the player remembers it, and it is not here yet."""
    before_s: float = 0.0
    """Of what is not known: before the first thing the player ever remembered. Nothing is missing there."""

    def __add__(self, other: "Availability") -> "Availability":
        return Availability(
            playing_s=self.playing_s + other.playing_s,
            idle_s=self.idle_s + other.idle_s,
            closed_s=self.closed_s + other.closed_s,
            cut_s=self.cut_s + other.cut_s,
            unknown_s=self.unknown_s + other.unknown_s,
            away_s=self.away_s + other.away_s,
            unfetched_s=self.unfetched_s + other.unfetched_s,
            before_s=self.before_s + other.before_s,
        )

    @property
    def known_s(self) -> float:
        """Of the period, how much is known."""
        return self.playing_s + self.idle_s + self.closed_s + self.cut_s

    @property
    def missing_s(self) -> float:
        """Of the time since there is this player, how much is not known."""
        return self.unknown_s - self.before_s

    @property
    def running(self) -> float | None:
        """Share of the known time in which the player ran, 0 to 1; None when nothing is known."""
        return (self.playing_s + self.idle_s) / self.known_s if self.known_s else None

    @property
    def playing(self) -> float | None:
        """Share of the known time in which an item was on screen, 0 to 1; None when nothing is known."""
        return self.playing_s / self.known_s if self.known_s else None


def availability(timeline: Timeline, windows: Sequence[tuple[float, float]] | None = None) -> Availability:
    """Of one player, over the period of its timeline. Periods that touch add up to the whole.

    With `windows` (begin and end, Unix seconds, one after another) only what lies in them counts.
    """
    whole = [(timeline.from_s, timeline.until_s)]
    return sum((_within(timeline, *each) for each in (whole if windows is None else windows)), Availability())


def _within(timeline: Timeline, from_s: float, until_s: float) -> Availability:
    from_s, until_s = max(from_s, timeline.from_s), min(until_s, timeline.until_s)
    playing_s = idle_s = closed_s = cut_s = unknown_s = away_s = unfetched_s = before_s = 0.0
    for span in timeline.screen:
        length_s = min(span.ended_s, until_s) - max(span.started_s, from_s)
        if length_s <= 0:
            continue
        match span:
            case Played():
                playing_s += length_s
            case Off(reason=OffReason.CUT):
                cut_s += length_s
            case Off():
                closed_s += length_s
            case Gap(why=why):
                unknown_s += length_s
                away_s += length_s if why is Unknown.NOT_HEARD else 0.0
                unfetched_s += length_s if why is Unknown.NOT_FETCHED else 0.0
                before_s += length_s if why is Unknown.BEFORE else 0.0
            case _:
                idle_s += length_s
    return Availability(
        playing_s=playing_s,
        idle_s=idle_s,
        closed_s=closed_s,
        cut_s=cut_s,
        unknown_s=unknown_s,
        away_s=away_s,
        unfetched_s=unfetched_s,
        before_s=before_s,
    )


def of_areas(players: Iterable[tuple[str, Availability]]) -> dict[str, Availability]:
    """Added up by area, from the area and the availability of each player."""
    areas: dict[str, Availability] = {}
    for area, found in players:
        areas[area] = areas.get(area, Availability()) + found
    return areas
