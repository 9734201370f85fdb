"""What changed in the fleet, and what happened, in the form the bridge and the command line pass on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from footlight_common.protocol.events import AnyEvent
from footlight_controller.core.view import FleetStats, PlayerView


class ConnectionState(StrEnum):
    """The indicator in the corner: how the controller as a whole stands."""

    SEARCHING = "searching"
    """No player known, or none reached yet."""
    CONNECTED = "connected"
    """Every player that should be reachable is."""
    PARTIAL = "partial"
    """Some are, some are not."""
    DISCONNECTED = "disconnected"
    """Players are known and none is online."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOnline:
    """A link came up. Made by the controller."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOffline:
    """A link went down. Made by the controller."""

    at_s: float
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetEvent:
    """Something that happened at one player."""

    player_id: str
    player_name: str
    event: AnyEvent | DeviceOnline | DeviceOffline


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything new since the delivery before."""

    players: Mapping[str, PlayerView] = field(default_factory=dict)
    """By id, the players that were added or changed, as they are now."""
    removed: frozenset[str] = frozenset()
    events: tuple[FleetEvent, ...] = ()
    """In the order they happened."""
    stats: FleetStats = FleetStats()
    connection: ConnectionState = ConnectionState.SEARCHING
    notices: tuple[str, ...] = ()
    """Warnings that stand, for a banner: no mDNS, a rescued file, a disk that cannot be written."""

    def then(self, later: "Changes") -> "Changes":
        """Both as one delivery: the later state of each player wins, events keep their order."""
        players = {key: view for key, view in self.players.items() if key not in later.removed}
        return Changes(
            players={**players, **later.players},
            removed=(self.removed - later.players.keys()) | later.removed,
            events=self.events + later.events,
            stats=later.stats,
            connection=later.connection,
            notices=later.notices,
        )
