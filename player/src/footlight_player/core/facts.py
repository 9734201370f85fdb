"""What happened at the player, before it is numbered and told to anyone."""

from dataclasses import dataclass

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The first frame of an item reached the screen."""

    item: Item
    index: int
    gap_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An item left the screen. Every `Started` is followed by exactly one, before the next `Started`."""

    item: Item
    index: int
    reason: StopReason
    played_s: float
    """Length of what was shown of it; pauses and what a seek jumped over do not count."""
    presented_frames: int = 0
    dropped_frames: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An item could not be shown, or broke."""

    item: Item
    index: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A condition that needs a person began or ended."""

    code: str
    message: str
    active: bool
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A command ended."""

    command: str
    by: str
    ok: bool
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedOn:
    """The player started."""

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedOff:
    """The player ended."""

    reason: OffReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A controller was welcomed."""

    session: str
    name: str
    controller: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The link to a controller that was welcomed ended."""

    session: str
    name: str
    controller: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """Somebody set the wall clock."""

    by_s: float
    """Ahead is positive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Events could not be kept."""

    lost: int | None
    """How many; None when nobody can tell."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How much of the item on screen was shown so far."""

    played_s: float = 0.0
    presented_frames: int = 0
    dropped_frames: int = 0


PlaybackFact = Started | Stopped | Skipped | Alarm
Fact = PlaybackFact | Completed | TurnedOn | TurnedOff | Came | Left | Stepped | Lost
