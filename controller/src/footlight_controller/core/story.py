"""What happened at a player, one thing after another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from footlight_common.protocol.events import AnyNumbered
from footlight_controller.core.remembered import Chapter
from footlight_controller.core.timeline import Gap, Timeline
from footlight_controller.core.unfolding import Almanac


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event, and when it happened by the best clock known: Unix seconds."""

    at_s: float
    event: AnyNumbered
    stream: str
    estimated: bool = False
    """The player's clock was wrong and was never set: the order is right, the time a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A period of a player."""

    timeline: Timeline
    events: tuple[Happened, ...]
    """In the order of their numbers, whatever the clock said; times never go back."""

    @property
    def entries(self) -> list[Happened | Gap]:
        """Events, and between them the times of which nothing is known."""
        gaps = [span for span in self.timeline.screen if isinstance(span, Gap)]
        return sorted([*gaps, *self.events], key=_at_s)


def happened(chapters: Sequence[Chapter], almanac: Almanac, from_s: float, until_s: float) -> tuple[Happened, ...]:
    """The events of a period, `until_s` not included, in the order of their numbers."""
    found = []
    last_s = -math.inf
    for chapter in chapters:
        for event in chapter.events:
            at_s, estimated = almanac.moment(chapter.stream, event)
            last_s = max(last_s, at_s)
            if from_s <= last_s < until_s:
                found.append(Happened(at_s=last_s, event=event, stream=chapter.stream, estimated=estimated))
    return tuple(found)


def _at_s(entry: Happened | Gap) -> tuple[float, bool]:
    # What is not known begins with the last that is.
    return (entry.started_s, True) if isinstance(entry, Gap) else (entry.at_s, False)
