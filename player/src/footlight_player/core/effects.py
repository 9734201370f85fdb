"""What the playback decisions want an engine to do, as values."""

from dataclasses import dataclass

from footlight_common.model.playback import Item
from footlight_player.core.ports import Ticket


@dataclass(frozen=True, slots=True)
class Prepare:
    """`Engine.prepare`."""

    ticket: Ticket
    item: Item
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Show:
    """`Engine.show`."""

    ticket: Ticket
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """`Engine.arm`."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Hold:
    """`Engine.pause`."""


@dataclass(frozen=True, slots=True)
class Release:
    """`Engine.resume`."""


@dataclass(frozen=True, slots=True)
class Jump:
    """`Engine.seek`."""

    position_s: float


@dataclass(frozen=True, slots=True)
class SetLoudness:
    """`Engine.set_volume`."""

    level: int
    muted: bool


@dataclass(frozen=True, slots=True)
class Clear:
    """`Engine.clear`."""


Effect = Prepare | Show | Arm | Hold | Release | Jump | SetLoudness | Clear
