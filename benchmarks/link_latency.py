"""From a change on the player to `dataChanged` in the desktop app's model, beside a bare WebSocket and a web server."""

import asyncio
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from PySide6.QtCore import QModelIndex

from benchmarks.row import Row
from benchmarks.site import LOOPBACK, crowd
from footlight_common.discovery import Address
from footlight_common.event_loop import new_event_loop
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.player_list import PlayerListModel, Role

ROOT = Path(__file__).parents[1]
# Eight players of which each changes once a second: the same load for all three, far from anybody's limit.
PLAYERS = 8
RATE_HZ = 1.0
WINDOW_S = 10.0
TURNS = 3
START_S = 30.0
# About what a status message weighs.
ECHO_BYTES = 900
ECHO = "raw aiohttp echo"
WEB = "Flask-SocketIO"


@dataclass(frozen=True, slots=True)
class Latency:
    """Of one window, in milliseconds."""

    p50_ms: float
    p99_ms: float
    count: int

    @classmethod
    def of(cls, latencies_s: list[float]) -> "Latency":
        ordered = sorted(latencies_s)
        if not ordered:
            msg = "no change arrived"
            raise RuntimeError(msg)
        p99 = ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)]
        return cls(1000 * statistics.median(ordered), 1000 * p99, len(ordered))


@contextmanager
def running(command: list[str], directory: str) -> Iterator["subprocess.Popen[str]"]:
    """A child process, ended with the block."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True, cwd=directory
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


class Desk:
    """The desktop app without its window: core thread, bridge and model as in the program."""

    def __init__(self, directory: Path) -> None:
        from footlight_controller.app import build_controller
        from footlight_controller.ui.bridge import Bridge

        self._players: dict[str, Address] = {}
        self._latencies_s: list[float] | None = None
        self.model = PlayerListModel()
        self.bridge = Bridge(lambda: build_controller(directory, LOOPBACK), new_event_loop)
        self._news = asyncio.Event()
        self.bridge.changed.connect(self.model.apply)
        self.bridge.changed.connect(self._news.set)
        self.model.dataChanged.connect(self._changed)

    async def link(self, players: dict[str, Address]) -> None:
        """Return once all of them are online."""
        self._players = players
        await self.bridge.start()
        for address in players.values():
            await self.bridge.add(address)
        async with asyncio.timeout(START_S):
            while not all(self._online(player) for player in players):
                self._news.clear()
                await self._news.wait()

    async def watch(self) -> Latency:
        """Changes of what is playing, from the player's own note of when it happened."""
        self._latencies_s = []
        await asyncio.sleep(WINDOW_S)
        latencies_s, self._latencies_s = self._latencies_s, None
        return Latency.of(latencies_s)

    def _online(self, player: str) -> bool:
        view = self.model.data(self.model.index_of(player), Role.VIEW)
        return isinstance(view, PlayerView) and view.online

    def _changed(self, first: QModelIndex, _last: QModelIndex, roles: list[int]) -> None:
        now_s = time.time()
        view = self.model.data(first, Role.VIEW)
        if (
            self._latencies_s is not None
            and isinstance(view, PlayerView)
            and Role.ITEM in roles
            and view.id in self._players
        ):
            self._latencies_s.append(now_s - view.playback.since_s)


@asynccontextmanager
async def echo_client(port: int) -> AsyncIterator[Callable[[], "asyncio.Future[Latency]"]]:
    """Measures half of a round trip: the echo answers on the same socket, so both ways cost the same."""
    async with aiohttp.ClientSession() as http, http.ws_connect(f"ws://127.0.0.1:{port}/") as link:

        async def watch() -> Latency:
            latencies_s = []
            end_s = time.monotonic() + WINDOW_S
            while time.monotonic() < end_s:
                begin_s = time.perf_counter()
                await link.send_str("x" * ECHO_BYTES)
                await link.receive_str()
                latencies_s.append((time.perf_counter() - begin_s) / 2)
                await asyncio.sleep(1 / (PLAYERS * RATE_HZ))
            return Latency.of(latencies_s)

        yield lambda: asyncio.ensure_future(watch())


