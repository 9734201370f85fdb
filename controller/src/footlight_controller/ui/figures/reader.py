"""Fetches the figures of a stretch of time from a player."""

import asyncio

from PySide6.QtCore import QObject, Signal

from footlight_common.errors import FootlightError
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.figures.record import Rolled
from footlight_controller.ui.figures.span import Span
from footlight_controller.ui.ports import ControllerPort
from footlight_controller.ui.tasks import Tasks


class MetricsReader(QObject):
    """One question at a time: the newest counts. Qt thread, under a running loop."""

    changed = Signal()
    """It begins to read, or has ended; `error` says how."""
    read = Signal(object)
    """[Rolled]"""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks
        self._task: asyncio.Task[None] | None = None
        self.error: FootlightError | None = None
        """Why the last question has no answer."""

    @property
    def busy(self) -> bool:
        return self._task is not None

    def ask(self, player_id: str, span: Span, now_s: float) -> None:
        """Read what began within the span, by the player's clock, on which it is `now_s`."""
        self.stop()
        self._task = self._tasks.start(self._ask(player_id, span, Span(span.from_s, min(span.to_s, now_s))))
        self.changed.emit()

    def stop(self) -> None:
        """Wait for nothing any more, and forget what went wrong."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.error = None

    async def _ask(self, player_id: str, span: Span, told: Span) -> None:
        async def ask(controller: ControllerPort) -> Rolled:
            page = await controller.metrics.page(player_id, from_s=span.from_s, to_s=span.to_s)
            # Tens of thousands of rollups: neither thread has the time.
            return await asyncio.to_thread(Rolled.of, page, told)

        rolled: Rolled | None = None
        error: FootlightError | None = None
        try:
            rolled = await self._calls.call(ask)
        except FootlightError as err:
            error = err
        if self._task is not asyncio.current_task():
            return
        self._task, self.error = None, error
        if rolled is not None:
            self.read.emit(rolled)
        self.changed.emit()
