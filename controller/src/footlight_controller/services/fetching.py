"""What a linked player hands out by HTTP: the picture on its screen and its whole playlist."""

from http import HTTPStatus

import msgspec

from footlight_common.discovery import Address, showable
from footlight_common.errors import FootlightError, InvalidArgument, NoPicture, ProtocolError
from footlight_common.model.playback import Playlist
from footlight_controller.core.images import image_type
from footlight_controller.services.connection import Answer, Dialer

# A picture of 1280 by 1280 pixels as PNG, the largest there is, has less.
MAX_PICTURE_BYTES = 2 * 1024 * 1024
# The longest list a command may carry, with room to spare.
MAX_PLAYLIST_BYTES = 8 * 1024 * 1024
MAX_TEXT_LENGTH = 300

_playlist = msgspec.json.Decoder(Playlist)


async def fetch_picture(dialer: Dialer, peer: Address, width_px: int, kind: str) -> bytes:
    """What is on the screen, as an image file.

    Raises:
        NoPicture: there is none now; the player's own words.
        InvalidArgument: the player takes no such width or kind.
        Unreachable: no answer in time.
        ProtocolError: the answer is no image, or too large.
    """
    query = {"width": str(width_px), "format": kind}
    answer = await dialer.get(peer, "/screenshot", query, limit_bytes=MAX_PICTURE_BYTES)
    _check(answer, "pictures of its screen")
    if not image_type(answer.body):
        msg = "the player sent something else than a picture."
        raise ProtocolError(msg)
    return answer.body


async def fetch_playlist(dialer: Dialer, peer: Address) -> Playlist:
    """All items of what plays. Raises Unreachable, or ProtocolError when the answer is no playlist or too large."""
    answer = await dialer.get(peer, "/playlist", {}, limit_bytes=MAX_PLAYLIST_BYTES)
    _check(answer, "its playlist")
    try:
        return _playlist.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as err:
        msg = f"the player sent a playlist that cannot be read: {err}"
        raise ProtocolError(msg) from err


def _check(answer: Answer, what: str) -> None:
    if answer.status == HTTPStatus.OK:
        return
    text = showable(answer.body[: 4 * MAX_TEXT_LENGTH].decode(errors="replace"))[:MAX_TEXT_LENGTH]
    kinds: dict[int, type[FootlightError]] = {
        HTTPStatus.SERVICE_UNAVAILABLE: NoPicture,
        HTTPStatus.BAD_REQUEST: InvalidArgument,
    }
    if answer.status in kinds and text:
        raise kinds[answer.status](text)
    if answer.status == HTTPStatus.NOT_FOUND:
        msg = f"the player is too old to give out {what}. Update it."
        raise ProtocolError(msg)
    msg = f"the player does not give out {what} (HTTP {answer.status})."
    raise ProtocolError(msg)
