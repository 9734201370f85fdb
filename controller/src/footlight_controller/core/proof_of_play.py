"""What was shown where, for how long and how completely: totals that are the sums of timelines."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum

from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import PlaybackSkipped
from footlight_controller.core.periods import days, midnight
from footlight_controller.core.timeline import Gap, Played, Timeline, Unknown, stalled_s, stalls


class By(StrEnum):
    """What a report has a line for each of."""

    ITEM = "item"
    PLAYER = "player"
    AREA = "area"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A sum. A play counts in the period in which it began; its seconds count where they were shown."""

    plays: int = 0
    ended: int = 0
    """Of these, how many left the screen and said how."""
    complete: int = 0
    """Of these, how many played to their end."""
    seconds: float = 0.0
    """On screen; pauses do not count."""
    presented_frames: int = 0
    """Of the plays that began, until they left the screen."""
    dropped_frames: int = 0
    failed: int = 0
    """Plays that broke, or that a crash or a power cut ended, and times that an item could not be shown at all."""
    stalled_s: float = 0.0
    """Of the time on screen, how long no new frames came."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            plays=self.plays + other.plays,
            ended=self.ended + other.ended,
            complete=self.complete + other.complete,
            seconds=self.seconds + other.seconds,
            presented_frames=self.presented_frames + other.presented_frames,
            dropped_frames=self.dropped_frames + other.dropped_frames,
            failed=self.failed + other.failed,
            stalled_s=self.stalled_s + other.stalled_s,
        )

    @property
    def completeness(self) -> float | None:
        """Share of the plays that ended which played to their end, 0 to 1; None when none ended."""
        return self.complete / self.ended if self.ended else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A player as a report names it."""

    player_id: str
    name: str
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What one line of a report is about; what the report does not tell apart is empty."""

    uri: str = ""
    player_id: str = ""
    area: str = ""
    day: str = ""
    """As in 2026-11-23."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a report."""

    key: Key
    item: str = ""
    """Name of the item, as it was last called."""
    player: str = ""
    """Name of the player."""
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Time of a player that is in no sum."""

    whose: Whose
    why: Unknown
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Proof of play over a period, Unix seconds."""

    from_s: float
    until_s: float
    by: tuple[By, ...]
    lines: tuple[Line, ...]
    total: Tally
    """The sum of all lines."""
    players: int
    """How many were counted."""
    unknown_s: float
    """Seconds of all players in which nobody knows what was on screen; none of them is in a sum."""
    missing: tuple[Missing, ...] = ()
    """The same by player and reason, the longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part of a timeline that is counted for itself."""

    day: str
    from_s: float
    until_s: float


def _end(piece: _Piece) -> float:
    return piece.until_s


