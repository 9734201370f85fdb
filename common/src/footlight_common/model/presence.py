"""Who is connected to a player, and who of them controls it."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from footlight_common.security.roles import Role

# Long enough to go for a word with whoever else is at it, short enough that a card does not name who left the desk.
CONTROLLING_S = 60.0
# What a player keeps of the names that callers give themselves.
MAX_NAME_LENGTH = 200

SessionId = Annotated[str, Meta(max_length=64)]
_Name = Annotated[str, Meta(max_length=MAX_NAME_LENGTH)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """One session that is open at a player."""

    session: SessionId
    """Names the session as long as it lasts; the same member may have several."""
    member: _Name
    """Id of the member."""
    name: _Name
    """Of the member, as the roster says."""
    role: Role
    controller: _Name = ""
    """What the controller calls itself."""
    since_s: float = 0.0
    """Player's wall clock, Unix seconds."""
    commanded_s: float | None = None
    """When a command of theirs was last carried out, by the player's wall clock; None when not in CONTROLLING_S."""
    command: _Name = ""
    """Word of that command; empty when there is none."""

    @property
    def controls(self) -> bool:
        """Whether the player did what they asked within CONTROLLING_S; the player says when that is over."""
        return self.commanded_s is not None
