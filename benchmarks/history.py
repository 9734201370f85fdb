"""What the history costs: events written one item change at a time, found again among ten million, and an SD card.

FOOTLIGHT_BENCH_EVENTS=100000 makes it quick; the figures for finding are then those of a small file.
"""

import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.row import Row
from footlight_common.clock import ManualClock
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import AnyNumbered, PlaybackStarted, PlaybackStopped, PowerOff, PowerOn
from footlight_player.core.facts import Progress, Started, Stopped
from footlight_player.services.history import History
from footlight_player.services.history_pages import Wish
from footlight_player.services.history_store import HistoryStore

EVENTS = int(os.environ.get("FOOTLIGHT_BENCH_EVENTS", "10000000"))
ITEM_S = 10.0
ITEMS = tuple(Item(uri=f"/var/lib/footlight/media/clip number {place}.mp4") for place in range(30))
EVENTS_A_RUN = 16 * 8640
BATCH = 5000
CHANGES = 500
QUERIES = 200
MARKS_S = 3600
SETTLE_S, WATCHED_S = 15.0, 120.0
HERE = ("--host", "127.0.0.1")
PROGRAM = "from footlight_player.app import main; main()"
BEGAN_S = 1_700_000_000.0
DAY_S, YEAR_S = 86_400.0, 365 * 86_400.0


def measure() -> list[Row]:
    """In this order: one item change, many events, pages, an hour."""
    folder = Path(tempfile.mkdtemp(prefix="footlight-bench-"))
    try:
        return [
            *_changes(folder / "changes.db"),
            *_many(folder / "many.db"),
            *asyncio.run(_hour(folder / "hour.db")),
            *_program(folder / "player"),
        ]
    finally:
        shutil.rmtree(folder)


def _changes(path: Path) -> list[Row]:
    store = HistoryStore(path, print)
    happened = _story(2 * CHANGES + 2)
    store.write([next(happened)], None)
    times_s: list[float] = []
    for _ in range(CHANGES):
        change = [next(happened), next(happened)]
        begin_s = time.perf_counter()
        store.write(change, None)
        times_s.append(time.perf_counter() - begin_s)
    store.close()
    with tempfile.NamedTemporaryFile(dir=path.parent) as file:
        flushes_s = [_flush(file.fileno()) for _ in range(CHANGES)]
    return [
        Row(
            name="history: an item change (two events) on disk, p50",
            unit="ms",
            ours=1000 * statistics.median(times_s),
            peer=1000 * statistics.median(flushes_s),
            peer_name="2 KiB appended and fdatasync",
            note=f"p95 {1000 * _p95(times_s):.2f} and {1000 * _p95(flushes_s):.2f} ms, {CHANGES} of each",
        )
    ]


def _flush(descriptor: int) -> float:
    begin_s = time.perf_counter()
    os.write(descriptor, b"x" * 2048)
    os.fdatasync(descriptor)
    return time.perf_counter() - begin_s


def _many(path: Path) -> list[Row]:
    store = HistoryStore(path, print)
    happened = _story(EVENTS)
    spent_s, last, end_s = 0.0, 0, BEGAN_S
    while batch := [event for event, _ in zip(happened, range(BATCH), strict=False)]:
        begin_s = time.perf_counter()
        store.write(batch, None)
        spent_s += time.perf_counter() - begin_s
        last, end_s = batch[-1].seq, batch[-1].at_s
    store.close()
    rows = [
        Row(
            name="history: insert of one event, in batches",
            unit="us",
            ours=1e6 * spent_s / last,
            note=f"{last} events in batches of {BATCH}",
        ),
        Row(
            name="history: an event on disk",
            unit="bytes",
            ours=path.stat().st_size / last,
            note=f"{last} events: starts and stops of {ITEM_S:.0f} s items; {path.stat().st_size / 1e6:.0f} MB",
        ),
    ]
    rows += [
        _pages(store, name, length_s, end_s, last, newest_first=newest_first)
        for name, length_s in (("one day", DAY_S), ("one year", YEAR_S))
        for newest_first in (False, True)
    ]
    rows.append(_numbers(store, last))
    store.close()
    return rows


def _pages(store: HistoryStore, name: str, length_s: float, end_s: float, last: int, *, newest_first: bool) -> Row:
    chance = random.Random(5)
    times_s: list[float] = []
    found = 0
    for _ in range(QUERIES):
        from_s = chance.uniform(BEGAN_S, max(BEGAN_S, end_s - length_s))
        begin_s = time.perf_counter()
        page = store.page(Wish(from_s=from_s, to_s=from_s + length_s, newest_first=newest_first), last)
        times_s.append(time.perf_counter() - begin_s)
        found += len(page.events)
    side = "newest" if newest_first else "oldest"
    return Row(
        name=f"history: the {side} page of {name} of {last} events, p95",
        unit="ms",
        ours=1000 * _p95(times_s),
        max_ours=50.0,
        note=f"p50 {1000 * statistics.median(times_s):.1f} ms, {found / QUERIES:.0f} events a page",
    )


