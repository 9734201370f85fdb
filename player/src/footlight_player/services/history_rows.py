"""How an event is written into a row: its fields in their order, short, and the item by a number."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import msgspec

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    HistoryLost,
    Numbered,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)

# A kind, a field and a word are written as their place in these: only add at the end.
KINDS: tuple[type[AnyNumbered], ...] = (
    PlaybackStarted,
    PlaybackStopped,
    PlaybackSkipped,
    CommandCompleted,
    PowerOn,
    PowerOff,
    ControllerCame,
    ControllerLeft,
    ClockStepped,
    HistoryLost,
    Alert,
)
FIELDS: Mapping[type[AnyNumbered], tuple[str, ...]] = MappingProxyType(
    {
        PlaybackStarted: ("item", "index", "gap_ms"),
        PlaybackStopped: ("item", "index", "reason", "played_s", "presented_frames", "dropped_frames"),
        PlaybackSkipped: ("item", "index", "code", "message"),
        CommandCompleted: ("command", "by", "ok", "code", "message"),
        PowerOn: ("version",),
        PowerOff: ("reason",),
        ControllerCame: ("session", "name", "controller"),
        ControllerLeft: ("session", "name", "controller"),
        ClockStepped: ("by_s",),
        HistoryLost: ("lost", "message"),
        Alert: ("code", "message", "active", "severity"),
    }
)
WORDS: Mapping[type[StrEnum], tuple[StrEnum, ...]] = MappingProxyType(
    {
        StopReason: (
            StopReason.ENDED,
            StopReason.REPLACED,
            StopReason.STOPPED,
            StopReason.FAILED,
            StopReason.CLOSED,
            StopReason.CUT,
        ),
        OffReason: (OffReason.SHUTDOWN, OffReason.RESTART, OffReason.CUT),
        Severity: (Severity.INFO, Severity.WARNING, Severity.CRITICAL),
    }
)
STARTED, STOPPED = KINDS.index(PlaybackStarted), KINDS.index(PlaybackStopped)

_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[Any])
_KIND_OF = {kind: place for place, kind in enumerate(KINDS)}
_NUMBERED = frozenset(Numbered.__struct_fields__)
# Written in thousandths: a whole number is shorter than a float.
_THOUSANDTHS = frozenset({"gap_ms", "played_s", "by_s"})
_WORDS_OF: Mapping[tuple[type[AnyNumbered], str], tuple[StrEnum, ...]] = MappingProxyType(
    {
        (PlaybackStopped, "reason"): WORDS[StopReason],
        (PowerOff, "reason"): WORDS[OffReason],
        (Alert, "severity"): WORDS[Severity],
    }
)


def kind_of(event: AnyNumbered) -> int:
    """The number of its kind."""
    return _KIND_OF[type(event)]


def packed(event: AnyNumbered, number_of: Callable[[Item], int]) -> bytes:
    """All of it but what every event has. `number_of` an item is what it is written as."""
    kind = type(event)
    values: list[Any] = []
    for name in FIELDS[kind]:
        value = getattr(event, name)
        if isinstance(value, Item):
            value = number_of(value)
        elif isinstance(value, StrEnum):
            value = _WORDS_OF[kind, name].index(value)
        elif name in _THOUSANDTHS and value is not None:
            value = round(value * 1000)
        values.append(value)
    return _ENCODER.encode(values)


def unpacked(
    kind_number: int, body: bytes, item_of: Callable[[int], Item], *, seq: int, at_s: float, run: int, up_s: float
) -> AnyNumbered:
    """The event of a row. Raises ValueError, which includes msgspec's own errors, when it is none."""
    try:
        kind = KINDS[kind_number]
    except IndexError as err:
        msg = f"no event has the kind {kind_number}"
        raise ValueError(msg) from err
    fields: dict[str, Any] = {"seq": seq, "at_s": at_s, "run": run, "up_s": up_s}
    # A row of an earlier version has fewer fields; the others have their defaults.
    for name, value in zip(FIELDS[kind], _DECODER.decode(body), strict=False):
        if name == "item":
            fields[name] = item_of(value)
        elif (words := _WORDS_OF.get((kind, name))) is not None:
            fields[name] = words[value]
        elif name in _THOUSANDTHS and value is not None:
            fields[name] = value / 1000
        else:
            fields[name] = value
    return kind(**fields)
