"""The timeline of 100 players over 30 days: how long a picture takes while it is moved and zoomed, and the first one.

Quick on purpose: FOOTLIGHT_BENCH_PLAYERS and FOOTLIGHT_BENCH_DAYS make it smaller or larger.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import numpy as np
import pyqtgraph
import qasync
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.fleet import quantile
from benchmarks.row import Row
from benchmarks.screen import virtual_screen
from footlight_common.clock import SystemClock
from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason, Run
from footlight_common.model.playback import Item, StopReason
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.events import Alert, AnyNumbered, PlaybackStarted, PlaybackStopped, PowerOff, PowerOn
from footlight_common.protocol.pages import HistoryPage
from footlight_controller.core.remembered import Numbers
from footlight_controller.core.view import PlayerView
from footlight_controller.services.histories import Histories
from footlight_controller.services.history_cache import HistoryCache
from footlight_controller.services.history_rows import Told
from footlight_controller.ui.collector import QtCollector
from footlight_controller.ui.core_thread import CoreThread
from footlight_controller.ui.desktop import application
from footlight_controller.ui.ports import ControllerPort
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.timeline.chart import TimelineChart
from footlight_controller.ui.timeline.page import TimelinePage
from footlight_controller.ui.timeline.ribbon import Kind
from footlight_controller.ui.timeline.sight import DAY_S, HOUR_S, Sight

ROOT = Path(__file__).parents[1]
PLAYERS = int(os.environ.get("FOOTLIGHT_BENCH_PLAYERS", "100"))
DAYS = int(os.environ.get("FOOTLIGHT_BENCH_DAYS", "30"))
WINDOW = (1920, 1080)
PAGE_EVENTS = 1000
STEPS = 60
TARGET_MS = 16.0
FIRST_S = 60.0
ITEMS = tuple(Item(uri=f"/var/lib/footlight/media/clip number {place}.mp4") for place in range(30))
ZOOMS = {"an hour": HOUR_S, "a day": DAY_S, "a week": 7 * DAY_S, "a month": 30 * DAY_S, "a year": 365 * DAY_S}

T = TypeVar("T")
Figures = dict[str, dict[str, float]]


def measure() -> list[Row]:
    """In a process of its own, on a virtual display."""
    with tempfile.TemporaryDirectory(prefix="footlight-bench-") as name, virtual_screen(*WINDOW) as screen:
        environment = {**screen.environment, "PYTHONPATH": os.pathsep.join(("", str(ROOT)))}
        command = [sys.executable, "-m", "benchmarks.timeline", name]
        run = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
        )
    if run.returncode:
        raise RuntimeError((run.stderr.strip() or "the page gave no figures").splitlines()[-1])
    figures: Figures = json.loads(run.stdout.splitlines()[-1])
    first, again = figures.pop("first"), figures.pop("again")
    peer = figures.pop("pyqtgraph")
    size = f"{PLAYERS} players, {DAYS} days, {first['events']:.0f} events, {WINDOW[0]}x{WINDOW[1]}, software drawing"
    rows = [
        Row(
            name=f"timeline: a picture, {name}, p95",
            unit="ms",
            ours=found["p95_ms"],
            peer=peer["p95_ms"] if name == "moving a month" else None,
            peer_name="the same bars as pyqtgraph BarGraphItem" if name == "moving a month" else "",
            # Three screens high, that one is no picture anybody waits for.
            max_ours=TARGET_MS if found["rows"] < PLAYERS else None,
            note=f"p50 {found['p50_ms']:.1f}, max {found['max_ms']:.1f}, {found['rows']:.0f} rows in sight; {size}",
        )
        for name, found in figures.items()
    ]
    told = f"{first['seen']:.0f} rows in sight after {first['seen_s']:.1f} s, the first after {first['one_s']:.2f} s"
    return [
        *rows,
        Row(
            name=f"timeline: first picture of {PLAYERS} rows of {DAYS} days, reckoned for the first time",
            unit="s",
            ours=first["all_s"],
            note=f"{told}; the core waited {first['core_ms']:.0f} ms at most",
        ),
        Row(
            name=f"timeline: the same in the next run of the app, {PLAYERS} rows",
            unit="s",
            ours=again["all_s"],
            note=f"{again['seen']:.0f} rows in sight after {again['seen_s']:.2f} s",
        ),
    ]


class Core:
    """Histories on a core thread of their own, as the app has them; how late that thread comes to what it should do."""

    def __init__(self, path: Path) -> None:
        self.histories = Histories(SystemClock(), HistoryCache(path), keep_up=False)
        self.late_ms = 0.0
        self._over = asyncio.Event()
        self._thread = CoreThread(self._live, asyncio.new_event_loop)
        self._thread.start()

    async def call(self, request: Callable[[ControllerPort], Coroutine[Any, Any, T]]) -> T:
        """As the bridge does."""
        controller = cast("ControllerPort", SimpleNamespace(histories=self.histories))
        return await asyncio.wrap_future(self._thread.submit(request(controller)))

    def close(self) -> None:
        self._thread.call_soon(self._over.set)
        self._thread.ended.result(10)

    async def _live(self) -> None:
        await self.histories.start(_nothing, lambda _: None)
        watching = asyncio.ensure_future(self._watch())
        await self._over.wait()
        watching.cancel()
        await self.histories.close()

    async def _watch(self) -> None:
        while True:
            begin_s = time.perf_counter()
            await asyncio.sleep(0.005)
            self.late_ms = max(self.late_ms, 1000 * (time.perf_counter() - begin_s) - 5)


async def _nothing(_player_id: str, _question: object) -> HistoryPage:
    raise RuntimeError


def fill(path: Path, now_s: float) -> int:
    """Keep the past of everybody, as if it had been fetched in pages. Returns how many events that were."""
    cache = HistoryCache(path)
    total = 0
    for number in range(PLAYERS):
        events, runs = _life(random.Random(number), now_s)
        total += len(events)
        pages = []
        for begin in range(0, len(events), PAGE_EVENTS):
            some = events[begin : begin + PAGE_EVENTS]
            inside = {event.run for event in some}
            told = Told(
                stream="s",
                events=some,
                numbers=Numbers(first=some[0].seq, last=some[-1].seq),
                runs=[run for run in runs if run.number in inside],
                first_kept=1,
                last=len(events),
            )
            pages.append((_id(number), told))
        cache.add(pages)
    cache.note_heard([(_id(number), now_s) for number in range(PLAYERS)])
    cache.close()
    return total


def _life(chance: random.Random, now_s: float) -> tuple[list[AnyNumbered], list[Run]]:
    """Items of 30 s to 10 min by day, off by night and now and then, alerts that come and go."""
    events: list[AnyNumbered] = []
    runs: list[Run] = []
    at_s = now_s - DAYS * DAY_S
    while at_s < now_s:
        began_s = at_s
        runs.append(Run(number=len(runs) + 1, began_s=began_s))
        run = len(runs)

        def tell(kind: Callable[..., AnyNumbered], **fields: Any) -> None:  # noqa: ANN401  of many kinds of events
            up_s = round(at_s - began_s, 3)  # noqa: B023
            events.append(kind(seq=len(events) + 1, run=run, up_s=up_s, at_s=round(at_s, 3), **fields))  # noqa: B023

        tell(PowerOn, version="0.1.0")
        end_s = min(now_s, at_s + chance.choice((3.0, 15.0, 16.0, 40.0)) * HOUR_S)
        hot = False
        while at_s < end_s:
            place = chance.randrange(len(ITEMS))
            length_s = chance.uniform(30, 600)
            tell(PlaybackStarted, item=ITEMS[place], index=place, gap_ms=33.4)
            at_s += length_s
            shown = {"played_s": round(length_s, 3), "presented_frames": round(30 * length_s)}
            tell(PlaybackStopped, item=ITEMS[place], index=place, reason=StopReason.ENDED, **shown)
            if chance.random() < (0.2 if hot else 0.002):
                hot = not hot
                tell(Alert, code="hot", message="It is too hot", active=hot, severity=Severity.WARNING)
        if at_s < now_s:
            tell(PowerOff, reason=OffReason.SHUTDOWN)
            at_s += chance.choice((0.1, 8.0, 8.5)) * HOUR_S
    return events, runs


def _id(number: int) -> str:
    return f"{number:016x}"


class Course:
    """Does with the page what a person does, and measures."""

    def __init__(self, theme: Theme, core: Core) -> None:
        self._theme = theme
        self._core = core
        self._tasks = Tasks()
        identities = (
            PlayerIdentity(id=_id(number), name=f"Screen {number}", area=f"Area {number // 10}", version="0.1.0")
            for number in range(PLAYERS)
        )
        views = [PlayerView(identity=identity) for identity in identities]
        self.page = TimelinePage(theme, SystemClock(), core, self._tasks, lambda: views)
        self.page.resize(*WINDOW)

    async def first(self) -> dict[str, float]:
        """From the moment somebody wants to see the page of a month."""
        page, begin_s = self.page, time.perf_counter()
        page.chart.show_sight(Sight.up_to(time.time(), DAYS * DAY_S))
        page.show()
        figures = {"one_s": await self._until(lambda: bool(self._read()), begin_s)}
        # Before, the window was made, which holds up all threads.
        self._core.late_ms = 0.0
        figures["seen_s"] = await self._until(lambda: not page.reader.busy, begin_s)
        figures["seen"] = float(len(self._read()))
        everybody = [line.key for line in page.chart.lines if not line.heading]
        page.reader.look(everybody, page.board.sight)
        figures["all_s"] = await self._until(lambda: not page.reader.busy, begin_s)
        figures["core_ms"] = self._core.late_ms
        return figures

    async def close(self) -> None:
        self.page.hide()
        await self._tasks.close()

    async def moving(self, length_s: float) -> dict[str, float]:
        """Drag by a few pixels again and again."""
        await self._settle(length_s)
        chart = self.page.chart

        def step(number: int) -> None:
            by_s = (7 if number < STEPS // 2 else -7) * length_s / chart.bars_width
            chart.show_sight(Sight(chart.sight.from_s - by_s, length_s))

        return self._painted(chart.viewport(), step, len(chart.lines_in_sight()))

    async def zooming(self) -> dict[str, float]:
        """Turn the wheel over what is in sight, in and out again."""
        await self._settle(DAYS * DAY_S)
        chart = self.page.chart
        where = QPointF(chart.viewport().width() * 0.7, chart.viewport().height() / 2)

        def step(number: int) -> None:
            turn = QPoint(0, 120 if number // 15 % 2 == 0 else -120)
            around = chart.viewport().mapToGlobal(where.toPoint())
            none = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
            wheel = QWheelEvent(where, QPointF(around), QPoint(), turn, Qt.MouseButton.NoButton, *none)
            QApplication.sendEvent(chart.viewport(), wheel)

        return self._painted(chart.viewport(), step, len(chart.lines_in_sight()))

    async def all_rows(self) -> dict[str, float]:
        """Everybody at once, on a screen that is high enough."""
        sight = Sight.up_to(time.time(), DAYS * DAY_S)
        chart = TimelineChart(self._theme, SystemClock())
        chart.show_lines(self.page.chart.lines)
        chart.resize(WINDOW[0], chart.height_of_all)
        chart.show()
        await asyncio.sleep(0.5)

        def step(number: int) -> None:
            chart.show_sight(sight.moved(-number * 7 * sight.length_s / chart.bars_width, time.time()))

        figures = self._painted(chart.viewport(), step, len(chart.lines_in_sight()))
        chart.close()
        return figures

    async def peer(self) -> dict[str, float]:
        """The bars of the rows in sight, hour by hour, in a plot."""
        await self._settle(DAYS * DAY_S)
        plot = pyqtgraph.PlotWidget()
        plot.resize(self.page.chart.bars_width, self.page.chart.viewport().height())
        sight = self.page.board.sight
        seen = [line for line in self.page.chart.lines_in_sight() if line.past is not None]
        colours = {Kind.PLAYED: "#2f6fde", Kind.IDLE: "#2d5b48", Kind.OFF: "#40444b"}
        hours = int(sight.length_s / HOUR_S)
        for kind, colour in colours.items():
            lefts, feet, heights = [], [], []
            for row, line in enumerate(seen):
                ribbon = line.past.ribbon if line.past is not None else None
                if ribbon is None or kind not in ribbon.kinds:
                    continue
                shares = np.diff(ribbon.tops(sight.from_s, HOUR_S, hours), axis=0, prepend=0.0)
                place = ribbon.kinds.index(kind)
                full = np.flatnonzero(shares[place] > 0)
                lefts.append(sight.from_s + full * HOUR_S)
                feet.append(row + shares[:place].sum(axis=0)[full] * 0.8)
                heights.append(shares[place][full] * 0.8)
            if lefts:
                bars = {"x0": np.concatenate(lefts), "y0": np.concatenate(feet), "height": np.concatenate(heights)}
                plot.addItem(pyqtgraph.BarGraphItem(**bars, width=HOUR_S, brush=colour, pen=None))
        plot.show()
        plot.setYRange(0, len(seen), padding=0)
        await asyncio.sleep(0.5)

        def step(number: int) -> None:
            by_s = number * 7 * sight.length_s / plot.width()
            plot.setXRange(sight.from_s - by_s, sight.until_s - by_s, padding=0)

        figures = self._painted(plot.viewport(), step, len(seen))
        plot.close()
        return figures

    def _read(self) -> list[str]:
        return [line.key for line in self.page.chart.lines_in_sight() if line.past is not None]

    async def _settle(self, length_s: float) -> None:
        self.page.board.show_sight(Sight.up_to(time.time(), length_s))
        self.page.board.looked.emit()
        await asyncio.sleep(0.2)
        await self._until(lambda: not self.page.reader.busy, time.perf_counter())
        await asyncio.sleep(0.2)

    async def _until(self, true: Callable[[], bool], begin_s: float) -> float:
        async with asyncio.timeout(FIRST_S):
            while not true():  # noqa: ASYNC110  what it waits for is seen, and says nothing
                await asyncio.sleep(0.01)
        return time.perf_counter() - begin_s

    def _painted(self, widget: QWidget, step: Callable[[int], None], rows: int) -> dict[str, float]:
        """CPU time of this thread, which draws everything itself: others on this machine do not count."""
        times_ms = []
        for number in range(STEPS):
            begin_s = time.thread_time()
            step(number)
            widget.repaint()
            times_ms.append(1000 * (time.thread_time() - begin_s))
        return {
            "p50_ms": quantile(times_ms, 0.5),
            "p95_ms": quantile(times_ms, 0.95),
            "max_ms": max(times_ms),
            "rows": float(rows),
        }


async def course(theme: Theme, path: Path) -> Figures:
    """Everything, in a fresh core for the first picture and in another for the one after."""
    events = fill(path, time.time())
    figures: Figures = {}
    for run in ("first", "again"):
        core = Core(path)
        person = Course(theme, core)
        figures[run] = {**await person.first(), "events": float(events)}
        if run == "again":
            for name, length_s in ZOOMS.items():
                figures[f"moving {name}"] = await person.moving(length_s)
            figures["turning the wheel"] = await person.zooming()
            figures[f"all {PLAYERS} rows of a month at once"] = await person.all_rows()
            figures["pyqtgraph"] = await person.peer()
        await person.close()
        core.close()
    return figures


def main(path: Path) -> int:
    """Print the figures as one line of JSON."""
    app = application()
    if app is None:
        return 1
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(app, Appearance.DARK)
    with QtCollector(), asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        figures = runner.run(course(theme, path))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) / "history.sqlite3"))
