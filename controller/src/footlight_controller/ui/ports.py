"""What the desktop app needs from the controller behind it."""

from collections.abc import Callable
from typing import Protocol

from footlight_common.discovery import Address
from footlight_common.model.playback import Playlist
from footlight_common.protocol.commands import AnyAction
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView


class ControllerPort(Protocol):
    """The controller, without any window. Everything on the core thread."""

    async def start(self) -> None:
        """Find and link players from now on. Raises FootlightError when it cannot work at all."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...

    def subscribe(self, sink: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `sink` now with everybody, then with every change; ends by calling what is returned."""
        ...

    async def command(self, player_id: str, action: AnyAction) -> None:
        """Return when the player has done it. Raises FootlightError."""
        ...

    async def add(self, address: Address) -> PlayerView:
        """Reach the player at `address` and keep it. Raises FootlightError."""
        ...

    async def remove(self, *player_ids: str) -> None:
        """Take players out of the list; one that is there is discovered again. Raises FootlightError."""
        ...

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        """What is on the screen of a player, as `kind` (jpeg, webp or png), 16 to 1280 pixels wide.

        Raises FootlightError.
        """
        ...

    async def playlist(self, player_id: str) -> Playlist:
        """All items of what a player plays. Raises FootlightError."""
        ...

    async def adopt(self, player_id: str) -> PlayerView:
        """Make a discovered player one of ours. Raises UnknownPlayer when it is not discovered."""
        ...

    async def ignore(self, player_id: str) -> None:
        """Mark a discovered player as ignored, also in the next run. Raises UnknownPlayer."""
        ...

    async def unignore(self, player_id: str) -> None:
        """Take the mark away again. Raises UnknownPlayer."""
        ...

    async def identify_discovered(self, player_id: str) -> None:
        """Have a discovered player show its name on its screen. Raises FootlightError."""
        ...

    async def set_automatic(self, on: bool) -> None:
        """Whether a player that is found is added by itself; those discovered and not ignored are added at once."""
        ...
