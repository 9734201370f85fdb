"""The two decks and their upkeep: emptying what left the screen, and replacing what leaks or hangs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import psutil

from footlight_common.errors import MediaError
from footlight_player.engine.deck import Deck, DeckStuck
from footlight_player.engine.recycling import Recycling, Usage
from footlight_player.engine.screen import Screen

logger = logging.getLogger(__name__)

# How long the sound of the last item may go on under the picture of the next one; drivers buffer 0.2 s.
TAIL_S = 0.3


class DeckPair:
    """Belongs to the core thread. Upkeep runs in tasks, one after another for each deck."""

    def __init__(
        self,
        screen: Screen,
        recycling: Recycling,
        board: str,
        *,
        on_end: Callable[[Deck], None],
        on_break: Callable[[Deck, MediaError], None],
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._screen = screen
        self._recycling = recycling
        self._board = board
        self._on_fault = on_fault
        self._decks = tuple(Deck(number, on_end=on_end, on_break=on_break) for number in (0, 1))
        self._upkeep: dict[Deck, asyncio.Task[None]] = {}
        self._loudness = (100, False)

    def __iter__(self) -> Iterator[Deck]:
        return iter(self._decks)

    @property
    def version(self) -> str:
        """Of mpv."""
        return next((deck.version for deck in self if deck.alive), "")

    async def start(self) -> None:
        """Get both going. Raises FootlightError where there is no OpenGL."""
        for deck in self._decks:
            await self._equip(deck)

    async def usable(self, deck: Deck) -> None:
        """Return once `deck` is empty and can load."""
        if deck in self._upkeep:
            await asyncio.shield(self._upkeep[deck])
        try:
            await deck.halt()
        except DeckStuck:
            self.replace(deck)
            await asyncio.shield(self._upkeep[deck])

    def set_volume(self, level: int, *, muted: bool) -> None:
        """Of both, now and after a replacement."""
        self._loudness = (level, muted)
        for deck in self._decks:
            if deck.alive:
                deck.set_volume(level, muted=muted)

    def empty(self, deck: Deck) -> None:
        """Take away what is in `deck`, at once."""
        self._keep_up(deck, self._empty(deck))

    def leave_screen(self, deck: Deck) -> None:
        """Empty `deck`, of which the last picture is covered now, and replace it if the process has grown."""
        self._keep_up(deck, self._leave_screen(deck))

    def replace(self, deck: Deck) -> None:
        """Throw this mpv away and get a new one."""
        self._keep_up(deck, self._replace(deck))

    async def close(self) -> None:
        """End both."""
        tasks = tuple(self._upkeep.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for deck in self._decks:
            await self._retire(deck)

    def _keep_up(self, deck: Deck, work: Coroutine[Any, Any, None]) -> None:
        before = self._upkeep.get(deck)

        async def in_turn() -> None:
            if before is not None:
                await asyncio.wait([before])
            await work

        task = asyncio.get_running_loop().create_task(in_turn(), name=f"upkeep-{deck.number}")
        self._upkeep[deck] = task

        def forget(done: asyncio.Task[None]) -> None:
            if self._upkeep.get(deck) is done:
                del self._upkeep[deck]
            if done.cancelled():
                work.close()
            elif (fault := done.exception()) is not None:
                self._on_fault(fault)

        task.add_done_callback(forget)

    async def _empty(self, deck: Deck) -> None:
        try:
            await deck.halt()
        except DeckStuck:
            await self._replace(deck)

    async def _leave_screen(self, deck: Deck) -> None:
        if deck.at_end:
            await deck.fall_silent(TAIL_S)
        await self._empty(deck)
        usage = await asyncio.to_thread(_usage)
        if self._recycling.is_due(deck.number, usage):
            logger.info(
                "deck %d is replaced: %d files open, %d MiB", deck.number, usage.open_files, usage.rss_bytes >> 20
            )
            await self._replace(deck)

    async def _replace(self, deck: Deck) -> None:
        await self._retire(deck)
        await self._equip(deck)

    async def _equip(self, deck: Deck) -> None:
        await deck.start(self._board)
        await asyncio.wrap_future(self._screen.attach(deck.number, deck.player))
        level, muted = self._loudness
        deck.set_volume(level, muted=muted)

    async def _retire(self, deck: Deck) -> None:
        # mpv must outlive the context that draws it.
        await asyncio.wrap_future(self._screen.detach(deck.number))
        await deck.terminate()


def _usage() -> Usage:
    process = psutil.Process()
    return Usage(open_files=process.num_fds(), rss_bytes=process.memory_info().rss)
