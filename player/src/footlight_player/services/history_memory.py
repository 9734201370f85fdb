"""The history of a player that keeps nothing: the latest events, as long as it runs."""

import secrets
from collections import deque
from collections.abc import Sequence

from footlight_common.model.history import Run
from footlight_common.protocol.events import AnyNumbered
from footlight_common.protocol.pages import HistoryPage
from footlight_player.services.history_pages import Found, Mark, Wish, fitting

# Some hours of a busy player, a megabyte at most of what people usually play.
CAPACITY = 1000


class HistoryMemory:
    """The same as HistoryStore, without a disk: nothing blocks and nothing fails. Each one is another stream."""

    def __init__(self) -> None:
        self.stream = secrets.token_hex(8)
        self._events: deque[AnyNumbered] = deque(maxlen=CAPACITY)
        self._began_s: dict[int, float] = {}

    def look(self) -> Found:
        return Found(stream=self.stream)

    def doubt(self) -> None:
        """Nothing is kept of any number."""

    def write(self, events: Sequence[AnyNumbered], mark: Mark | None) -> None:  # noqa: ARG002
        self._events.extend(events)
        for event in events:
            self._began_s[event.run] = round(event.at_s - event.up_s, 3)

    def page(self, wish: Wish, last: int) -> HistoryPage:
        before = last + 1 if wish.before is None else min(wish.before, last + 1)
        fit = [event for event in self._events if wish.after < event.seq < before and self._is_in(wish, event)]
        taken = fitting(fit[-1 : -wish.limit - 1 : -1] if wish.newest_first else fit[: wish.limit])
        taken = taken[::-1] if wish.newest_first else taken
        runs = tuple(
            Run(number=number, began_s=self._began_s[number]) for number in sorted({event.run for event in taken})
        )
        first_kept = self._events[0].seq if self._events else last + 1
        return HistoryPage(stream=self.stream, events=tuple(taken), runs=runs, first_kept=first_kept, last=last)

    def prune(self, now_s: float, *, aged: bool = True) -> bool:  # noqa: ARG002
        return False

    def close(self) -> None:
        """Nothing is open."""

    def _is_in(self, wish: Wish, event: AnyNumbered) -> bool:
        at_s = self._began_s[event.run] + event.up_s
        return (wish.from_s is None or wish.from_s <= at_s) and (wish.to_s is None or at_s <= wish.to_s)
