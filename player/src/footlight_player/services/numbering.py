"""From a fact to the event that is told of it."""

from typing import Any

from footlight_common.model.playback import Item
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_player.core.detail import kept_item
from footlight_player.core.facts import (
    Alarm,
    Came,
    Completed,
    Fact,
    Left,
    Lost,
    Skipped,
    Started,
    Stepped,
    Stopped,
    TurnedOff,
    TurnedOn,
)

_EVENTS: dict[type[Fact], type[AnyNumbered]] = {
    Started: PlaybackStarted,
    Stopped: PlaybackStopped,
    Skipped: PlaybackSkipped,
    Alarm: Alert,
    Completed: CommandCompleted,
    TurnedOn: PowerOn,
    TurnedOff: PowerOff,
    Came: ControllerCame,
    Left: ControllerLeft,
    Stepped: ClockStepped,
    Lost: HistoryLost,
}


def numbered(fact: Fact, *, seq: int, run: int, began_s: float, up_s: float) -> AnyNumbered:
    """The event as it is kept: times to the millisecond, no password in the address of an item."""
    up_s = round(up_s, 3)
    fields: dict[str, Any] = {name: _kept(getattr(fact, name)) for name in fact.__slots__}
    return _EVENTS[type(fact)](seq=seq, at_s=round(began_s + up_s, 3), run=run, up_s=up_s, **fields)


def _kept(value: object) -> object:
    match value:
        case float():
            return round(value, 3)
        case Item():
            # Reports are handed to others.
            return kept_item(value)
        case _:
            return value
