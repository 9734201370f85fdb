"""Measures how much players ran, one after another, and tells how far it is."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from footlight_common.errors import FootlightError
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.availability_table import Measured
from footlight_controller.core.proof_of_play import Whose
from footlight_controller.services.reckoning import Measures
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.tasks import Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whose time is meant, and from when to when: Unix seconds, the end not included."""

    players: tuple[Whose, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    hours: Mapping[str, Hours] = field(default_factory=dict)
    """By player, when alone it counts; of the others all the time does."""


class Measuring(QObject):
    """Qt thread, under a running loop. One span at a time; another one ends the one before."""

    changed = Signal()
    """More players are measured, or the work has begun or ended."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks
        self._measures = Measures()
        self._task: asyncio.Task[None] | None = None
        self._rest: list[Whose] = []
        self._paused = False
        self.span = Span()
        self.measured: list[Measured] = []
        self.failures: dict[str, str] = {}
        """Why a player's past could not be read here, by its id."""

    @property
    def busy(self) -> bool:
        """Whether something is being measured."""
        return self._task is not None

    @property
    def done(self) -> int:
        """How many players are measured, of all."""
        return len(self.span.players) - len(self._rest)

    @property
    def whole(self) -> bool:
        """Whether all players are measured."""
        return not self._rest

    def measure(self, span: Span) -> None:
        """Measure this from now on."""
        self.stop()
        self.span = span
        self.measured = []
        self.failures = {}
        self._rest = list(reversed(span.players))
        self._go_on()
        self.changed.emit()

    def pause(self) -> None:
        """Nobody looks: end with the player that is being measured, and begin no other until `resume`."""
        self._paused = True

    def resume(self) -> None:
        """Go on where it was."""
        self._paused = False
        if self._rest:
            self._go_on()

    def stop(self) -> None:
        """Measure no further; what was measured stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self.changed.emit()

    def _go_on(self) -> None:
        if self._task is None and not self._paused:
            self._task = self._tasks.start(self._work())

    async def _work(self) -> None:
        try:
            while self._rest and not self._paused:
                whose = self._rest[-1]
                await self._measure(whose, self.span)
                self._rest.pop()
                if self._rest:
                    self.changed.emit()
        finally:
            if self._task is asyncio.current_task():
                self._task = None
        self.changed.emit()

    async def _measure(self, whose: Whose, span: Span) -> None:
        measures = self._measures
        try:
            found = await self._calls.call(
                lambda controller: measures.measure(
                    controller.histories, whose.player_id, span.from_s, span.until_s, span.hours.get(whose.player_id)
                )
            )
        except FootlightError as err:
            self.failures[whose.player_id] = str(err)
        else:
            self.measured.append(Measured(whose=whose, found=found))
