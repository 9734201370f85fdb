"""What the command line may say, checked."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from footlight_player.system.network import EVERYWHERE

_WINDOW = re.compile(r"([1-9][0-9]{1,4})x([1-9][0-9]{1,4})")


class EngineName(StrEnum):
    """What plays."""

    MPV = "mpv"
    SIMULATED = "simulated"


class LogLevel(StrEnum):
    """How much the player says on stderr."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerOptions:
    """One player."""

    data_dir: Path
    name: str | None = None
    area: str | None = None
    host: str = EVERYWHERE
    port: int | None = None
    """None is the one it had before, or the usual one, or any."""
    engine: EngineName = EngineName.MPV
    window_px: tuple[int, int] | None = None
    """Width and height; None is the whole screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationOptions:
    """Many simulated players."""

    count: int
    rate_hz: float = 0.1
    """Changes of each player per second."""
    host: str = EVERYWHERE
    name_prefix: str = "Simulated"
    areas: tuple[str, ...] = ()
    data_dir: Path | None = None
    """None keeps nothing."""
    site: Path | None = None
    """A controller's data directory whose site they belong to; None leaves them unclaimed."""


def default_data_dir() -> Path:
    """Where this user's player keeps what it keeps."""
    return Path(platformdirs.user_data_dir("footlight-player", appauthor=False))


def parse_window(text: str) -> tuple[int, int]:
    """Width and height in pixels from `WxH`. Raises ValueError."""
    found = _WINDOW.fullmatch(text)
    if found is None:
        msg = f"{text[:20]!r} is no size: write WIDTHxHEIGHT, for example 640x360"
        raise ValueError(msg)
    return int(found[1]), int(found[2])
