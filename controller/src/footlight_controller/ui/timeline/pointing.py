"""What somebody points at on the chart, or has chosen there."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from footlight_controller.core.timeline import Mark, Span
from footlight_controller.ui.timeline.line import Line
from footlight_controller.ui.timeline.story_words import told_of
from footlight_controller.ui.timeline.words import details, frozen, time_of, title, told
from footlight_controller.ui.words import one_line

# More would not be read.
_MOST_MARKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """A span or a mark of a line."""

    line: Line
    what: Span | Mark
    beside: tuple[Span | Mark, ...] = ()
    """Alerts that stood then, and what happened at that moment."""
    frozen_s: float = 0.0
    """Of an item that was on screen, how long no new frames came."""

    @property
    def lines(self) -> list[str]:
        """All there is to say, for a tool tip."""
        return [one_line(self.line.title), *_lines(self.what), *self._frozen(), *map(_told, self.beside)]

    @property
    def text(self) -> str:
        """The same in one line."""
        parts = [f"{one_line(self.line.title)}: {_told(self.what)}", *self._frozen(), *map(_told, self.beside)]
        return ". ".join(parts)

    def _frozen(self) -> list[str]:
        return [frozen(self.frozen_s)] if self.frozen_s > 0 else []


def _told(what: Span | Mark) -> str:
    return told(what) if isinstance(what, Span) else ". ".join(_lines(what))


def _lines(what: Span | Mark) -> list[str]:
    if isinstance(what, Mark):
        return [told_of(what.event).text, time_of(what.at_s, estimated=what.estimated)]
    return [title(what), *details(what)]


def pointed_at(line: Line, at_s: float, slack_s: float) -> Pointed | None:
    """What of a line is there, give or take `slack_s`."""
    if line.past is not None:
        span = line.past.span_at(at_s)
        if span is None:
            return None
        marks = line.past.marks_between(at_s - slack_s, at_s + slack_s)
        stood = line.past.alerts_at(at_s, slack_s)
        frozen_s = line.past.frozen_s(span)
        return Pointed(line=line, what=span, beside=(*stood, *marks[:_MOST_MARKS]), frozen_s=frozen_s)
    found = _nearest(line.marks, at_s, slack_s) if line.marks else _holding(line.lane, at_s, slack_s)
    return None if found is None else Pointed(line=line, what=found)


def neighbour(line: Line, chosen: Span | Mark | None, step: int, at_s: float) -> Pointed | None:
    """The one after what was chosen, or before it for a `step` of -1; for nothing chosen, the one at `at_s`."""
    spans: Sequence[Span | Mark]
    if line.past is not None:
        spans = line.past.timeline.screen if line.past.timeline is not None else ()
    else:
        spans = line.marks or line.lane
    if not spans:
        return None
    place = bisect_left(spans, at_s if chosen is None else begin_of(chosen), key=begin_of)
    place = max(0, place - 1) if chosen is None else min(max(0, place + step), len(spans) - 1)
    what = spans[place]
    beside = line.past.alerts_at(begin_of(what), 0.0) if line.past is not None else ()
    frozen_s = line.past.frozen_s(what) if line.past is not None else 0.0
    return Pointed(line=line, what=what, beside=tuple(beside), frozen_s=frozen_s)


def begin_of(what: Span | Mark) -> float:
    """Unix seconds."""
    return what.at_s if isinstance(what, Mark) else what.started_s


def end_of(what: Span | Mark) -> float:
    """Unix seconds."""
    return what.at_s if isinstance(what, Mark) else what.ended_s


def _nearest(marks: Sequence[Mark], at_s: float, slack_s: float) -> Mark | None:
    place = bisect_left(marks, at_s, key=begin_of)
    near = [mark for mark in marks[max(0, place - 1) : place + 1] if abs(mark.at_s - at_s) <= 2 * slack_s]
    return min(near, key=lambda mark: abs(mark.at_s - at_s), default=None)


def _holding(spans: Sequence[Span], at_s: float, slack_s: float) -> Span | None:
    place = bisect_left(spans, at_s + slack_s, key=begin_of) - 1
    return spans[place] if place >= 0 and spans[place].ended_s + slack_s >= at_s else None
