"""What a player did, as spans of time that can be painted and added up."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import AnyNumbered


class Unknown(StrEnum):
    """Why nobody here can tell what was on screen."""

    NOT_FETCHED = "not_fetched"
    """The player remembers it, and it is not here yet."""
    NOT_HEARD = "not_heard"
    """The player is out of reach since; it will tell when it is back."""
    LOST = "lost"
    """The player could not keep it, or lost it with a damaged file."""
    FORGOTTEN = "forgotten"
    """So old that the player keeps it no more."""
    BEFORE = "before"
    """Before the first thing the player ever remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some time: from `started_s` to just before `ended_s`, Unix seconds by the best clock known. Never backwards."""

    started_s: float
    ended_s: float
    estimated: bool = False
    """The player's clock was wrong and was never set: the order is right, the time a guess."""

    @property
    def length_s(self) -> float:
        """How long it took, whatever was on screen meanwhile."""
        return self.ended_s - self.started_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Played(Span):
    """An item was on screen, from its first frame to its last. Empty where no more than its begin is known."""

    item: Item
    index: int
    """Place in the playlist, from 0."""
    seq: int
    """Number of the event that began it, or of the one that ended it when that is all there is."""
    seconds: float
    """Of it that were shown: pauses do not count. While it is on screen and where its end is not known: all of it."""
    presented_frames: int = 0
    dropped_frames: int = 0
    reason: StopReason | None = None
    """Why it left the screen; None while it is there, and where its end is not known."""
    on_screen: bool = False
    """It still is: `ended_s` is as far as is known."""
    begin_known: bool = True
    """Otherwise it began before what is known, and `started_s` is what its seconds suggest."""

    @property
    def complete(self) -> bool:
        """It played to its end."""
        return self.reason is StopReason.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle(Span):
    """The player ran, and no item was on screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Off(Span):
    """The player did not run."""

    reason: OffReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Span):
    """Nobody here knows what was on screen."""

    why: Unknown


ScreenSpan = Played | Idle | Off | Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted(Span):
    """A condition that needed a person stood."""

    code: str
    severity: Severity
    message: str
    lasts: bool = False
    """It still stands: `ended_s` is as far as is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Span):
    """A controller was connected."""

    session: str
    name: str
    """Of the member."""
    controller: str
    """What it calls itself."""
    lasts: bool = False
    """It still is: `ended_s` is as far as is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that took no time: a command, an item that was skipped, a clock that was set."""

    at_s: float
    event: AnyNumbered
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One player over a period. In each tuple spans are in order and do not overlap."""

    player_id: str
    from_s: float
    until_s: float
    """The period: Unix seconds, `until_s` not included, and never later than now."""
    screen: tuple[ScreenSpan, ...] = ()
    """Covers the period without a hole; the first and the last may reach beyond it."""
    alerts: tuple[tuple[Alerted, ...], ...] = ()
    """A lane for each code, in the order they first came."""
    links: tuple[tuple[Linked, ...], ...] = ()
    """As many lanes as controllers were connected at one time."""
    marks: tuple[Mark, ...] = ()
    """In order."""

    @property
    def known(self) -> bool:
        """Whether nothing of it is left to be fetched."""
        return not any(isinstance(span, Gap) and span.why is Unknown.NOT_FETCHED for span in self.screen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """A timeline in equal pieces, for painting from afar. All tuples have one entry for each piece."""

    from_s: float
    step_s: float
    """Length of a piece."""
    played: tuple[float, ...] = ()
    """Share of the piece in which an item was on screen, 0 to 1; the four add up to 1 within the timeline's period."""
    idle: tuple[float, ...] = ()
    off: tuple[float, ...] = ()
    unknown: tuple[float, ...] = ()
    why: tuple[Unknown | None, ...] = ()
    """Of what is unknown, the reason for most of it; None where all is known."""
    alerts: tuple[Severity | None, ...] = field(default=())
    """The gravest alert that stood during the piece."""


_SEVERITIES = tuple(Severity)
# What a player calls it when an item is on screen, and no frame of it comes.
_STALLED = "stalled"


def bands(timeline: Timeline, from_s: float, step_s: float, count: int) -> Bands:
    """`count` pieces of `step_s` seconds (more than 0) from `from_s` on; all shares are 0 outside of the timeline."""
    shares = {kind: [0.0] * count for kind in (Played, Idle, Off, Gap)}
    begin_s, end_s = max(from_s, timeline.from_s), min(from_s + step_s * count, timeline.until_s)
    whys: dict[Unknown, list[float]] = {}
    for span in timeline.screen:
        started_s, ended_s = max(span.started_s, begin_s), min(span.ended_s, end_s)
        _spread(shares[type(span)], started_s, ended_s, from_s, step_s)
        if isinstance(span, Gap):
            _spread(whys.setdefault(span.why, [0.0] * count), started_s, ended_s, from_s, step_s)
    worst = [-1] * count
    for alert in (each for lane in timeline.alerts for each in lane):
        started_s, ended_s = max(alert.started_s, begin_s), min(alert.ended_s, end_s)
        if started_s <= ended_s:
            grade = _SEVERITIES.index(alert.severity)
            for place in range(max(0, int((started_s - from_s) // step_s)), count):
                if from_s + place * step_s > ended_s:
                    break
                worst[place] = max(worst[place], grade)
    return Bands(
        from_s=from_s,
        step_s=step_s,
        played=tuple(shares[Played]),
        idle=tuple(shares[Idle]),
        off=tuple(shares[Off]),
        unknown=tuple(shares[Gap]),
        why=tuple(_most(whys, place) for place in range(count)),
        alerts=tuple(None if grade < 0 else _SEVERITIES[grade] for grade in worst),
    )


def _most(whys: Mapping[Unknown, Sequence[float]], place: int) -> Unknown | None:
    share, why = max(((shares[place], why) for why, shares in whys.items()), default=(0.0, None))
    return why if share else None


def _spread(into: list[float], started_s: float, ended_s: float, from_s: float, step_s: float) -> None:
    if started_s >= ended_s:
        return
    begin, end = (started_s - from_s) / step_s, (ended_s - from_s) / step_s
    first, last = min(int(begin), len(into) - 1), min(int(end), len(into) - 1)
    if first == last:
        into[first] += end - begin
        return
    into[first] += first + 1 - begin
    for place in range(first + 1, last):
        into[place] += 1.0
    into[last] += end - last


def stalls(timeline: Timeline) -> list[tuple[float, float]]:
    """Begins and ends of the times in which no new frames came, Unix seconds, in order."""
    return [(each.started_s, each.ended_s) for lane in timeline.alerts for each in lane if each.code == _STALLED]


def stalled_s(stalls: Sequence[tuple[float, float]], from_s: float, until_s: float) -> float:
    """How long of a period no new frames came."""
    first = bisect_right(stalls, from_s, key=_ended)
    length_s = 0.0
    for begin_s, end_s in stalls[first:]:
        if begin_s >= until_s:
            break
        length_s += min(end_s, until_s) - max(begin_s, from_s)
    return length_s


def _ended(stall: tuple[float, float]) -> float:
    return stall[1]


def played_spans(spans: Sequence[ScreenSpan]) -> list[Played]:
    """Those of them in which an item was on screen."""
    return [span for span in spans if isinstance(span, Played)]
