"""Which role each command and each HTTP path needs at least: the one table."""

from collections.abc import Mapping
from types import MappingProxyType

from footlight_common.errors import RoleDenied
from footlight_common.protocol.commands import (
    Action,
    AnyAction,
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Resume,
    Seek,
    SetLogLevel,
    SetMute,
    SetVolume,
    Stop,
    name_of,
)
from footlight_common.protocol.topics import Topic
from footlight_common.security.roles import Role

COMMANDS: Mapping[type[Action], Role] = MappingProxyType(
    {
        Play: Role.OPERATOR,
        Pause: Role.OPERATOR,
        Resume: Role.OPERATOR,
        Stop: Role.OPERATOR,
        Next: Role.OPERATOR,
        Previous: Role.OPERATOR,
        Seek: Role.OPERATOR,
        SetVolume: Role.OPERATOR,
        SetMute: Role.OPERATOR,
        Identify: Role.OPERATOR,
        Rename: Role.TECHNICIAN,
        Restart: Role.TECHNICIAN,
        SetLogLevel: Role.TECHNICIAN,
    }
)

PATHS: Mapping[str, Role] = MappingProxyType(
    {
        "/ws": Role.VIEWER,
        "/playlist": Role.VIEWER,
        "/screenshot": Role.VIEWER,
        "/history": Role.VIEWER,
        "/metrics": Role.VIEWER,
        "/audit": Role.TECHNICIAN,
        "/logs": Role.TECHNICIAN,
        "/logs/archive": Role.TECHNICIAN,
        "/seen": Role.ADMIN,
        "/unpair": Role.ADMIN,
    }
)
# All others are for everybody.
TOPICS: Mapping[Topic, Role] = MappingProxyType({Topic.LOGS: Role.TECHNICIAN})
# Answered without a certificate.
OPEN_PATHS = frozenset({"/about", "/pair"})


def may(role: Role, action: AnyAction) -> bool:
    """Whether this role may ask for it."""
    return role >= COMMANDS[type(action)]


def require(role: Role, action: AnyAction) -> None:
    """Raises RoleDenied unless this role may ask for it."""
    if not may(role, action):
        raise RoleDenied(_denied(name_of(action), COMMANDS[type(action)], role))


def require_topic(role: Role, topic: Topic) -> None:
    """Raises RoleDenied unless this role may hear of it."""
    least = TOPICS.get(topic, Role.VIEWER)
    if role < least:
        raise RoleDenied(_denied(topic.value, least, role))


def require_path(role: Role, path: str) -> None:
    """Raises RoleDenied unless this role may ask for a path beyond the open ones; an unknown one is for admins."""
    least = PATHS.get(path, Role.ADMIN)
    if role < least:
        raise RoleDenied(_denied(path.removeprefix("/"), least, role))


def _denied(what: str, least: Role, role: Role) -> str:
    above = "" if least is Role.ADMIN else " or above"
    return f"{what} needs the role {least.word}{above}, and yours is {role.word}. Ask an admin of the site."
