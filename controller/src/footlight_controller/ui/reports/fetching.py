"""Fetches what is missing of the past of players, a few at a time."""

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from footlight_common.errors import FootlightError
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.tasks import Tasks

AT_ONCE = 4


class Fetching(QObject):
    """Qt thread, under a running loop. One period of some players at a time."""

    changed = Signal()
    ended = Signal()
    """Whether all is here now, or not: `failures` says."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks
        self._task: asyncio.Task[None] | None = None
        self.done = 0
        self.total = 0
        self.failures: dict[str, str] = {}
        """Why it could not be had, by player id."""

    @property
    def busy(self) -> bool:
        """Whether players are being asked."""
        return self._task is not None

    def fetch(self, player_ids: Iterable[str], from_s: float, until_s: float) -> None:
        """All that they have of a period, Unix seconds; nothing while something is fetched."""
        if self._task is None:
            wanted = [*player_ids]
            self.done, self.total, self.failures = 0, len(wanted), {}
            self._task = self._tasks.start(self._work(wanted, from_s, until_s))
            self.changed.emit()

    def stop(self) -> None:
        """Wait no longer. What has come stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self.ended.emit()

    async def _work(self, wanted: list[str], from_s: float, until_s: float) -> None:
        turn = asyncio.Semaphore(AT_ONCE)

        async def ask(player_id: str) -> None:
            async with turn:
                try:
                    await self._calls.call(lambda controller: controller.histories.fetch(player_id, from_s, until_s))
                except FootlightError as err:
                    self.failures[player_id] = str(err)
            self.done += 1
            self.changed.emit()

        await asyncio.gather(*map(ask, wanted))
        self._task = None
        self.ended.emit()
