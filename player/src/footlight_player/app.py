"""The `footlight-player` program: puts the parts together and runs them until told to stop."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight_common.clock import Clock, SystemClock
from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import FootlightError
from footlight_common.model.player import PlayerIdentity
from footlight_player.cli import build_cli
from footlight_player.core.camera import Camera
from footlight_player.core.kiosk import KioskView
from footlight_player.core.memory import Memory
from footlight_player.core.ports import Engine
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.options import EngineName, PlayerOptions, SimulationOptions
from footlight_player.server.listener import Listener
from footlight_player.services.home import Home
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.simulation import simulated_identity, simulated_memory
from footlight_player.system.advertise import Advertiser
from footlight_player.system.limits import allow_open_files
from footlight_player.system.network import is_loopback, resolve
from footlight_player.system.systemd import Systemd

_log = logging.getLogger("footlight_player")

Show = Callable[[KioskView], None]

# Two sockets for each of the most controllers, and room for media.
_FILES_PER_SIMULATED_PLAYER = 40


def _show_nowhere(_: KioskView) -> None:
    """A player without a window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What the players of one process have in common."""

    clock: Clock
    host: str
    probe: HostProbe
    advertiser: Advertiser


class _Station:
    """One player with its server and its place on disk."""

    def __init__(
        self,
        shared: _Shared,
        *,
        identity: PlayerIdentity,
        engine: Engine,
        show: Show = _show_nowhere,
        camera: Camera | None = None,
        home: Home | None = None,
    ) -> None:
        self._shared = shared
        self._home = home
        self.player = Player(
            identity=identity,
            engine=engine,
            clock=shared.clock,
            probe=shared.probe,
            show=show,
            remember=home.resume.save if home is not None else _forget,
        )
        self._screenshots = Screenshots(camera or SimulatedCamera(lambda: self.player.playback), shared.clock)
        self.listener = Listener(self.player, self._screenshots, shared.clock)
        self.port = 0
        self._restored = False

    async def start(self, memory: Memory, port: int | None) -> None:
        await self.player.start(memory)
        self._restored = True
        before = self._home.identity.port if self._home is not None else None
        self.port = await self.listener.start(self._shared.host, port, before=before)
        if self._home is not None:
            await self._home.identity.keep_port(self.port)
        self.tell_addresses(self._shared.advertiser.addresses)
        identity = self.player.identity
        address = Address(host=self._shared.advertiser.addresses[0], port=self.port)
        print(f"{identity.name} {identity.id} {address}", flush=True)

    def tell_addresses(self, hosts: tuple[str, ...]) -> None:
        self.player.overlay.set_addresses(tuple(str(Address(host=host, port=self.port)) for host in hosts))

    async def announce(self) -> None:
        identity = self.player.identity
        await self._shared.advertiser.announce(PlayerRecord(id=identity.id, name=identity.name), self.port)

    async def close(self) -> None:
        await self._screenshots.close()
        await self.player.close()
        # A player that could not start must not forget what the one before it played.
        if self._home is not None and self._restored:
            self._home.resume.save(self.player.memory, to_the_second=True)


async def serve_player(
    options: PlayerOptions,
    home: Home,
    clock: Clock,
    engine: Engine,
    show: Show = _show_nowhere,
    camera: Camera | None = None,
) -> None:
    """Run one player until cancelled; then say goodbye and save. Raises FootlightError when it cannot start.

    Without `camera` its pictures are those of a simulated screen.
    """
    systemd = Systemd()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(home.save)
        shared = await _share(options.host, options.data_dir, clock)
        identity = await home.identity.establish(name=options.name, area=options.area)
        station = _Station(shared, identity=identity, engine=engine, show=show, camera=camera, home=home)
        stack.push_async_callback(station.close)
        stack.push_async_callback(_say_goodbye, shared, [station])
        await station.start(home.resume.load(), options.port)
        async with asyncio.TaskGroup() as group:
            group.create_task(station.player.run(systemd.progress), name="player")
            group.create_task(station.announce(), name="announce")
            group.create_task(shared.advertiser.follow_addresses(station.tell_addresses), name="addresses")
            stack.callback(systemd.stopping)
            systemd.ready()


async def serve_simulation(options: SimulationOptions, homes: Sequence[Home], clock: Clock) -> None:
    """Run many simulated players until cancelled; each keeps its place in `homes`, if there are any."""
    async with AsyncExitStack() as stack:
        for kept in homes:
            stack.push_async_callback(kept.save)
        shared = await _share(options.host, options.data_dir or Path.cwd(), clock)
        stations: list[_Station] = []
        stack.push_async_callback(_say_goodbye, shared, stations)
        for number in range(options.count):
            home = homes[number] if homes else None
            identity = simulated_identity(options.name_prefix, options.areas, number)
            port: int | None = 0
            if home is not None:
                identity = await home.identity.establish(name=identity.name, area=identity.area)
                port = None if home.identity.port else 0
            station = _Station(shared, identity=identity, engine=SimulatedEngine(clock), home=home)
            stack.push_async_callback(station.close)
            stations.append(station)
            await station.start(simulated_memory(number, options.count, options.rate_hz), port)
        async with asyncio.TaskGroup() as group:
            for station in stations:
                group.create_task(station.player.run(_nobody_watches), name="player")
                group.create_task(station.announce(), name="announce")

            def tell_all(hosts: tuple[str, ...]) -> None:
                for station in stations:
                    station.tell_addresses(hosts)

            group.create_task(shared.advertiser.follow_addresses(tell_all), name="addresses")


def run_player(options: PlayerOptions) -> int:
    """Run one player until a signal or the closed window ends it. Returns the exit code."""
    clock = SystemClock()
    with closing(Home(options.data_dir, clock)) as home:
        if options.engine is EngineName.SIMULATED:
            return _run(serve_player(options, home, clock, SimulatedEngine(clock)))

        return _run_kiosk(options, home, clock)


def run_simulation(options: SimulationOptions) -> int:
    """Run many simulated players until a signal ends them. Returns the exit code."""
    clock = SystemClock()
    allow_open_files(_FILES_PER_SIMULATED_PLAYER * options.count)
    homes: list[Home] = []
    try:
        if options.data_dir is not None:
            for number in range(options.count):
                homes.append(Home(options.data_dir / f"{number + 1:03d}", clock))  # noqa: PERF401
        return _run(serve_simulation(options, homes, clock))
    finally:
        for home in homes:
            home.close()


def main() -> None:
    """The console entry point."""
    cli = build_cli(run_player, run_simulation)
    try:
        cli()
    except FootlightError as err:
        print(f"footlight-player: {err}", file=sys.stderr)
        sys.exit(1)


def _run(work: Coroutine[Any, Any, None]) -> int:
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_until_signal(work))


def _run_kiosk(options: PlayerOptions, home: Home, clock: Clock) -> int:
    # Qt and mpv are loaded only where they are needed: a simulation runs on machines that have neither.
    from footlight_player.ui.kiosk import WindowMode, run_kiosk

    errors: list[FootlightError] = []

    async def serve(engine: Engine, show: Show, camera: Camera) -> None:
        try:
            await serve_player(options, home, clock, engine, show, camera)
        except FootlightError as err:
            # Somebody can act on it: a line will do, as on the command line, and the window closes.
            errors.append(err)

    window = WindowMode(fullscreen=True) if options.window_px is None else WindowMode(size=options.window_px)
    code = run_kiosk(serve, window=window)
    if errors:
        raise errors[0]
    return code


async def _until_signal(work: Coroutine[Any, Any, None]) -> int:
    task = asyncio.create_task(work, name="serve")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _share(host: str, folder: Path, clock: Clock) -> _Shared:
    host = await asyncio.to_thread(resolve, host)
    if not is_loopback(host):
        _log.warning("there is no pairing yet: with --host %s anybody on the network can control this player", host)
    advertiser = Advertiser(host, clock)
    await advertiser.start()
    return _Shared(clock=clock, host=host, probe=HostProbe(clock, folder), advertiser=advertiser)


async def _say_goodbye(shared: _Shared, stations: list[_Station]) -> None:
    farewells = [station.listener.close("shutdown", "The player was closed.") for station in stations]
    await asyncio.gather(shared.advertiser.close(), *farewells)


def _forget(_: Memory) -> None:
    """A player that keeps nothing."""


def _nobody_watches() -> None:
    """A player that is no service of systemd."""
