"""Both programs for real: processes, sockets, mDNS and files."""

import asyncio
import contextlib
import json
import re
import secrets
import signal
import sys
from pathlib import Path

import pytest
from controller.services.home import home, move_in

from footlight_controller.app import build_controller
from footlight_player.services.claiming import claim_folder

PROGRAMS = Path(sys.executable).parent
# Nobody else on the network is to meet the players of the tests.
HERE = ("--host", "127.0.0.1")
START_S = 20.0


async def claim(data_dir: Path) -> None:
    """Have the player of this directory belong to the site of the controllers, before it starts."""
    site = home()
    await claim_folder(data_dir, site.authority(), site.standing)


class PlayerProcess:
    """`footlight-player` with the simulated engine; the same place on disk, and so the same player, at each start."""

    def __init__(self, name: str, data_dir: Path) -> None:
        self.name = name
        self._data_dir = data_dir
        self._process: asyncio.subprocess.Process | None = None
        self.id = ""
        self.address = ""

    async def start(self, *options: str) -> "PlayerProcess":
        if not self._data_dir.exists():
            await claim(self._data_dir)
        command = ["--name", self.name, "--data-dir", str(self._data_dir), "--engine", "simulated", *HERE, *options]
        self._process = await asyncio.create_subprocess_exec(
            PROGRAMS / "footlight-player", *command, stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(START_S):
            line = (await self._process.stdout.readline()).decode()
        self.id, self.address = line.removeprefix(f"{self.name} ").split()
        return self

    async def code(self) -> str:
        """The pairing code, as whoever has a shell on the box reads it."""
        process = await asyncio.create_subprocess_exec(
            PROGRAMS / "footlight-player", "code", "--data-dir", str(self._data_dir), stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        return re.search(r"[0-9]{3}-[0-9]{3}", out.decode())[0]

    def unclaimed(self) -> "PlayerProcess":
        """From its first start on it belongs to nobody."""
        self._data_dir.mkdir()
        return self

    def remembers(self, text: str) -> bool:
        """Whether it has saved `text` by now, so that not even a kill makes it forget."""
        return any(text in path.read_text() for path in self._data_dir.glob("*.json"))

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ended(self) -> None:
        """Returns once it has ended."""
        async with asyncio.timeout(START_S):
            await self._process.wait()

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()


class Program:
    """`footlight` with its own data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._processes: list[asyncio.subprocess.Process] = []

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            PROGRAMS / "footlight", "--data-dir", str(self.data_dir), *HERE, *arguments, stdout=pipe, stderr=pipe
        )
        self._processes.append(process)
        return process

    async def close(self) -> None:
        for process in self._processes:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def __call__(self, *arguments: str) -> tuple[int, str, str]:
        process = await self.start(*arguments)
        async with asyncio.timeout(START_S):
            out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    async def lines(self, *arguments: str) -> list[dict]:
        code, out, err = await self(*arguments)
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def name() -> str:
    """A name that no other player on this machine has."""
    return f"Stage {secrets.token_hex(3)}"


@pytest.fixture
async def make_player(tmp_path, name):
    players: list[PlayerProcess] = []

    def make() -> PlayerProcess:
        players.append(PlayerProcess(name, tmp_path / f"player-{len(players)}"))
        return players[-1]

    yield make
    for player in players:
        with contextlib.suppress(ProcessLookupError):
            await player.kill()


@pytest.fixture
async def player(make_player) -> PlayerProcess:
    """A player that runs and was never seen before."""
    return await make_player().start("--port", "0")


@pytest.fixture
def at_home(tmp_path, data_dir) -> None:
    """Every controller belongs to the site."""
    for place in (tmp_path / "controller", data_dir):
        move_in(place)


@pytest.fixture
async def footlight(tmp_path, at_home):
    program = Program(tmp_path / "controller")
    yield program
    await program.close()


@pytest.fixture
def clips(tmp_path) -> list[str]:
    """Two files that the simulated engine takes for ten seconds of video each."""
    paths = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for path in paths:
        path.touch()
    return [str(path) for path in paths]


@pytest.fixture
async def controller(data_dir, at_home):
    """The real controller, with real discovery."""
    controller = build_controller(data_dir, "127.0.0.1")
    await controller.start()
    yield controller
    await controller.close()


@pytest.fixture
def told(controller):
    """The events of the controller so far, as (player id, event)."""
    events: list[tuple[str, object]] = []
    controller.subscribe(lambda changes: events.extend((told.player_id, told.event) for told in changes.events))
    return events
