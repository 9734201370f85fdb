"""What the page of a player asks of the bridge."""

from typing import Protocol

from footlight_common.model.playback import Playlist
from footlight_common.protocol.commands import AnyAction


class Pictures(Protocol):
    """The part of the bridge behind the page. Everything raises FootlightError."""

    async def screenshot(self, player_id: str, width_px: int) -> bytes:
        """What is on its screen as an image file, 16 to 1280 pixels wide."""
        ...

    async def playlist(self, player_id: str) -> Playlist:
        """All items of what it plays."""
        ...

    async def command(self, player_id: str, action: AnyAction) -> None:
        """Return when the player has done it."""
        ...
