"""The whole program under attack. Whatever happens to it, at the end its picture moves and its log is clean."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from player.attacks.victim import Victim, moves
from player.program import HERE, Start, join

from footlight_common.clock import SystemClock
from footlight_common.model.playback import Item, Playlist
from footlight_player.core.memory import Memory
from footlight_player.services.home import Home


async def _put_in(folder: Path) -> None:
    """Something to play from the first second on."""
    with closing(await asyncio.to_thread(Home, folder, SystemClock())) as home:
        items = (Item(uri="sim:a?duration=live", title="A"),)
        home.resume.save(Memory(playlist=Playlist(items=items)), to_the_second=True)
        await home.save()


@pytest_asyncio.fixture
async def victim(start: Start, arguments: list[str], data_dir: Path, house) -> AsyncIterator[Victim]:
    """A claimed player that plays, run as `footlight-player`."""
    await _put_in(data_dir)
    process = await start(*arguments, "--port", "0")
    await process.line()
    yield Victim(process)
    async with house.client() as client:
        await moves(await join(client, process.port))
    assert await process.end() == 0
    assert "Traceback" not in process.errors
    assert " ERROR " not in process.errors


@pytest.fixture
def unclaimed(data_dir: Path) -> list[str]:
    """What runs a player that belongs to nobody."""
    return ["--engine", "simulated", "--data-dir", str(data_dir), "--port", "0", *HERE]


@pytest_asyncio.fixture
async def member(house, victim: Victim) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A session of an admin, which is up before the attack and answers after it."""
    async with house.client() as client:
        link = await join(client, victim.port)
        yield link
        await moves(link)
