"""A point in time on both clocks, handed to decisions that have no clock of their own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, at the controller."""

    wall_s: float
    """Unix seconds, for people. May jump."""
    monotonic_s: float
    """For measuring. Never goes back."""
