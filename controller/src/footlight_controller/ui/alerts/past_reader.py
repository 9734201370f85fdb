"""Reads the alerts of the past page by page, newest first, and again where something is new."""

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from footlight_common.errors import FootlightError
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.words import sentence

PAGE = 200
# More than anybody scrolls through, and what the window can hold.
MAX_ALERTS = 50_000
# Alerts of one cause come in a burst.
SETTLES_MS = 400


class PastReader(QObject):
    """Qt thread, under a running loop. One read at a time."""

    changed = Signal()
    """`alerts` has something new, or what is under way has ended."""

    def __init__(self, desk: AlertDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._scope = (0.0, "")
        self._found: dict[int, AlertView] = {}
        self._task: asyncio.Task[None] | None = None
        self._older = True
        self.failure = ""
        """Why the last page did not come, for a person; empty when it did."""
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._read_new)

    @property
    def alerts(self) -> list[AlertView]:
        """Newest first."""
        return [self._found[number] for number in sorted(self._found, reverse=True)]

    @property
    def size(self) -> int:
        """How many were read."""
        return len(self._found)

    @property
    def busy(self) -> bool:
        """Whether a page is under way."""
        return self._task is not None

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to read."""
        return not self._older or len(self._found) >= MAX_ALERTS

    def read(self, from_s: float, player_id: str = "") -> None:
        """Begin anew with those that stood at `from_s` or later; of one player alone with its id."""
        self.stop()
        self._scope = (from_s, player_id)
        self._found, self._older, self.failure = {}, True, ""
        self.more()

    def more(self) -> None:
        """Older ones; nothing while some are under way, or when there are none."""
        if self._task is None and not self.ended:
            self._task = self._desk.tasks.start(self._read_page(min(self._found, default=None)))

    def renew(self) -> None:
        """Something was raised, acknowledged or is over: the newest are read again in a moment."""
        if not self._settle.isActive():
            self._settle.start()

    async def read_all(self) -> None:
        """Everything there is, up to MAX_ALERTS."""
        while not self.ended and not self.failure:
            self.more()
            if self._task is not None:
                await asyncio.wait([self._task])

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._settle.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _read_new(self) -> None:
        if self._task is None:
            self._task = self._desk.tasks.start(self._read_page(None))
        else:
            self._settle.start()

    async def _read_page(self, before: int | None) -> None:
        newest = max(self._found, default=None) if before is None else None
        try:
            page = await self._page(before)
            # The newest say nothing of whether there are older ones than those that were read before.
            if newest is None:
                self._older = len(page) >= PAGE
            self._found |= {alert.id: alert for alert in page}
            while newest is not None and len(page) >= PAGE and page[-1].id > newest:
                # More than a page of new ones: none may be missing between.
                page = await self._page(page[-1].id)
                self._found |= {alert.id: alert for alert in page}
            self.failure = ""
        except FootlightError as err:
            self.failure = sentence(str(err))
        finally:
            if self._task is asyncio.current_task():
                self._task = None
        self.changed.emit()

    async def _page(self, before: int | None) -> tuple[AlertView, ...]:
        from_s, player_id = self._scope
        return await self._desk.ask(
            lambda port: port.past(from_s=from_s, player_id=player_id, before=before, limit=PAGE)
        )
