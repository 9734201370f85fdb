"""A real player with the simulated engine and a real WebSocket server, in a thread of its own."""

import asyncio
import concurrent.futures
from pathlib import Path

from controller.services.home import home

from footlight_common.clock import SystemClock
from footlight_common.model.player import PlayerIdentity
from footlight_controller.ui.core_thread import CoreThread
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


class LivePlayer:
    """Listens on loopback from `start` to `close`; announces itself to nobody."""

    def __init__(self, number: int, name: str, data_dir: Path) -> None:
        self.identity = PlayerIdentity(id=f"{number:016x}", name=name, area="Foyer", version="0.1.0")
        self._data_dir = data_dir
        self._port: concurrent.futures.Future[int] = concurrent.futures.Future()
        self._over = asyncio.Event()
        self._thread = CoreThread(self._live, asyncio.new_event_loop)

    def start(self) -> int:
        """Returns the port."""
        self._thread.start()
        return self._port.result(10)

    def close(self) -> None:
        self._thread.call_soon(self._over.set)
        self._thread.ended.result(10)
        assert self._thread.join(5)

    async def _live(self) -> None:
        clock = SystemClock()
        player = Player(
            identity=self.identity,
            engine=SimulatedEngine(clock),
            clock=clock,
            probe=HostProbe(clock, Machine(self._data_dir)),
            show=lambda view: None,
            remember=lambda memory: None,
        )
        await player.start(Memory())
        screenshots = Screenshots(SimulatedCamera(lambda: player.playback), clock)
        trust = await Trust.open(self.identity.id, clock, TrustRecord())
        site = home()
        claim = claim_for(self.identity.id, trust.key, site.authority(), site.standing, name="", area="")
        await trust.adopt(claim)
        listener = Listener(player, trust, screenshots, clock)
        ticking = asyncio.ensure_future(player.run(lambda: None))
        self._port.set_result(await listener.start("127.0.0.1", 0))
        await self._over.wait()
        ticking.cancel()
        await listener.close("shutdown", "The player was switched off.")
        await screenshots.close()
        await player.close()
