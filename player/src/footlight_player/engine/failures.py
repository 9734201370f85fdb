"""What is wrong with an item, in words for a person: errors of mpv and of the system are translated here."""

import os
import stat
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from footlight_common.errors import MediaError, MediaMissing, MediaUnreachable, MediaUnsupported

# What a screen has reason to open. mpv knows more, among them some that read any file or start programs.
SCHEMES = frozenset({"http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "rtp", "udp", "srt", "mms", "mmsh"})

_SHOWN_CHARACTERS = 200
_LOADING_FAILED = -13
_CONNECTION_TROUBLES = {
    "connection refused": "the connection was refused",
    "resolve hostname": "its host name is not known",
    "network is unreachable": "this player has no network",
    "no route to host": "there is no way to it in this network",
    "timed out": "it did not answer in time",
    "401": "it wants a password",
    "403": "it refuses access",
    "404": "there is nothing at this address",
    "http error 5": "the server has a problem",
    "certificate": "its certificate is not trusted",
}


def source_of(uri: str) -> str:
    """What mpv is to open for `uri`: an absolute path or a URL of a known kind. Looks at the disk; may block.

    Raises MediaMissing or MediaUnsupported.
    """
    if "://" in uri:
        scheme = uri.partition("://")[0].lower()
        if scheme in SCHEMES:
            return uri
        if scheme != "file":
            msg = f"{shown(uri)} cannot be played: this player does not open {scheme} addresses. Use a file or http."
            raise MediaUnsupported(msg)
        try:
            uri = unquote(urlsplit(uri).path)
        except ValueError as err:
            msg = f"{shown(uri)} is no valid address. Check it for typing errors."
            raise MediaUnsupported(msg) from err
    _check_file(uri)
    return uri


def shown(uri: str) -> str:
    """`uri` for a text: without password and query, and not longer than a line or two."""
    if "://" in uri:
        scheme, _, rest = uri.partition("://")
        authority, slash, path = rest.partition("/")
        uri = f"{scheme}://{authority.rpartition('@')[2]}{slash}{path.partition('?')[0]}"
    return uri if len(uri) <= _SHOWN_CHARACTERS else f"{uri[: _SHOWN_CHARACTERS - 1]}…"


def opening_failed(uri: str, mpv_error: int, log: Sequence[str]) -> MediaError:
    """Why mpv could not open `uri`, from its error code and the lines it logged meanwhile."""
    if "://" in uri:
        trouble = _connection_trouble(log)
        if trouble or mpv_error == _LOADING_FAILED:
            reason = trouble or "it did not answer"
            return MediaUnreachable(f"{shown(uri)} cannot be reached: {reason}. Check the address and the network.")
    return MediaUnsupported(f"{shown(uri)} is not a video or picture this player can read. Convert it, e.g. to MP4.")


def too_slow(uri: str, deadline_s: float) -> MediaError:
    """An opening that took longer than anybody waits."""
    if "://" in uri:
        return MediaUnreachable(
            f"{shown(uri)} sent no picture within {deadline_s:.0f} s. Check the address and the network."
        )
    return MediaUnsupported(f"{shown(uri)} showed no picture within {deadline_s:.0f} s. Check the file and its disk.")


def no_picture(uri: str) -> MediaError:
    """Opened, and there is nothing to see."""
    return MediaUnsupported(f"{shown(uri)} holds no picture, only sound. Take it off the playlist.")


def is_a_list(uri: str) -> MediaError:
    """A playlist file, which names other files."""
    return MediaUnsupported(f"{shown(uri)} is a list of other files. Play the files themselves.")


def broke(uri: str, position_s: float | None = None, duration_s: float | None = None) -> MediaError:
    """It played, and stopped before its end."""
    where = "" if position_s is None else f" at {position_s:.1f} s"
    of_all = "" if duration_s is None else f" of {duration_s:.1f} s"
    if "://" in uri:
        return MediaUnreachable(f"{shown(uri)} broke off{where}{of_all}. Check the network and the server.")
    return MediaUnsupported(f"{shown(uri)} broke off{where}{of_all}: it is damaged or incomplete. Copy it again.")


def ended_early(position_s: float, duration_s: float, frame_rate: float | None) -> bool:
    """Whether an end at `position_s` is too early for one of a file `duration_s` long.

    The last frame starts one frame before the end, and containers guess their length; so a tenth, half a second and
    two frames are forgiven, whichever is most.
    """
    frame_s = 1 / frame_rate if frame_rate else 0.0
    return duration_s - position_s > max(0.1 * duration_s, 0.5, 2 * frame_s)


def _check_file(path: str) -> None:
    try:
        status = os.stat(path)  # noqa: PTH116 - pathlib would drop a trailing slash
        readable = os.access(path, os.R_OK)
    except (FileNotFoundError, NotADirectoryError) as err:
        msg = f"There is no file {shown(path)} on this player. Copy it there or take it off the playlist."
        raise MediaMissing(msg) from err
    except (OSError, ValueError) as err:
        msg = f"{shown(path)} cannot be opened ({getattr(err, 'strerror', None) or err}). Check the path and the disk."
        raise MediaMissing(msg) from err
    if stat.S_ISDIR(status.st_mode):
        msg = f"{shown(path)} is a folder. Play the files in it."
        raise MediaUnsupported(msg)
    if not stat.S_ISREG(status.st_mode):
        msg = f"{shown(path)} is a device or pipe, not a file. Play a file."
        raise MediaUnsupported(msg)
    if not readable:
        msg = f"{shown(path)} may not be read by the player. Give it read permission."
        raise MediaUnsupported(msg)
    if status.st_size == 0:
        msg = f"{shown(path)} is empty. Copy it again."
        raise MediaUnsupported(msg)


def _connection_trouble(log: Sequence[str]) -> str:
    text = "\n".join(log).lower()
    return next((words for sign, words in _CONNECTION_TROUBLES.items() if sign in text), "")
