"""A player that is attacked, and what its members still see of it."""

import asyncio
import ssl

import aiohttp
from player.house import stranger
from player.program import Process

from footlight_common.ration import abort


class Victim:
    """The program, its port, and the ways in that strangers have."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.port = process.port
        self.id = process.lines[0].split()[-2]

    def url(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    async def about(self) -> dict[str, object]:
        """What it tells everybody."""
        async with stranger() as client, client.get(self.url("/about")) as answer:
            return await answer.json()

    async def say(self, data: bytes, context: ssl.SSLContext) -> bytes:
        """Send these bytes after the TLS handshake; the beginning of what the player says to it, if it says anything.

        It hangs up on strangers after a while in any case: see `footlight_common.door`.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=context)
        try:
            writer.write(data)
            return await asyncio.wait_for(reader.read(4096), 2)
        except (ConnectionError, TimeoutError):
            return b""
        finally:
            writer.close()
            abort(writer.transport)


def request(method: str, path: str, *headers: str) -> bytes:
    """An HTTP request after which the player hangs up."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: player", "Connection: close", *headers, "", ""]).encode()


async def frames(link: aiohttp.ClientWebSocketResponse) -> int:
    """How many have reached the screen."""
    await link.send_json({"type": "request_stats"})
    while (message := await link.receive_json(timeout=5))["type"] != "stats_update":
        pass
    return message["stats"]["presented_frames"]


async def moves(link: aiohttp.ClientWebSocketResponse) -> None:
    """Return as soon as more frames have reached the screen than now."""
    before = await frames(link)
    async with asyncio.timeout(10):
        while await frames(link) <= before:  # noqa: ASYNC110 - the player counts once a second, whoever asks
            await asyncio.sleep(0.1)
