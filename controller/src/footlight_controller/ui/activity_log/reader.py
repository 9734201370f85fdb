"""Reads the audits of players page by page, a few at a time, and again where something new was done."""

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from footlight_common.errors import FootlightError
from footlight_common.model.audit import AuditPage
from footlight_controller.core.audit_trail import AuditTrail
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.tasks import Tasks

# Each asks over a connection of its own.
AT_ONCE = 6
# What a first look at all players brings together.
FIRST_LINES = 5000
_MOST_FIRST, _LEAST_FIRST = 100, 10
NEXT_LINES = 200
# What is done between two looks is less, nearly always.
NEW_LINES = 50
# More than anybody scrolls through, and what the window can hold.
MAX_LINES = 100_000
# Commands come in bursts, and the rows move each time.
SETTLES_MS = 400


class AuditReader(QObject):
    """Qt thread, under a running loop. One read at a time."""

    changed = Signal()
    """`trail` has something new, or what is under way has ended."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks
        self._member = self._command = ""
        self._task: asyncio.Task[None] | None = None
        self._first = _MOST_FIRST
        self._new: set[str] = set()
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._read_new)
        self.trail = AuditTrail(())

    @property
    def busy(self) -> bool:
        """Whether pages are under way."""
        return self._task is not None

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to read."""
        return self.trail.ended or self.trail.size >= MAX_LINES

    def read(self, players: Iterable[tuple[str, str]], *, member: str = "", command: str = "") -> None:
        """Begin anew with these players (id, name), and what they have of this member and command."""
        self.stop()
        players = tuple(players)
        self._member, self._command = member, command
        self._first = max(_LEAST_FIRST, min(_MOST_FIRST, FIRST_LINES // max(1, len(players))))
        self.trail = AuditTrail(players)
        self.more()

    def add(self, player_id: str, name: str) -> None:
        """A player that came back."""
        self.trail.add(player_id, name)
        self.more()

    def more(self) -> None:
        """Older lines; nothing while some are under way, or when there are none."""
        if self._task is None and not self.ended:
            self._task = self._tasks.start(self._round())

    def renew(self, player_id: str) -> None:
        """Something was done at this player; it is asked in a moment."""
        self._new.add(player_id)
        if not self._settle.isActive():
            self._settle.start()

    async def read_all(self) -> None:
        """Everything there is, up to MAX_LINES."""
        while not self.ended:
            if self._task is None:
                self.more()
            if self._task is not None:
                await asyncio.wait([self._task])

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._settle.stop()
        self._new.clear()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _round(self) -> None:
        trail = self.trail
        try:
            before = len(trail.lines)
            while trail.size < MAX_LINES and (wanted := trail.wanted(AT_ONCE)):
                await asyncio.gather(*(self._ask(trail, *each) for each in wanted))
                self.changed.emit()
                # First everybody once; then until there is something new to see.
                first = all(number is None for _, number in wanted)
                waiting = any(number is None for _, number in trail.wanted(1))
                if not waiting and (first or len(trail.lines) > before):
                    break
        finally:
            if self._task is asyncio.current_task():
                self._task = None
        self.changed.emit()

    async def _ask(self, trail: AuditTrail, player_id: str, before: int | None) -> None:
        limit = self._first if before is None else NEXT_LINES
        try:
            trail.take(player_id, await self._page(player_id, before, limit))
        except FootlightError as err:
            trail.fail(player_id, err)

    async def _page(self, player_id: str, before: int | None, limit: int) -> AuditPage:
        member, command = self._member, self._command
        return await self._calls.call(
            lambda controller: controller.audit(player_id, before=before, limit=limit, member=member, command=command)
        )

    def _read_new(self) -> None:
        players, self._new = self._new, set()
        self._tasks.start(self._renew(self.trail, players))

    async def _renew(self, trail: AuditTrail, players: set[str]) -> None:
        turn = asyncio.Semaphore(AT_ONCE)

        async def ask(player_id: str) -> None:
            async with turn:
                try:
                    trail.renew(player_id, await self._page(player_id, None, NEW_LINES))
                except FootlightError as err:
                    trail.fail(player_id, err)

        await asyncio.gather(*map(ask, players))
        if trail is self.trail:
            self.changed.emit()
