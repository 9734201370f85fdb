"""What people type after a command, checked and brought into the form that players take."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from footlight_common.discovery import showable
from footlight_common.errors import InvalidArgument
from footlight_common.model.audit import HAPPENINGS
from footlight_common.model.logs import LogLevel
from footlight_common.model.playback import Item
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_common.protocol.commands import MAX_RAISED_S
from footlight_common.protocol.commands import name_of as word_of
from footlight_common.protocol.topics import Topic
from footlight_common.security.permissions import COMMANDS
from footlight_controller.core.proof_of_play import By
from footlight_controller.services.reach import is_own_host

_Number = TypeVar("_Number", int, float)
_T = TypeVar("_T")

# As the roster has it.
MAX_ROSTER_NAME_LENGTH = 64

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.+", re.DOTALL)
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2}(?:\.[0-9]+)?)")
_SPAN = re.compile(r"([0-9]{1,5}) ?([smh])")
_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0}
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]+)?")


def checked(parse: Callable[[str], _T]) -> Callable[[object], _T]:
    """`parse` for typer, with its ValueError as wrong usage."""

    def parsed(value: object) -> _T:
        try:
            return parse(str(value))
        except ValueError as err:
            raise typer.BadParameter(str(err)) from err

    return parsed


def item_of(text: str) -> Item:
    """A URL as it is, a file as its absolute path; an absolute path need not exist here, for the player may have it.

    Raises InvalidArgument.
    """
    if not text.strip():
        msg = "the name of an item is empty. Write a file or a URL."
        raise InvalidArgument(msg)
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


def volume_of(text: str) -> int:
    """A loudness from 0 to 100. Raises ValueError saying how to write it."""
    return _within(text, int, 0, 100, "the volume is a whole number from 0 to 100")


def name_of(text: str) -> str:
    """A name of a player or an area, on one line. Raises ValueError saying how long it may be."""
    return _short(" ".join(showable(text).split()), MAX_NAME_LENGTH)


def roster_name_of(text: str) -> str:
    """A name of a site or a member, on one line. Raises ValueError when it has less or more than it may."""
    name = " ".join(showable(text).split())
    if not name:
        msg = "a name has at least one character that can be seen"
        raise ValueError(msg)
    return _short(name, MAX_ROSTER_NAME_LENGTH)


def command_of(text: str) -> str:
    """A word that stands in the audit. Raises ValueError listing them."""
    words = [*(word_of(action) for action in COMMANDS), *HAPPENINGS]
    if text.lower() not in words:
        msg = f"there is no command {text!r} in the audit. There are {', '.join(words)}."
        raise ValueError(msg)
    return text.lower()


def duration_of(text: str) -> float:
    """Seconds from 0.1 to 60. Raises ValueError saying how to write it."""
    return _within(text, float, 0.1, 60.0, "the time is a number of seconds from 0.1 to 60")


def log_level_of(text: str) -> LogLevel:
    """One of the levels of a log. Raises ValueError listing them."""
    try:
        return LogLevel(text.lower())
    except ValueError as err:
        msg = f"there is no level {text!r}. There are {', '.join(LogLevel)}."
        raise ValueError(msg) from err


def span_of(text: str) -> float:
    """Seconds from `90s`, `10m` or `2h`, a day at most. Raises ValueError saying how to write it."""
    found = _SPAN.fullmatch(text.strip().lower())
    span_s = int(found[1]) * _UNITS_S[found[2]] if found is not None else 0.0
    if not 0 < span_s <= MAX_RAISED_S:
        msg = f"{text!r} is no time: write 90s, 10m or 2h, a day at most"
        raise ValueError(msg)
    return span_s


def by_of(text: str) -> By:
    """What a report has a line for each of. Raises ValueError listing what there is."""
    try:
        return By(text.lower())
    except ValueError as err:
        msg = f"there is no report by {text!r}. There are {', '.join(By)}."
        raise ValueError(msg) from err


def topic_of(text: str) -> Topic:
    """One of the topics. Raises ValueError listing them."""
    try:
        return Topic(text.lower())
    except ValueError as err:
        msg = f"there is no topic {text!r}. There are {', '.join(Topic)}."
        raise ValueError(msg) from err


def host_of(text: str) -> str:
    """An address of this machine. Raises ValueError."""
    if not is_own_host(text):
        msg = f"--host takes an address of this machine, or 0.0.0.0 for all, and {text!r} is neither"
        raise ValueError(msg)
    return text


def _short(name: str, most: int) -> str:
    if len(name) > most:
        msg = f"a name may have {most} characters, this one has {len(name)}"
        raise ValueError(msg)
    return name


def _within(text: str, read: Callable[[str], _Number], least: _Number, most: _Number, rule: str) -> _Number:
    try:
        value = read(text)
    except ValueError as err:
        msg = f"{rule}, not {text!r}"
        raise ValueError(msg) from err
    if not least <= value <= most:
        msg = f"{rule}, not {text}"
        raise ValueError(msg)
    return value


Player = Annotated[
    str,
    typer.Argument(metavar="PLAYER", help="Its id, the start of its id, its name, or the HOST:PORT of a known one."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Duration = Annotated[
    float, typer.Option(parser=checked(duration_of), metavar="SECONDS", help="For how long; 0.1 to 60.")
]
