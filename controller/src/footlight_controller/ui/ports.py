"""What the desktop app needs from the controller behind it."""

from collections.abc import Callable
from typing import Protocol

from footlight_common.discovery import Address
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

    async def forget(self, player_id: str) -> None:
        """Drop a player that is offline. Raises FootlightError."""
        ...
