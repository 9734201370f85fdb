"""What a linked player hands out by HTTP: the picture on its screen, its whole playlist, its audit, its log."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from http import HTTPStatus
from typing import Generic, TypeVar

import msgspec

from footlight_common.discovery import Address, showable
from footlight_common.errors import (
    CommandError,
    FootlightError,
    InvalidArgument,
    NoPicture,
    ProtocolError,
    StorageError,
)
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, MAX_PAGE_ENTRIES, AuditPage
from footlight_common.model.logs import LogFilter
from footlight_common.model.playback import Playlist
from footlight_common.protocol.pages import MAX_PAGE_LINES, HistoryPage, LogPage, MetricsPage
from footlight_controller.core.images import image_type
from footlight_controller.core.missing import Question
from footlight_controller.services.carrier import Answer
from footlight_controller.services.dialer import Dialer

# A picture of 1280 by 1280 pixels as PNG, the largest there is, has less.
MAX_PICTURE_BYTES = 2 * 1024 * 1024
# The longest list a command may carry, with room to spare.
MAX_PLAYLIST_BYTES = 8 * 1024 * 1024
# A player cuts its pages to the size of a control message.
MAX_AUDIT_BYTES = 256 * 1024
MAX_SEEN_BYTES = 256 * 1024
# A player cuts its pages to half of that.
MAX_LOG_BYTES = 1024 * 1024
# Of what is 12 MiB at most before it is compressed.
MAX_ARCHIVE_BYTES = 64 * 1024 * 1024
# A player cuts these, too; with room to spare.
MAX_HISTORY_BYTES = 512 * 1024
# All figures of a machine with many cores, in as many steps as there may be.
MAX_METRICS_BYTES = 8 * 1024 * 1024
MAX_TEXT_LENGTH = 300

T = TypeVar("T")


class _Kind(Generic[T]):
    """One of the things a player hands out as JSON."""

    def __init__(self, path: str, kind: type[T], limit_bytes: int, what: str, called: str) -> None:
        """`what` is the player's, and what it sent is `called` so, for a person."""
        self._path = path
        self._decoder = msgspec.json.Decoder(kind)
        self._limit_bytes = limit_bytes
        self._what = what
        self._called = called

    async def fetch(self, dialer: Dialer, peer: Address, player_id: str, query: Mapping[str, str]) -> T:
        """Raises what the player says, Unreachable, and ProtocolError when the answer is another or too large."""
        answer = await dialer.get(peer, player_id, self._path, query, limit_bytes=self._limit_bytes)
        _check(answer, self._what, unavailable=StorageError)
        try:
            return self._decoder.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as err:
            msg = f"the player sent {self._called} that cannot be read: {err}"
            raise ProtocolError(msg) from err


_PLAYLIST = _Kind("/playlist", Playlist, MAX_PLAYLIST_BYTES, "its playlist", "a playlist")
_AUDIT = _Kind("/audit", AuditPage, MAX_AUDIT_BYTES, "its audit", "an audit")
_HISTORY = _Kind("/history", HistoryPage, MAX_HISTORY_BYTES, "its history", "a history")
_SEEN = _Kind("/seen", dict[str, float], MAX_SEEN_BYTES, "whom it saw", "a list of members")
_LOGS = _Kind("/logs", LogPage, MAX_LOG_BYTES, "its log", "a log")
_METRICS = _Kind("/metrics", MetricsPage, MAX_METRICS_BYTES, "its figures", "figures")


async def fetch_picture(dialer: Dialer, peer: Address, player_id: str, width_px: int, kind: str) -> bytes:
    """What is on the screen, as an image file.

    Raises:
        NoPicture: there is none now; the player's own words.
        InvalidArgument: the player takes no such width or kind.
        Unreachable: no answer in time.
        ProtocolError: the answer is no image, or too large.
    """
    query = {"width": str(width_px), "format": kind}
    answer = await dialer.get(peer, player_id, "/screenshot", query, limit_bytes=MAX_PICTURE_BYTES)
    _check(answer, "pictures of its screen", unavailable=NoPicture)
    if not image_type(answer.body):
        msg = "the player sent something else than a picture."
        raise ProtocolError(msg)
    return answer.body


async def fetch_playlist(dialer: Dialer, peer: Address, player_id: str) -> Playlist:
    """All items of what plays. Raises Unreachable, or ProtocolError when the answer is no playlist or too large."""
    return await _PLAYLIST.fetch(dialer, peer, player_id, {})


