"""What the kiosk window says besides the picture."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from footlight_common.clock import Clock
from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_player.core.kiosk import KioskView

ANNOUNCEMENT_S = 15.0


class Overlay:
    """Keeps the latest view and hands it to the window when it changed."""

    def __init__(self, identity: PlayerIdentity, clock: Clock, show: Callable[[KioskView], None]) -> None:
        self._clock = clock
        self._show = show
        self._view = KioskView(name=identity.name, area=identity.area)
        self._identifying: asyncio.Task[None] | None = None
        self._announcing: asyncio.Task[None] | None = None

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

    def set_claimed(self, *, claimed: bool) -> None:
        """Whether it belongs to a site."""
        self._update(replace(self._view, claimed=claimed))

    def set_code(self, code: str) -> None:
        """The code it can be claimed with; empty for none."""
        self._update(replace(self._view, code=code))

    def set_invitation(self, invitation: str) -> None:
        """What its QR code says."""
        self._update(replace(self._view, invitation=invitation))

    def announce(self, text: str) -> None:
        """Say one line to whoever stands in front of it for ANNOUNCEMENT_S."""
        if self._announcing is not None:
            self._announcing.cancel()
        self._announcing = asyncio.get_running_loop().create_task(self._announce(text), name="announce-line")

    def set_playback(self, playback: Playback) -> None:
        """What is on screen changed."""
        self._update(replace(self._view, idle=playback.state is PlaybackState.IDLE))

    def identify(self, duration_s: float) -> None:
        """Show the name large for a while; another call starts the time again."""
        if self._identifying is not None:
            self._identifying.cancel()
        self._identifying = asyncio.get_running_loop().create_task(self._identify(duration_s), name="identify")

    def close(self) -> None:
        """Stop identifying and announcing."""
        for task in (self._identifying, self._announcing):
            if task is not None:
                task.cancel()

    async def _identify(self, duration_s: float) -> None:
        self._update(replace(self._view, identifying=True))
        await self._clock.sleep(duration_s)
        self._update(replace(self._view, identifying=False))

    async def _announce(self, text: str) -> None:
        self._update(replace(self._view, notice=text))
        await self._clock.sleep(ANNOUNCEMENT_S)
        self._update(replace(self._view, notice=""))

    def _update(self, view: KioskView) -> None:
        if view != self._view:
            self._view = view
            self._show(view)
