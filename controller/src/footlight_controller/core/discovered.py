"""A player that announces itself, or was ignored, and is none of ours."""

from dataclasses import dataclass

from footlight_common.discovery import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveredPlayer:
    """What is known of a player before it is added: its announcement, which nobody vouches for."""

    id: str
    name: str
    """One line, of bounded length; as it was announced last."""
    addresses: tuple[Address, ...] = ()
    """Best first. Empty when it does not announce itself now, which only an ignored one is listed for."""
    protocol: int
    """Version of the protocol that it announces; 0 when it does not announce itself now."""
    claimed: bool = False
    """Whether it says that it belongs to somebody already."""
    site: str = ""
    """Id of the site it says it belongs to; empty while it belongs to nobody."""
    compatible: bool = True
    """False when it is too old for this controller."""
    first_seen_s: float
    """Wall time of the controller at which it was first seen in this run, or ignored."""
    ignored: bool = False

    @property
    def short_id(self) -> str:
        """Enough of the id to tell namesakes apart."""
        return self.id[:4]

    @property
    def announced(self) -> bool:
        """Whether it announces itself now, so that it may be added or identified."""
        return bool(self.addresses)
