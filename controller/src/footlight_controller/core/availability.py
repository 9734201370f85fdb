"""How much of the time players ran and played."""

from collections.abc import Iterable
from dataclasses import dataclass

from footlight_common.model.history import OffReason
from footlight_controller.core.timeline import Gap, Off, Played, Timeline


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

    def __add__(self, other: "Availability") -> "Availability":
        return Availability(
            playing_s=self.playing_s + other.playing_s,
            idle_s=self.idle_s + other.idle_s,
            closed_s=self.closed_s + other.closed_s,
            cut_s=self.cut_s + other.cut_s,
            unknown_s=self.unknown_s + other.unknown_s,
        )

    @property
    def known_s(self) -> float:
        """Of the period, how much is known."""
        return self.playing_s + self.idle_s + self.closed_s + self.cut_s

    @property
    def running(self) -> float | None:
        """Share of the known time in which the player ran, 0 to 1; None when nothing is known."""
        return (self.playing_s + self.idle_s) / self.known_s if self.known_s else None

    @property
    def playing(self) -> float | None:
        """Share of the known time in which an item was on screen, 0 to 1; None when nothing is known."""
        return self.playing_s / self.known_s if self.known_s else None


def availability(timeline: Timeline) -> Availability:
    """Of one player, over the period of its timeline. Periods that touch add up to the whole."""
    playing_s = idle_s = closed_s = cut_s = unknown_s = 0.0
    for span in timeline.screen:
        length_s = min(span.ended_s, timeline.until_s) - max(span.started_s, timeline.from_s)
        match span:
            case Played():
                playing_s += length_s
            case Off(reason=OffReason.CUT):
                cut_s += length_s
            case Off():
                closed_s += length_s
            case Gap():
                unknown_s += length_s
            case _:
                idle_s += length_s
    return Availability(playing_s=playing_s, idle_s=idle_s, closed_s=closed_s, cut_s=cut_s, unknown_s=unknown_s)


def of_areas(players: Iterable[tuple[str, Availability]]) -> dict[str, Availability]:
    """Added up by area, from the area and the availability of each player."""
    areas: dict[str, Availability] = {}
    for area, found in players:
        areas[area] = areas.get(area, Availability()) + found
    return areas
