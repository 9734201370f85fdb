"""What happened at the player, before it is numbered and told to anyone."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A command ended."""

    command: str
    by: str
    ok: bool
    code: str = ""
    message: str = ""


PlaybackFact = Started | Stopped | Skipped | Alarm
Fact = PlaybackFact | Completed
