"""Asks players for what is missing of their history: first what people wait for, then what they look at."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError, LinkError, NotLinked
from footlight_common.protocol.pages import HistoryPage
from footlight_common.protocol.session import Cursor
from footlight_controller.core.missing import Question, covered, next_question
from footlight_controller.services.history_rows import Told
from footlight_controller.services.history_shelf import HistoryShelf

_log = logging.getLogger(__name__)

# A fleet that comes online at once must not keep the network of a shop busy.
AT_ONCE = 2
# Fetched unasked: what happened since this controller last knew, as far back as people look after a holiday,
CATCH_UP_S = 31 * 86_400.0
# and of a player that nothing is known of.
FIRST_CATCH_UP_S = 2 * 86_400.0
# After a player did not answer.
RETRY_S = 20.0
# Somebody who begins to wait does not notice.
LONGEST_REST_S = 0.25

Fetch = Callable[[str, Question], Awaitable[HistoryPage]]


@dataclass(eq=False, slots=True)
class _Wish:
    """A period that is to be known."""

    from_s: float | None
    """None for what was missed."""
    until_s: float = math.inf
    done: asyncio.Future[None] | None = None
    """For whoever waits."""
    asked: Question | None = None
    through: bool = False


@dataclass(eq=False, slots=True)
class _Player:
    stream: str
    last: int
    awaited: list[_Wish] = field(default_factory=list)
    looked_at: _Wish | None = None
    missed: _Wish | None = None
    busy: bool = False
    paused_until_s: float = -math.inf

    def wish(self) -> tuple[int, _Wish] | None:
        """The next of its wishes, and how long it can wait: 0 is not at all."""
        if self.awaited:
            return 0, self.awaited[0]
        if self.looked_at is not None:
            return 1, self.looked_at
        return None if self.missed is None else (2, self.missed)

    def drop(self, wish: _Wish) -> None:
        self.awaited = [each for each in self.awaited if each is not wish]
        self.looked_at = None if self.looked_at is wish else self.looked_at
        self.missed = None if self.missed is wish else self.missed


class HistoryFetching:
    """Players that are online, by id. At most AT_ONCE of them are asked at one time, each for one page after another.

    Used on the core thread.
    """

    def __init__(
        self, shelf: HistoryShelf, clock: Clock, fetch: Fetch, changed: Callable[[str], None], *, keep_up: bool
    ) -> None:
        """`fetch` raises FootlightError; `changed` is told when more is known. `keep_up` fetches what was missed."""
        self._shelf = shelf
        self._clock = clock
        self._fetch = fetch
        self._changed = changed
        self._keep_up = keep_up
        self._players: dict[str, _Player] = {}
        self._view: tuple[frozenset[str], float, float] = (frozenset(), 0.0, 0.0)
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin, in the running loop."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._work(), name=f"history fetching {each}") for each in range(AT_ONCE)]

    async def close(self) -> None:
        """Ask for nothing more. Whoever waits hears NotLinked."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        for player_id in [*self._players]:
            self.lost(player_id)

    def welcomed(self, player_id: str, cursor: Cursor) -> None:
        """A player is online, or began another history, and its numbered events stand there."""
        before = self._players.get(player_id)
        player = self._players[player_id] = _Player(stream=cursor.stream, last=cursor.seq)
        if before is not None:
            player.awaited = before.awaited
        player.missed = _Wish(from_s=None) if self._keep_up else None
        player.looked_at = self._looked_at(player_id)
        self._wake.set()

    def heard(self, player_id: str, seq: int) -> None:
        """An event of this number came by itself."""
        player = self._players.get(player_id)
        if player is None or seq <= player.last:
            return
        if seq != player.last + 1 and self._keep_up and player.missed is None:
            player.missed = _Wish(from_s=None)
            self._wake.set()
        player.last = seq

    def stands(self, player_id: str, last: int) -> None:
        """A player has events up to this number, whether or not they came by themselves."""
        player = self._players.get(player_id)
        if player is None or last <= player.last:
            return
        if self._keep_up and player.missed is None:
            player.missed = _Wish(from_s=None)
            self._wake.set()
        player.last = last

    def lost(self, player_id: str) -> None:
        """A player is offline."""
        player = self._players.pop(player_id, None)
        for wish in player.awaited if player else ():
            _fail(wish, NotLinked("the player went offline before it had told all of its history."))

    def look_at(self, player_ids: Sequence[str], from_s: float, until_s: float) -> None:
        """As Histories.look_at."""
        self._view = (frozenset(player_ids), from_s, until_s)
        for player_id, player in self._players.items():
            player.looked_at = self._looked_at(player_id)
        self._wake.set()

    async def fetch(self, player_id: str, from_s: float, until_s: float) -> None:
        """As Histories.fetch."""
        player = self._players.get(player_id)
        if player is None:
            msg = "the player is offline: what it did meanwhile is told when it is back."
            raise NotLinked(msg)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        wish = _Wish(from_s=from_s, until_s=until_s, done=done)
        player.awaited.append(wish)
        player.paused_until_s = -math.inf
        self._wake.set()
        try:
            await done
        finally:
            player.drop(wish)

    def _looked_at(self, player_id: str) -> _Wish | None:
        ids, from_s, until_s = self._view
        return _Wish(from_s=from_s, until_s=until_s) if player_id in ids else None

    async def _work(self) -> None:
        while True:
            picked = self._picked()
            if picked is None:
                self._wake.clear()
                try:
                    async with asyncio.timeout(self._pause_s()):
                        await self._wake.wait()
                except TimeoutError:
                    pass
                continue
            player_id, player, wish = picked
            player.busy = True
            begin_s = self._clock.monotonic_s()
            try:
                await self._further(player_id, player, wish)
            finally:
                player.busy = False
                self._wake.set()
            if wish is player.missed:
                # Nobody waits for it: half of the time is for others.
                await self._clock.sleep(min(self._clock.monotonic_s() - begin_s, LONGEST_REST_S))

    def _picked(self) -> tuple[str, _Player, _Wish] | None:
        now_s = self._clock.monotonic_s()
        best: tuple[int, str, _Player, _Wish] | None = None
        for player_id, player in self._players.items():
            wanted = player.wish()
            if wanted is None or player.busy or player.paused_until_s > now_s:
                continue
            if best is None or wanted[0] < best[0]:
                best = wanted[0], player_id, player, wanted[1]
        return None if best is None else best[1:]

    def _pause_s(self) -> float | None:
        waits = [player.paused_until_s for player in self._players.values() if player.wish() and not player.busy]
        return max(0.0, min(waits) - self._clock.monotonic_s()) if waits else None

    async def _further(self, player_id: str, player: _Player, wish: _Wish) -> None:
        """One page more of what is wished."""
        try:
            question = await self._question(player_id, player, wish)
            if question is None:
                player.drop(wish)
                _end(wish)
                return
            page = await self._fetch(player_id, question)
            told = Told(
                stream=page.stream,
                events=page.events,
                numbers=covered(question, page),
                runs=page.runs,
                first_kept=page.first_kept,
                last=page.last,
            )
            await self._shelf.keep(player_id, told)
        except FootlightError as err:
            _log.info("the history of player %s is not fetched now: %s", player_id, err)
            _fail(wish, err)
            if wish.done is not None or not isinstance(err, LinkError):
                # Asked again, the same would come of it.
                player.drop(wish)
            else:
                player.paused_until_s = self._clock.monotonic_s() + RETRY_S
            return
        if self._players.get(player_id) is player:
            if page.stream != player.stream:
                player.stream, player.last = page.stream, page.last
            else:
                self.stands(player_id, page.last)
        self._changed(player_id)

    async def _question(self, player_id: str, player: _Player, wish: _Wish) -> Question | None:
        now_s = self._clock.wall_s()
        memory, islands = await self._shelf.islands(player_id, now_s)
        chapter = memory.chapters[-1] if memory.chapters else None
        mine = chapter is not None and chapter.stream == player.stream
        if wish.from_s is None:
            known_s = islands[-1].until_s if mine and islands else now_s
            wish.from_s = max(now_s - CATCH_UP_S, min(known_s, now_s - FIRST_CATCH_UP_S))
        for _ in range(2):
            question = next_question(
                islands if mine else [],
                first_kept=chapter.first_kept if chapter and mine else 1,
                last=player.last,
                from_s=wish.from_s,
                until_s=wish.until_s,
                through=wish.through,
            )
            if question is None or question != wish.asked:
                break
            # The same again would bring nothing new.
            question, wish.through = None, True
        wish.asked = question
        return question


def _end(wish: _Wish) -> None:
    if wish.done is not None and not wish.done.done():
        wish.done.set_result(None)


def _fail(wish: _Wish, err: FootlightError) -> None:
    if wish.done is not None and not wish.done.done():
        wish.done.set_exception(err)
