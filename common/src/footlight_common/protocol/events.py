"""What a player tells its subscribers."""

from typing import Annotated

from msgspec import Meta

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.logs import LogLine
from footlight_common.model.metrics import Metrics
from footlight_common.model.playback import Item, StopReason
from footlight_common.model.player import PlayerStats, PlayerStatus
from footlight_common.model.presence import SessionId
from footlight_common.protocol.base import Message
from footlight_common.protocol.session import Everybody, Seq

Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
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


class MetricsUpdate(Message, frozen=True, kw_only=True, tag="metrics_update"):
    """Topic metrics: everything that can be measured, once a second."""

    at_s: float
    metrics: Metrics


class LogLines(Message, frozen=True, kw_only=True, tag="log_lines"):
    """Topic logs: new lines, oldest first."""

    at_s: float
    lines: tuple[LogLine, ...]
    dropped: Count = 0
    """Lines before these that nobody has time to read, or that came too fast to keep."""


class Numbered(Message, frozen=True, kw_only=True):
    """Base of the events of topic monitoring."""

    seq: Seq
    """One more than the event before it in the same stream."""
    at_s: float
    """The player's wall clock when it happened, Unix seconds. A clock that was wrong then stays wrong here."""
    run: Count = 0
    """Which start of the player it belongs to; grows by one with each."""
    up_s: float = 0.0
    """Since that start, by a clock nobody sets."""


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
    """Seconds of it that were shown; pauses and what a seek jumped over do not count."""
    presented_frames: Count = 0
    dropped_frames: Count = 0
    """That came too late to be shown."""


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


class PowerOn(Numbered, frozen=True, kw_only=True, tag="power_on"):
    """The player started: the first event of its run."""

    version: str = ""
    """Of the player software."""


class PowerOff(Numbered, frozen=True, kw_only=True, tag="power_off"):
    """The player ended: the last event of its run."""

    reason: OffReason


class ControllerCame(Numbered, frozen=True, kw_only=True, tag="controller_came"):
    """A controller was welcomed."""

    session: SessionId
    name: str
    """Of the member."""
    controller: str = ""
    """What it calls itself."""


class ControllerLeft(Numbered, frozen=True, kw_only=True, tag="controller_left"):
    """The link to a controller that was welcomed ended."""

    session: SessionId
    name: str
    controller: str = ""


class ClockStepped(Numbered, frozen=True, kw_only=True, tag="clock_stepped"):
    """Somebody set the player's wall clock. `at_s` is by the clock as it is since."""

    by_s: float
    """Ahead is positive."""


class HistoryLost(Numbered, frozen=True, kw_only=True, tag="history_lost"):
    """Events could not be kept, such as on a full disk, or went with a damaged file."""

    lost: Count | None = None
    """How many; None when nobody can tell."""
    message: str = ""


class Alert(Numbered, frozen=True, kw_only=True, tag="alert"):
    """A condition that needs a person began or ended."""

    code: str
    message: str
    active: bool = True
    severity: Severity = Severity.WARNING


AnyNumbered = (
    PlaybackStarted
    | PlaybackStopped
    | PlaybackSkipped
    | CommandCompleted
    | PowerOn
    | PowerOff
    | ControllerCame
    | ControllerLeft
    | ClockStepped
    | HistoryLost
    | Alert
)
AnyEvent = DeviceStatusChanged | PresenceChanged | StatsUpdate | MetricsUpdate | LogLines | AnyNumbered
