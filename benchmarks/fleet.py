"""The desktop app with 1,000 simulated players that change once a second: how long its window is busy, and its CPU."""

import asyncio
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.row import Row
from benchmarks.screen import virtual_screen
from benchmarks.site import LOOPBACK, crowd, remember
from footlight_common.event_loop import new_event_loop
from footlight_controller.app import build_controller
from footlight_controller.core.changes import Changes
from footlight_controller.ui.desktop import application, run_desktop
from footlight_controller.ui.models.arranging import Arranging, Shape
from footlight_controller.ui.theme.theme import Appearance
from footlight_controller.ui.window import MainWindow

ROOT = Path(__file__).parents[1]
PLAYERS = 1000
RATE_HZ = 1.0
WINDOW = (1920, 1080)
# One frame at 60 Hz, and about as fast as a hand turns a wheel.
FRAME_MS = 16
SCROLL_PX = 24
# Reaching 1,000 players takes a while, and longer on a busy machine.
ONLINE_S = 120.0
WARM_UP_S = 5.0
MEASURED_S = 15.0
TARGET_MS = 16.0


def measure() -> list[Row]:
    """One fleet for all shapes of the page; the app in a process of its own for each, on a virtual display."""
    with (
        tempfile.TemporaryDirectory(prefix="footlight-bench-") as name,
        virtual_screen(*WINDOW) as screen,
        crowd(Path(name) / "controller", count=PLAYERS, rate_hz=RATE_HZ) as (_, players),
    ):
        asyncio.run(remember(players, Path(name) / "controller"))
        return [row for shape in Shape for row in _rows(shape, _measured(screen.environment, Path(name), shape))]


def _measured(environment: dict[str, str], directory: Path, shape: Shape) -> dict[str, dict[str, float]]:
    # The event dispatcher of GLib does not say when it waits.
    environment = {**environment, "QT_NO_GLIB": "1", "PYTHONPATH": os.pathsep.join(("", str(ROOT)))}
    command = [sys.executable, "-m", "benchmarks.fleet", shape.value, str(directory / "controller")]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    if run.returncode:
        raise RuntimeError((run.stderr.strip() or "the app gave no figures").splitlines()[-1])
    figures: dict[str, dict[str, float]] = json.loads(run.stdout.splitlines()[-1])
    return figures


def _rows(shape: Shape, figures: dict[str, dict[str, float]]) -> list[Row]:
    scrolling, still = figures["scrolling"], figures["still"]
    return [
        Row(
            name=f"GUI thread busy per turn, scrolling, {shape.value}, p99",
            unit="ms",
            ours=scrolling["busy_p99_ms"],
            max_ours=TARGET_MS,
            note=f"CPU time; p50 {scrolling['busy_p50_ms']:.1f}, worst {scrolling['busy_worst_ms']:.1f}, "
            f"standing still p99 {still['busy_p99_ms']:.1f}; a frame comes p99 {scrolling['late_p99_ms']:.0f} ms late; "
            f"{PLAYERS} players, {RATE_HZ:g} change a second each, {WINDOW[0]}x{WINDOW[1]}, software drawing",
        ),
        Row(
            name=f"CPU of the controller, {shape.value}",
            unit="%",
            ours=still["cpu_percent"],
            note=f"of one core, GUI thread {still['gui_cpu_percent']:.0f}; "
            f"scrolling {scrolling['cpu_percent']:.0f}, GUI thread {scrolling['gui_cpu_percent']:.0f}; "
            f"{still['changes_per_s']:.0f} changed players a second, "
            f"all online after {figures['start']['online_s']:.0f} s, RSS {figures['start']['rss_mib']:.0f} MiB",
        ),
    ]


