"""What trust costs: a link with TLS and hello beside a bare TLS handshake, and a house full of players at once."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.row import Row
from benchmarks.site import LOOPBACK, crowd, remember
from footlight_common.discovery import Address
from footlight_common.event_loop import new_event_loop
from footlight_common.protocol.session import Hello
from footlight_common.security import tls
from footlight_common.security.authority import certificate_request
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey
from footlight_controller.app import build_controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.reach import Reach
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile
from footlight_player.services.site_keys import site_keys

ROOT = Path(__file__).parents[1]
TURNS = 4
CONNECTS = 40
PLAYERS = 200
ONLINE_S = 120.0
BARE = "bare TLS 1.3 handshake, both certificates"
PLAYER_ID = "00000000000000ba"


def measure() -> list[Row]:
    """Ours and the bare handshake in turns, in one run; then everybody at once."""
    with tempfile.TemporaryDirectory(prefix="footlight-bench-") as name:
        controller = Path(name) / "controller"
        with (
            crowd(controller, count=PLAYERS, rate_hz=0) as (players, places),
            bare_server(controller) as port,
            asyncio.Runner(loop_factory=new_event_loop) as runner,
        ):
            runner.run(remember(places, controller))
            return [
                *runner.run(_connect(controller, places, port)),
                *runner.run(_all_at_once(controller, psutil.Process(players.pid), port)),
            ]


@contextmanager
def bare_server(controller: Path) -> Iterator[int]:
    """A process that ends a handshake with one byte, with a certificate of this controller's site; its port."""
    command = [sys.executable, "-c", "from benchmarks.trust import serve_bare; serve_bare()", str(controller)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.terminate()


def serve_bare() -> None:
    """The whole program of that process."""
    authority, _ = site_keys(Path(sys.argv[1]))
    key = TLSKey.generate()
    certificate = authority.issue_for_player(certificate_request(key, PLAYER_ID), PLAYER_ID)
    context = tls.claimed_player(Credential(key, certificate), authority.credential.certificate)

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b".")
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, LOOPBACK, 0, ssl=context, backlog=PLAYERS)
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Event().wait()

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve())


class Caller:
    """A member who connects, over and over, in both ways."""

    def __init__(self, site: Site, port: int) -> None:
        self._context = tls.controller(site.credential, site.authority_certificate)
        self._port = port

    async def shake_hands(self) -> float:
        """Seconds until the server's byte is there: by then both sides have checked the other."""
        begin_s = time.perf_counter()
        reader, writer = await asyncio.open_connection(LOOPBACK, self._port, ssl=self._context)
        await reader.readexactly(1)
        took_s = time.perf_counter() - begin_s
        writer.close()
        return took_s


async def _connect(controller: Path, places: dict[str, Address], port: int) -> list[Row]:
    site = await asyncio.to_thread(SiteFile(controller, NoKeyring()).require)
    caller, dialer = Caller(site, port), Dialer(Reach(LOOPBACK), Hello(name="bench"))
    await dialer.start()
    await dialer.use(site)
    player_id, address = next(iter(places.items()))
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(TURNS):
        for _ in range(CONNECTS):
            begin_s = time.perf_counter()
            connection, _ = await dialer.open(address, player_id)
            ours.append(time.perf_counter() - begin_s)
            await connection.close()
        bare += [await caller.shake_hands() for _ in range(CONNECTS)]
    await dialer.close()
    return [
        Row(
            name="link with TLS, hello and welcome, p50",
            unit="ms",
            ours=1000 * statistics.median(ours),
            peer=1000 * statistics.median(bare),
            peer_name=BARE,
            note=f"{len(ours)} of each in {TURNS} turns; p95 {_p95_ms(ours):.1f} and {_p95_ms(bare):.1f} ms",
        )
    ]


async def _all_at_once(controller: Path, players: psutil.Process, port: int) -> list[Row]:
    site = await asyncio.to_thread(SiteFile(controller, NoKeyring()).require)
    caller = Caller(site, port)
    begin_s = time.perf_counter()
    await asyncio.gather(*(caller.shake_hands() for _ in range(PLAYERS)))
    bare_s = time.perf_counter() - begin_s
    desk = build_controller(controller, LOOPBACK, automatic=False)
    everybody = asyncio.Event()

    def look(_: object) -> None:
        if sum(view.online for view in desk.players().values()) == PLAYERS:
            everybody.set()

    before, own_before_s, begin_s = players.cpu_times(), time.process_time(), time.perf_counter()
    await desk.start()
    try:
        desk.subscribe(look)
        async with asyncio.timeout(ONLINE_S):
            await everybody.wait()
        took_s = time.perf_counter() - begin_s
        own_s, after = time.process_time() - own_before_s, players.cpu_times()
    finally:
        await desk.close()
    theirs_s = after.user + after.system - before.user - before.system
    return [
        Row(
            name=f"{PLAYERS} players online after the controller starts",
            unit="s",
            ours=took_s,
            peer=bare_s,
            peer_name=f"{PLAYERS} bare handshakes at once",
            note=f"CPU: controller {own_s:.2f} s, all players together {theirs_s:.2f} s; "
            "ours with hello, subscription and snapshot",
        )
    ]


def _p95_ms(times_s: list[float]) -> float:
    return 1000 * statistics.quantiles(times_s, n=20)[-1]
