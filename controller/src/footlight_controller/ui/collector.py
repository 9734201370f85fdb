"""Keeps Python's cycle collector on the Qt thread."""

import gc
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500


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

    def __enter__(self) -> "QtCollector":
        gc.collect()
        gc.disable()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        gc.collect()
        gc.enable()

    def _collect(self) -> None:
        """The oldest generation that is due, as Python would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
