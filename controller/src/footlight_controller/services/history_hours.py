"""The past hour by hour, for looking at it from afar: reckoned once, and kept."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import groupby

from footlight_controller.core.timeline import Bands, Gap, Unknown, bands
from footlight_controller.services.history_rows import Hour
from footlight_controller.services.history_shelf import HistoryShelf
from footlight_controller.services.history_teller import HistoryTeller

HOUR_S = 3600
# What is reckoned in one piece; others have their turn in between.
_PIECE_HOURS = 7 * 24
# What nobody will know better.
_FINAL = frozenset({Unknown.LOST, Unknown.FORGOTTEN, Unknown.BEFORE})

Ask = Callable[[str], Awaitable[HistoryTeller]]


class HistoryHours:
    """By player id. Used on the core thread; everything is reckoned in the thread of the shelf."""

    def __init__(self, shelf: HistoryShelf, ask: Ask) -> None:
        """`ask` makes the teller of a player's past as it stands now."""
        self._shelf = shelf
        self._ask = ask

    async def bands(self, player_id: str, from_s: float, count: int) -> Bands:
        """As Histories.hours."""
        first = int(from_s // HOUR_S)
        teller = await self._ask(player_id)
        hours, missing = await self._shelf.do(partial(_kept, teller, first, count))
        for begin, many in missing:
            hours |= await self._shelf.do(partial(_reckoned, teller, begin, many))
        return await self._shelf.do(partial(_bands, hours, first, count))


def _kept(teller: HistoryTeller, first: int, count: int) -> tuple[dict[int, Hour], list[tuple[int, int]]]:
    """The hours that were reckoned already, and what has to be: first hours and how many, in pieces."""
    hours = teller.cache.hours(teller.player_id, first, count)
    begins_s = teller.begins_s()
    # What lies in the future has not been anything yet.
    end = min(first + count, int(teller.now_s // HOUR_S) + 1)
    missing = [number for number in range(first, end) if number not in hours]
    pieces = []
    for _, group in groupby(enumerate(missing), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in group]
        # Before that nothing has to be gone through.
        before = sum((number + 1) * HOUR_S <= begins_s for number in numbers)
        if before:
            pieces.append((numbers[0], before))
        begins = range(before, len(numbers), _PIECE_HOURS)
        pieces += [(numbers[begin], min(_PIECE_HOURS, len(numbers) - begin)) for begin in begins]
    return hours, pieces


def _bands(hours: Mapping[int, Hour], first: int, count: int) -> Bands:
    nothing = Hour(0.0, 0.0, 0.0, 0.0, None, None)
    shown = [hours.get(number, nothing) for number in range(first, first + count)]
    return Bands(
        from_s=float(first * HOUR_S),
        step_s=float(HOUR_S),
        played=tuple(hour.played for hour in shown),
        idle=tuple(hour.idle for hour in shown),
        off=tuple(hour.off for hour in shown),
        unknown=tuple(hour.unknown for hour in shown),
        why=tuple(hour.why for hour in shown),
        alerts=tuple(hour.severity for hour in shown),
    )


def _reckoned(teller: HistoryTeller, first: int, count: int) -> dict[int, Hour]:
    """Some hours, by number; those of which nothing more will be known are kept. Raises StorageError."""
    timeline = teller.timeline(float(first * HOUR_S), float((first + count) * HOUR_S))
    found = bands(timeline, timeline.from_s, HOUR_S, count)
    shares = zip(found.played, found.idle, found.off, found.unknown, found.why, found.alerts, strict=True)
    hours = {first + place: Hour(*each) for place, each in enumerate(shares)}
    open_: set[int] = set()
    for span in timeline.screen:
        if span.estimated or (isinstance(span, Gap) and span.why not in _FINAL):
            begin_s, end_s = max(span.started_s, timeline.from_s), min(span.ended_s, timeline.until_s)
            open_.update(range(int(begin_s // HOUR_S), int(end_s // HOUR_S) + (end_s % HOUR_S > 0)))
    final = {
        number: hour
        for number, hour in hours.items()
        # Hours of which nothing at all is known are as quickly reckoned, and there may be years of them.
        if number not in open_ and (number + 1) * HOUR_S <= timeline.until_s and hour.unknown < 1.0
    }
    if final:
        teller.cache.keep_hours(teller.player_id, final)
    return hours
