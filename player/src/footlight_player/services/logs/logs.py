"""The log of this program, as sessions and requests see it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from footlight_common.clock import Clock
from footlight_common.errors import CommandError, FootlightError, InvalidArgument
from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_common.protocol.pages import LogPage
from footlight_common.storage import FLUSH_DEADLINE_S
from footlight_player.services.logs.archive import archive
from footlight_player.services.logs.book import MAX_LINES, SMALL_LINES, LogBook
from footlight_player.services.logs.files import LogFiles
from footlight_player.services.logs.keeper import Keeper
from footlight_player.services.logs.raised import RaisedLevel

MAX_PAGE_BYTES = 512 * 1024
# A disk that does not answer holds up nobody who wants the newest lines.
DISK_DEADLINE_S = 3.0
# Each compresses some megabytes.
MAX_ARCHIVES = 2

T = TypeVar("T")


class Logs:
    """On the core thread; one for all players of a process. `run` keeps it going, `close` writes what is left."""

    def __init__(
        self, book: LogBook, clock: Clock, files: LogFiles | None = None, *, level: Path | None = None
    ) -> None:
        """Without `files` and a document for the `level` it lives in memory, and its level stays."""
        self.book = book
        self._clock = clock
        self._files = files
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="logs")
        self._keeper = None if files is None else Keeper(book, files, clock, self._worker)
        self._raised = None if level is None else RaisedLevel(book, clock, level, self._worker)
        self._listeners: dict[object, Callable[[], None]] = {}
        self._archives = 0
        self._closed = False

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Self:
        """That of a player, with what former runs left in `folder`. Reads the disk, and writes nothing before `run`."""
        files = LogFiles(folder)
        logs = cls(LogBook(clock, earlier=files.tail(MAX_LINES)), clock, files, level=folder / "level.json")
        if logs._raised is not None:
            logs._raised.recall()
        return logs

    @classmethod
    def small(cls, clock: Clock) -> Self:
        """That of a crowd of simulated players: a few lines in memory."""
        return cls(LogBook(clock, max_lines=SMALL_LINES), clock)

    def complain_to(self, complain: Callable[[str], None]) -> None:
        """Who is told in words when the log cannot be written."""
        if self._keeper is not None:
            self._keeper.complain = complain

    async def run(self) -> None:
        """Write and tell, until cancelled."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self._on_line)

        self.book.listen(wake)
        if self._raised is not None:
            self._raised.start()
        self._on_line()
        if self._keeper is not None:
            await self._keeper.run()
        else:
            await asyncio.get_running_loop().create_future()

    def listen(self, ready: Callable[[], None]) -> Callable[[], None]:
        """Have `ready` called when there are new lines. Returns what ends it."""
        key = object()
        self._listeners[key] = ready
        return lambda: self._listeners.pop(key, None) and None

    def set_level(self, level: LogLevel, duration_s: float) -> None:
        """Keep lines from this level on for a while. Raises InvalidArgument for a crowd."""
        if self._raised is None:
            msg = "A simulated player of a crowd has no log of its own."
            raise InvalidArgument(msg)
        self._raised.set(level, duration_s)

    async def page(self, wanted: LogFilter, *, before: int | None = None, limit: int) -> LogPage:
        """The newest lines that are wanted, or the newest below a number: of this run and of those before it."""
        in_memory = self.book.all()
        last = in_memory[-1].seq if in_memory else 0

        def look() -> list[LogLine]:
            fits = [line for line in in_memory if (before is None or line.seq < before) and wanted.lets(line)]
            return fits[-limit:]

        lines = await asyncio.to_thread(look)
        if len(lines) < limit and self._files is not None:
            files, most = self._files, limit - len(lines)
            oldest = in_memory[0].seq if in_memory else self.book.last_seq + 1
            below = oldest if before is None else min(before, oldest)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DISK_DEADLINE_S):
                    lines = await self._in_worker(lambda: files.before(below, wanted.lets, most)) + lines
        return LogPage(
            lines=_fitting(lines),
            last=last,
            dropped=self.book.dropped,
            level=self.book.least,
            raised_until_s=None if self._raised is None else self._raised.until_s,
        )

    async def archive(self, folder: str, facts: Mapping[str, Any]) -> AsyncGenerator[bytes, None]:
        """All of it with these facts as a .tar.gz, with a `folder` in it. Raises CommandError when too many ask."""
        if self._archives >= MAX_ARCHIVES:
            msg = "others fetch the logs of this player right now. Try again in a moment."
            raise CommandError(msg)
        self._archives += 1
        try:
            if self._keeper is not None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(DISK_DEADLINE_S):
                        await self._keeper.flush()
            lines = self.book.all()
            own = {
                "level": self.book.least,
                "lines_in_memory": len(lines),
                "lines_dropped": self.book.dropped,
                "lines_not_on_disk": 0 if self._keeper is None else self._keeper.lost,
            }
            pieces = archive(folder, self._clock.wall_s(), {**facts, "log": own}, lines, self._files)
            while piece := await self._in_worker(lambda: _next(pieces)):
                yield piece
        finally:
            self._archives -= 1

    async def end(self, _: object, err: BaseException | None, __: object) -> None:
        """`close`, and before that note the fault that ends the program, if it is one."""
        if err is not None and not isinstance(err, FootlightError | asyncio.CancelledError):
            self.book.note_fault(err)
        await self.close()

    async def close(self) -> None:
        """Write what waits, within FLUSH_DEADLINE_S. May be called again."""
        if self._closed:
            return
        self._closed = True
        if self._raised is not None:
            await self._raised.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                if self._keeper is not None:
                    await self._keeper.flush()
                if self._files is not None:
                    await self._in_worker(self._files.close)
        self._worker.shutdown(wait=False)

    def _on_line(self) -> None:
        self.book.listen_again()
        if self._keeper is not None:
            self._keeper.wake()
        for ready in [*self._listeners.values()]:
            ready()

    async def _in_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)


def _next(pieces: Iterator[bytes]) -> bytes:
    # Compression may hold back all of a small file.
    return next((piece for piece in pieces if piece), b"")


def _fitting(lines: list[LogLine]) -> tuple[LogLine, ...]:
    """The newest that fit into a page."""
    left_bytes, first = MAX_PAGE_BYTES, len(lines)
    for place in range(len(lines) - 1, -1, -1):
        left_bytes -= len(msgspec.json.encode(lines[place]))
        if left_bytes < 0 and first < len(lines):
            break
        first = place
    return tuple(lines[first:])