def serve_echo() -> None:
    """The whole program of the echo's process."""
    from aiohttp import web

    async def answer(request: web.Request) -> web.WebSocketResponse:
        link = web.WebSocketResponse(compress=False)
        await link.prepare(request)
        async for message in link:
            await link.send_str(message.data)
        return link

    async def serve() -> None:
        app = web.Application()
        app.router.add_get("/", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


def web_peer() -> tuple[Path, Path] | str:
    """The peer's interpreter and folder, made ready; or why it is left out."""
    place = os.environ.get("FOOTLIGHT_PEERS")
    if not place:
        return f"{WEB} left out: FOOTLIGHT_PEERS does not name the folder that holds it"
    folder = Path(place).resolve() / "flask_socketio"
    if not (folder / "app.py").exists():
        return f"{WEB} left out: there is no {folder / 'app.py'}"
    home = ROOT / "build" / "peers" / "flask_socketio"
    python = home / "bin" / "python"
    ready = home / "ready"
    if not ready.exists():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]
        try:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True)
            subprocess.run([*pip, str(folder / "requirements.txt")], check=True, capture_output=True)
        except subprocess.CalledProcessError as err:
            return f"{WEB} left out: {err.cmd[2]} failed with {err.returncode}"
        ready.touch()
    return python, folder


def watch_web_server(python: Path, folder: Path, directory: str) -> Latency:
    """From the device's request to the event in the dashboard. Blocks."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    with running([str(python), str(folder / "app.py"), port, f"{directory}/peer.db"], directory) as server:
        deadline_s = time.monotonic() + START_S
        while socket.socket().connect_ex(("127.0.0.1", int(port))):
            if server.poll() is not None or time.monotonic() > deadline_s:
                msg = f"{WEB} did not start"
                raise RuntimeError(msg)
            time.sleep(0.1)
        load = [str(python), str(folder / "load.py"), port, str(PLAYERS), str(WINDOW_S)]
        told = subprocess.run(load, capture_output=True, text=True, check=True, timeout=60, cwd=directory).stdout
    found = re.search(r"events=(\d+) .*p50=([\d.]+)ms p99=([\d.]+)ms", told)
    if found is None:
        msg = f"{WEB} said {told[:80]!r}"
        raise RuntimeError(msg)
    return Latency(float(found[2]), float(found[3]), int(found[1]))


def measure() -> list[Row]:
    """Ours, the echo and the web server in turns; the median of the turns."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import qasync
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication.instance() or QCoreApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        ours, echo, web, reason = runner.run(_take_turns())
    changes = sum(turn.count for turn in ours)
    rows = []
    for statistic, of in (("p50", lambda turn: turn.p50_ms), ("p99", lambda turn: turn.p99_ms)):
        name = f"player to model, {statistic}"
        figure = statistics.median(map(of, ours))
        rows.append(
            Row(
                name=name,
                unit="ms",
                ours=figure,
                peer=statistics.median(map(of, echo)),
                peer_name=ECHO,
                note=f"half a round trip of {ECHO_BYTES} bytes without TLS; ours: {changes} changes over TLS, "
                "30 deliveries a second",
            )
        )
        rows.append(
            Row(
                name=name,
                unit="ms",
                ours=figure,
                peer=statistics.median(map(of, web)) if web else None,
                peer_name=WEB if web else "",
                max_ratio=1.0 if web else None,
                note=reason or "device's request to event in the dashboard client, without a screen",
            )
        )
    return rows


async def _take_turns() -> tuple[list[Latency], list[Latency], list[Latency], str]:
    peer = web_peer()
    ours: list[Latency] = []
    echo: list[Latency] = []
    web: list[Latency] = []
    serve = [sys.executable, "-c", "from benchmarks.link_latency import serve_echo; serve_echo()"]
    with (
        tempfile.TemporaryDirectory(prefix="footlight-bench-") as directory,
        crowd(Path(directory) / "controller", count=PLAYERS, rate_hz=RATE_HZ) as (_, players),
        running(serve, str(ROOT)) as echoing,
    ):
        desk = Desk(Path(directory) / "controller")
        try:
            await desk.link(players)
            async with echo_client(int(next(iter(echoing.stdout or ()), "0"))) as watch_echo:
                for _ in range(TURNS):
                    ours.append(await desk.watch())
                    echo.append(await watch_echo())
                    if isinstance(peer, tuple):
                        # In a thread: a loop that stands still for so long would have a backlog in the next turn.
                        web.append(await asyncio.to_thread(watch_web_server, *peer, directory))
        finally:
            await desk.bridge.close()
    return ours, echo, web, peer if isinstance(peer, str) else ""
