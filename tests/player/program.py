"""The program in its own process, and what a controller says to it."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable

import aiohttp

from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Hello
from footlight_common.security.standing import Offer

# Nobody else on the network is to meet the players of the tests.
HERE = ("--host", "127.0.0.1")
PROGRAM = [sys.executable, "-c", "from footlight_player.app import main; main()"]


class Process:
    """One `footlight-player` on a simulated engine."""

    def __init__(self, *arguments: str, before: str = "") -> None:
        """`before` is Python that runs first in the process."""
        self.arguments = arguments
        self._program = [*PROGRAM[:-1], before + PROGRAM[-1]]
        self.lines: list[str] = []
        self.errors = ""

    async def start(self) -> "Process":
        self.process = await asyncio.create_subprocess_exec(
            *self._program, *self.arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return self

    async def line(self) -> str:
        """The next line it prints."""
        async with asyncio.timeout(20):
            self.lines.append((await self.process.stdout.readline()).decode().rstrip())
        return self.lines[-1]

    @property
    def port(self) -> int:
        return int(self.lines[0].rpartition(":")[2])

    async def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.wait()

    async def wait(self) -> int:
        async with asyncio.timeout(10):
            _, errors = await self.process.communicate()
        self.errors += errors.decode()
        return self.process.returncode


Start = Callable[..., "asyncio.Future[Process]"]


async def join(
    client: aiohttp.ClientSession, port: int, *, offer: Offer | None = None
) -> aiohttp.ClientWebSocketResponse:
    link = await client.ws_connect(f"https://127.0.0.1:{port}/ws", protocols=["footlight.v1"])
    await link.send_str(encode(Hello(name="desk", offer=offer)))
    assert (await link.receive_json(timeout=5))["type"] == "welcome"
    return link


async def status(link: aiohttp.ClientWebSocketResponse) -> dict[str, object]:
    await link.send_json({"type": "request_device_status"})
    while (message := await link.receive_json(timeout=5))["type"] != "snapshot":
        pass
    return message["status"]


async def until_playing(link: aiohttp.ClientWebSocketResponse) -> None:
    while (await status(link))["playback"]["state"] != "playing":
        pass


async def command(link: aiohttp.ClientWebSocketResponse, **action: object) -> dict[str, object]:
    await link.send_json({"type": "command", "id": "1", "action": action})
    while (message := await link.receive_json(timeout=5))["type"] != "result":
        pass
    return message
