"""Members who ask for something without a session of their own."""

from footlight_common.security.roles import Role
from footlight_player.core.actor import Actor


def actor(name: str, *, session: str = "", role: Role = Role.OPERATOR) -> Actor:
    """A member of this name, who is known by it."""
    return Actor(session=session or name, member=name, name=name, role=role, controller=f"{name}'s desk")
