"""What it costs a player's processor that somebody watches its figures, and its card that they are kept."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.row import Row
from benchmarks.site import LOOPBACK, crowd, remember
from footlight_common.clock import ManualClock
from footlight_common.discovery import Address
from footlight_common.model.metrics import Metrics, Throttling
from footlight_common.protocol.topics import Topic
from footlight_controller.app import build_controller
from footlight_controller.services.controller import Controller
from footlight_player.core.rollups import Minute, Minutes, figures_of
from footlight_player.services.metrics import Rollups
from footlight_player.services.metrics_store import MetricsStore

# The kernel counts in hundredths of a second, so a turn must last.
WINDOW_S = 20.0
TURNS = 2
LINK_S = 20.0
DAYS = 30
DAY_S = 86_400
BEGIN_S = 1_790_000_040
# Everything that a Raspberry Pi measures.
FIGURES = figures_of(
    Metrics(
        cpu_percent=12.5,
        cores_percent=(10.0, 15.0, 11.0, 14.0),
        load_1=0.4,
        memory_used_bytes=700_000_000,
        memory_total_bytes=4_000_000_000,
        temperature_c=51.1,
        throttling=Throttling(),
        disk_free_bytes=9_000_000_000,
        disk_total_bytes=30_000_000_000,
        disk_life_percent=10.0,
        received_bytes_s=1200.0,
        sent_bytes_s=900.0,
        presented_fps=29.97,
        rss_bytes=180_000_000,
        open_files=61,
    )
)


@dataclass(frozen=True, slots=True)
class Watching:
    """Of one core, in percent: the player with nobody there, with a link, and with one that watches its figures."""

    alone: float
    linked: float
    watched: float


@dataclass(frozen=True, slots=True)
class Keeping:
    """Thirty days of rollups."""

    size_bytes: int
    hour_bytes: int
    """Handed to the disk in an hour, as the kernel counts."""
    write_ms: float
    """Of a minute, until it is on disk."""
    day_ms: float
    month_ms: float


@asynccontextmanager
async def linked(folder: Path, players: dict[str, Address]) -> AsyncIterator[Controller]:
    """A controller with everybody online that wants to know what they show and no more."""
    controller = build_controller(folder, LOOPBACK, own=False, topics=(Topic.DEVICES,))
    await controller.start()
    try:
        if not await controller.wait_until(lambda: _all_online(controller, players), LINK_S):
            msg = "the players are not online"
            raise RuntimeError(msg)
        yield controller
    finally:
        await controller.close()


def _all_online(controller: Controller, players: dict[str, Address]) -> bool | None:
    return all(controller.players()[each].online for each in players) or None


async def spent_percent(process: psutil.Process) -> float:
    """User and system, all threads of the process, over one window."""
    before, since_s = process.cpu_times(), time.monotonic()
    await asyncio.sleep(WINDOW_S)
    after, passed_s = process.cpu_times(), time.monotonic() - since_s
    return 100 * (after.user + after.system - before.user - before.system) / passed_s


async def watch_in_turns() -> Watching:
    """The three in turns; the mean of each."""
    turns: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory(prefix="footlight-bench-") as name:
        folder = Path(name) / "controller"
        # An item every ten seconds, so that the player is not asleep.
        with crowd(folder, count=1, rate_hz=0.1) as (program, players):
            await remember(players, folder)
            process, (player,) = psutil.Process(program.pid), players
            for _ in range(TURNS):
                alone = await spent_percent(process)
                async with linked(folder, players) as controller:
                    present = await spent_percent(process)
                    await controller.metrics.look_at(player)
                    await controller.metrics.now(player)
                    turns.append((alone, present, await spent_percent(process)))
    return Watching(*(statistics.mean(each) for each in zip(*turns, strict=True)))


def minutes_of(count: int, begin_s: int) -> Iterator[Minute]:
    """So many, one after the other."""
    minutes = Minutes()
    for number in range(count + 1):
        over = minutes.add(begin_s + 60.0 * number, 60.0, FIGURES)
        if over is not None:
            yield over


async def keep() -> Keeping:
    """Fill thirty days, write another hour minute by minute, and read."""
    with tempfile.TemporaryDirectory(prefix="footlight-bench-") as name:
        path, end_s = Path(name) / "metrics.db", BEGIN_S + DAYS * DAY_S
        store = MetricsStore(path, lambda _: None)
        whole = [*minutes_of(DAYS * 1440, BEGIN_S)]
        for place in range(0, len(whole), 1440):
            store.write(whole[place : place + 1440])
        store.close()
        size_bytes = path.stat().st_size
        writes_ms, process = list[float](), psutil.Process()
        before = process.io_counters().write_bytes
        for minute in minutes_of(60, end_s):
            begin_s = time.perf_counter()
            store.write([minute])
            writes_ms.append(1000 * (time.perf_counter() - begin_s))
        store.close()
        hour_bytes = process.io_counters().write_bytes - before
        rollups = Rollups(ManualClock(wall_s=float(end_s)), path)
        # Opened when the player starts.
        await rollups.page(from_s=0, to_s=0)
        pages_ms = []
        for days in (1, DAYS):
            begin_s = time.perf_counter()
            await rollups.page(from_s=end_s - days * DAY_S, to_s=end_s, figures=("cpu_percent", "temperature_c"))
            pages_ms.append(1000 * (time.perf_counter() - begin_s))
        await rollups.close()
    return Keeping(size_bytes, hour_bytes, statistics.median(writes_ms), *pages_ms)


def measure() -> list[Row]:
    """The cost of watching, and of keeping."""
    watching, keeping = asyncio.run(watch_in_turns()), asyncio.run(keep())
    turns = f"one simulated player, mean of {TURNS} windows of {WINDOW_S:.0f} s; the link alone, and nobody there: "
    return [
        Row(
            name="player CPU, figures watched at 1 Hz",
            unit="% core",
            ours=watching.watched,
            note=f"{turns}{watching.linked:.2f}, {watching.alone:.2f}",
        ),
        Row(
            name="of that, for one who watches",
            unit="% core",
            ours=max(0.0, watching.watched - watching.linked),
            max_ours=1.0,
        ),
        Row(
            name="figures of 30 days on disk",
            unit="MB",
            ours=keeping.size_bytes / 1e6,
            max_ours=25.0,
            note=f"{len(FIGURES)} figures a minute",
        ),
        Row(
            name="figures written to disk an hour",
            unit="kB",
            ours=keeping.hour_bytes / 1e3,
            note="as the kernel counts; one transaction a minute, on disk when it ends",
        ),
        Row(name="figures of a minute, write", unit="ms", ours=keeping.write_ms),
        Row(name="page of a day, 2 figures", unit="ms", ours=keeping.day_ms, max_ours=50.0),
        Row(name="page of 30 days, 2 figures", unit="ms", ours=keeping.month_ms, note="read in 31 parts"),
    ]
