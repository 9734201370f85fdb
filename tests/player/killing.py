"""A player that is killed at any moment, and a controller that notes every event it hears."""

import asyncio
import random
import signal
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import msgspec
from player.program import Process, Start, join

from footlight_common.model.playback import Item
from footlight_common.protocol.base import encode
from footlight_common.protocol.commands import Command, Next, Play, SetVolume
from footlight_common.protocol.events import AnyNumbered
from footlight_common.protocol.pages import HistoryPage
from footlight_common.protocol.session import Cursor, Subscribe
from footlight_common.protocol.topics import Topic

_TAGS = frozenset(kind.__struct_config__.tag for kind in AnyNumbered.__args__)
# Many hand-offs within a second.
LIST = Play(items=tuple(Item(uri=f"sim:{number}?duration=0.{number + 1}") for number in range(4)), loop=True)


@dataclass
class Ear:
    """Everything that was heard, over all runs of the player."""

    heard: dict[int, AnyNumbered] = field(default_factory=dict)
    streams: set[str] = field(default_factory=set)
    repeated: list[AnyNumbered] = field(default_factory=list)

    @property
    def cursor(self) -> Cursor | None:
        return Cursor(stream=next(iter(self.streams)), seq=max(self.heard)) if self.heard else None

    def take(self, message: dict[str, object]) -> None:
        if message["type"] == "snapshot":
            self.streams.add(message["cursor"]["stream"])
        elif message["type"] in _TAGS:
            event = msgspec.convert(message, AnyNumbered)
            if event.seq in self.heard:
                self.repeated.append(event)
            self.heard[event.seq] = event


async def play_and_kill(start: Start, client: aiohttp.ClientSession, arguments: list[str], ear: Ear, after_s: float):
    """One run: hear what was missed, keep the player busy, and kill it."""
    player: Process = await start(*arguments)
    await player.line()
    link = await join(client, player.port)
    await link.send_str(encode(Subscribe(topics=(Topic.MONITORING,), since=ear.cursor)))
    await link.send_str(encode(Command(id="play", action=LIST)))

    async def disturb() -> None:
        for number in range(10_000):
            action = Next() if number % 5 == 0 else SetVolume(level=number % 100)
            await link.send_str(encode(Command(id=str(number), action=action)))
            await asyncio.sleep(0.004)

    async def listen() -> None:
        async for frame in link:
            ear.take(msgspec.json.decode(frame.data))

    disturbing = asyncio.create_task(disturb())
    listening = asyncio.create_task(listen())
    await asyncio.wait([listening], timeout=after_s)
    player.process.send_signal(signal.SIGKILL)
    # What the player sent before it died arrives all the same.
    await listening
    disturbing.cancel()
    await asyncio.gather(disturbing, return_exceptions=True)
    await link.close()
    await player.wait()


async def history(client: aiohttp.ClientSession, port: int) -> tuple[str, dict[int, AnyNumbered]]:
    """All that the player remembers, page by page, and its stream."""
    kept: dict[int, AnyNumbered] = {}
    after = 0
    while True:
        async with client.get(f"https://127.0.0.1:{port}/history", params={"after": after}) as answer:
            page = msgspec.json.decode(await answer.read(), type=HistoryPage)
        kept |= {event.seq: event for event in page.events}
        if not page.events:
            return page.stream, kept
        after = page.events[-1].seq


async def rounds(
    start: Start, client: aiohttp.ClientSession, arguments: list[str], chance: random.Random, count: int
) -> tuple[Ear, dict[int, AnyNumbered]]:
    """Kill the player `count` times; after each time it must know all that was heard. Returns both."""
    ear = Ear()
    kept: dict[int, AnyNumbered] = {}
    for _ in range(count):
        await play_and_kill(start, client, arguments, ear, chance.uniform(0.01, 1.2))
        player = await start(*arguments)
        await player.line()
        stream, kept = await history(client, player.port)
        assert ear.streams <= {stream}
        missing = {seq: event for seq, event in ear.heard.items() if kept.get(seq) != event}
        assert not missing, missing
        await player.end(signal.SIGKILL)
    return ear, kept


def quick_check(folder: Path) -> str:
    """What SQLite says of the database of a player that does not run."""
    database = sqlite3.connect(folder / "history.db")
    try:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        database.close()
