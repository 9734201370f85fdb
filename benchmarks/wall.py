"""How long the GUI thread is busy at a time while 1,000 players change once a second and the wall is scrolled."""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.row import Row
from benchmarks.screen import virtual_screen
from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import FleetStats, LinkState, LinkStatus, PlayerView
from footlight_controller.ui.models.arranging import Arranging, Shape
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.page import MonitoringPage
from footlight_controller.ui.theme.theme import Appearance, Theme

ROOT = Path(__file__).parents[1]
PLAYERS = 1000
AREAS = 12
# What the bridge allows itself.
DELIVERIES_PER_S = 30
# Of the pre-made states each player goes through, so that making them costs the measured thread nothing.
VARIANTS = 4
WINDOW = (1920, 1080)
# One frame at 60 Hz, and about as fast as a hand turns a wheel.
FRAME_MS = 16
SCROLL_PX = 24
WARM_UP_S = 2.0
MEASURED_S = 10.0
TARGET_MS = 16.0


def measure() -> list[Row]:
    """In a process of its own, on a virtual display."""
    with virtual_screen(*WINDOW) as screen:
        found = [_measured(screen.environment, shape) for shape in (Shape.MEDIUM, Shape.SMALL, Shape.TABLE)]
    return [row for rows in found for row in rows]


def _measured(environment: dict[str, str], shape: Shape) -> list[Row]:
    # The event dispatcher of GLib does not say when it waits.
    environment = {**environment, "QT_NO_GLIB": "1", "PYTHONPATH": os.pathsep.join(("", str(ROOT)))}
    command = [sys.executable, "-m", "benchmarks.wall", shape.value]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    if run.returncode:
        raise RuntimeError(run.stderr.strip().splitlines()[-1])
    figures = json.loads(run.stdout.splitlines()[-1])
    where = f"{PLAYERS} players, each changes every second, {WINDOW[0]}x{WINDOW[1]}, software drawing"
    return [
        Row(
            name=f"GUI thread busy per turn, scrolling, {shape.value}, p99",
            unit="ms",
            ours=figures["scrolling"]["p99_ms"],
            max_ours=TARGET_MS,
            note=f"p50 {figures['scrolling']['p50_ms']:.1f}, worst {figures['scrolling']['worst_ms']:.1f}; {where}",
        ),
        Row(
            name=f"CPU of the GUI thread, standing still, {shape.value}",
            unit="%",
            ours=figures["still"]["cpu_percent"],
            note=f"scrolling {figures['scrolling']['cpu_percent']:.0f} %; p99 {figures['still']['p99_ms']:.1f} ms",
        ),
    ]


def variants_of(number: int) -> Iterator[PlayerView]:
    """One player at a few moments, all different."""
    identity = PlayerIdentity(id=f"{number:016x}", name=f"Screen {number}", area=f"Area {number % AREAS}")
    view = PlayerView(
        identity=identity,
        addresses=(Address(host="127.0.0.1", port=8470),),
        link=LinkStatus(state=LinkState.ONLINE),
    )
    for turn in range(VARIANTS):
        state = PlaybackState.PAUSED if (number + turn) % 50 == 0 else PlaybackState.PLAYING
        item = Item(uri=f"/media/clip {(number + turn // 2) % 30}.mp4")
        playback = Playback(
            state=state, item=item, index=turn, count=9, position_s=number % 60 + turn, duration_s=120.0
        )
        yield replace(view, playback=playback, last_seen_s=time.time(), taken_s=time.monotonic())


def deliveries() -> Iterator[Changes]:
    """Everybody once in a second, for ever, made before the first is asked for."""
    players = [list(variants_of(number)) for number in range(PLAYERS)]
    stats = FleetStats(total=PLAYERS, online=PLAYERS, playing=PLAYERS)
    share = math.ceil(PLAYERS / DELIVERIES_PER_S)
    made = [
        Changes(players={each[turn].id: each[turn] for each in players[start : start + share]}, stats=stats)
        for turn in range(VARIANTS)
        for start in range(0, PLAYERS, share)
    ]
    everybody = Changes(players={each[-1].id: each[-1] for each in players}, stats=stats)
    return iter((everybody, *(made * round(MEASURED_S * 4))))


class Turns:
    """CPU time of this thread between one wait of the event loop and the next: waiting itself costs none."""

    def __init__(self) -> None:
        self.busy_ms: list[float] = []
        self._before_s = time.thread_time()
        self._began_s = time.monotonic()

    def end(self) -> None:
        """The event loop is about to wait."""
        now_s = time.thread_time()
        self.busy_ms.append((now_s - self._before_s) * 1000)
        self._before_s = now_s

    def take(self) -> dict[str, float]:
        """The figures since the last time."""
        ordered = sorted(self.busy_ms)
        figures = {
            "p50_ms": ordered[len(ordered) // 2],
            "p99_ms": ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)],
            "worst_ms": ordered[-1],
            "cpu_percent": 0.1 * sum(ordered) / (time.monotonic() - self._began_s),
        }
        self.busy_ms.clear()
        self._began_s = time.monotonic()
        return figures


def run(shape: Shape) -> dict[str, dict[str, float]]:
    """Both phases, in this process."""
    app = QApplication([])
    model = PlayerListModel()
    page = MonitoringPage(Theme(app, Appearance.DARK), SystemClock(), model)
    page.resize(*WINDOW)
    page.arrange(Arranging(shape=shape))
    coming = deliveries()

    def deliver() -> None:
        changes = next(coming)
        model.apply(changes)
        page.show_changes(changes)

    bar = (page.table if shape is Shape.TABLE else page.wall).verticalScrollBar()
    steps = cycle((SCROLL_PX, -SCROLL_PX))
    step = next(steps)

    def scroll() -> None:
        nonlocal step
        if not bar.minimum() < bar.value() + step < bar.maximum():
            step = next(steps)
        bar.setValue(bar.value() + step)

    deliver()
    page.show()
    turns, figures = Turns(), dict[str, dict[str, float]]()
    QAbstractEventDispatcher.instance().aboutToBlock.connect(turns.end)
    feeding, scrolling = QTimer(), QTimer()
    feeding.timeout.connect(deliver)
    scrolling.timeout.connect(scroll)
    feeding.start(round(1000 / DELIVERIES_PER_S))

    def after(seconds: float) -> None:
        # Not the application's own loop, which closes the windows when it is told to quit.
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    after(WARM_UP_S)
    turns.take()
    after(MEASURED_S)
    figures["still"] = turns.take()
    scrolling.start(FRAME_MS)
    after(WARM_UP_S)
    turns.take()
    after(MEASURED_S)
    figures["scrolling"] = turns.take()
    page.close()
    return figures


if __name__ == "__main__":
    print(json.dumps(run(Shape(sys.argv[1]))))
