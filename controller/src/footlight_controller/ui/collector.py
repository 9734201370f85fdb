"""Keeps Python's cycle collector on the Qt thread."""

import gc
import time
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

# Often and little at a time: with 1,000 players thousands of objects a second live long enough to be looked at.
INTERVAL_MS = 25
# Looking at everything takes a tenth of a second or two, which would be felt more often than this.
EVERYTHING_S = 600.0


class QtCollector(QObject):
    """While entered, cycles are collected on the thread that entered it, under a Qt event loop, and nowhere else.

    Python collects in whichever thread happens to allocate. A widget in a cycle would then be destroyed on the core
    thread, which Qt answers with "Timers cannot be stopped from another thread" at best and a crash at worst.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._everything_s = 0.0

    def __enter__(self) -> "QtCollector":
        gc.disable()
        self._collect_everything()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()

    def _collect(self) -> None:
        """What is young, as soon as Python would; what outlives that is left alone until everything is looked at."""
        if gc.get_count()[0] <= gc.get_threshold()[0]:
            return
        if time.monotonic() < self._everything_s:
            gc.collect(0)
            gc.freeze()
        else:
            self._collect_everything()

    def _collect_everything(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._everything_s = time.monotonic() + EVERYTHING_S
