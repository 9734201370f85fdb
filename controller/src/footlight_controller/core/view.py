"""A player as the controller sees it, frozen."""

from dataclasses import dataclass
from enum import StrEnum

from footlight_common.discovery import Address
from footlight_common.errors import (
    CredentialRefused,
    NoSite,
    NotMember,
    NotPaired,
    OtherSite,
    Revoked,
    RoleDenied,
    VersionMismatch,
)
from footlight_common.model.alerts import Alarm
from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.model.player import HostFacts, PlayerIdentity, PlayerStats
from footlight_common.model.presence import Present
from footlight_common.protocol.session import Caller

# What a player says goodbye with, beside the codes of errors.
RESTART = "restart"
SHUTDOWN = "shutdown"
# One of the two does not trust the other, and a person has to do something about it.
DISTRUST = frozenset(
    kind.code for kind in (NoSite, NotPaired, NotMember, OtherSite, RoleDenied, Revoked, CredentialRefused)
)
# Figures come once a second; a position carried on for much longer would be made up.
CARRIED_ON_S = 3.0
# Beyond this a timetable runs at visibly wrong times.
LONGEST_CLOCK_OFFSET_S = 60.0
# Less holds no clip worth the name, and the logs need room too.
LEAST_DISK_FREE_BYTES = 500_000_000
# A Raspberry Pi slows itself down from here on.
HOT_C = 80.0
# Frames come late when the processor has no moment left; at the start of a clip it may be so for some seconds.
BUSY_PERCENT = 95.0


class LinkState(StrEnum):
    """How the connection to a player stands."""

    OFFLINE = "offline"
    """No connection; the next attempt waits."""
    CONNECTING = "connecting"
    """An attempt is under way."""
    ONLINE = "online"
    """Welcomed, and the last pong is fresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """The connection to a player, and why it is as it is."""

    state: LinkState = LinkState.OFFLINE
    reason: str = ""
    """For a person: why it is not online. Empty when online."""
    code: str = ""
    """Code of the error behind `reason`."""
    lost: str = ""
    """Why the link that was last up went down; empty when it is up or never was in this run."""
    lost_code: str = ""
    """Code of the error behind `lost`, or how the player said goodbye."""
    since_s: float = 0.0
    """Wall time of the controller at which `state` last turned to or from online."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerView:
    """Everything the controller knows of one player."""

    identity: PlayerIdentity
    addresses: tuple[Address, ...] = ()
    """Where it may be reached, best first."""
    link: LinkStatus = LinkStatus()
    last_seen_s: float | None = None
    """Wall time of the controller at which the player last said anything; None when never."""
    playback: Playback = Playback()
    """As of `taken_s`; the last known while offline."""
    stats: PlayerStats = PlayerStats()
    taken_s: float = 0.0
    """Monotonic time of the controller at which `playback.position_s` was received."""
    host: HostFacts = HostFacts()
    """As the player said in its last welcome of this run; empty before."""
    clock_offset_s: float | None = None
    """The player's wall clock less that of the controller, give or take half a second; None when not known yet."""
    member: Caller | None = None
    """As whom the player knows this controller, by its last welcome of this run; None before."""
    roster: tuple[int, int] = (0, 0)
    """Epoch and version of the site's roster that the player had when it was last welcomed."""
    roster_mark: str = ""
    """Tells that roster from another of the same version; empty when not known."""
    roster_behind: bool = False
    """Whether that gives way to the one this controller has."""
    roster_refused: str = ""
    """Why the player did not take the roster that this controller offered last; empty when it did."""
    key: str = ""
    """Fingerprint of the key that the player showed when it was last welcomed; empty when it never was."""
    present: tuple[Present, ...] = ()
    """Everybody who is connected to it now, longest first; nobody while it is offline."""
    session: str = ""
    """Which of those present is this controller; empty while it is offline."""
    busy_since_s: float | None = None
    """Wall time of the controller from which on the machine's processor was at BUSY_PERCENT or more; None when not."""
    alarms: tuple[Alarm, ...] | None = None
    """What the player says needs a person, the oldest first; None when it did not tell in this run."""

    @property
    def id(self) -> str:
        return self.identity.id

    @property
    def name(self) -> str:
        return self.identity.name

    @property
    def short_id(self) -> str:
        """Enough of the id to tell namesakes apart."""
        return self.identity.id[:4]

    @property
    def online(self) -> bool:
        return self.link.state is LinkState.ONLINE

    @property
    def playing(self) -> bool:
        """Online, and frames reach its screen."""
        return self.online and self.playback.state is PlaybackState.PLAYING

    @property
    def refused(self) -> str:
        """Code of the error by which one of the two wants nothing of the other until a person acts; empty for none."""
        refused = not self.online and (self.link.code in DISTRUST or self.link.code == VersionMismatch.code)
        return self.link.code if refused else ""

    @property
    def needs_attention(self) -> str:
        """What a person should look at, worst first, as one word; empty when all is well.

        The code of `refused`, else `offline`, `stalled`, `clock` (60 s off), `disk` (under 500 MB free) or `hot` (80
        degrees and more).
        """
        if not self.online:
            # Before an attempt has failed there is hope, and who never answered may not be there yet.
            if self.refused:
                return self.refused
            if self.link.code == RESTART:
                # It said so, and is back in a moment.
                return ""
            return "offline" if self.link.code and self.last_seen_s is not None else ""
        stats = self.stats
        for word, wrong in (
            ("stalled", self.playback.state is PlaybackState.STALLED),
            ("clock", self.clock_offset_s is not None and abs(self.clock_offset_s) > LONGEST_CLOCK_OFFSET_S),
            ("disk", stats.disk_free_bytes is not None and stats.disk_free_bytes < LEAST_DISK_FREE_BYTES),
            ("hot", stats.temperature_c is not None and stats.temperature_c >= HOT_C),
        ):
            if wrong:
                return word
        return ""

    def position_s(self, monotonic_s: float) -> float:
        """Where the item is at the controller's `monotonic_s`.

        While it plays, carried on from the last report, for CARRIED_ON_S at most.
        """
        position_s = self.playback.position_s
        if self.playing:
            position_s += min(max(0.0, monotonic_s - self.taken_s), CARRIED_ON_S)
        if self.playback.duration_s is not None:
            position_s = min(position_s, self.playback.duration_s)
        return position_s


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetStats:
    """The figures on top of the Monitoring page."""

    total: int = 0
    online: int = 0
    playing: int = 0
    offline: int = 0
    attention: int = 0
    """Players with something that a person should look at."""
