"""What the kiosk window says besides the picture."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from footlight_common.clock import Clock
from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_player.core.kiosk import KioskView


class Overlay:
    """Keeps the latest view and hands it to the window when it changed."""

    def __init__(self, identity: PlayerIdentity, clock: Clock, show: Callable[[KioskView], None]) -> None:
        self._clock = clock
        self._show = show
        self._view = KioskView(name=identity.name, area=identity.area)
        self._identifying: asyncio.Task[None] | None = None

    def start(self, addresses: tuple[str, ...]) -> None:
        """Show the first view."""
        self._view = replace(self._view, addresses=addresses)
        self._show(self._view)

    def set_addresses(self, addresses: tuple[str, ...]) -> None:
        """Where the player is reached now, best first."""
        self._update(replace(self._view, addresses=addresses))

    def set_identity(self, identity: PlayerIdentity) -> None:
        """It is called something else."""
        self._update(replace(self._view, name=identity.name, area=identity.area))

    def set_playback(self, playback: Playback) -> None:
        """What is on screen changed."""
        self._update(replace(self._view, idle=playback.state is PlaybackState.IDLE))

    def identify(self, duration_s: float) -> None:
        """Show the name large for a while; another call starts the time again."""
        self.close()
        self._identifying = asyncio.get_running_loop().create_task(self._identify(duration_s), name="identify")

    def close(self) -> None:
        """Stop identifying."""
        if self._identifying is not None:
            self._identifying.cancel()

    async def _identify(self, duration_s: float) -> None:
        self._update(replace(self._view, identifying=True))
        await self._clock.sleep(duration_s)
        self._update(replace(self._view, identifying=False))

    def _update(self, view: KioskView) -> None:
        if view != self._view:
            self._view = view
            self._show(view)
