from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest_asyncio
from player.actors import actor

from footlight_common.clock import ManualClock
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import AnyAction, Command, Result
from footlight_common.protocol.session import Cursor
from footlight_player.core.kiosk import KioskView
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player


@dataclass
class Bench:
    """A whole player on a simulated engine and a clock moved by hand."""

    clock: ManualClock
    engine: SimulatedEngine
    player: Player
    views: list[KioskView]
    memories: list[Memory]
    numbers: count = field(default_factory=lambda: count(1))

    def do(self, action: AnyAction, *, key: str = "", by: str = "desk") -> Result:
        return self.player.execute(Command(id=str(next(self.numbers)), action=action, key=key), actor(by))

    @property
    def events(self) -> list[object]:
        return list(self.player.events.since(Cursor(stream="", seq=0))[1])


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    clock = ManualClock()
    engine = SimulatedEngine(clock)
    views: list[KioskView] = []
    memories: list[Memory] = []
    player = Player(
        identity=PlayerIdentity(id="0123456789abcdef", name="Lobby", area="Foyer"),
        engine=engine,
        clock=clock,
        probe=HostProbe(clock, Path("/")),
        show=views.append,
        remember=memories.append,
    )
    await player.start(Memory())
    yield Bench(clock, engine, player, views, memories)
    await player.close()