def _numbers(store: HistoryStore, last: int) -> Row:
    chance = random.Random(6)
    times_s: list[float] = []
    for _ in range(QUERIES):
        after = chance.randrange(last)
        begin_s = time.perf_counter()
        store.page(Wish(after=after), last)
        times_s.append(time.perf_counter() - begin_s)
    return Row(
        name=f"history: a page by number of {last} events, p95",
        unit="ms",
        ours=1000 * _p95(times_s),
        max_ours=50.0,
        note=f"p50 {1000 * statistics.median(times_s):.1f} ms",
    )


async def _hour(path: Path) -> list[Row]:
    """An hour of ten-second items with a tick a second, as fast as the disk takes it."""
    clock = ManualClock()
    history = History(clock, path)
    await history.open("bench")
    await _quiet(history)
    before, commits = _written_bytes(), 0
    for second_s in range(MARKS_S):
        place, into_s = divmod(second_s, int(ITEM_S))
        if into_s == 0:
            item = ITEMS[place % len(ITEMS)]
            if place:
                history.append(
                    Stopped(
                        item=ITEMS[(place - 1) % len(ITEMS)],
                        index=0,
                        reason=StopReason.ENDED,
                        played_s=ITEM_S,
                        presented_frames=300,
                    )
                )
            history.append(Started(item=item, index=place % len(ITEMS), gap_ms=33.3))
        else:
            history.tick(Progress(played_s=into_s, presented_frames=30 * into_s))
        commits += await _quiet(history)
        await clock.advance(1.0)
    written = _written_bytes() - before
    await history.close(OffReason.SHUTDOWN)
    return [
        Row(
            name="history: written to disk in an hour of 10 s items",
            unit="MB",
            ours=written / 1e6,
            note=f"{commits} commits; {24 * 365 * written / 1e9:.0f} GB a year, without the file system's own journal",
        )
    ]


def _program(folder: Path) -> list[Row]:
    """All that a player writes while it plays ten-second items and nobody watches."""
    arguments = ["simulate", "--count", "1", "--rate", f"{1 / ITEM_S:g}", "--data-dir", str(folder), *HERE]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.DEVNULL) as process:
        try:
            time.sleep(SETTLE_S)
            before = _written_bytes(process.pid)
            time.sleep(WATCHED_S)
            written = _written_bytes(process.pid) - before
        finally:
            process.terminate()
    return [
        Row(
            name="a whole player: written to disk in an hour of 10 s items",
            unit="MB",
            ours=written / 1e6 * 3600 / WATCHED_S,
            note=f"history, figures and where it is, seen for {WATCHED_S:.0f} s",
        )
    ]


async def _quiet(history: History) -> bool:
    """Wait until everything is on disk; whether there was anything."""
    task = history._task  # noqa: SLF001
    if task is None or task.done():
        return False
    await task
    return True


def _written_bytes(process: int | str = "self") -> int:
    lines = Path(f"/proc/{process}/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["write_bytes"])


def _story(count: int) -> Iterator[AnyNumbered]:
    """Runs of some days that play ten-second items, with an hour between them."""
    seq, run, began_s = 0, 0, BEGAN_S
    while seq < count:
        run += 1
        up_s = 0.0
        for place in range(EVENTS_A_RUN):
            if seq >= count:
                return
            seq += 1
            fields: dict[str, Any] = {"seq": seq, "run": run, "up_s": up_s, "at_s": round(began_s + up_s, 3)}
            item = ITEMS[(place // 2) % len(ITEMS)]
            index = (place // 2) % len(ITEMS)
            if place == 0:
                yield PowerOn(version="0.1.0", **fields)
            elif place == EVENTS_A_RUN - 1:
                yield PowerOff(reason=OffReason.SHUTDOWN, **fields)
            elif place % 2:
                yield PlaybackStarted(item=item, index=index, gap_ms=33.367, **fields)
                up_s = round(up_s + ITEM_S + 0.033, 3)
            else:
                stopped = ITEMS[(place // 2 - 1) % len(ITEMS)]
                yield PlaybackStopped(
                    item=stopped,
                    index=(place // 2 - 1) % len(ITEMS),
                    reason=StopReason.ENDED,
                    played_s=ITEM_S,
                    presented_frames=300,
                    **fields,
                )
        began_s = round(began_s + up_s + 3600.0, 3)


def _p95(times_s: list[float]) -> float:
    return statistics.quantiles(times_s, n=20)[-1]
