"""The `footlight-player` program: puts the parts together and runs them until told to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any, TypeVar

from footlight_common.clock import Clock, SystemClock
from footlight_common.errors import FootlightError
from footlight_common.event_loop import new_event_loop
from footlight_player.cli import build_cli
from footlight_player.core.kiosk import Kiosk
from footlight_player.engine.board import board_model
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.on_box import code_of, reset
from footlight_player.options import EngineName, PlayerOptions, SimulationOptions
from footlight_player.services.claiming import claim_for
from footlight_player.services.home import Home
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.logs.logs import Logs
from footlight_player.services.simulation import simulated_identity, simulated_memory
from footlight_player.services.site_keys import site_keys
from footlight_player.services.trust import Trust
from footlight_player.services.trust_record import TrustRecord
from footlight_player.station import RestartAsked, Shared, Station
from footlight_player.system.advertise import Advertiser
from footlight_player.system.host_facts import host_facts
from footlight_player.system.limits import allow_open_files
from footlight_player.system.machine import Machine
from footlight_player.system.network import resolve
from footlight_player.system.systemd import Systemd

T = TypeVar("T")

# Two sockets for each of the most controllers, and room for media.
_FILES_PER_SIMULATED_PLAYER = 40
LOGS_FOLDER = "logs"


async def serve_player(
    options: PlayerOptions, home: Home, clock: Clock, kiosk: Kiosk, logs: Logs | None = None
) -> bool:
    """Run one player until cancelled, or until it is asked to start anew, which is returned as True.

    Then say goodbye and save. Raises FootlightError when it cannot start.
    """
    systemd = Systemd()
    again = False
    async with AsyncExitStack() as stack:
        logs = logs or Logs.small(clock)
        stack.push_async_exit(logs.end)
        stack.push_async_callback(home.save)
        shared = await _share(options.host, options.data_dir, clock, logs)
        stack.callback(shared.disk.shutdown, wait=False)
        stack.callback(shared.figures.shutdown, wait=False)
        identity = await home.identity.establish(name=options.name, area=options.area)
        facts = await asyncio.to_thread(host_facts, board_model(), kiosk.display)
        trust = await Trust.open(identity.id, clock, home.trust)
        station = Station(shared, identity=identity, kiosk=kiosk, host=facts, trust=trust, home=home, restarts=True)
        stack.push_async_callback(station.close)
        stack.push_async_callback(_say_goodbye, shared, [station])
        await station.start(home.resume.load(), options.port)
        print(station.introduction(), flush=True)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(station.player.run(systemd.progress), name="player")
                group.create_task(station.announce(), name="announce")
                group.create_task(shared.advertiser.follow_addresses(station.tell_addresses), name="addresses")
                group.create_task(station.until_restart(), name="restart")
                group.create_task(station.follow_code(), name="code")
                group.create_task(logs.run(), name="logs")
                stack.callback(systemd.stopping)
                systemd.ready()
        except* RestartAsked:
            again = True
    return again


async def serve_simulation(
    options: SimulationOptions, homes: Sequence[Home], clock: Clock, logs: Logs | None = None
) -> None:
    """Run many simulated players until cancelled; each keeps its place in `homes`, if there are any."""
    async with AsyncExitStack() as stack:
        logs = logs or Logs.small(clock)
        stack.push_async_exit(logs.end)
        for kept in homes:
            stack.push_async_callback(kept.save)
        shared = await _share(options.host, options.data_dir or Path.cwd(), clock, logs)
        stack.callback(shared.disk.shutdown, wait=False)
        stack.callback(shared.figures.shutdown, wait=False)
        facts = await asyncio.to_thread(host_facts, board_model())
        keys = None if options.site is None else await asyncio.to_thread(site_keys, options.site)
        stations: list[Station] = []
        stack.push_async_callback(_say_goodbye, shared, stations)
        for number in range(options.count):
            home = homes[number] if homes else None
            identity = simulated_identity(options.name_prefix, options.areas, number)
            port: int | None = 0
            if home is not None:
                identity = await home.identity.establish(name=identity.name, area=identity.area)
                port = None if home.identity.port else 0
            kiosk = Kiosk(engine=SimulatedEngine(clock))
            trust = await Trust.open(identity.id, clock, home.trust if home is not None else TrustRecord())
            if keys is not None:
                authority, standing = keys
                claim = claim_for(identity.id, trust.key, authority, standing, name="", area=identity.area)
                await trust.adopt(claim)
            station = Station(shared, identity=identity, kiosk=kiosk, host=facts, trust=trust, home=home)
            stack.push_async_callback(station.close)
            stations.append(station)
            await station.start(simulated_memory(number, options.count, options.rate_hz), port)
            print(station.introduction(), flush=True)
        async with asyncio.TaskGroup() as group:
            for station in stations:
                group.create_task(station.player.run(_nobody_watches), name="player")
                group.create_task(station.announce(), name="announce")

            def tell_all(hosts: tuple[str, ...]) -> None:
                for station in stations:
                    station.tell_addresses(hosts)

            group.create_task(shared.advertiser.follow_addresses(tell_all), name="addresses")
            group.create_task(logs.run(), name="logs")


def run_player(options: PlayerOptions) -> int:
    """Run one player until a signal or the closed window ends it. Returns the exit code."""
    clock = SystemClock()
    logs = Logs.open(options.data_dir / LOGS_FOLDER, clock)
    with logs.book.attached(), closing(Home(options.data_dir, clock)) as home:
        if options.engine is EngineName.SIMULATED:
            code, again = 0, bool(_run(serve_player(options, home, clock, Kiosk(engine=SimulatedEngine(clock)), logs)))
        else:
            code, again = _run_kiosk(options, home, clock, logs)
    if again:
        # In place, so that it also works where nobody watches over the process.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
    return code


def run_simulation(options: SimulationOptions) -> int:
    """Run many simulated players until a signal ends them. Returns the exit code."""
    clock = SystemClock()
    allow_open_files(_FILES_PER_SIMULATED_PLAYER * options.count)
    homes: list[Home] = []
    try:
        if options.data_dir is not None:
            for number in range(options.count):
                homes.append(Home(options.data_dir / f"{number + 1:03d}", clock))  # noqa: PERF401
        logs = Logs.small(clock)
        with logs.book.attached():
            _run(serve_simulation(options, homes, clock, logs))
        return 0
    finally:
        for home in homes:
            home.close()


def main() -> None:
    """The console entry point."""
    cli = build_cli(run_player, run_simulation, code_of, reset)
    try:
        cli()
    except FootlightError as err:
        print(f"footlight-player: {err}", file=sys.stderr)
        sys.exit(1)


def _run(work: Coroutine[Any, Any, T]) -> T | None:
    """What `work` came to; None when a signal ended it."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(_until_signal(work))


