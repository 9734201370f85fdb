"""How often this player was cut short lately."""

import logging

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.model.history import OffReason
from footlight_common.protocol.events import PowerOff
from footlight_player.services.history import History
from footlight_player.services.history_pages import Wish

_log = logging.getLogger(__name__)

WITHIN_S = 3600.0
# By then it is written how the run before ended.
LOOK_AFTER_S = 5.0
RETRY_S = 60.0
# Of a player that shows many short items.
_MAX_PAGES = 10


class Crashes:
    """Looks at the history once: runs that were cut short are noted when the next one begins."""

    def __init__(self, clock: Clock, history: History) -> None:
        self._clock = clock
        self._history = history
        self._at_s: tuple[float, ...] = ()

    def count(self) -> int:
        """How many within the last hour; 0 before `run` has looked."""
        now_s = self._clock.wall_s()
        return sum(abs(now_s - at_s) <= WITHIN_S for at_s in self._at_s)

    async def run(self) -> None:
        """Look, once the history can be read."""
        await self._clock.sleep(LOOK_AFTER_S)
        while True:
            try:
                self._at_s = await self._look()
            except StorageError as err:
                _log.info("how the runs before ended is not known: %s", err)
                await self._clock.sleep(RETRY_S)
            else:
                return

    async def _look(self) -> tuple[float, ...]:
        from_s, before, found = self._clock.wall_s() - WITHIN_S, None, list[float]()
        for _ in range(_MAX_PAGES):
            page = await self._history.page(Wish(from_s=from_s, before=before, newest_first=True))
            began_s = {run.number: run.began_s for run in page.runs}
            found += [
                began_s.get(event.run, event.at_s - event.up_s) + event.up_s
                for event in page.events
                if isinstance(event, PowerOff) and event.reason is OffReason.CUT
            ]
            if not page.events or page.events[0].seq <= page.first_kept:
                break
            before = page.events[0].seq
        return tuple(found)
