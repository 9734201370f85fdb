"""Real players with a real server each, in this process."""

import asyncio
from pathlib import Path

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.model.player import PlayerIdentity
from footlight_common.storage import Store
from footlight_controller.services.site import Site
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.server.listener import Listener
from footlight_player.services.claiming import claim_for
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.trust import Trust
from footlight_player.services.trust_record import TrustRecord
from footlight_player.system.machine import Machine


class Box:
    """A player with the simulated engine, which can be off for a while; with a folder its trust is on disk."""

    def __init__(self, player_id: str, *, name: str = "Lobby", folder: Path | None = None, camera=None) -> None:
        self.id, self.folder = player_id, folder
        self._name, self._camera = name, camera
        self._store: Store | None = None
        self.port = 0
        self.on = False

    async def start(self, site: Site | None = None) -> "Box":
        """`site` claims it."""
        clock = SystemClock()
        if self.folder is not None:
            await asyncio.to_thread(self.folder.mkdir, exist_ok=True)
            self._store = Store(self.folder / "trust.json", clock, debounce_s=0.0)
        self.trust = await Trust.open(self.id, clock, TrustRecord(self._store))
        if site is not None:
            await self.trust.adopt(
                claim_for(self.id, self.trust.key, site.authority(), site.standing, name="", area="")
            )
        self.trust.listen(self._take_name)
        self.player = Player(
            identity=PlayerIdentity(id=self.id, name=self._name),
            engine=SimulatedEngine(clock),
            clock=clock,
            probe=HostProbe(clock, Machine(Path("/"))),
            show=lambda _: None,
            remember=lambda _: None,
            renamed=lambda _: None,
        )
        await self.player.start(Memory())
        self._screenshots = Screenshots(self._camera or SimulatedCamera(lambda: self.player.playback), clock)
        self._listener = Listener(self.player, self.trust, self._screenshots, clock)
        self.port = await self._listener.start("127.0.0.1", self.port)
        self.on = True
        return self

    async def go_off(self) -> None:
        """Nobody reaches it any more."""
        await self._listener.close("shutdown", "The test is over.")

    async def stop(self) -> None:
        self.on = False
        await self.go_off()
        await self._screenshots.close()
        await self.player.close()
        if self._store is not None:
            await self._store.close()

    @property
    def address(self) -> Address:
        return Address(host="127.0.0.1", port=self.port)

    @property
    def place(self) -> tuple[int, int]:
        """Epoch and version of the roster in force."""
        return self.trust.roster.epoch, self.trust.roster.version

    def _take_name(self) -> None:
        if (given := self.trust.given) is not None:
            self.player.call(name=given.name, area=given.area)
