"""What the chart shows, line by line."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.core.timeline import (
    Alerted,
    Linked,
    Mark,
    Off,
    Played,
    ScreenSpan,
    Span,
    Timeline,
    stalled_s,
    stalls,
)
from footlight_controller.ui.timeline.ribbon import Kind, Ribbon
from footlight_controller.ui.timeline.sight import HOUR_S

_BROKEN = frozenset({StopReason.FAILED, StopReason.CUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance(Span):
    """Some time as a whole: an hour, where no more than that was read."""

    parts: tuple[tuple[Kind, float], ...]
    """How many seconds of it were what."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Past:
    """What was read of a player for a period, Unix seconds."""

    from_s: float
    until_s: float
    ribbon: Ribbon
    timeline: Timeline | None = None
    """None where it was read from afar, hour by hour."""
    begins_s: Sequence[float] = ()
    """Of the spans on the screen in `timeline`."""

    @cached_property
    def broken_s(self) -> list[float]:
        """When items broke on screen, or were cut off with the player; in order."""
        screen = self.timeline.screen if self.timeline is not None else ()
        return [each.ended_s for each in screen if isinstance(each, Played) and each.reason in _BROKEN]

    @cached_property
    def cuts_s(self) -> list[float]:
        """When the player lost power, crashed or was killed; in order."""
        screen = self.timeline.screen if self.timeline is not None else ()
        return [each.started_s for each in screen if isinstance(each, Off) and each.reason is OffReason.CUT]

    def span_at(self, at_s: float) -> ScreenSpan | Glance | None:
        """What was on the screen, or how its hour was; None where nothing was read."""
        if not self.from_s <= at_s < self.until_s:
            return None
        if self.timeline is None:
            return self._glance(at_s)
        place = bisect_right(self.begins_s, at_s) - 1
        return self.timeline.screen[place] if place >= 0 else None

    def frozen_s(self, what: Span | Mark) -> float:
        """Of an item that was on screen, how long no new frames came."""
        if self.timeline is None or not isinstance(what, Played):
            return 0.0
        return stalled_s(self._stalls, what.started_s, what.ended_s)

    @cached_property
    def _stalls(self) -> list[tuple[float, float]]:
        return stalls(self.timeline) if self.timeline is not None else []

    def marks_between(self, from_s: float, until_s: float) -> Sequence[Mark]:
        """What took no time, in order."""
        marks = self.timeline.marks if self.timeline is not None else ()
        return marks[bisect_left(marks, from_s, key=_at_s) : bisect_right(marks, until_s, key=_at_s)]

    def _glance(self, at_s: float) -> Glance | None:
        from_s = at_s // HOUR_S * HOUR_S
        return self.glance(from_s, from_s + HOUR_S)

    def glance(self, from_s: float, until_s: float) -> Glance | None:
        """How a period was as a whole; None where nothing was read of it."""
        from_s, until_s = max(from_s, self.from_s), min(until_s, self.until_s)
        parts = [(kind, self.ribbon.seconds(kind, from_s, until_s)) for kind in self.ribbon.kinds]
        shown = tuple((kind, seconds) for kind, seconds in parts if seconds >= 0.5)
        return Glance(started_s=from_s, ended_s=until_s, parts=shown) if shown else None

    def alerts_at(self, at_s: float, slack_s: float) -> list[Alerted]:
        """Which stood then, give or take a moment, the newest first."""
        lanes = self.timeline.alerts if self.timeline is not None else ()
        found = [
            alert for lane in lanes for alert in lane if alert.started_s - slack_s <= at_s <= alert.ended_s + slack_s
        ]
        return sorted(found, key=_started_s, reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One line of the chart: a heading, a player's screen, or a lane of something beside it."""

    key: str
    """Another for each line; the id of the player for a player."""
    title: str
    heading: bool = False
    dimmed: bool = False
    """The player is offline."""
    past: Past | None = None
    lane: tuple[Alerted, ...] | tuple[Linked, ...] = ()
    marks: tuple[Mark, ...] = ()


def _started_s(span: Span) -> float:
    return span.started_s


def _at_s(mark: Mark) -> float:
    return mark.at_s
