"""What players remember, as far as it is here: kept up to date, and told as timelines."""

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self

from footlight_common.clock import Clock
from footlight_common.errors import NotLinked, StorageError
from footlight_common.protocol.events import AnyNumbered
from footlight_common.protocol.session import Cursor
from footlight_controller.core.story import Story
from footlight_controller.core.timeline import Bands
from footlight_controller.services.history_cache import FILE_NAME, HistoryCache
from footlight_controller.services.history_fetching import Fetch, HistoryFetching
from footlight_controller.services.history_hours import HistoryHours
from footlight_controller.services.history_shelf import HistoryShelf
from footlight_controller.services.history_teller import HistoryTeller

# By less two reckonings of the same begin differ, unless a clock was set.
_SAME_BEGIN_S = 60.0


class Histories:
    """By player id. Used on the core thread."""

    def __init__(
        self,
        clock: Clock,
        cache: HistoryCache | None = None,
        *,
        taken_over: Path | None = None,
        keep_up: bool = True,
    ) -> None:
        """Without a `cache` it is in memory; `taken_over` is a file of another process whose content is copied first.

        With `keep_up`, what was missed is fetched of every player that comes online; else only what is wanted.
        """
        self._clock = clock
        self._shelf = HistoryShelf(cache or HistoryCache(None), taken_over=taken_over)
        self._hours = HistoryHours(self._shelf, self._teller)
        self._keep_up = keep_up
        self._fetching: HistoryFetching | None = None
        self._changed: Callable[[str], None] = _nobody
        self._cursors: dict[str, Cursor] = {}
        self._began_s: dict[str, float] = {}
        self._online: set[str] = set()
        self._gone: dict[str, float] = {}
        """When those that are not went."""

    @classmethod
    def own(cls, data_dir: Path, clock: Clock) -> Self:
        """Those in a data directory that this process owns."""
        return cls(clock, HistoryCache(data_dir / FILE_NAME))

    @classmethod
    def copy(cls, data_dir: Path, clock: Clock) -> Self:
        """What is kept there, whoever owns the directory. What is fetched stays in memory."""
        return cls(clock, taken_over=data_dir / FILE_NAME, keep_up=False)

    @property
    def trouble(self) -> str:
        """What is wrong with the cache, or was, for the user; empty when nothing is."""
        return self._shelf.trouble

    async def start(self, fetch: Fetch, changed: Callable[[str], None]) -> None:
        """Ask players from now on. `fetch` raises FootlightError; `changed` is told when more is known of a player."""
        self._changed = changed
        await self._shelf.start()
        self._fetching = HistoryFetching(self._shelf, self._clock, fetch, changed, keep_up=self._keep_up)
        self._fetching.start()

    async def close(self) -> None:
        """Save what was heard. Whoever waits for something hears NotLinked. May be called again."""
        if self._fetching is not None:
            await self._fetching.close()
        now_s = self._clock.wall_s()
        await self._shelf.close(self._gone | dict.fromkeys(self._online, now_s))

    def welcomed(self, player_id: str, cursor: Cursor) -> None:
        """A player said where its numbered events stand. It may be asked once it is `reached`."""
        self._cursors[player_id] = cursor
        self._began_s.pop(player_id, None)

    def reached(self, player_id: str) -> None:
        """A player that was welcomed is online."""
        if player_id in self._cursors and player_id not in self._online:
            self._online.add(player_id)
            self._gone.pop(player_id, None)
            self._begin(player_id)

    def stands(self, player_id: str, cursor: Cursor) -> None:
        """The numbered events of a player stand there now."""
        before = self._cursors.get(player_id)
        if before is None:
            return
        if before.stream != cursor.stream:
            self._cursors[player_id] = cursor
            if player_id in self._online:
                self._begin(player_id)
        elif before.seq < cursor.seq and self._fetching is not None:
            # It happened between the welcome and the first state, and nobody tells it again.
            self._cursors[player_id] = cursor
            self._fetching.stands(player_id, cursor.seq)
            self._changed(player_id)

    def runs(self, player_id: str, up_s: float) -> None:
        """A player says that it runs for so long. Where its clock is wrong, its run is dated by the clock here."""
        cursor = self._cursors.get(player_id)
        began_s = self._clock.wall_s() - up_s
        if cursor is None or up_s <= 0 or abs(began_s - self._began_s.get(player_id, math.inf)) <= _SAME_BEGIN_S:
            return
        self._began_s[player_id] = began_s
        self._shelf.cache.note_begin(player_id, cursor, began_s)

    def heard(self, player_id: str, event: AnyNumbered) -> None:
        """A numbered event as it happens, or as it is told again after a gap."""
        cursor = self._cursors.get(player_id)
        if cursor is None:
            return
        self._shelf.hear(player_id, cursor.stream, event)
        if self._fetching is not None:
            self._fetching.heard(player_id, event.seq)
        if event.seq > cursor.seq:
            self._cursors[player_id] = Cursor(stream=cursor.stream, seq=event.seq)
        self._changed(player_id)

    def lost(self, player_id: str) -> None:
        """A player is offline: from now on nobody knows what it does."""
        self._cursors.pop(player_id, None)
        if player_id not in self._online:
            return
        self._online.discard(player_id)
        self._gone[player_id] = self._clock.wall_s()
        if self._fetching is not None:
            self._fetching.lost(player_id)
        self._changed(player_id)

    async def remove(self, *player_ids: str) -> None:
        """Forget these players."""
        for player_id in player_ids:
            self.lost(player_id)
            self._gone.pop(player_id, None)
        with suppress(StorageError, NotLinked):
            await self._shelf.forget(*player_ids)

    async def story(self, player_id: str, from_s: float, until_s: float) -> Story:
        """What is known here of a player's period, Unix seconds; nothing is fetched for it.

        Raises StorageError when the disk does not answer, NotLinked while the controller is closing.
        """
        teller = await self._teller(player_id)
        return await self._shelf.do(partial(teller.story, from_s, until_s))

    async def known(self, player_id: str) -> list[tuple[float, float]]:
        """The periods of which it is known what was on screen: begin and end, Unix seconds, oldest first. Raises so."""
        now_s = self._clock.wall_s()
        memory, islands = await self._shelf.islands(player_id, now_s)
        periods = [(island.from_s, island.until_s) for island in islands if island.from_s <= island.until_s]
        heard_s = self._heard_s(player_id, now_s) or memory.heard_s
        if periods and heard_s is not None and memory.chapters[-1].whole_to_end:
            begin_s, end_s = periods[-1]
            periods[-1] = (begin_s, max(end_s, heard_s))
        return periods

    async def hours(self, player_id: str, from_s: float, count: int) -> Bands:
        """`count` whole hours of a player's past from the one of `from_s` on, Unix seconds; for looking from afar.

        Those that are over and known are reckoned once. Raises as `story` does.
        """
        return await self._hours.bands(player_id, from_s, count)

    async def fetch(self, player_id: str, from_s: float, until_s: float) -> None:
        """Return once all is here that the player has of a period.

        Raises NotLinked when it is offline or goes, StorageError, and what asking it raises.
        """
        if self._fetching is None:
            msg = "Footlight is closing, or not open yet."
            raise NotLinked(msg)
        await self._fetching.fetch(player_id, from_s, until_s)

    def look_at(self, player_ids: Sequence[str], from_s: float, until_s: float) -> None:
        """A person looks at this period of these players, until the next call: what is missing of it is fetched now.

        Of those that are offline it is fetched when they are back.
        """
        if self._fetching is not None:
            self._fetching.look_at(player_ids, from_s, until_s)

    async def _teller(self, player_id: str) -> HistoryTeller:
        # Before anything is awaited: what is heard meanwhile is not in the cache yet.
        now_s = self._clock.wall_s()
        teller = HistoryTeller(
            cache=self._shelf.cache,
            player_id=player_id,
            now_s=now_s,
            heard_s=self._heard_s(player_id, now_s),
            cursor=self._cursors.get(player_id),
        )
        await self._shelf.flush(player_id)
        return teller

    def _begin(self, player_id: str) -> None:
        if self._fetching is not None:
            self._fetching.welcomed(player_id, self._cursors[player_id])
        self._changed(player_id)

    def _heard_s(self, player_id: str, now_s: float) -> float | None:
        return now_s if player_id in self._online else self._gone.get(player_id)


def _nobody(_player_id: str) -> None:
    """Nobody wants to know."""
