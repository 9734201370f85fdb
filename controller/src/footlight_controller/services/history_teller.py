"""Tells of one player's past from what is kept of it, as things stood at one moment. Blocks: for the cache's thread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight_common.protocol.session import Cursor
from footlight_controller.core.remembered import Chapter
from footlight_controller.core.story import Story, happened
from footlight_controller.core.timeline import Timeline
from footlight_controller.core.unfolding import Almanac, unfold
from footlight_controller.services.history_cache import HistoryCache

# Clocks that are set well differ by less.
_AHEAD_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryTeller:
    """Everything raises StorageError."""

    cache: HistoryCache
    player_id: str
    now_s: float
    heard_s: float | None
    """Until when the player would have said if anything had happened; None for as the cache has it."""
    cursor: Cursor | None
    """Where its numbered events stand, as it says itself; None while it is offline."""

    def begins_s(self) -> float:
        """When the first thing happened that is known of the player; infinity when nothing is."""
        memory = self.cache.memory(self.player_id)
        almanac = Almanac(memory.chapters, self.now_s)
        return min((place.began_s for _, _, place in almanac.places()), default=math.inf)

    def timeline(self, from_s: float, until_s: float) -> Timeline:
        """Of a period, Unix seconds."""
        return self._told(from_s, until_s)[0]

    def story(self, from_s: float, until_s: float) -> Story:
        """Of a period, Unix seconds."""
        timeline, chapters, almanac = self._told(from_s, until_s)
        return Story(timeline=timeline, events=happened(chapters, almanac, from_s, until_s))

    def _told(self, from_s: float, until_s: float) -> tuple[Timeline, list[Chapter], Almanac]:
        memory, chapters = self.cache.chapters(self.player_id, from_s, until_s, self.now_s)
        almanac = Almanac(memory.chapters, self.now_s)
        timeline = unfold(
            self.player_id,
            _up_to(chapters, self.cursor),
            from_s,
            until_s,
            now_s=self.now_s,
            heard_s=self._kept(memory.heard_s) if self.heard_s is None else self.heard_s,
            almanac=almanac,
        )
        return timeline, chapters, almanac

    def _kept(self, heard_s: float | None) -> float | None:
        # A clock that was ahead when it was written says nothing about what was heard since.
        return None if heard_s is None or heard_s > self.now_s + _AHEAD_S else heard_s


def _up_to(chapters: Sequence[Chapter], cursor: Cursor | None) -> list[Chapter]:
    """What is here, by the side of what the player says there is."""
    if cursor is None:
        return [*chapters]
    if not chapters or chapters[-1].stream != cursor.stream:
        return [*chapters, Chapter(stream=cursor.stream, last=cursor.seq)]
    return [*chapters[:-1], replace(chapters[-1], last=max(chapters[-1].last, cursor.seq))]
