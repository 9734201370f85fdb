"""What a player tells its subscribers."""

from typing import Annotated

from msgspec import Meta

from footlight_common.model.playback import Item, StopReason
from footlight_common.model.player import PlayerStats, PlayerStatus
from footlight_common.protocol.base import Message
from footlight_common.protocol.session import Everybody, Seq

Index = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class DeviceStatusChanged(Message, frozen=True, kw_only=True, tag="device_status_changed"):
    """Topic devices: the state as it is now."""

    at_s: float
    status: PlayerStatus


class PresenceChanged(Message, frozen=True, kw_only=True, tag="presence_changed"):
    """Topic devices: everybody who is connected now, and who of them controls."""

    at_s: float
    present: Everybody = ()


class StatsUpdate(Message, frozen=True, kw_only=True, tag="stats_update"):
    """Topic dashboard: figures, and how far the item has come."""

    at_s: float
    stats: PlayerStats
    position_s: float = 0.0


class Numbered(Message, frozen=True, kw_only=True):
    """Base of the events of topic monitoring."""

    seq: Seq
    """One more than the event before it in the same stream."""
    at_s: float
    """The player's wall clock, Unix seconds."""


class PlaybackStarted(Numbered, frozen=True, kw_only=True, tag="playback_started"):
    """The first frame of an item reached the screen."""

    item: Item
    index: Index
    gap_ms: float | None = None
    """Since the last frame of the item before it; None when nothing was on screen."""


class PlaybackStopped(Numbered, frozen=True, kw_only=True, tag="playback_stopped"):
    """An item left the screen."""

    item: Item
    index: Index
    reason: StopReason
    played_s: float = 0.0
    """Seconds between its first frame and its last."""


class PlaybackSkipped(Numbered, frozen=True, kw_only=True, tag="playback_skipped"):
    """An item could not be shown; the list goes on without it."""

    item: Item
    index: Index
    code: str
    message: str


class CommandCompleted(Numbered, frozen=True, kw_only=True, tag="command_completed"):
    """A command ended, whoever sent it."""

    command: str
    """Word of the action, as in `play`."""
    by: str
    """Name of the controller that sent it."""
    ok: bool
    code: str = ""
    message: str = ""


class Alert(Numbered, frozen=True, kw_only=True, tag="alert"):
    """A condition that needs a person began or ended."""

    code: str
    message: str
    active: bool = True


AnyNumbered = PlaybackStarted | PlaybackStopped | PlaybackSkipped | CommandCompleted | Alert
AnyEvent = DeviceStatusChanged | PresenceChanged | StatsUpdate | AnyNumbered
