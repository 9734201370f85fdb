"""The `footlight-player` program: puts the parts together and runs them until told to stop."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from footlight_common.clock import Clock, SystemClock
from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import FootlightError, PairingClosed, StorageError
from footlight_common.model.player import HostFacts, PlayerIdentity
from footlight_player.cli import build_cli
from footlight_player.core.kiosk import Kiosk
from footlight_player.core.memory import Memory
from footlight_player.engine.board import board_model
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.on_box import code_of, reset
from footlight_player.options import EngineName, PlayerOptions, SimulationOptions
from footlight_player.server.box import Box
from footlight_player.server.listener import Listener
from footlight_player.services.audit import Audit
from footlight_player.services.claiming import claim_for
from footlight_player.services.home import Home
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.simulation import simulated_identity, simulated_memory
from footlight_player.services.site_keys import site_keys
from footlight_player.services.trust import Trust
from footlight_player.services.trust_audit import TrustAudit
from footlight_player.services.trust_record import TrustRecord
from footlight_player.system.advertise import Advertiser
from footlight_player.system.host_facts import host_facts
from footlight_player.system.limits import allow_open_files
from footlight_player.system.network import resolve
from footlight_player.system.systemd import Systemd

_log = logging.getLogger("footlight_player")

T = TypeVar("T")

# Two sockets for each of the most controllers, and room for media.
_FILES_PER_SIMULATED_PLAYER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What the players of one process have in common."""

    clock: Clock
    host: str
    probe: HostProbe
    advertiser: Advertiser
    disk: Executor
    """One thread for the audits of all."""


class _RestartAsked(Exception):
    """A controller wants the program to start anew."""


class _Station:
    """One player with its server and its place on disk."""

    def __init__(
        self,
        shared: _Shared,
        *,
        identity: PlayerIdentity,
        kiosk: Kiosk,
        host: HostFacts,
        trust: Trust,
        home: Home | None = None,
        restarts: bool = False,
    ) -> None:
        self._renaming: set[asyncio.Task[None]] = set()
        self._shared = shared
        self._home = home
        self._trust = trust
        self._engine = kiosk.engine
        self.player = Player(
            identity=identity,
            engine=kiosk.engine,
            clock=shared.clock,
            probe=shared.probe,
            show=kiosk.show,
            remember=home.resume.save if home is not None else _forget,
            host=host,
            renamed=self._renamed if home is not None else None,
            restarts=restarts,
            audit=Audit(shared.clock, None if home is None else home.audit_path, worker=shared.disk),
        )
        TrustAudit(trust, self.player.audit)
        self._screenshots = Screenshots(kiosk.camera or SimulatedCamera(lambda: self.player.playback), shared.clock)
        self.listener = Listener(self.player, trust, self._screenshots, shared.clock)
        self.port = 0
        self._site = trust.site
        self._restored = False
        self._box = None if home is None else Box(home.path, {"code": self._code, "reset": self._reset})
        self._settling: set[asyncio.Task[None]] = set()
        trust.listen(self._on_trust)

    async def start(self, memory: Memory, port: int | None) -> None:
        await self.player.start(memory)
        self._restored = True
        self.player.host = replace(self.player.host, mpv=self._engine.version)
        before = self._home.identity.port if self._home is not None else None
        self.port = await self.listener.start(self._shared.host, port, before=before)
        if self._home is not None:
            await self._home.identity.keep_port(self.port)
        if self._box is not None:
            await self._box.open()
        self.player.overlay.set_claimed(claimed=self._trust.claimed)
        if self._home is not None and self._home.trust.trouble:
            self.player.overlay.announce(self._home.trust.trouble)
        await self._settle()
        self.tell_addresses(self._shared.advertiser.addresses)
        identity = self.player.identity
        address = Address(host=self._shared.advertiser.addresses[0], port=self.port)
        print(f"{identity.name} {identity.id} {address}", flush=True)

    def tell_addresses(self, hosts: tuple[str, ...]) -> None:
        self.player.overlay.set_addresses(tuple(str(Address(host=host, port=self.port)) for host in hosts))
        query = urlencode({"host": hosts[0], "port": self.port, "id": self.player.identity.id}, safe=":")
        self.player.overlay.set_invitation(f"footlight:pair?{query}")

    async def follow_code(self) -> None:
        """Keep the code on the screen up to date, until cancelled."""
        await self._trust.follow_code(self.player.overlay.set_code)

    async def announce(self) -> None:
        # Not `announce`: a claim may have been told already.
        await self._announce_again()

    async def until_restart(self) -> None:
        """Raise _RestartAsked when a controller wants that."""
        await self.player.restart_wanted.wait()
        raise _RestartAsked

    async def say_goodbye(self) -> None:
        if self.player.restart_wanted.is_set():
            await self.listener.close("restart", "The player starts anew.")
        else:
            await self.listener.close("shutdown", "The player was closed.")

    def _renamed(self, identity: PlayerIdentity) -> None:
        task = asyncio.get_running_loop().create_task(self._make_name_known(identity), name="rename")
        self._renaming.add(task)
        task.add_done_callback(self._renaming.discard)

    async def _make_name_known(self, identity: PlayerIdentity) -> None:
        if self._home is not None:
            await self._home.identity.rename(identity)
        await self._announce_again()

    async def _announce_again(self) -> None:
        await self._shared.advertiser.rename(self._record(), self.port)

    def _record(self) -> PlayerRecord:
        identity, site = self.player.identity, self._trust.site
        return PlayerRecord(id=identity.id, name=identity.name, claimed=bool(site), site=site)

    def _on_trust(self) -> None:
        site, before = self._trust.site, self._site
        if site == before:
            return
        self._site = site
        self.player.overlay.set_claimed(claimed=bool(site))
        if site:
            self.player.overlay.announce(f"Paired with {self._trust.site_name}")
        task = asyncio.get_running_loop().create_task(self._follow_site(), name="site-changed")
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    async def _follow_site(self) -> None:
        # A new name is announced together with the site.
        if not await self._settle():
            await self._announce_again()

    async def _settle(self) -> bool:
        """Take the name and area that came with a claim; whether there were any."""
        given = self._trust.given
        if given is None:
            return False
        self.player.call(name=given.name, area=given.area)
        await asyncio.gather(*self._renaming)
        try:
            await self._trust.settle()
        except StorageError as err:
            _log.warning("%s", err)
        return True

    async def _code(self) -> str:
        if self._trust.claimed:
            msg = f"this player belongs to the site {self._trust.site_name}. Run footlight-player reset first."
            raise PairingClosed(msg)
        await self._trust.allow_pairing()
        code = self._trust.code
        return "" if code is None else code.shown

    async def _reset(self) -> str:
        await self._trust.reset()
        return ""

    async def close(self) -> None:
        if self._box is not None:
            await self._box.close()
        await asyncio.gather(*self._settling, return_exceptions=True)
        await asyncio.gather(*self._renaming, return_exceptions=True)
        await self._screenshots.close()
        await self.player.close()
        # A player that could not start must not forget what the one before it played.
        if self._home is not None and self._restored:
            self._home.resume.save(self.player.memory, to_the_second=True)


