"""Numbers of the protocol, and the strict codec every message goes through."""

from typing import Generic, TypeVar

import msgspec

from footlight_common.errors import MessageTooLarge, ProtocolError

SUBPROTOCOL = "footlight.v1"
PROTOCOL_VERSION = 1
# The oldest version this side still speaks.
MIN_PROTOCOL_VERSION = 1

# Control messages only; media, screenshots and archives go by HTTP.
MAX_MESSAGE_BYTES = 256 * 1024

# aiohttp pings after one period of silence and gives up half a period later.
PLAYER_HEARTBEAT_S = 20.0
# Gives the 15 s within which a card turns grey.
CONTROLLER_HEARTBEAT_S = 10.0
HELLO_DEADLINE_S = 10.0

# Hex digits of a command id or idempotency key, with room for other schemes.
MAX_ID_LENGTH = 64
MAX_NAME_LENGTH = 200


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Base of every message: one JSON object whose `type` names it.

    Decoding is strict about known fields, ignores unknown ones, and every field added later has a default.
    """


M = TypeVar("M")


def encode(message: msgspec.Struct) -> str:
    """One message as JSON text."""
    return msgspec.json.encode(message).decode()


class Codec(Generic[M]):
    """Decodes the messages of one direction."""

    def __init__(self, union: object) -> None:
        self._decoder: msgspec.json.Decoder[M] = msgspec.json.Decoder(union)

    def decode(self, text: str | bytes) -> M:
        """One message from JSON text.

        Raises:
            MessageTooLarge: over MAX_MESSAGE_BYTES.
            ProtocolError: no JSON, an unknown type, or a field of the wrong kind; the text names the place.
        """
        try:
            data = text.encode() if isinstance(text, str) else text
            if len(data) > MAX_MESSAGE_BYTES:
                msg = f"a control message may have {MAX_MESSAGE_BYTES} bytes, this one has {len(data)}"
                raise MessageTooLarge(msg)
            return self._decoder.decode(data)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as err:
            msg = f"not a message of {SUBPROTOCOL}: {err}"
            raise ProtocolError(msg) from err


class _Addressed(msgspec.Struct):
    id: str = ""


def id_of(text: str | bytes) -> str:
    """The `id` of a message that may be otherwise malformed; empty when it has none."""
    try:
        found = msgspec.json.decode(text, type=_Addressed).id
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    return found[:MAX_ID_LENGTH]
