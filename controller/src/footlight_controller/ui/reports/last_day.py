"""How much of the last day players ran, beside the figure of those that are online now."""

import asyncio
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QTimer

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_controller.core.timeline import Bands
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.reports.report_rows import percent
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.widgets.stat_card import StatCard

HOURS = 24
_HOUR_S = 3600
# Hours that are over are reckoned once and kept; to look again costs next to nothing.
EVERY_MS = 300_000
# Not while the window comes up.
FIRST_MS = 3_000
# Others have their turn between two players.
PAUSE_S = 0.05
# With more, even that would be felt.
MOST_PLAYERS = 200


class LastDay(QObject):
    """Looks while its card is in sight. Qt thread, under a running loop."""

    def __init__(
        self,
        card: StatCard,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(card)
        self._card = card
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._players = players
        self._task: asyncio.Task[None] | None = None
        self._looked_s: float | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._wait(FIRST_MS)
        elif event.type() is QEvent.Type.Hide:
            self.stop()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Reckon it now, unless that is under way."""
        self._timer.stop()
        if self._task is None:
            self._task = self._tasks.start(self._work())

    def stop(self) -> None:
        """Nobody looks."""
        self._timer.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _wait(self, first_ms: int) -> None:
        if self._looked_s is not None:
            left_ms = EVERY_MS - round(1000 * (self._clock.monotonic_s() - self._looked_s))
            first_ms = max(first_ms, left_ms)
        self._timer.start(first_ms)

    async def _work(self) -> None:
        try:
            self._show(await self._share())
            self._looked_s = self._clock.monotonic_s()
        finally:
            if self._task is asyncio.current_task():
                self._task = None
        self._timer.start(EVERY_MS)

    async def _share(self) -> float | None:
        """Of the known time of all players; None where nothing is known, and for too many."""
        ids = [view.id for view in self._players()]
        if len(ids) > MOST_PLAYERS:
            return None
        from_s = (self._clock.wall_s() // _HOUR_S - HOURS) * _HOUR_S
        ran = off = 0.0
        for player_id in ids:
            try:
                found = await self._hours(player_id, from_s)
            except FootlightError:
                # Said elsewhere, where it can be mended.
                return None
            ran += sum(found.played) + sum(found.idle)
            off += sum(found.off)
            await asyncio.sleep(PAUSE_S)
        return ran / (ran + off) if ran + off else None

    async def _hours(self, player_id: str, from_s: float) -> Bands:
        return await self._calls.call(lambda controller: controller.histories.hours(player_id, from_s, HOURS))

    def _show(self, share: float | None) -> None:
        if share is None:
            self._card.show_aside("")
            return
        shown = percent(share)
        self._card.show_aside(
            self.tr("{} available\nin the last 24 h").format(shown),
            self.tr("In the last 24 hours players were available for {} of the time that is known").format(shown),
        )
