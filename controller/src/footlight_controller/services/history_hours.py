"""The past hour by hour, for looking at it from afar: reckoned once, and kept."""

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import groupby

from footlight_controller.core.timeline import Bands, Gap, Timeline, Unknown, bands
from footlight_controller.services.history_rows import Hour
from footlight_controller.services.history_shelf import HistoryShelf

HOUR_S = 3600
# What is reckoned in one piece; others have their turn in between.
_PIECE_HOURS = 24
_NOTHING = Hour(0.0, 0.0, 0.0, 1.0, None)
# What nobody will know better.
_FINAL = frozenset({Unknown.LOST, Unknown.FORGOTTEN, Unknown.BEFORE})

Tell = Callable[[str, float, float], Awaitable[Timeline]]
Known = Callable[[str], Awaitable[list[tuple[float, float]]]]


class HistoryHours:
    """By player id. Used on the core thread."""

    def __init__(self, shelf: HistoryShelf, tell: Tell, known: Known) -> None:
        """`tell` makes the timeline of a period, `known` says which periods are here at all."""
        self._shelf = shelf
        self._tell = tell
        self._known = known

    async def bands(self, player_id: str, from_s: float, count: int) -> Bands:
        """As Histories.hours."""
        first = int(from_s // HOUR_S)
        hours = await self._shelf.do(partial(self._shelf.cache.hours, player_id, first, count))
        periods = await self._known(player_id)
        missing = [
            number
            for number in range(first, first + count)
            if number not in hours
            and any(begin_s < (number + 1) * HOUR_S and number * HOUR_S <= end_s for begin_s, end_s in periods)
        ]
        for _, group in groupby(enumerate(missing), lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in group]
            for begin in range(0, len(numbers), _PIECE_HOURS):
                piece = numbers[begin : begin + _PIECE_HOURS]
                hours |= await self._reckon(player_id, piece[0], len(piece))
        shown = [hours.get(number, _NOTHING) for number in range(first, first + count)]
        return Bands(
            from_s=float(first * HOUR_S),
            step_s=float(HOUR_S),
            played=tuple(hour.played for hour in shown),
            idle=tuple(hour.idle for hour in shown),
            off=tuple(hour.off for hour in shown),
            unknown=tuple(hour.unknown for hour in shown),
            alerts=tuple(hour.severity for hour in shown),
        )

    async def _reckon(self, player_id: str, first: int, count: int) -> dict[int, Hour]:
        timeline = await self._tell(player_id, float(first * HOUR_S), float((first + count) * HOUR_S))
        found = bands(timeline, timeline.from_s, HOUR_S, count)
        hours = {
            first + place: Hour(
                found.played[place],
                found.idle[place],
                found.off[place],
                found.unknown[place],
                found.alerts[place],
            )
            for place in range(count)
        }
        open_s = [
            (span.started_s, span.ended_s)
            for span in timeline.screen
            if span.estimated or (isinstance(span, Gap) and span.why not in _FINAL)
        ]
        final = {
            number: hour
            for number, hour in hours.items()
            if (number + 1) * HOUR_S <= timeline.until_s
            and not any(begin_s < (number + 1) * HOUR_S and number * HOUR_S < end_s for begin_s, end_s in open_s)
        }
        if final:
            await self._shelf.do(partial(self._shelf.cache.keep_hours, player_id, final))
        return hours
