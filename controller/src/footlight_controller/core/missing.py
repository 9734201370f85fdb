"""What to ask a player for next, so that a period of its past is known here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from footlight_common.protocol.pages import MAX_PAGE_EVENTS, HistoryPage
from footlight_controller.core.remembered import Numbers

# Less is read through; in more, a period is looked for by its time.
_READ_THROUGH = 2 * MAX_PAGE_EVENTS
_NEAR_S = 6 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """A row of numbers that is here, and where it lies in time."""

    numbers: Numbers
    from_s: float
    """Since when it is known what was on screen; infinity when nothing of it says."""
    until_s: float
    """When the last of it happened; minus infinity when it holds no event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page of a player's history: of what follows a number or a moment, or what is right before a number."""

    after: int | None = None
    before: int | None = None
    from_s: float | None = None
    limit: int = MAX_PAGE_EVENTS

    @property
    def query(self) -> dict[str, str]:
        """As it stands in the address."""
        asked = {"after": self.after, "before": self.before, "from_s": self.from_s, "limit": self.limit}
        return {name: str(value) for name, value in asked.items() if value is not None}


def next_question(
    islands: Sequence[Island],
    *,
    first_kept: int,
    last: int,
    from_s: float,
    until_s: float = math.inf,
    through: bool = False,
) -> Question | None:
    """What is missing of a period, the newest first; None when all of it is here that the player has.

    `islands` are of one stream, oldest first; `first_kept` and `last` are what the player has. With `through`, nothing
    is looked for by its time: when that brought nothing new.
    """
    if not islands:
        return Question(before=last + 1) if last else None
    newest = islands[-1]
    if newest.numbers.last < last and newest.until_s < until_s:
        return Question(before=last + 1)
    for place in range(len(islands) - 1, -1, -1):
        island, below = islands[place], islands[place - 1] if place else None
        floor = below.numbers.last if below else first_kept - 1
        begins_s = below.until_s if below else -math.inf
        if island.numbers.first <= floor + 1 or island.from_s <= from_s or begins_s >= until_s:
            continue
        near = island.from_s <= until_s + _NEAR_S
        if near or through or island.numbers.first - floor <= _READ_THROUGH:
            return Question(before=island.numbers.first)
        return Question(after=floor) if begins_s >= from_s else Question(from_s=from_s)
    return None


def covered(question: Question, page: HistoryPage) -> Numbers | None:
    """Which numbers are known with the answer; None for none."""
    first, last = (page.events[0].seq, page.events[-1].seq) if page.events else (None, None)
    if question.before is not None:
        # Below what is kept there is nothing any more.
        first = page.first_kept if first is None or first <= page.first_kept else first
        last = min(question.before - 1, max(page.last, last or 0))
    elif question.after is not None:
        first = question.after + 1
        last = page.last if last is None else last
    if first is None or last is None or first > last:
        return None
    return Numbers(first=first, last=last)
