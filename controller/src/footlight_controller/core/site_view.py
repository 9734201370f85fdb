"""The site of this controller as people see it, frozen: no keys in it."""

from dataclasses import dataclass

from footlight_common.discovery import Address
from footlight_common.security.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A person with a role."""

    id: str
    name: str
    """On one line."""
    role: Role
    added_at_s: float
    """Unix seconds, by the clock of the admin."""
    added_by: str
    """Name of the admin, on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What this controller knows of its site."""

    id: str
    name: str
    """On one line."""
    epoch: int
    version: int
    """Of the roster, within the epoch."""
    mark: str = ""
    """Tells the roster from another of the same version."""
    members: tuple[MemberView, ...]
    """In the order they were added."""
    me: MemberView | None
    """The member that this controller calls as; None when the roster does not name it any more."""
    signs_players: bool
    """Whether the key that pairs players is here."""
    signs_roster: bool
    """Whether the key that changes the team is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviter:
    """A controller that says by Zeroconf that somebody may join a site there now. Nobody vouches for it."""

    id: str
    name: str
    """Of the computer, on one line."""
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitation:
    """Somebody may join the site here now, with this code."""

    code: str
    """As people read it: `123-456`."""
    addresses: tuple[Address, ...]
    """Where this controller waits for them, best first."""
    ends_s: float
    """Monotonic time at which it is over."""
