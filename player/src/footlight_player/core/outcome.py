"""What goes into the playback decisions with every input, and what comes out."""

from dataclasses import dataclass

from footlight_player.core.effects import Effect
from footlight_player.core.facts import PlaybackFact
from footlight_player.core.ports import Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is known when an input arrives."""

    wall_s: float
    monotonic_s: float
    readings: Readings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one input, each in order."""

    effects: tuple[Effect, ...] = ()
    facts: tuple[PlaybackFact, ...] = ()