def _run_kiosk(options: PlayerOptions, home: Home, clock: Clock, logs: Logs) -> tuple[int, bool]:
    # Qt and mpv are loaded only where they are needed: a simulation runs on machines that have neither.
    from footlight_player.ui.kiosk import WindowMode, run_kiosk

    errors: list[FootlightError] = []
    again = False

    async def serve(kiosk: Kiosk) -> None:
        nonlocal again
        try:
            again = await serve_player(options, home, clock, kiosk, logs)
        except FootlightError as err:
            # Somebody can act on it: a line will do, as on the command line, and the window closes.
            errors.append(err)

    window = WindowMode(fullscreen=True) if options.window_px is None else WindowMode(size=options.window_px)
    code = run_kiosk(serve, window=window)
    if errors:
        raise errors[0]
    return code, again


async def _until_signal(work: Coroutine[Any, Any, T]) -> T | None:
    task = asyncio.create_task(work, name="serve")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    return None if task.cancelled() else task.result()


async def _share(host: str, folder: Path, clock: Clock, logs: Logs) -> Shared:
    host = await asyncio.to_thread(resolve, host)
    advertiser = Advertiser(host, clock)
    await advertiser.start()
    disk = ThreadPoolExecutor(1, thread_name_prefix="audit")
    return Shared(
        clock=clock,
        host=host,
        probe=HostProbe(clock, Machine(folder)),
        advertiser=advertiser,
        disk=disk,
        figures=ThreadPoolExecutor(1, thread_name_prefix="figures"),
        logs=logs,
    )


async def _say_goodbye(shared: Shared, stations: list[Station]) -> None:
    await asyncio.gather(shared.advertiser.close(), *(station.say_goodbye() for station in stations))


def _nobody_watches() -> None:
    """A player that is no service of systemd."""
