"""What the controller remembers of a player between two runs."""

from dataclasses import dataclass

from footlight_common.discovery import Address
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.view import PlayerView


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlayer:
    """One row of the registry."""

    identity: PlayerIdentity
    addresses: tuple[Address, ...] = ()
    """Where it was reached, best first."""
    last_seen_s: float | None = None
    """Wall time at which it last said anything, give or take a minute; None when never."""
    roster: tuple[int, int] = (0, 0)
    """Epoch and version of the site's roster that it was last seen with."""
    roster_mark: str = ""
    """Tells that roster from another of the same version."""
    key: str = ""
    """Fingerprint of the key that it showed then; empty when it was never welcomed."""

    @classmethod
    def of(cls, view: PlayerView) -> "KnownPlayer":
        """What is worth keeping of `view`."""
        return cls(
            identity=view.identity,
            addresses=view.addresses,
            last_seen_s=view.last_seen_s,
            roster=view.roster,
            roster_mark=view.roster_mark,
            key=view.key,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredPlayer:
    """A discovered player that nobody wants to be asked about."""

    id: str
    name: str
    """As it was announced when it was ignored."""
    since_s: float
    """Wall time at which it was ignored."""
