"""What changed in the fleet, and what happened, in the form the bridge and the command line pass on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from footlight_common.protocol.events import AnyEvent
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import AlertBoard
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.site_view import Inviter, SiteView
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
class ControlTaken:
    """Somebody else began to control a player that this user has open or has just controlled. Made by the controller.

    Once for each time they begin; they end when they have asked for nothing for CONTROLLING_S.
    """

    at_s: float
    member: str
    """Id of the member: the same person may sit at another controller."""
    name: str
    controller: str
    """What the controller calls itself; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetEvent:
    """Something that happened at one player."""

    player_id: str
    player_name: str
    event: AnyEvent | DeviceOnline | DeviceOffline | ControlTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything new since the delivery before."""

    players: Mapping[str, PlayerView] = field(default_factory=dict)
    """By id, the players that were added or changed, as they are now."""
    removed: frozenset[str] = frozenset()
    events: tuple[FleetEvent, ...] = ()
    """In the order they happened."""
    histories: frozenset[str] = frozenset()
    """By id, the players of whose past more, or something else, is known here."""
    stats: FleetStats = FleetStats()
    connection: ConnectionState = ConnectionState.SEARCHING
    notices: tuple[str, ...] = ()
    """Warnings that stand, for a banner: no mDNS, a rescued file, a disk that cannot be written."""
    discovered: tuple[DiscoveredPlayer, ...] = ()
    """All that are not added, in the order they were first seen; the same tuple as before when nothing changed."""
    discovery: str = ""
    """Why mDNS does not work, for the user; empty when it does."""
    site: SiteView | None = None
    """The site of this controller as it stands now, the same object while nothing changed; None for no site yet."""
    inviters: tuple[Inviter, ...] = ()
    """All controllers that announce an invitation now; the same tuple as before when nothing changed."""
    alerts: AlertBoard = AlertBoard()
    """What is open, and what people have set about alerts; the same object while nothing changed."""
    alerted: tuple[AlertView, ...] = ()
    """Alerts that were raised, or are over, since the delivery before; in that order."""

    def split(self, most: int) -> tuple["Changes", "Changes | None"]:
        """At most `most` players and as many events, and a later delivery with the others; None for no others."""
        if len(self.players) <= most and len(self.events) <= most:
            return self, None
        players = iter(self.players.items())
        first = replace(self, players=dict(islice(players, most)), events=self.events[:most])
        return first, replace(self, players=dict(players), removed=frozenset(), events=self.events[most:], alerted=())

    def then(self, later: "Changes") -> "Changes":
        """Both as one delivery: the later state of each player wins, events keep their order."""
        return Changes.merged((self, later))

    @staticmethod
    def merged(parts: Sequence["Changes"]) -> "Changes":
        """All parts, of which there is at least one, as one delivery."""
        players: dict[str, PlayerView] = {}
        removed: set[str] = set()
        events: list[FleetEvent] = []
        alerted: list[AlertView] = []
        histories = frozenset[str]().union(*(part.histories for part in parts))
        for part in parts:
            for player_id in part.removed:
                players.pop(player_id, None)
            removed.difference_update(part.players)
            removed |= part.removed
            players.update(part.players)
            events.extend(part.events)
            alerted.extend(part.alerted)
        return replace(
            parts[-1],
            players=players,
            removed=frozenset(removed),
            events=tuple(events),
            histories=histories,
            alerted=tuple(alerted),
        )