class Turns:
    """The turns of the event loop, and how late frames come."""

    def __init__(self) -> None:
        self.busy_ms: list[float] = []
        """CPU time of the GUI thread from one turn to the next: waiting for something to do costs none."""
        self.late_ms: list[float] = []
        """From the moment a step of scrolling was due to the moment the window came to it."""
        self.changes = 0
        self._began_s = self._process_s = self._thread_s = self._turned_s = 0.0
        self._begin()

    def turn(self) -> None:
        """One begins."""
        now_s = time.thread_time()
        self.busy_ms.append(1000 * (now_s - self._turned_s))
        self._turned_s = now_s

    def take(self) -> dict[str, float]:
        """The figures since the last time."""
        took_s = time.monotonic() - self._began_s
        figures = {
            "busy_p50_ms": quantile(self.busy_ms, 0.5),
            "busy_p99_ms": quantile(self.busy_ms, 0.99),
            "busy_worst_ms": max(self.busy_ms),
            "late_p99_ms": quantile(self.late_ms or [0.0], 0.99),
            "cpu_percent": 100 * (time.process_time() - self._process_s) / took_s,
            "gui_cpu_percent": 100 * (time.thread_time() - self._thread_s) / took_s,
            "changes_per_s": self.changes / took_s,
        }
        self._begin()
        return figures

    def _begin(self) -> None:
        self.busy_ms.clear()
        self.late_ms.clear()
        self.changes = 0
        self._began_s, self._process_s = time.monotonic(), time.process_time()
        self._thread_s = self._turned_s = time.thread_time()


def quantile(figures: list[float], share: float) -> float:
    """The one that `share` of all do not pass."""
    return sorted(figures)[max(0, math.ceil(share * len(figures)) - 1)]


class Course(QObject):
    """Waits in the running app until everybody is online, measures, and closes the window."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.figures: dict[str, dict[str, float]] = {}
        self._shape = shape
        self._turns = Turns()
        self._began_s = time.monotonic()
        self._look = QTimer(self, interval=100)
        self._look.timeout.connect(self._wait)
        self._look.start()

    def _wait(self) -> None:
        window = next((each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)), None)
        if window is None or not window.isVisible():
            return
        waited_s = time.monotonic() - self._began_s
        if sum(view.online for view in window.model.views()) >= PLAYERS:
            self._look.stop()
            rss_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            self.figures["start"] = {"online_s": waited_s, "rss_mib": rss_kib / 1024}
            self._measure(window)
        elif waited_s > ONLINE_S:
            window.close()

    def _measure(self, window: MainWindow) -> None:
        window.page.arrange(Arranging(shape=self._shape))
        QAbstractEventDispatcher.instance().awake.connect(self._turns.turn)
        window.model.applied.connect(self._count)
        bar = (window.page.table if self._shape is Shape.TABLE else window.page.wall).verticalScrollBar()
        steps = cycle((SCROLL_PX, -SCROLL_PX))
        step = next(steps)
        due_s = 0.0

        def scroll() -> None:
            nonlocal step, due_s
            now_s = time.monotonic()
            if due_s:
                self._turns.late_ms.append(1000 * max(0.0, now_s - due_s))
            due_s = now_s + FRAME_MS / 1000
            if not bar.minimum() < bar.value() + step < bar.maximum():
                step = next(steps)
            bar.setValue(bar.value() + step)

        scrolling = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        scrolling.timeout.connect(scroll)

        def keep(name: str) -> None:
            self.figures[name] = self._turns.take()

        timetable = (
            (WARM_UP_S, self._turns.take),
            (MEASURED_S, lambda: keep("still")),
            (0.0, scrolling.start),
            (WARM_UP_S, self._turns.take),
            (MEASURED_S, lambda: keep("scrolling")),
            (0.0, window.close),
        )
        at_s = 0.0
        for pause_s, act in timetable:
            at_s += pause_s
            QTimer.singleShot(round(1000 * at_s), self, act)

    def _count(self, changes: Changes) -> None:
        self._turns.changes += len(changes.players)


def main(shape: Shape, data_dir: Path) -> int:
    """The desktop app as it is, with somebody who looks at the clock."""
    application()
    course = Course(shape)
    run_desktop(
        lambda: build_controller(data_dir, LOOPBACK, automatic=False),
        loop_factory=new_event_loop,
        size=WINDOW,
        appearance=Appearance.DARK,
    )
    if "scrolling" not in course.figures:
        print(f"not all of {PLAYERS} players were online after {ONLINE_S:g} s", file=sys.stderr)
        return 1
    print(json.dumps(course.figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(Shape(sys.argv[1]), Path(sys.argv[2])))
