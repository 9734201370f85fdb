"""Puts together what was fetched of a log and what was pushed: each line once, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from footlight_common.model.logs import LogFilter, LogLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LogNews:
    """What is new in the log of a player."""

    lines: tuple[LogLine, ...] = ()
    """Oldest first."""
    dropped: int = 0
    """Lines before these that came too fast for the player to keep."""


class LogTail:
    """How far somebody has read. Both kinds of lines pass through it, and only what is wanted and new comes out."""

    def __init__(self, wanted: LogFilter) -> None:
        self.wanted = wanted
        self.seq = 0
        """Up to here all lines were told; 0 for none yet."""

    def gap(self, lines: Sequence[LogLine]) -> int:
        """How many numbers lie between what was told and these pushed lines; 0 when there is nothing to fetch.

        Also where a new run of the player begins, whose numbers go on further up.
        """
        fresh = [line for line in lines if line.seq > self.seq]
        return fresh[0].seq - self.seq - 1 if fresh else 0

    def pushed(self, lines: Sequence[LogLine]) -> tuple[LogLine, ...]:
        """Lines as the player sent them, wanted or not, after which nothing is missing."""
        fresh = tuple(line for line in lines if line.seq > self.seq and self.wanted.lets(line))
        self.seq = max(self.seq, lines[-1].seq) if lines else self.seq
        return fresh

    def fetched(self, lines: Sequence[LogLine], last: int) -> tuple[LogLine, ...]:
        """All wanted lines up to the number `last`, or the newest of them."""
        fresh = tuple(line for line in lines if line.seq > self.seq)
        self.seq = last
        return fresh

    def is_another(self, last: int) -> bool:
        """Whether a log whose newest line has this number is not the one that was told: the player lost it."""
        return last < self.seq

    def begin_anew(self) -> None:
        """Nothing was told of the log as it is now."""
        self.seq = 0
