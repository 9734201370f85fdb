"""What the engine needs of whatever draws its decks."""

from concurrent.futures import Future
from typing import Protocol

import mpv


class Screen(Protocol):
    """Draws one of two decks, numbered 0 and 1. Every method may be called on any thread and returns at once.

    What is asked for happens on the thread that draws, in the order it was asked for.
    """

    @property
    def presented_frames(self) -> int:
        """New frames that reached the screen so far."""
        ...

    @property
    def last_frame_s(self) -> float:
        """Monotonic time at which the newest frame of the deck on screen was due."""
        ...

    def attach(self, deck: int, player: mpv.MPV) -> Future[None]:
        """Draw for `player` from now on; done when it can load. Fails with FootlightError where OpenGL is missing."""
        ...

    def prime(self, deck: int) -> Future[None]:
        """Done when the next new frame of this hidden deck was drawn out of sight, so that a cut to it costs nothing.

        Frames left over from before do not count, so the deck must not load until this is in place: see `turn`.
        """
        ...

    def cut(self, deck: int, *, standing: bool) -> Future[float | None]:
        """Show this deck. Done when its frame reached the screen, with the gap before it in milliseconds.

        The gap runs from the last new frame of the deck before it; or, when that one was `standing` (paused, or a
        still picture), from this call. None when nothing was on screen, or when the cut was called off.
        """
        ...

    def turn(self) -> Future[None]:
        """Done when the thread that draws comes to it: what was asked for before is under way, and the thread lives."""
        ...

    def blank(self) -> None:
        """Show no deck; calls off a cut under way."""
        ...

    def detach(self, deck: int) -> Future[None]:
        """Stop drawing for its player, which may then be terminated."""
        ...
