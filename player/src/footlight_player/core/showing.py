"""The two places an item can be in: being opened behind the screen, and on it."""

from dataclasses import dataclass, replace

from footlight_common.errors import InvalidArgument
from footlight_common.model.playback import Item, Playback, PlaybackState, StopReason
from footlight_player.core.course import Course
from footlight_player.core.facts import Progress, Stopped
from footlight_player.core.frames import FrameShare
from footlight_player.core.ports import Ticket

# What a position may gain on the clock between two looks before it counts as a jump.
_JUMP_S = 0.5
# Between two looks while nobody asks for one.
_LOOK_S = 1.0
# A cue takes milliseconds; the second tick after it is over a second late.
_OVERDUE_TICKS = 2
# An item that was on screen this long is no reason to give its list up.
_PROVEN_AFTER_S = 1.0


@dataclass(slots=True, kw_only=True)
class Opening:
    """An item on its way to the screen."""

    ticket: Ticket
    item: Item
    index: int
    course: Course
    """Of the playlist it belongs to, which may not be the one that plays any more."""
    start_s: float = 0.0
    step: int = 1
    """Which way to go on when it cannot be opened: 1 or -1."""
    origin: int = 0
    """Index of the item it was asked for from."""
    wanted: bool = False
    """To be shown as soon as it is ready, whatever is on screen."""
    ready: bool = False
    armed: bool = False
    shown: bool = False
    """The engine was told to show it, and has not yet said that it did."""
    shown_paused: bool = False
    late_ticks: int = 0
    """Ticks that found it ready and nothing else going on on the screen."""

    def described_in(self, playback: Playback) -> Playback:
        """`playback` with what is to come."""
        return replace(self.course.described_in(playback), item=self.item, index=self.index, position_s=self.start_s)

    @property
    def coming(self) -> bool:
        """The engine will put it on the screen without being told again."""
        return (self.armed or self.shown) and self.late_ticks < _OVERDUE_TICKS

    @property
    def overdue(self) -> bool:
        """The engine missed its cue just now."""
        return self.late_ticks == _OVERDUE_TICKS


def state_of(on: "Showing | None", opening: Opening | None, *, foreign: bool, stalled: bool) -> PlaybackState:
    """What the two make of the screen. `foreign`: what is on it is not of the current playlist."""
    if on is None:
        return PlaybackState.IDLE if opening is None else PlaybackState.LOADING
    if opening is not None and (foreign or (on.over and not opening.coming)):
        return PlaybackState.LOADING
    if on.paused:
        return PlaybackState.PAUSED
    return PlaybackState.STALLED if stalled else PlaybackState.PLAYING


@dataclass(slots=True, kw_only=True)
class Showing:
    """An item on screen, and how much of it was seen."""

    ticket: Ticket
    item: Item
    index: int
    course: Course
    """See `Opening`."""
    shown_s: float
    """Monotonic time of its first frame."""
    position_s: float
    duration_s: float | None = None
    played_s: float = 0.0
    """How much was seen; pauses and what a seek jumped over do not count."""
    paused: bool = False
    over: bool = False
    """It ended or broke; its last frame may still be up."""
    proven: bool = False
    """It was on screen long enough to count as playable."""
    _looked_s: float = 0.0

    @classmethod
    def of(cls, opening: Opening, shown_s: float, *, paused: bool) -> "Showing":
        """What was being opened is on screen since `shown_s`."""
        return cls(
            ticket=opening.ticket,
            item=opening.item,
            index=opening.index,
            course=opening.course,
            shown_s=shown_s,
            position_s=opening.start_s,
            paused=paused,
        )

    def __post_init__(self) -> None:
        self._looked_s = self.shown_s

    def described_in(self, playback: Playback) -> Playback:
        """`playback` with what is on screen."""
        return replace(
            self.course.described_in(playback),
            item=self.item,
            index=self.index,
            position_s=self.position_s,
            duration_s=self.duration_s,
        )

    def see(self, position_s: float, duration_s: float | None, monotonic_s: float) -> None:
        """Take note of where it is."""
        gained_s = position_s - self.position_s
        if 0 < gained_s <= monotonic_s - self._looked_s + _JUMP_S:
            self.played_s += gained_s
        self.position_s = position_s
        self.duration_s = duration_s
        self._looked_s = monotonic_s

    def lasts(self, monotonic_s: float) -> bool:
        """It moves, and has been on screen long enough to count as playable."""
        return not self.paused and monotonic_s - self.shown_s >= _PROVEN_AFTER_S

    def jump(self, position_s: float) -> None:
        """It goes to another place. Raises InvalidArgument."""
        if self.duration_s is None:
            msg = f"The length of {self.item.name} is not known, as with a live stream, so there is no place to go to."
            raise InvalidArgument(msg)
        if not 0 <= position_s <= self.duration_s:
            msg = f"{self.item.name} is {self.duration_s:.1f} s long, so it cannot go to {position_s:.1f} s."
            raise InvalidArgument(msg)
        self.position_s = position_s

    def reach_end(self, monotonic_s: float) -> None:
        """It played to its end."""
        if self.duration_s is not None:
            self.see(self.duration_s, self.duration_s, monotonic_s)

    def break_off(self, monotonic_s: float, *, stalled: bool) -> None:
        """It broke while it moved; where it was by then nobody can be asked any more."""
        if not (self.paused or stalled):
            self.played_s += max(0.0, min(monotonic_s - self._looked_s, _LOOK_S))

    def progress(self, share: FrameShare) -> Progress:
        """How much of it was shown so far."""
        return Progress(
            played_s=self.played_s, presented_frames=share.presented_frames, dropped_frames=share.dropped_frames
        )

    def stopped(self, reason: StopReason, share: FrameShare) -> Stopped:
        """It leaves the screen."""
        return Stopped(
            item=self.item,
            index=self.index,
            reason=reason,
            played_s=self.played_s,
            presented_frames=share.presented_frames,
            dropped_frames=share.dropped_frames,
        )
