"""Sums over the past of players, reckoned a few days at a time so that nobody waits for them."""

import asyncio
from typing import Protocol

from footlight_controller.core.alerting.hours import Hours, windows
from footlight_controller.core.availability import Availability, availability
from footlight_controller.core.periods import days
from footlight_controller.core.proof_of_play import ProofOfPlay, Whose
from footlight_controller.core.story import Story

# Of all players together; each takes some 200 bytes.
MOST_DAYS = 50_000

# Asked for together: more takes less time for each, and more memory.
COUNTED_DAYS = 6


class Pasts(Protocol):
    """Whoever tells what is known of a player's past. On the core thread."""

    async def story(self, player_id: str, from_s: float, until_s: float) -> Story:
        """As Histories.story."""
        ...


async def count(pasts: Pasts, proof: ProofOfPlay, whose: Whose, from_s: float, until_s: float) -> None:
    """Add what is known of a period, Unix seconds, to `proof`, which nobody else may touch meanwhile.

    Raises as `Histories.story` does; part of the period may be counted then.
    """
    some = [*days(from_s, until_s)]
    for place in range(0, len(some), COUNTED_DAYS):
        piece = some[place : place + COUNTED_DAYS]
        timeline = (await pasts.story(whose.player_id, piece[0][0], piece[-1][1])).timeline
        # A day may have thousands of plays, and others wait for this thread.
        await asyncio.to_thread(proof.take, whose, timeline)


class Measures:
    """How much players ran and played. Days that are over and known are reckoned once. Used on the core thread."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, float, float, Hours | None], Availability] = {}

    async def measure(
        self, pasts: Pasts, player_id: str, from_s: float, until_s: float, hours: Hours | None = None
    ) -> Availability:
        """Of one player over a period, Unix seconds; within these hours alone. Raises as `Histories.story` does."""
        found = Availability()
        for begin_s, end_s in days(from_s, until_s):
            which = player_id, begin_s, end_s, hours
            day = self._days.get(which)
            if day is None:
                timeline = (await pasts.story(player_id, begin_s, end_s)).timeline
                day = availability(timeline, None if hours is None else windows(hours, begin_s, end_s))
                # What is a guess, or not known, may be known better later; the day that runs has no end yet.
                guessed = any(span.estimated for span in timeline.screen)
                if not day.missing_s and not guessed and timeline.until_s >= end_s:
                    if len(self._days) >= MOST_DAYS:
                        self._days.clear()
                    self._days[which] = day
            found += day
        return found
