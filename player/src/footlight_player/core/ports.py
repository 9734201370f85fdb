"""What the playback decisions need from an engine, and what an engine tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NewType, Protocol

from footlight_common.errors import MediaError
from footlight_common.model.playback import Item

Ticket = NewType("Ticket", int)
"""Names one opening of one item; never used twice, so that late events of an abandoned opening are recognised."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The item prepared under this ticket is open, paused on its first frame, and can be shown at once."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Shown:
    """The first frame of the item reached the screen."""

    ticket: Ticket
    gap_ms: float | None
    """Since the last frame of the item before it; None when nothing was on screen."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The item on screen played to its end; its last frame stays up until something else is shown or cleared."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Failed:
    """The item could not be opened, or broke while it played."""

    ticket: Ticket
    error: MediaError


EngineEvent = Ready | Shown | Ended | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the engine measures, as of now."""

    position_s: float = 0.0
    """Into the item on screen."""
    duration_s: float | None = None
    """Of the item on screen; None while unknown or live."""
    moving: bool = False
    """The item on screen has video that should deliver frames now: not paused, not ended, not a still picture."""
    presented_frames: int = 0
    """New frames that reached the screen since the engine started."""
    dropped_frames: int = 0
    hand_offs: int = 0
    """Cuts from one item straight to the next since the engine started."""
    last_gap_ms: float | None = None
    worst_gap_ms: float | None = None
    silent_s: float = 0.0
    """How long the window or the decoder on screen have not answered; a second or two is nothing."""
    decoder: str = ""
    """As mpv names it in `hwdec-current`; empty while nothing plays."""


class Engine(Protocol):
    """Shows one item and gets the next one ready behind it. Called on the core thread only; nothing blocks.

    Every `prepare` is answered by exactly one `Ready` or `Failed` unless it is replaced or cleared first.
    """

    async def start(self, listener: Callable[[EngineEvent], None]) -> None:
        """Become able to play. `listener` is called on the core thread, never from within a method of the engine."""
        ...

    def prepare(self, ticket: Ticket, item: Item, start_s: float = 0.0) -> None:
        """Open `item` on the hidden deck, paused on its first frame at `start_s`. Replaces what was prepared before."""
        ...

    def show(self, ticket: Ticket, *, paused: bool = False) -> None:
        """Cut to the prepared item now; if it is not ready yet, as soon as it is. On screen already: nothing."""
        ...

    def arm(self, ticket: Ticket) -> None:
        """Cut to the prepared item by itself when the item on screen ends, or at once if it has ended.

        `Ended` then comes before `Shown`.
        """
        ...

    def pause(self) -> None:
        """Hold the item on screen."""
        ...

    def resume(self) -> None:
        """Let the item on screen go on."""
        ...

    def seek(self, position_s: float) -> None:
        """Go to `position_s` in the item on screen, to the frame."""
        ...

    def set_volume(self, level: int, *, muted: bool) -> None:
        """Loudness 0 to 100 of both decks, now and later."""
        ...

    def clear(self) -> None:
        """Take the picture away and forget what is shown and prepared. Tickets given before are void."""
        ...

    @property
    def version(self) -> str:
        """Of mpv, once started; empty for an engine without it."""
        ...

    def readings(self) -> Readings:
        """What the engine measures, as of now. Cheap."""
        ...

    async def close(self) -> None:
        """Let go of everything; the listener is not called again."""
        ...
