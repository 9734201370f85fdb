"""Messages that open, keep and end a session."""

from typing import Annotated

from msgspec import Meta, Struct

from footlight_common.model.alerts import Alarm
from footlight_common.model.player import HostFacts, PlayerIdentity, PlayerStatus
from footlight_common.model.presence import Present, SessionId
from footlight_common.protocol.base import (
    MAX_ID_LENGTH,
    MAX_NAME_LENGTH,
    MIN_PROTOCOL_VERSION,
    PROTOCOL_VERSION,
    Message,
)
from footlight_common.protocol.topics import Topic
from footlight_common.security.certificates import DER
from footlight_common.security.keys import Fingerprint
from footlight_common.security.roles import Role
from footlight_common.security.roster import MAX_REVOCATIONS
from footlight_common.security.standing import Offer

Name = Annotated[str, Meta(max_length=MAX_NAME_LENGTH)]
Id = Annotated[str, Meta(min_length=1, max_length=MAX_ID_LENGTH)]
# Exact in every JSON reader (RFC 8259 section 6), and fits a database column.
Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]
# More than any player lets in.
Everybody = Annotated[tuple[Present, ...], Meta(max_length=256)]
# More than there are kinds.
MAX_ALARMS = 64


class Cursor(Message, frozen=True, kw_only=True, tag="cursor"):
    """A place in a player's numbered events."""

    stream: Annotated[str, Meta(max_length=MAX_ID_LENGTH)]
    """Names one unbroken run of numbers; a player that lost its history starts another."""
    seq: Seq


class Hello(Message, frozen=True, kw_only=True, tag="hello"):
    """Controller -> player, first: who calls and which versions it speaks."""

    name: Name
    """What people call this controller."""
    version: Name = ""
    protocol: int = PROTOCOL_VERSION
    min_protocol: int = MIN_PROTOCOL_VERSION
    offer: Offer | None = None
    """The newest roster this controller knows; taken before it is judged whether the caller may come in."""
    certificate: DER | None = None
    """For the player, when `offer` holds keys of the site that it does not have yet: it takes both or neither."""


class Caller(Struct, frozen=True, kw_only=True):
    """As whom a player knows the member behind a session."""

    id: str
    name: str
    role: Role


class Welcome(Message, frozen=True, kw_only=True, tag="welcome"):
    """Player -> controller: the session stands."""

    identity: PlayerIdentity
    cursor: Cursor
    """Where the numbered events stand now."""
    protocol: int = PROTOCOL_VERSION
    host: HostFacts = HostFacts()
    member: Caller | None = None
    roster_version: int = 0
    """Of the roster in force here after the hello; 0 where there is none."""
    roster_epoch: int = 0
    roster_mark: str = ""
    """Tells it from another of the same version; empty where there is none."""
    offer: Offer | None = None
    """The roster in force here, when the one that the hello offered gives way to it."""
    revoked: Annotated[tuple[Fingerprint, ...], Meta(max_length=MAX_REVOCATIONS)] = ()
    """Keys that were taken back and that the roster in force does not name: a backup was restored since."""
    session: SessionId = ""
    """Which of those present the caller is."""


class Subscribe(Message, frozen=True, kw_only=True, tag="subscribe"):
    """Controller -> player: what to send from now on. Replaces an earlier subscription."""

    topics: tuple[Topic, ...]
    since: Cursor | None = None
    """Replay the numbered events after this place, as far as the player still has them."""


class Snapshot(Message, frozen=True, kw_only=True, tag="snapshot"):
    """Player -> controller: the whole state. Answers `subscribe` and `request_device_status`."""

    status: PlayerStatus
    cursor: Cursor
    replayed_from: Seq | None = None
    """First number that `since` could be served from; None when nothing was asked."""
    present: Everybody = ()
    alarms: Annotated[tuple[Alarm, ...], Meta(max_length=MAX_ALARMS)] | None = None
    """All alerts that have begun and not ended; None when the player does not tell."""


class RosterOffer(Message, frozen=True, kw_only=True, tag="roster_offer"):
    """Controller -> player: the team changed. Answered by `roster_changed`, or a refusal."""

    offer: Offer
    certificate: DER | None = None
    """As in the hello."""


class RosterChanged(Message, frozen=True, kw_only=True, tag="roster_changed"):
    """Player -> each of its controllers: another roster is in force here."""

    epoch: int
    version: int
    mark: str = ""
    """Tells it from another of the same version."""
    offer: Offer | None = None
    """The roster; None for who offered it."""


class RequestDeviceStatus(Message, frozen=True, kw_only=True, tag="request_device_status"):
    """Controller -> player: send a snapshot now."""


class RequestStats(Message, frozen=True, kw_only=True, tag="request_stats"):
    """Controller -> player: send a `stats_update` now."""


class Ping(Message, frozen=True, kw_only=True, tag="ping"):
    """Controller -> player: are your loops alive? Measures the round trip."""

    id: Id


class Pong(Message, frozen=True, kw_only=True, tag="pong"):
    """Player -> controller: yes."""

    id: Id
    at_s: float
    """The player's wall clock, Unix seconds."""


class Goodbye(Message, frozen=True, kw_only=True, tag="goodbye"):
    """Player -> controller, last: why the connection closes."""

    code: str
    """`restart` when the player comes back by itself, `shutdown` when not, or the code of an error."""
    message: str = ""


class Refusal(Message, frozen=True, kw_only=True, tag="refusal"):
    """Player -> controller: a message without an id was not taken; the session goes on."""

    code: str
    message: str
