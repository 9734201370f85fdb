"""What the kiosk window shows besides the picture."""

from dataclasses import dataclass


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
    notice: str = ""
    """One line for whoever stands in front of it; empty when all is well."""
