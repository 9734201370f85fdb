"""One line of a log."""

from dataclasses import dataclass
from enum import StrEnum


class LogLevel(StrEnum):
    """As Python names them, least first."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for the least."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(LogLevel)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """What a part of the player said. No secret is in it."""

    seq: int
    """One more than the line before in one run of the player; a later run begins somewhere above."""
    at_s: float
    """The player's wall clock, Unix seconds."""
    level: LogLevel
    logger: str
    """The part, such as `footlight_player.engine`."""
    text: str
    """With the traceback, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which lines somebody wants to see."""

    level: LogLevel = LogLevel.DEBUG
    """This one and above."""
    text: str = ""
    """Stands somewhere in the text or in the name of the part, in capitals or not."""
    logger: str = ""
    """This part and what belongs to it."""

    def lets(self, line: LogLine) -> bool:
        """Whether the line is one of them."""
        if line.level.rank < self.level.rank:
            return False
        if self.logger and not f"{line.logger}.".startswith(f"{self.logger}."):
            return False
        wanted = self.text.casefold()
        return not wanted or wanted in line.text.casefold() or wanted in line.logger.casefold()
