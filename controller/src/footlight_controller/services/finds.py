"""Players that announce themselves: which of them become ours, and what people decide about the others."""

from collections.abc import Callable

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.errors import NotLinked
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import Identify
from footlight_controller.core.adoption import Adoption
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.fleet import Fleet
from footlight_controller.core.known import IgnoredPlayer, KnownPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.discovery import Sighting
from footlight_controller.services.registry import Registry
from footlight_controller.services.visit import visit


class Finds:
    """Called on the core thread alone."""

    def __init__(
        self,
        *,
        automatic: bool,
        fleet: Fleet,
        registry: Registry,
        dialer: Dialer,
        clock: Clock,
        dial: Callable[[str, tuple[Address, ...]], None],
        told: Callable[[], None],
    ) -> None:
        """`automatic` takes in whoever announces himself. `dial` holds a link; `told` is called after each change."""
        self.closing = False
        """Nobody is taken in any more."""
        self._adoption = Adoption(automatic=automatic)
        self._fleet = fleet
        self._registry = registry
        self._dialer = dialer
        self._clock = clock
        self._dial = dial
        self._told = told

    @property
    def discovered(self) -> tuple[DiscoveredPlayer, ...]:
        """Who is there and not ours."""
        return self._adoption.discovered

    def begin(self) -> None:
        """Take the ignored ones from the registry."""
        self._adoption.remember(self._registry.ignored())

    async def adopt(self, player_id: str) -> PlayerView:
        """Make a discovered player one of ours; nothing is new for one that is. Raises UnknownPlayer, NotLinked."""
        if player_id not in self._fleet.players:
            self.check_open()
            player = self._adoption.find(player_id)
            self.take(PlayerIdentity(id=player.id, name=player.name), player.addresses)
        return self._fleet.players[player_id]

    async def ignore(self, player_id: str) -> None:
        """Mark a discovered player as ignored, also in the next run. Raises UnknownPlayer."""
        self._adoption.ignore(player_id)
        player = self._adoption.find(player_id)
        self._registry.ignore(IgnoredPlayer(id=player.id, name=player.name, since_s=self._clock.wall_s()))
        self._told()

    async def unignore(self, player_id: str) -> None:
        """Take the mark away; one that does not announce itself leaves the list with it. Raises UnknownPlayer."""
        site = self._adoption.find(player_id).site
        waits = self._adoption.unignore(player_id)
        self._registry.unignore(player_id)
        self._told()
        if waits and self._adoption.takes(player_id, site):
            await self.adopt(player_id)

    async def identify(self, player_id: str) -> None:
        """Have a discovered player show its name on its screen. Raises UnknownPlayer, and as `visit` does."""
        await visit(self._dialer, self._adoption.find(player_id), Identify())

    async def set_automatic(self, on: bool) -> None:
        """Whether players of our site that announce themselves are taken in; those that are discovered are so at once.

        Never those that are ignored, belong to nobody or to another site.
        """
        self._adoption.automatic = on
        site = self._dialer.site
        # No site has this id.
        self._adoption.only_of = "-" if site is None else site.id
        for player in self._adoption.discovered if on else ():
            # Also those that were removed: a person wants them all now.
            if not player.ignored and player.site == self._adoption.only_of:
                await self.adopt(player.id)

    def site_changed(self, site_id: str) -> None:
        """Ours is this one now."""
        if self._adoption.only_of is None:
            return
        self._adoption.only_of = site_id
        for player in self._adoption.discovered:
            if self._adoption.takes(player.id, player.site):
                self.take(PlayerIdentity(id=player.id, name=player.name), player.addresses)

    def check_open(self) -> None:
        """Raises NotLinked when nobody is taken in any more."""
        if self.closing:
            msg = "Footlight is closing and adds no player any more."
            raise NotLinked(msg)

    def take(self, identity: PlayerIdentity, addresses: tuple[Address, ...]) -> None:
        """From now on it is ours."""
        self._adoption.added(identity.id)
        self._registry.unignore(identity.id)
        self._fleet.know(KnownPlayer(identity=identity, addresses=addresses))
        self._dial(identity.id, addresses)
        self._registry.put(KnownPlayer.of(self._fleet.players[identity.id]))
        self._told()

    def removed(self, player_id: str) -> None:
        """It is not ours any more, and is not taken in by itself."""
        self._adoption.removed(player_id)

    def strayed(self, identity: PlayerIdentity, address: Address) -> None:
        """It answered where another one was expected."""
        if self._adoption.takes(identity.id) and not self.closing:
            self.take(identity, (address,))

    def sighted(self, sighting: Sighting) -> None:
        """It announces itself."""
        if self.closing:
            return
        player_id = sighting.record.id
        if player_id in self._fleet.players or self._adoption.takes(player_id, sighting.record.site):
            self._fleet.sight(sighting.record)
            self._dial(player_id, sighting.addresses)
        else:
            self._adoption.found(sighting.record, sighting.addresses, self._clock.wall_s())
        self._told()

    def gone(self, player_id: str) -> None:
        """It announces itself no more."""
        self._adoption.gone(player_id)
        self._told()
