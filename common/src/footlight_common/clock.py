"""Time as a dependency: the real clock, and one that tests and simulations move by hand."""

import asyncio
import heapq
import itertools
import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks that never mix: wall time is shown to people, monotonic time measures."""

    def wall_s(self) -> float:
        """Seconds since the Unix epoch. May jump: a Pi has no battery clock."""
        ...

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start. Never goes back."""
        ...

    async def sleep(self, delay_s: float) -> None:
        """Return once `delay_s` seconds of monotonic time have passed."""
        ...


class SystemClock:
    """The machine's clocks."""

    def wall_s(self) -> float:
        return time.time()

    def monotonic_s(self) -> float:
        return time.monotonic()

    async def sleep(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)


class ManualClock:
    """A clock that stands still until `advance` moves it and wakes whoever slept long enough."""

    def __init__(self, wall_s: float = 1_750_000_000.0) -> None:
        self._wall_s = wall_s
        self._monotonic_s = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def wall_s(self) -> float:
        return self._wall_s

    def monotonic_s(self) -> float:
        return self._monotonic_s

    async def sleep(self, delay_s: float) -> None:
        if delay_s <= 0:
            await asyncio.sleep(0)
            return
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic_s + delay_s, next(self._order), wake))
        await wake

    @property
    def sleepers(self) -> int:
        """How many coroutines wait for time to pass."""
        return sum(not wake.done() for _, _, wake in self._sleepers)

    async def advance(self, delta_s: float) -> None:
        """Move both clocks forward, waking sleepers in the order of their deadlines.

        After each wake-up the loop turns a few times, so that a chain of short sleeps runs within one call.
        """
        end_s = self._monotonic_s + delta_s
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= end_s:
            deadline_s, _, wake = heapq.heappop(self._sleepers)
            self._move_to(deadline_s)
            if not wake.done():
                wake.set_result(None)
            await self._settle()
        self._move_to(end_s)

    def jump_wall(self, delta_s: float) -> None:
        """Move wall time alone, as a clock correction does."""
        self._wall_s += delta_s

    def _move_to(self, monotonic_s: float) -> None:
        self._wall_s += monotonic_s - self._monotonic_s
        self._monotonic_s = monotonic_s

    async def _settle(self) -> None:
        # Ten turns let a woken task run through a few awaits and sleep again.
        for _ in range(10):
            await asyncio.sleep(0)
