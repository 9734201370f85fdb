"""The two places an item can be in: behind the picture, being opened, or in front, on the screen."""

import asyncio
from dataclasses import dataclass

from footlight_common.errors import MediaError
from footlight_common.model.playback import Item
from footlight_player.core.ports import Ticket
from footlight_player.engine.deck import Deck, Look
from footlight_player.engine.playhead import Playhead


@dataclass(eq=False, slots=True, kw_only=True)
class Behind:
    """What is being got ready on the hidden deck."""

    ticket: Ticket
    item: Item
    ready: tuple[Deck, Look] | None = None
    """Where it waits on its first frame, once it does."""
    wanted: bool = False
    """To be shown as soon as it is ready."""
    paused: bool = False
    armed: bool = False
    task: asyncio.Task[None] | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class InFront:
    """What is on screen, or cut in at this moment."""

    ticket: Ticket
    item: Item
    deck: Deck
    look: Look
    playhead: Playhead
    paused: bool
    shown: bool = False
    over: bool = False
    """It ended or broke."""
    error: MediaError | None = None
    """Why it broke."""
    farewell: asyncio.Task[None] | None = None
    """Tells the listener that it is over."""

    @property
    def standing(self) -> bool:
        """Its picture is not meant to move now."""
        return self.paused or self.look.still

    @property
    def moving(self) -> bool:
        """It is meant to deliver frames now."""
        return self.shown and not self.over and not self.standing
