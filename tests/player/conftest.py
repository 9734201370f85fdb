"""A house: a site with a member of each role. Programs, and a member who calls them."""

import functools
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from player.house import House
from player.program import HERE, Process, Start


@functools.cache
def _house():
    return House()


@pytest.fixture
def house():
    return _house()


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Start]:
    processes: list[Process] = []

    async def start_one(*arguments: str, before: str = "") -> Process:
        process = await Process(*arguments, before=before).start()
        processes.append(process)
        return process

    yield start_one
    for process in processes:
        await process.end(signal.SIGKILL)


@pytest_asyncio.fixture
async def arguments(data_dir: Path, house) -> list[str]:
    await house.claim_folder(data_dir, name="Lobby", area="Foyer")
    return ["--engine", "simulated", "--data-dir", str(data_dir), "--name", "Lobby", "--area", "Foyer", *HERE]


@pytest_asyncio.fixture
async def client(house) -> AsyncIterator[aiohttp.ClientSession]:
    async with house.client() as session:
        yield session
