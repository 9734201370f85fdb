"""The language players and controllers speak over `/ws`: JSON text frames, one tagged struct each."""

from footlight_common.protocol.base import Codec
from footlight_common.protocol.commands import Command, Result
from footlight_common.protocol.events import AnyEvent
from footlight_common.protocol.session import (
    Goodbye,
    Hello,
    Ping,
    Pong,
    Refusal,
    RequestDeviceStatus,
    RequestStats,
    RosterChanged,
    RosterOffer,
    Snapshot,
    Subscribe,
    Welcome,
)

ToPlayer = Hello | Subscribe | Command | RequestDeviceStatus | RequestStats | RosterOffer | Ping
ToController = Welcome | Snapshot | Result | Pong | RosterChanged | Goodbye | Refusal | AnyEvent

to_player: Codec[ToPlayer] = Codec(ToPlayer)
to_controller: Codec[ToController] = Codec(ToController)
