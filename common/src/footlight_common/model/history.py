"""What a player remembers of its runs."""

from dataclasses import dataclass
from enum import StrEnum


class OffReason(StrEnum):
    """Why a player ended."""

    SHUTDOWN = "shutdown"
    """It was closed."""
    RESTART = "restart"
    """A controller asked for a restart."""
    CUT = "cut"
    """It lost power, crashed or was killed: written at the next start, with the last that is known of the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One start of a player and what followed."""

    number: int
    """One more than the run before."""
    began_s: float
    """Unix seconds, by the best clock the run ever had: an event of it happened at `began_s + up_s`."""
