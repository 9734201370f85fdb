"""The newest lines of a log, within so many lines and so many bytes."""

import sys
from collections import deque
from collections.abc import Iterable

from footlight_common.model.logs import LogLine

# Of a line beside its texts: the object, its numbers, its place in the ring.
_LINE_BYTES = 200


class LineRing:
    """The oldest lines make room for new ones. Numbers grow from line to line."""

    def __init__(self, *, max_lines: int, max_bytes: int, lines: Iterable[LogLine] = ()) -> None:
        self._max_lines = max_lines
        self._max_bytes = max_bytes
        self._lines: deque[LogLine] = deque()
        self.size_bytes = 0
        """What it takes in memory."""
        for line in lines:
            self.add(line)

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: LogLine) -> None:
        """The newest line."""
        self._lines.append(line)
        self.size_bytes += _bytes_of(line)
        # The newest stays, whatever its size.
        while len(self._lines) > 1 and (len(self._lines) > self._max_lines or self.size_bytes > self._max_bytes):
            self.size_bytes -= _bytes_of(self._lines.popleft())

    def all(self) -> list[LogLine]:
        """All lines, oldest first."""
        return [*self._lines]

    def after(self, seq: int) -> list[LogLine]:
        """The lines with a higher number, oldest first."""
        found = []
        for line in reversed(self._lines):
            if line.seq <= seq:
                break
            found.append(line)
        found.reverse()
        return found


def _bytes_of(line: LogLine) -> int:
    return _LINE_BYTES + sys.getsizeof(line.text) + sys.getsizeof(line.logger)
