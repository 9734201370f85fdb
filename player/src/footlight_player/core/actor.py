"""Who asks for something."""

from dataclasses import dataclass

from footlight_common.security.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A member at a controller, as they are known while they ask."""

    session: str
    """Which of the open sessions."""
    member: str
    """Id of the member."""
    name: str
    """Of the member, on one line."""
    role: Role
    controller: str = ""
    """What the controller calls itself, on one line."""
