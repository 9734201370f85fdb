from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest_asyncio
from player.actors import actor
from player.services.history_desk import Desk

from footlight_common.clock import ManualClock
from footlight_common.model.history import OffReason
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol import to_controller
from footlight_common.protocol.commands import AnyAction, Command, Result
from footlight_common.protocol.events import AnyNumbered, PowerOn
from footlight_common.protocol.topics import Topic
from footlight_player.core.kiosk import KioskView
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.system.machine import Machine


@dataclass
class Bench:
    """A whole player on a simulated engine and a clock moved by hand."""

    clock: ManualClock
    engine: SimulatedEngine
    player: Player
    views: list[KioskView]
    memories: list[Memory]
    told: list[AnyNumbered]
    numbers: count = field(default_factory=lambda: count(1))
    closed: bool = False

    def do(self, action: AnyAction, *, key: str = "", by: str = "desk") -> Result:
        return self.player.execute(Command(id=str(next(self.numbers)), action=action, key=key), actor(by))

    async def close(self) -> None:
        """The player ends; once."""
        if not self.closed:
            self.closed = True
            await self.player.close()

    @property
    def events(self) -> list[object]:
        """What it told since it was turned on."""
        return [event for event in self.told if not isinstance(event, PowerOn)]


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
        probe=HostProbe(clock, Machine(Path("/"))),
        show=views.append,
        remember=memories.append,
    )
    told: list[AnyNumbered] = []
    player.feed.listen((Topic.MONITORING,), lambda _, __, text: told.append(to_controller.decode(text)))
    await player.start(Memory())
    bench = Bench(clock, engine, player, views, memories, told)
    yield bench
    await bench.close()


@pytest_asyncio.fixture
async def open_desk(data_dir) -> AsyncIterator[Callable]:
    desks = []

    async def build(clock=None) -> Desk:
        desk = Desk(data_dir / "history.db", clock)
        desks.append(desk)
        await desk.history.open("0.1.0")
        await desk.settle()
        return desk

    yield build
    for desk in desks:
        if not desk.killed:
            await desk.history.close(OffReason.SHUTDOWN)