async def fetch_audit(
    dialer: Dialer,
    peer: Address,
    player_id: str,
    *,
    before: int | None = None,
    limit: int = DEFAULT_PAGE_ENTRIES,
    member: str = "",
    command: str = "",
) -> AuditPage:
    """What was asked of the player, newest first; entries with a number below `before`, `limit` (1 to 500) at most.

    `member` is an id or a whole name, `command` a word of AuditEntry. Large pages are cut: go on with `next_before`.
    Raises RoleDenied for less than a technician, StorageError when the player's disk does not answer, Unreachable, and
    ProtocolError when the answer is no page or too large.
    """
    query = {"limit": str(min(max(1, limit), MAX_PAGE_ENTRIES)), "member": member, "command": command}
    if before is not None:
        query["before"] = str(before)
    return await _AUDIT.fetch(dialer, peer, player_id, query)


async def fetch_history(dialer: Dialer, peer: Address, player_id: str, question: Question) -> HistoryPage:
    """A page of what the player remembers.

    Raises StorageError when the player's disk does not answer, Unreachable, and ProtocolError when the answer is no
    page or too large.
    """
    return await _HISTORY.fetch(dialer, peer, player_id, question.query)


async def fetch_seen(dialer: Dialer, peer: Address, player_id: str) -> dict[str, float]:
    """When the player last saw each member: Unix seconds of its clock by the member's id.

    Raises RoleDenied for less than an admin, and as `fetch_audit` does.
    """
    return await _SEEN.fetch(dialer, peer, player_id, {})


async def fetch_logs(
    dialer: Dialer,
    peer: Address,
    player_id: str,
    wanted: LogFilter,
    *,
    before: int | None = None,
    limit: int,
) -> LogPage:
    """The newest lines of the log that are wanted, with a number below `before`, `limit` (1 to 1000) at most.

    Large pages are cut: go on before the first line, until there is none. Raises RoleDenied for less than a
    technician, InvalidArgument for a text that is too long, Unreachable, and ProtocolError when the answer is no page
    page or too large.
    """
    query = {"level": wanted.level.value, "limit": str(min(max(1, limit), MAX_PAGE_LINES))}
    query |= {"text": wanted.text} if wanted.text else {}
    query |= {"logger": wanted.logger} if wanted.logger else {}
    query |= {"before": str(before)} if before is not None else {}
    return await _LOGS.fetch(dialer, peer, player_id, query)


async def fetch_metrics(
    dialer: Dialer, peer: Address, player_id: str, *, from_s: float, to_s: float, figures: Collection[str] = ()
) -> MetricsPage:
    """Rollups of some figures between two times, Unix seconds by the player's clock; of all figures unless told.

    Names are those of Metrics; what is not measured there is absent. Raises InvalidArgument for a question that is
    none, StorageError when the player's disk does not answer, Unreachable, and ProtocolError when the answer is no
    page or too large.
    """
    query = {"from_s": str(max(0, int(from_s))), "to_s": str(max(0, int(to_s))), "figures": ",".join(figures)}
    return await _METRICS.fetch(dialer, peer, player_id, query)


async def fetch_archive(
    dialer: Dialer, peer: Address, player_id: str, take: Callable[[bytes], Awaitable[None]]
) -> None:
    """All of its log as a .tar.gz, handed to `take` piece by piece.

    Raises RoleDenied for less than a technician, CommandError while others fetch it, Unreachable when it breaks off,
    MessageTooLarge, and what `take` raises.
    """
    answer = await dialer.download(peer, player_id, "/logs/archive", take, limit_bytes=MAX_ARCHIVE_BYTES)
    _check(answer, "its log", unavailable=CommandError)


def _check(answer: Answer, what: str, *, unavailable: type[FootlightError]) -> None:
    if answer.status == HTTPStatus.OK:
        return
    text = showable(answer.body[: 4 * MAX_TEXT_LENGTH].decode(errors="replace"))[:MAX_TEXT_LENGTH]
    kinds: dict[int, type[FootlightError]] = {
        HTTPStatus.SERVICE_UNAVAILABLE: unavailable,
        HTTPStatus.BAD_REQUEST: InvalidArgument,
    }
    if answer.status in kinds and text:
        raise kinds[answer.status](text)
    if answer.status == HTTPStatus.NOT_FOUND:
        msg = f"the player is too old to give out {what}. Update it."
        raise ProtocolError(msg)
    msg = f"the player does not give out {what} (HTTP {answer.status})."
    raise ProtocolError(msg)
