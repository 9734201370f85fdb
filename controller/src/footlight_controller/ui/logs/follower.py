"""Follows the log of a player, and fetches what is older."""

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from footlight_common.errors import FootlightError
from footlight_common.model.logs import LogFilter, LogLine
from footlight_common.protocol.pages import LogPage
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.logs.inbox import Inbox
from footlight_controller.ui.logs.rows import MAX_ROWS
from footlight_controller.ui.tasks import Tasks

# Of the newest, to begin with: some windows full.
FIRST_LINES = 500
OLDER_LINES = 500
# More often nobody sees new lines.
TAKES_MS = 100


class LogFollower(QObject):
    """Qt thread, under a running loop."""

    came = Signal(object)
    """[list[Row]] New rows, in order; the first time the newest there are."""
    older = Signal(object)
    """[tuple[LogLine, ...]] Those before the first, oldest first; empty when there are none."""
    failed = Signal(object)
    """[FootlightError] The player will not tell, until it is followed anew; or the older lines did not come."""
    changed = Signal()
    """It waits for lines, or does not any more."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks
        self._following: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._inbox = Inbox(MAX_ROWS)
        self._player_id = ""
        self._wanted = LogFilter()
        self.paused = False
        """Whether what is new waits in the inbox."""
        self._taking = QTimer(self, interval=TAKES_MS)
        self._taking.timeout.connect(self._take)

    @property
    def following(self) -> bool:
        return self._following is not None

    @property
    def reading(self) -> bool:
        """Whether older lines are on their way."""
        return self._reading is not None

    @property
    def waiting(self) -> int:
        """How many rows came while it was paused."""
        return len(self._inbox)

    def follow(self, player_id: str, wanted: LogFilter) -> None:
        """Begin with the newest lines that are wanted."""
        self.stop()
        self._player_id, self._wanted = player_id, wanted
        # Another one for each: what comes late for the one before must not come in.
        inbox = self._inbox = Inbox(MAX_ROWS)
        self._following = self._tasks.start(self._follow(player_id, wanted, inbox))
        self._taking.start()
        self.changed.emit()

    def read_older(self, before: LogLine) -> None:
        """Lines before this one; nothing while some are on their way."""
        if self._reading is None and self._player_id:
            self._reading = self._tasks.start(self._read(self._player_id, self._wanted, before.seq))
            self.changed.emit()

    def stop(self) -> None:
        """Ask for nothing any more; what came and was not taken is gone."""
        self._taking.stop()
        for task in (self._following, self._reading):
            if task is not None:
                task.cancel()
        self._following = self._reading = None

    async def _follow(self, player_id: str, wanted: LogFilter, inbox: Inbox) -> None:
        try:
            await self._calls.call(
                lambda controller: controller.logs.follow(player_id, inbox.put, wanted, most=FIRST_LINES)
            )
        except FootlightError as err:
            if self._following is asyncio.current_task():
                self._following = None
                self._take()
                self._taking.stop()
                self.failed.emit(err)
                self.changed.emit()

    async def _read(self, player_id: str, wanted: LogFilter, before: int) -> None:
        async def ask() -> LogPage:
            return await self._calls.call(
                lambda controller: controller.logs.page(player_id, wanted, before=before, limit=OLDER_LINES)
            )

        page: LogPage | None = None
        error: FootlightError | None = None
        try:
            page = await ask()
        except FootlightError as err:
            error = err
        if self._reading is not asyncio.current_task():
            return
        self._reading = None
        if page is not None:
            self.older.emit(page.lines)
        if error is not None:
            self.failed.emit(error)
        self.changed.emit()

    def _take(self) -> None:
        if self.paused:
            self.changed.emit()
        elif rows := self._inbox.take():
            self.came.emit(rows)
