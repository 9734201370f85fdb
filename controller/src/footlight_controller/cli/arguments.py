"""What people type after a command, checked and brought into the form that players take."""

import os
import re
from pathlib import Path

from footlight_common.errors import InvalidArgument
from footlight_common.model.playback import Item

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.+", re.DOTALL)
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2}(?:\.[0-9]+)?)")
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]+)?")


def item_of(text: str) -> Item:
    """A URL as it is, a file as its absolute path; an absolute path need not exist here, for the player may have it.

    Raises InvalidArgument.
    """
    try:
        return Item(uri=text if _URL.fullmatch(text) else _path_of(text))
    except (ValueError, OSError) as err:
        msg = f"{text[:100]!r} cannot be played: {err.strerror if isinstance(err, OSError) else err}"
        raise InvalidArgument(msg) from err


def _path_of(text: str) -> str:
    path = Path(text)
    if path.is_dir():
        msg = f"{text!r} is a folder. Name the files in it, for example with {path / '*'}"
        raise InvalidArgument(msg)
    if not path.is_absolute() and not path.exists():
        msg = f"there is no file {text!r} in {Path.cwd()}. For a file on the player, write its absolute path."
        raise InvalidArgument(msg)
    # Not resolve(): a link may be swapped for the next clip while its name stays.
    return os.path.abspath(path)  # noqa: PTH100


def seconds_of(text: str) -> float:
    """Seconds from `90`, `90.5`, `1:30` or `1:00:30`. Raises ValueError saying how to write it."""
    if _SECONDS.fullmatch(text):
        return float(text)
    clock = _CLOCK.fullmatch(text)
    if clock is None or float(clock[3]) >= 60 or (clock[1] and int(clock[2]) >= 60):
        msg = f"{text!r} is no place in an item: write seconds, MM:SS or HH:MM:SS"
        raise ValueError(msg)
    return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])
