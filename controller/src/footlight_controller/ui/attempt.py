"""What a form does when its button is pressed, once at a time, and again when it went wrong."""

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from footlight_common.errors import FootlightError
from footlight_controller.ui.tasks import Tasks


class Attempt(QObject):
    """Qt thread, under a running loop."""

    busy_changed = Signal(bool)
    failed = Signal(object)
    """[Exception] A FootlightError or ValueError that the work raised: for the person who may try again."""
    succeeded = Signal()

    def __init__(self, tasks: Tasks, work: Callable[[], Awaitable[None]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._work = work
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether the work is under way."""
        return self._task is not None

    def start(self) -> None:
        """Do the work, unless it is under way."""
        if self._task is None:
            self._task = self._tasks.start(self._run())

    def cancel(self) -> None:
        """Wait for it no longer; nothing for one that is not under way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    async def _run(self) -> None:
        self.busy_changed.emit(True)
        try:
            await self._work()
        except (FootlightError, ValueError) as err:
            self._task = None
            self.busy_changed.emit(False)
            self.failed.emit(err)
        else:
            self._task = None
            self.busy_changed.emit(False)
            self.succeeded.emit()