class ProofOfPlay:
    """Adds up timelines. A period may come in pieces, in any order: each piece is counted once."""

    def __init__(self, by: Sequence[By] = (By.ITEM,), *, item: str = "", zone: tzinfo | None = None) -> None:
        """`item` is the URI or the name of the only item that counts. Days are of `zone`, else of this machine."""
        self._by = tuple(dict.fromkeys(by))
        self._item = item
        self._zone = zone
        self._tallies: dict[Key, Tally] = {}
        self._items: dict[str, tuple[float, str]] = {}
        self._players: dict[str, Whose] = {}
        self._missing: dict[tuple[str, Unknown], float] = {}
        self._from_s, self._until_s = math.inf, -math.inf

    def take(self, whose: Whose, timeline: Timeline) -> None:
        """Count what was on screen in the period of the timeline."""
        self._players[whose.player_id] = whose
        self._from_s, self._until_s = min(self._from_s, timeline.from_s), max(self._until_s, timeline.until_s)
        pieces, stopped = self._pieces(timeline), stalls(timeline)
        for span in timeline.screen:
            if isinstance(span, Gap):
                # Before it was there, nothing is missing of a player.
                if span.why is not Unknown.BEFORE:
                    which = whose.player_id, span.why
                    self._missing[which] = self._missing.get(which, 0.0) + span.length_s
            elif isinstance(span, Played) and self._counts(span.item):
                self._count(whose, span, pieces, stopped)
        for at_s, item in _never_shown(timeline):
            if self._counts(item):
                self._call(item, at_s)
                piece = pieces[min(bisect_right(pieces, at_s, key=_end), len(pieces) - 1)]
                self._add(self._key(whose, item, piece), Tally(failed=1))

    def report(
        self,
        from_s: float | None = None,
        until_s: float | None = None,
        *,
        by: Sequence[By] | None = None,
        item: str = "",
    ) -> Report:
        """What was counted until now, as of this period; the longest on screen first, days in their order.

        `by` may tell apart less than was counted. Then `item` is a part of the name or the URI of items that count, in
        any case; it needs items to be counted apart.
        """
        by = self._by if by is None else tuple(dict.fromkeys(by))
        tallies = self._tallies if by == self._by and not item else self._folded(by, item.casefold())
        lines = [
            Line(
                key=key,
                item=self._items[key.uri][1] if key.uri else "",
                player=self._players[key.player_id].name if key.player_id else "",
                tally=tally,
            )
            for key, tally in tallies.items()
        ]
        lines.sort(key=lambda line: (line.key.day, -line.tally.seconds, line.item, line.player, line.key.area))
        missing = [
            Missing(whose=self._players[player_id], why=why, seconds=seconds)
            for (player_id, why), seconds in self._missing.items()
        ]
        missing.sort(key=lambda each: (-each.seconds, each.whose.name, each.whose.player_id, each.why))
        return Report(
            from_s=self._from_s if from_s is None else from_s,
            until_s=self._until_s if until_s is None else until_s,
            by=by,
            lines=tuple(lines),
            total=sum((line.tally for line in lines), Tally()),
            players=len(self._players),
            unknown_s=sum(self._missing.values()),
            missing=tuple(missing),
        )

    @property
    def by(self) -> tuple[By, ...]:
        """What is counted apart."""
        return self._by

    @property
    def items(self) -> list[str]:
        """The names of all items that were counted."""
        return [name for _, name in self._items.values()]

    def _folded(self, by: Sequence[By], item: str) -> dict[Key, Tally]:
        found: dict[Key, Tally] = {}
        for key, tally in self._tallies.items():
            if item and item not in self._items[key.uri][1].casefold() and item not in key.uri.casefold():
                continue
            coarse = Key(
                uri=key.uri if By.ITEM in by else "",
                player_id=key.player_id if By.PLAYER in by else "",
                area=key.area if By.AREA in by else "",
                day=key.day if By.DAY in by else "",
            )
            found[coarse] = found.get(coarse, Tally()) + tally
        return found

    def _pieces(self, timeline: Timeline) -> list[_Piece]:
        if By.DAY not in self._by:
            return [_Piece(day="", from_s=timeline.from_s, until_s=timeline.until_s)]
        return [
            _Piece(day=midnight(from_s, self._zone).strftime("%Y-%m-%d"), from_s=from_s, until_s=until_s)
            for from_s, until_s in days(timeline.from_s, timeline.until_s, self._zone)
        ]

    def _counts(self, item: Item) -> bool:
        return self._item in {"", item.uri, item.name}

    def _call(self, item: Item, at_s: float) -> None:
        called = self._items.get(item.uri)
        if called is None or called[0] <= at_s:
            self._items[item.uri] = at_s, item.name

    def _key(self, whose: Whose, item: Item, piece: _Piece) -> Key:
        return Key(
            uri=item.uri if By.ITEM in self._by else "",
            player_id=whose.player_id if By.PLAYER in self._by else "",
            area=whose.area if By.AREA in self._by else "",
            day=piece.day,
        )

    def _count(
        self, whose: Whose, span: Played, pieces: Sequence[_Piece], stopped: Sequence[tuple[float, float]]
    ) -> None:
        self._call(span.item, span.started_s)
        for piece in pieces[bisect_right(pieces, span.started_s, key=_end) :]:
            if piece.from_s >= span.ended_s and piece.from_s > span.started_s:
                break
            found = tally(span, piece.from_s, piece.until_s)
            if stopped:
                from_s, until_s = max(span.started_s, piece.from_s), min(span.ended_s, piece.until_s)
                found = replace(found, stalled_s=min(stalled_s(stopped, from_s, until_s), found.seconds))
            self._add(self._key(whose, span.item, piece), found)

    def _add(self, key: Key, found: Tally) -> None:
        if found.plays or found.seconds or found.failed:
            self._tallies[key] = self._tallies.get(key, Tally()) + found


def _never_shown(timeline: Timeline) -> Iterator[tuple[float, Item]]:
    """When an item could not be shown, and which. Of one that broke on screen its play says so."""
    broke = {
        (span.item.uri, span.index, round(span.ended_s))
        for span in timeline.screen
        if isinstance(span, Played) and span.reason is StopReason.FAILED
    }
    for mark in timeline.marks:
        if isinstance(mark.event, PlaybackSkipped):
            item, at_s = mark.event.item, round(mark.at_s)
            if not any((item.uri, mark.event.index, at_s + aside) in broke for aside in (-1, 0, 1)):
                yield mark.at_s, item


def tally(span: Played, from_s: float, until_s: float) -> Tally:
    """What a play counts for in a period, `until_s` not included. Over periods that touch, it adds up to the whole."""
    seconds = _shown_before(span, until_s) - _shown_before(span, from_s)
    if not from_s <= span.started_s < until_s:
        return Tally(seconds=seconds)
    return Tally(
        plays=1,
        ended=int(span.reason is not None),
        complete=int(span.complete),
        seconds=seconds,
        presented_frames=span.presented_frames,
        dropped_frames=span.dropped_frames,
        failed=int(span.reason in {StopReason.FAILED, StopReason.CUT}),
    )


def _shown_before(span: Played, at_s: float) -> float:
    """Seconds of it that were on screen before a moment. Where pauses were is not known: they are spread evenly."""
    if at_s <= span.started_s:
        return 0.0
    return span.seconds * min(1.0, (at_s - span.started_s) / span.length_s) if span.length_s else span.seconds
