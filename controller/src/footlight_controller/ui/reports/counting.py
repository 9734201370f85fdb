"""Counts what was on screen, a few days of a player at a time, and tells how far it is."""

import asyncio
import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_controller.core.periods import days
from footlight_controller.core.proof_of_play import By, ProofOfPlay, Report, Whose
from footlight_controller.services.reckoning import count
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.tasks import Tasks

_DAY_S = 86_400.0
# Asked for together; what is chosen meanwhile is heard after that.
PIECE_DAYS = 6
# More days of players are counted only as the question tells them apart: each of them takes memory for each item.
FINE_DAYS = 3200
# So often the sums until then are shown.
SHOWN_EVERY_S = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to know."""

    players: tuple[Whose, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    """Unix seconds, not included."""
    by: tuple[By, ...] = (By.ITEM,)
    item: str = ""
    """A part of the name or the address of the items that count; all when empty."""

    @property
    def grain(self) -> tuple[By, ...]:
        """What is counted apart, so that other groups and items are only added up again where that is possible."""
        if len(self.players) * math.ceil((self.until_s - self.from_s) / _DAY_S) <= FINE_DAYS:
            return tuple(By)
        return tuple(by for by in By if by in {By.ITEM, *self.by})

    def pieces(self) -> Iterator[tuple[Whose, float, float]]:
        """What is asked for together, in order."""
        for whose in self.players:
            some = [*days(self.from_s, self.until_s)]
            for place in range(0, len(some), PIECE_DAYS):
                piece = some[place : place + PIECE_DAYS]
                yield whose, piece[0][0], piece[-1][1]


class Counting(QObject):
    """Qt thread, under a running loop. One question at a time; another one ends the one before."""

    changed = Signal()
    """`report` is another, or the work has begun or ended."""

    def __init__(self, clock: Clock, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._task: asyncio.Task[None] | None = None
        self._proof = ProofOfPlay(tuple(By))
        self._rest: list[tuple[Whose, float, float]] = []
        self._counted: tuple[object, ...] = ()
        self.question = Question()
        self.report: Report | None = None
        """As far as it is counted; None before anything is."""
        self.answered = Question()
        """What `report` is the answer to."""
        self.failures: dict[str, str] = {}
        """Why a player's past could not be read here, by its id."""
        self.total = 0
        self._paused = False

    @property
    def busy(self) -> bool:
        """Whether something is being counted or added up."""
        return self._task is not None

    @property
    def done(self) -> int:
        """Pieces that were counted, of `total`."""
        return self.total - len(self._rest)

    @property
    def whole(self) -> bool:
        """Whether all of the question is in `report`."""
        return self.report is not None and not self._rest and self.answered == self.question

    @property
    def items(self) -> list[str]:
        """Names of the items that were counted."""
        return self._proof.items if not self.busy else []

    def ask(self, question: Question, *, anew: bool = False) -> None:
        """Answer this from now on. With `anew`, nothing is taken over from the question before."""
        self.question = question
        counted = (question.players, question.from_s, question.until_s)
        fits = {By.ITEM, *question.by} <= set(self._proof.by)
        if anew or counted != self._counted or not fits:
            self.stop()
            self.question = question
            self._counted = counted
            self._proof = ProofOfPlay(question.grain)
            self._rest = list(question.pieces())
            self._rest.reverse()
            self.total = len(self._rest)
            self.failures = {}
        self._go_on()
        self.changed.emit()

    def pause(self) -> None:
        """Nobody looks: end what is being counted now, and begin no more until `resume`."""
        self._paused = True

    def resume(self) -> None:
        """Go on where it was."""
        self._paused = False
        if self._rest or self.answered != self.question:
            self._go_on()

    def stop(self) -> None:
        """Count no further; what was counted stays on show."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            # A thread may still add to it.
            self._proof = ProofOfPlay(tuple(By))
            self._counted = ()
        self._rest = []
        self.changed.emit()

    def _go_on(self) -> None:
        if self._task is None and not self._paused:
            self._task = self._tasks.start(self._work())

    async def _work(self) -> None:
        shown_s = self._clock.monotonic_s()
        try:
            while not self._paused:
                question = self.question
                if self._rest:
                    await self._count(*self._rest[-1])
                    self._rest.pop()
                if self._rest and self._clock.monotonic_s() - shown_s < SHOWN_EVERY_S and question == self.question:
                    self.changed.emit()
                    continue
                question = self.question
                report = await asyncio.to_thread(
                    self._proof.report, question.from_s, question.until_s, by=question.by, item=question.item
                )
                self.report, self.answered = report, question
                shown_s = self._clock.monotonic_s()
                if not self._rest and question == self.question:
                    break
                self.changed.emit()
        finally:
            if self._task is asyncio.current_task():
                self._task = None
        self.changed.emit()

    async def _count(self, whose: Whose, from_s: float, until_s: float) -> None:
        proof = self._proof
        try:
            await self._calls.call(lambda controller: count(controller.histories, proof, whose, from_s, until_s))
        except FootlightError as err:
            self.failures[whose.player_id] = str(err)
