"""What a player answers by HTTP to who may not ask."""

import msgspec

from footlight_common.discovery import showable
from footlight_common.errors import FootlightError, ProtocolError, error_from_code

MAX_REFUSAL_BYTES = 4096
MAX_REFUSAL_LENGTH = 300


class _Refused(msgspec.Struct, frozen=True):
    code: str
    message: str = ""


def read_refusal(body: bytes) -> FootlightError:
    """The error that the player means."""
    try:
        refused = msgspec.json.decode(body, type=_Refused)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ProtocolError(_NO_REASON)
    said = showable(refused.message) or showable(refused.code) or _NO_REASON
    return error_from_code(refused.code, said[:MAX_REFUSAL_LENGTH])


_NO_REASON = "the player refused, and does not say why. Update it."
