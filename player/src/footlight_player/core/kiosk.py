"""What a player plays on: engine, window and camera; and what the window shows besides the picture."""

from collections.abc import Callable
from dataclasses import dataclass, field

from footlight_player.core.camera import Camera
from footlight_player.core.ports import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskView:
    """The overlay's content, whole; the window paints the latest one."""

    name: str
    area: str = ""
    addresses: tuple[str, ...] = ()
    """`host:port` texts under which the player is reached, best first."""
    idle: bool = True
    """Nothing plays: show name, area and address."""
    identifying: bool = False
    """Show the name large on a colour, over everything."""
    claimed: bool = True
    """Belongs to a site; otherwise the idle card asks for the pairing."""
    code: str = field(default="", repr=False)
    """`123-456` while it can be claimed with it; never logged."""
    invitation: str = ""
    """What the QR code says while it is unclaimed: where and who the player is, never the code."""
    notice: str = ""
    """One line for whoever stands in front of it; empty when all is well."""


def _show_nowhere(_: KioskView) -> None:
    """There is no window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """Where a player plays. Without a window it has an engine only."""

    engine: Engine
    """Not started."""
    show: Callable[[KioskView], None] = _show_nowhere
    """On the core thread, any time."""
    camera: Camera | None = None
    display: str = ""
    """As in `HostFacts`."""
