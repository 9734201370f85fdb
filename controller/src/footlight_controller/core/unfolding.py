"""From what is remembered of a player to its timeline."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from footlight_common.model.history import OffReason
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_controller.core.lanes import AlertLanes, LinkLanes
from footlight_controller.core.placing import Extent, Place, place
from footlight_controller.core.remembered import Chapter
from footlight_controller.core.timeline import (
    Alerted,
    Gap,
    Idle,
    Linked,
    Mark,
    Off,
    Played,
    ScreenSpan,
    Timeline,
    Unknown,
)

# By so much the begin of an item differs that is reckoned from its end.
_SLACK_S = 2.0
# A player that begins its history anew says so right after it started.
_BEGINS = 2

T = TypeVar("T", Alerted, Linked)

_State = PlaybackStarted | OffReason | Unknown | None
"""What is on screen; None is nothing, and the player runs."""


class Almanac:
    """When everything happened that is remembered of a player."""

    def __init__(self, chapters: Sequence[Chapter], now_s: float) -> None:
        """`chapters` are oldest first."""
        keys = [(chapter.stream, known.run.number) for chapter in chapters for known in chapter.runs]
        extents = [
            Extent(began_s=known.run.began_s, up_s=known.up_s, heard_s=known.heard_s)
            for chapter in chapters
            for known in chapter.runs
        ]
        self._places = dict(zip(keys, place(extents, now_s), strict=True))

    def of(self, stream: str, run: int) -> Place | None:
        """Where a run lies; None for one that is not known."""
        return self._places.get((stream, run))

    def moment(self, stream: str, event: AnyNumbered) -> tuple[float, bool]:
        """When an event happened, Unix seconds, and whether that is estimated."""
        found = self.of(stream, event.run)
        return (event.at_s, True) if found is None else (found.at_s(event.up_s), found.estimated)

    def places(self) -> Iterator[tuple[str, int, Place]]:
        """Stream, number and place of all runs, in their order."""
        for (stream, run), found in self._places.items():
            yield stream, run, found


def unfold(
    player_id: str,
    chapters: Sequence[Chapter],
    from_s: float,
    until_s: float,
    *,
    now_s: float,
    heard_s: float | None = None,
    almanac: Almanac | None = None,
) -> Timeline:
    """The timeline of a player over a period, Unix seconds, as far as now.

    `chapters` hold at least all events of the period, what is on screen when it begins and when that ends.
    `heard_s` is until when the player would have said if anything had happened: now, while it is online.
    """
    until_s = max(from_s, min(until_s, now_s))
    almanac = almanac or Almanac(chapters, now_s)
    walk = _Walk(almanac)
    for chapter in chapters:
        walk.through(chapter)
    newest = chapters[-1] if chapters else None
    walk.finish(now_s, heard_s, whole=newest is None or newest.whole_to_end)
    return Timeline(
        player_id=player_id,
        from_s=from_s,
        until_s=until_s,
        screen=_within(walk.screen, from_s, until_s),
        alerts=_touching(walk.alerts.lanes(), from_s, until_s),
        links=_touching(walk.links.lanes(), from_s, until_s),
        marks=tuple(mark for mark in walk.marks if from_s <= mark.at_s < until_s),
    )


class _Walk:
    """Goes through events in their order. What is open began at `_since_s`; the last known moment is `_last_s`."""

    def __init__(self, almanac: Almanac) -> None:
        self._almanac = almanac
        self.screen: list[ScreenSpan] = []
        self.alerts = AlertLanes()
        self.links = LinkLanes()
        self.marks: list[Mark] = []
        self._state: _State = Unknown.BEFORE
        self._since_s = self._last_s = -math.inf
        self._estimated = False
        self._begun = False

    def through(self, chapter: Chapter) -> None:
        row: int | None = None
        run = place = None
        seq = row_last = 0
        for event in chapter.events:
            if event.run != run:
                run, place = event.run, self._almanac.of(chapter.stream, event.run)
            at_s, estimated = (event.at_s, True) if place is None else (place.at_s(event.up_s), place.estimated)
            at_s = max(at_s, self._last_s)
            here = row
            if event.seq > row_last or row is None:
                here = chapter.row_of(event.seq)
                row_last = 0 if here is None else chapter.numbers[here].last
            if not seq:
                self._hole(self._why_before(chapter, here))
            elif here != row:
                self._hole(Unknown.NOT_FETCHED)
            elif isinstance(event, HistoryLost) and (_vague(event) or event.seq > seq + 1):
                self._hole(Unknown.LOST)
            row, seq = here, event.seq
            # What ends now may have begun at a time that was estimated.
            self._estimated = self._estimated or estimated
            self._take(event, at_s, estimated=estimated)
            self._last_s, self._estimated = at_s, estimated

    def finish(self, now_s: float, heard_s: float | None, *, whole: bool) -> None:
        known_s = self._last_s if heard_s is None else max(self._last_s, min(heard_s, now_s))
        if whole and self._begun:
            self._last_s = known_s
            if known_s < now_s:
                self._hole(Unknown.NOT_HEARD)
        else:
            self._hole(Unknown.NOT_FETCHED)
            if self._begun and self._last_s < known_s < now_s:
                self._change(Unknown.NOT_HEARD, known_s)
        end_s = max(now_s, self._last_s)
        self._close(end_s, on_screen=True)
        self.alerts.finish(end_s)
        self.links.finish(end_s)

    def _why_before(self, chapter: Chapter, row: int | None) -> Unknown:
        if row is None or chapter.numbers[row].first > chapter.first_kept:
            return Unknown.NOT_FETCHED
        if self._begun:
            return Unknown.LOST
        if chapter.numbers[row].first > 1:
            return Unknown.FORGOTTEN
        # A history that begins with a loss follows one that is gone.
        return Unknown.LOST if any(map(_begins_anew, chapter.events[:_BEGINS])) else Unknown.BEFORE

    def _take(self, event: AnyNumbered, at_s: float, *, estimated: bool) -> None:
        self._begun = True
        # By how often they come: a month of a player is ten thousand items.
        match event:
            case PlaybackStarted():
                self._change(event, at_s)
            case PlaybackStopped():
                self._stop(event, at_s)
            case PowerOn():
                if not isinstance(self._state, (OffReason, Unknown)):
                    self._change(OffReason.CUT, self._last_s)
                self._end_lanes(self._last_s)
                self._change(None, at_s)
            case PowerOff(reason=reason):
                self._change(reason, at_s)
                self._end_lanes(at_s)
            case Alert():
                self.alerts.take(event, at_s, estimated=estimated)
            case ControllerCame() | ControllerLeft():
                self.links.take(event, at_s, estimated=estimated)
            case PlaybackSkipped() | CommandCompleted() | ClockStepped() | HistoryLost():
                self.marks.append(Mark(at_s=at_s, event=event, estimated=estimated))

    def _stop(self, event: PlaybackStopped, at_s: float) -> None:
        state, seq = self._state, event.seq
        begin_known = True
        if isinstance(state, PlaybackStarted) and (state.index, state.item) == (event.index, event.item):
            seq, started_s = state.seq, self._since_s
        elif (before := self._begun_before(event, at_s)) is not None:
            self.screen.pop()
            seq, started_s = before.seq, before.started_s
        else:
            begin_known = False
            started_s = max(self._since_s, at_s - event.played_s)
            self._close(started_s)
        self.screen.append(
            Played(
                started_s=started_s,
                ended_s=max(started_s, at_s),
                estimated=self._estimated,
                item=event.item,
                index=event.index,
                seq=seq,
                seconds=event.played_s,
                presented_frames=event.presented_frames,
                dropped_frames=event.dropped_frames,
                reason=event.reason,
                begin_known=begin_known,
            )
        )
        self._state, self._since_s = None, at_s

    def _begun_before(self, event: PlaybackStopped, at_s: float) -> Played | None:
        """The begin of what now ended, when all that is missing happened while it was on screen."""
        before = self.screen[-1] if self.screen else None
        if (
            isinstance(self._state, Unknown)
            and isinstance(before, Played)
            and before.reason is None
            and (before.index, before.item) == (event.index, event.item)
            and at_s - event.played_s <= self._since_s + _SLACK_S
        ):
            return before
        return None

    def _hole(self, why: Unknown) -> None:
        """What follows the last known moment is not known."""
        self._end_lanes(self._last_s)
        if isinstance(self._state, Unknown) and not self._begun:
            self._state = why
        else:
            self._change(why, self._last_s)

    def _end_lanes(self, ended_s: float) -> None:
        self.alerts.end(ended_s)
        self.links.end(ended_s)

    def _change(self, state: _State, at_s: float) -> None:
        self._close(at_s)
        self._state, self._since_s = state, max(at_s, self._since_s)

    def _close(self, at_s: float, *, on_screen: bool = False) -> None:
        # Of an item even a moment is a span; of the time between two items there is none nearly always.
        if at_s > self._since_s or isinstance(self._state, PlaybackStarted):
            self.screen.append(self._span(max(at_s, self._since_s), on_screen=on_screen))

    def _span(self, ended_s: float, *, on_screen: bool) -> ScreenSpan:
        started_s, estimated = self._since_s, self._estimated
        match self._state:
            case None:
                return Idle(started_s=started_s, ended_s=ended_s, estimated=estimated)
            case OffReason() as reason:
                return Off(started_s=started_s, ended_s=ended_s, estimated=estimated, reason=reason)
            case Unknown() as why:
                return Gap(started_s=started_s, ended_s=ended_s, estimated=estimated, why=why)
            case PlaybackStarted() as begun:
                return Played(
                    started_s=started_s,
                    ended_s=ended_s,
                    estimated=estimated,
                    item=begun.item,
                    index=begun.index,
                    seq=begun.seq,
                    seconds=ended_s - started_s,
                    on_screen=on_screen,
                )


def _begins_anew(event: AnyNumbered) -> bool:
    return isinstance(event, HistoryLost) and event.lost is None and event.seq <= _BEGINS


def _vague(event: HistoryLost) -> bool:
    """Whether nobody can tell which of the events before it are lost; not those of another stream."""
    return event.lost is None and not _begins_anew(event)


def _within(spans: list[ScreenSpan], from_s: float, until_s: float) -> tuple[ScreenSpan, ...]:
    """Those that touch the period. Items stay whole, for their seconds belong to them as a whole."""
    found: list[ScreenSpan] = []
    for span in spans:
        if span.started_s >= until_s or span.ended_s < from_s or (span.ended_s == from_s and span.length_s > 0):
            continue
        if isinstance(span, Played):
            found.append(span)
        else:
            found.append(replace(span, started_s=max(span.started_s, from_s), ended_s=min(span.ended_s, until_s)))
    return tuple(found)


def _touching(lanes: Iterable[Sequence[T]], from_s: float, until_s: float) -> tuple[tuple[T, ...], ...]:
    found = (tuple(span for span in lane if span.started_s < until_s and span.ended_s >= from_s) for lane in lanes)
    return tuple(lane for lane in found if lane)