async def serve_player(options: PlayerOptions, home: Home, clock: Clock, kiosk: Kiosk) -> bool:
    """Run one player until cancelled, or until it is asked to start anew, which is returned as True.

    Then say goodbye and save. Raises FootlightError when it cannot start.
    """
    systemd = Systemd()
    again = False
    async with AsyncExitStack() as stack:
        stack.push_async_callback(home.save)
        shared = await _share(options.host, options.data_dir, clock)
        stack.callback(shared.disk.shutdown, wait=False)
        identity = await home.identity.establish(name=options.name, area=options.area)
        facts = await asyncio.to_thread(host_facts, board_model(), kiosk.display)
        trust = await Trust.open(identity.id, clock, home.trust)
        station = _Station(shared, identity=identity, kiosk=kiosk, host=facts, trust=trust, home=home, restarts=True)
        stack.push_async_callback(station.close)
        stack.push_async_callback(_say_goodbye, shared, [station])
        await station.start(home.resume.load(), options.port)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(station.player.run(systemd.progress), name="player")
                group.create_task(station.announce(), name="announce")
                group.create_task(shared.advertiser.follow_addresses(station.tell_addresses), name="addresses")
                group.create_task(station.until_restart(), name="restart")
                group.create_task(station.follow_code(), name="code")
                stack.callback(systemd.stopping)
                systemd.ready()
        except* _RestartAsked:
            again = True
    return again


async def serve_simulation(options: SimulationOptions, homes: Sequence[Home], clock: Clock) -> None:
    """Run many simulated players until cancelled; each keeps its place in `homes`, if there are any."""
    async with AsyncExitStack() as stack:
        for kept in homes:
            stack.push_async_callback(kept.save)
        shared = await _share(options.host, options.data_dir or Path.cwd(), clock)
        stack.callback(shared.disk.shutdown, wait=False)
        facts = await asyncio.to_thread(host_facts, board_model())
        keys = None if options.site is None else await asyncio.to_thread(site_keys, options.site)
        stations: list[_Station] = []
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
            station = _Station(shared, identity=identity, kiosk=kiosk, host=facts, trust=trust, home=home)
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
            code, again = 0, bool(_run(serve_player(options, home, clock, Kiosk(engine=SimulatedEngine(clock)))))
        else:
            code, again = _run_kiosk(options, home, clock)
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
        _run(serve_simulation(options, homes, clock))
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
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_until_signal(work))


def _run_kiosk(options: PlayerOptions, home: Home, clock: Clock) -> tuple[int, bool]:
    # Qt and mpv are loaded only where they are needed: a simulation runs on machines that have neither.
    from footlight_player.ui.kiosk import WindowMode, run_kiosk

    errors: list[FootlightError] = []
    again = False

    async def serve(kiosk: Kiosk) -> None:
        nonlocal again
        try:
            again = await serve_player(options, home, clock, kiosk)
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


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _share(host: str, folder: Path, clock: Clock) -> _Shared:
    host = await asyncio.to_thread(resolve, host)
    advertiser = Advertiser(host, clock)
    await advertiser.start()
    disk = ThreadPoolExecutor(1, thread_name_prefix="audit")
    return _Shared(clock=clock, host=host, probe=HostProbe(clock, folder), advertiser=advertiser, disk=disk)


async def _say_goodbye(shared: _Shared, stations: list[_Station]) -> None:
    await asyncio.gather(shared.advertiser.close(), *(station.say_goodbye() for station in stations))


def _forget(_: Memory) -> None:
    """A player that keeps nothing."""


def _nobody_watches() -> None:
    """A player that is no service of systemd."""
