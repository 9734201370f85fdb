"""Pasts that the test makes up, behind a scripted controller: `lives` by player id."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from footlight_common.errors import FootlightError
from footlight_controller.core.remembered import Chapter
from footlight_controller.core.story import Story, happened
from footlight_controller.core.timeline import Bands, bands
from footlight_controller.core.unfolding import Almanac, unfold

HOUR_S = 3600


class ScriptedHistories:
    """What `now_s` says is the present; of whom there is no life, nothing is known."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.lives: dict[str, Any] = {}
        self.rows: dict[str, list[tuple[int, int]]] = {}
        """By player, the rows of numbers that are here; all without."""
        self.heard_s: dict[str, float] = {}
        """By player, when it was heard last; now without."""
        self.trouble = ""
        self.failures: dict[str, FootlightError] = {}
        """By player, what asking it raises."""
        self.broken: FootlightError | None = None
        """What every question raises."""
        self.fetched: list[tuple[str, float, float]] = []
        self.looked_at: list[tuple[tuple[str, ...], float, float]] = []
        self.told: list[tuple[str, float, float]] = []
        """Every period that a story was asked of."""
        self.hold: asyncio.Event | None = None
        self.fetch_hold: asyncio.Event | None = None
        self.arrived: Callable[[str], None] = lambda player_id: self.rows.pop(player_id, None) and None

    async def story(self, player_id: str, from_s: float, until_s: float) -> Story:
        self.told.append((player_id, from_s, until_s))
        if self.hold is not None:
            await self.hold.wait()
        if self.broken is not None:
            raise self.broken
        chapters: list[Chapter] = []
        if (life := self.lives.get(player_id)) is not None:
            rows = self.rows.get(player_id)
            chapters = [life.chapter(numbers=rows)]
        almanac = Almanac(chapters, self.now_s)
        timeline = unfold(
            player_id,
            chapters,
            from_s,
            until_s,
            now_s=self.now_s,
            heard_s=self.heard_s.get(player_id, self.now_s),
            almanac=almanac,
        )
        return Story(timeline=timeline, events=happened(chapters, almanac, from_s, until_s))

    async def hours(self, player_id: str, from_s: float, count: int) -> Bands:
        begin_s = from_s // HOUR_S * HOUR_S
        timeline = (await self.story(player_id, begin_s, begin_s + count * HOUR_S)).timeline
        return bands(timeline, begin_s, HOUR_S, count)

    async def known(self, player_id: str) -> list[tuple[float, float]]:
        life = self.lives.get(player_id)
        return [] if life is None else [(life.events[0].at_s, self.heard_s.get(player_id, self.now_s))]

    async def fetch(self, player_id: str, from_s: float, until_s: float) -> None:
        self.fetched.append((player_id, from_s, until_s))
        if self.fetch_hold is not None:
            await self.fetch_hold.wait()
        if player_id in self.failures:
            raise self.failures[player_id]
        self.arrived(player_id)

    def look_at(self, player_ids: Sequence[str], from_s: float, until_s: float) -> None:
        self.looked_at.append((tuple(player_ids), from_s, until_s))
