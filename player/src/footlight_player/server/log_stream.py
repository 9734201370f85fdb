"""New lines of the log on their way to one subscriber."""

import asyncio
from collections.abc import Callable

import msgspec

from footlight_common.clock import Clock
from footlight_common.model.logs import LogLine
from footlight_common.protocol.base import MAX_MESSAGE_BYTES
from footlight_common.protocol.events import LogLines
from footlight_player.services.logs.logs import Logs

# Faster nobody reads.
COALESCE_S = 0.35
MAX_LINES = 500
# With room for what is around the lines.
_MAX_BYTES = MAX_MESSAGE_BYTES - 8 * 1024


class LogStream:
    """Remembers how far the subscriber has read, and nothing else: who reads slowly misses lines, which are counted."""

    def __init__(self, logs: Logs, clock: Clock, ready: Callable[[], None]) -> None:
        """`ready` is called when there is something to `take`, once until that is done."""
        self._logs = logs
        self._clock = clock
        self._ready = ready
        self._stop: Callable[[], None] | None = None
        self._seq = 0
        self._dropped = 0
        self._sent_s = -COALESCE_S
        self._waiting = False
        self._later: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it tells of lines."""
        return self._stop is not None

    def open(self) -> None:
        """Tell of lines that come from now on; one that is open goes on.

        It begins with the newest there is, so that the subscriber knows whether it has missed any before it.
        """
        if self._stop is None:
            book = self._logs.book
            self._seq, self._dropped = max(book.first_seq, book.last_seq) - 1, book.dropped
            self._stop = self._logs.listen(self._on_line)
            if book.last_seq >= book.first_seq:
                self._on_line()

    def close(self) -> None:
        """Tell of no more."""
        if self._stop is not None:
            self._stop()
            self._stop = None
        if self._later is not None:
            self._later.cancel()
            self._later, self._waiting = None, False

    def take(self) -> LogLines:
        """What came since the last time; no lines when it was closed meanwhile."""
        self._waiting = False
        at_s, book = self._clock.wall_s(), self._logs.book
        if self._stop is None:
            return LogLines(at_s=at_s, lines=())
        self._sent_s = self._clock.monotonic_s()
        # First, so that no line that is counted there is sought here.
        dropped = book.dropped
        lines, missed = book.after(self._seq)
        batch = _batch(lines)
        missed += dropped - self._dropped
        self._dropped = dropped
        if batch:
            self._seq = batch[-1].seq
        if len(batch) < len(lines):
            self._on_line()
        return LogLines(at_s=at_s, lines=batch, dropped=missed)

    def _on_line(self) -> None:
        if self._waiting:
            return
        self._waiting = True
        wait_s = self._sent_s + COALESCE_S - self._clock.monotonic_s()
        if wait_s <= 0:
            self._ready()
        else:
            self._later = asyncio.get_running_loop().create_task(self._ready_later(wait_s), name="log-stream")

    async def _ready_later(self, wait_s: float) -> None:
        await self._clock.sleep(wait_s)
        self._later = None
        self._ready()


def _batch(lines: list[LogLine]) -> tuple[LogLine, ...]:
    """The oldest that fit into one message, at least one."""
    size_bytes = 0
    batch: list[LogLine] = []
    for line in lines[:MAX_LINES]:
        size_bytes += len(msgspec.json.encode(line)) + 1
        if batch and size_bytes > _MAX_BYTES:
            break
        batch.append(line)
    return tuple(batch)
