"""Commands a controller sends, and the one result each ends in."""

from typing import Annotated

from msgspec import Meta, Struct

from footlight_common.model.logs import LogLevel
from footlight_common.model.playback import Item
from footlight_common.protocol.base import Message
from footlight_common.protocol.session import Id, Name

# What is raised for longer than a day was forgotten.
MAX_RAISED_S = 86_400.0


class Action(Struct, frozen=True, kw_only=True, tag_field="do"):
    """What a player is to do; `do` names it."""


class Play(Action, frozen=True, kw_only=True, tag="play"):
    """Play these items from `start`, in place of whatever plays."""

    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=1000)]
    loop: bool = False
    start: Annotated[int, Meta(ge=0)] = 0
    """Index of the item to begin with."""


class Pause(Action, frozen=True, kw_only=True, tag="pause"):
    """Hold the picture."""


class Resume(Action, frozen=True, kw_only=True, tag="resume"):
    """Go on after a pause."""


class Stop(Action, frozen=True, kw_only=True, tag="stop"):
    """Clear the screen and forget the playlist."""


class Next(Action, frozen=True, kw_only=True, tag="next"):
    """Cut to the next item."""


class Previous(Action, frozen=True, kw_only=True, tag="previous"):
    """Cut to the item before."""


class Seek(Action, frozen=True, kw_only=True, tag="seek"):
    """Go to a place in the current item."""

    position_s: Annotated[float, Meta(ge=0)]


class SetVolume(Action, frozen=True, kw_only=True, tag="volume"):
    """Set the loudness."""

    level: Annotated[int, Meta(ge=0, le=100)]


class SetMute(Action, frozen=True, kw_only=True, tag="mute"):
    """Silence the sound, or bring it back."""

    muted: bool = True


class Identify(Action, frozen=True, kw_only=True, tag="identify"):
    """Show the player's name large on a colour."""

    duration_s: Annotated[float, Meta(gt=0, le=60)] = 5.0


class Rename(Action, frozen=True, kw_only=True, tag="rename"):
    """Call the player by another name, or say that it stands in another area; what is None stays."""

    name: Name | None = None
    area: Name | None = None


class Restart(Action, frozen=True, kw_only=True, tag="restart"):
    """Start the player program anew; it plays on where it was."""


class SetLogLevel(Action, frozen=True, kw_only=True, tag="set_log_level"):
    """Keep lines of the log from this level on, for a while; then the usual level is in force again by itself."""

    level: LogLevel
    duration_s: Annotated[float, Meta(gt=0, le=MAX_RAISED_S)] = 600.0


AnyAction = (
    Play
    | Pause
    | Resume
    | Stop
    | Next
    | Previous
    | Seek
    | SetVolume
    | SetMute
    | Identify
    | Rename
    | Restart
    | SetLogLevel
)


class Command(Message, frozen=True, kw_only=True, tag="command"):
    """Controller -> player: do this, once. Ends in exactly one `result` with the same id."""

    id: Id
    action: AnyAction
    key: Annotated[str, Meta(max_length=64)] = ""
    """Idempotency key: a command repeated under the same key is answered again, not done again."""


class Result(Message, frozen=True, kw_only=True, tag="result"):
    """Player -> controller: how the command ended."""

    id: Id
    ok: bool
    code: str = ""
    """Code of the error; empty when done."""
    message: str = ""
    """For a person: what went wrong and what to do next."""


def name_of(action: AnyAction | type[Action]) -> str:
    """The word an action has on the wire, in logs and on the command line."""
    tag = action.__struct_config__.tag
    return str(tag)
