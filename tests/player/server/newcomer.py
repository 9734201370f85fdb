"""A whole player that nobody claimed yet, on a real port."""

from pathlib import Path

from player.actors import actor

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.model.playback import Item
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import Command, Play
from footlight_common.security.pairing_code import PairingCode
from footlight_common.storage import Store
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.server.listener import Listener
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.trust import Trust
from footlight_player.services.trust_record import TrustRecord
from footlight_player.system.machine import Machine

PLAYER = "0123456789abcdef"


class Newcomer:
    """A player that nobody claimed yet, with its picture on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Pauses after wrong codes pass as soon as the test says so.
        self.clock = ManualClock()

    async def start(self) -> "Newcomer":
        clock = SystemClock()
        self.store = Store(self.folder / "trust.json", clock, debounce_s=0.0)
        self.trust = await Trust.open(PLAYER, self.clock, TrustRecord(self.store))
        self.player = Player(
            identity=PlayerIdentity(id=PLAYER, name="Lobby"),
            engine=SimulatedEngine(clock),
            clock=clock,
            probe=HostProbe(clock, Machine(Path("/"))),
            show=lambda _: None,
            remember=lambda _: None,
        )
        screenshots = Screenshots(SimulatedCamera(lambda: self.player.playback), clock)
        self.listener = Listener(self.player, self.trust, screenshots, clock)
        await self.player.start(Memory())
        self.port = await self.listener.start("127.0.0.1", 0)
        self.player.execute(Command(id="1", action=Play(items=(Item(uri="sim:a?duration=live"),))), actor("test"))
        return self

    async def stop(self) -> None:
        await self.listener.close("shutdown", "The test is over.")
        await self.player.close()
        await self.store.close()

    @property
    def code(self) -> PairingCode:
        return self.trust.code

    @property
    def wrong_code(self) -> PairingCode:
        return PairingCode(f"{(int(self.code.secret) + 1) % 10**6:06d}")

    def url(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"
