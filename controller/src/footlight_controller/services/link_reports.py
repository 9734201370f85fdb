"""Where goes what the links bring: into the fleet, and what is worth keeping onto the disk."""

from collections.abc import Callable

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.events import AnyEvent, Numbered, StatsUpdate
from footlight_common.protocol.session import Cursor, RosterChanged, Snapshot, Welcome
from footlight_controller.core.fleet import Fleet
from footlight_controller.core.known import KnownPlayer
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import LinkState, LinkStatus
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.histories import Histories
from footlight_controller.services.membership import Membership
from footlight_controller.services.programmes import Programmes
from footlight_controller.services.registry import Registry


class LinkReports:
    """The listener of all links. Used on the core thread."""

    def __init__(
        self,
        *,
        fleet: Fleet,
        registry: Registry,
        programmes: Programmes,
        histories: Histories,
        membership: Membership,
        dialer: Dialer,
        clock: Clock,
        told: Callable[[], None],
        strayed: Callable[[PlayerIdentity, Address], None],
    ) -> None:
        """`told` is called after each report, `strayed` when another player answered where one was expected."""
        self._fleet = fleet
        self._registry = registry
        self._programmes = programmes
        self._histories = histories
        self._membership = membership
        self._dialer = dialer
        self._clock = clock
        self._told = told
        self._strayed = strayed

    def link_changed(self, player_id: str, status: LinkStatus, addresses: tuple[Address, ...]) -> None:
        """Called by a link."""
        if player_id not in self._fleet.players:
            return
        was_online = self._fleet.players[player_id].online
        self._fleet.connect(player_id, status, addresses, self._now())
        view = self._fleet.players[player_id]
        if was_online and not view.online:
            self._programmes.lost(player_id)
        if view.online:
            self._histories.reached(player_id)
        elif was_online or status.state is LinkState.OFFLINE:
            self._histories.lost(player_id)
        if view.online or was_online:
            self._registry.put(KnownPlayer.of(view), exact=was_online and not view.online)
        self._told()

    def link_welcomed(self, player_id: str, welcome: Welcome) -> Cursor | None:
        """Called by a link."""
        if player_id not in self._fleet.players:
            # Removed while it answered; the link is about to be closed.
            return None
        self._told()
        self._membership.hear(welcome.offer, welcome.revoked)
        self._histories.welcomed(player_id, welcome.cursor)
        return self._fleet.welcome(player_id, welcome, self._now(), key=self._dialer.key_of(player_id))

    def link_roster(self, player_id: str, message: RosterChanged) -> None:
        """Called by a link."""
        self._membership.hear(message.offer)
        if player_id not in self._fleet.players:
            return
        self._fleet.roster(player_id, (message.epoch, message.version), message.mark)
        self._registry.put(KnownPlayer.of(self._fleet.players[player_id]))
        self._told()

    def link_roster_refused(self, player_id: str, why: str) -> None:
        """Called by a link."""
        if player_id in self._fleet.players:
            self._fleet.roster_refused(player_id, why)
            self._told()

    def link_heard(self, player_id: str, message: Snapshot | AnyEvent) -> None:
        """Called by a link."""
        if player_id not in self._fleet.players:
            return
        self._fleet.hear(player_id, message, self._now())
        if isinstance(message, Snapshot):
            self._histories.stands(player_id, message.cursor)
            self._histories.runs(player_id, message.status.stats.uptime_s)
        elif isinstance(message, StatsUpdate):
            self._histories.runs(player_id, message.stats.uptime_s)
        elif isinstance(message, Numbered):
            self._histories.heard(player_id, message)
        view = self._fleet.players[player_id]
        if view.online:
            self._registry.put(KnownPlayer.of(view))
            self._programmes.heard(view)
        self._told()

    def link_strayed(self, identity: PlayerIdentity, address: Address) -> None:
        """Called by a link."""
        self._strayed(identity, address)

    def _now(self) -> Moment:
        return Moment(self._clock.wall_s(), self._clock.monotonic_s())
