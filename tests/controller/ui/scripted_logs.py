"""The log of players as a test gives it."""

import asyncio

from footlight_common.errors import FootlightError
from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_common.protocol.pages import LogPage
from footlight_controller.core.log_tail import LogNews

AT_S = 1_750_000_000.0


class ScriptedLogs:
    """One log for all players; `say` adds to it, and tells who follows."""

    def __init__(self) -> None:
        self.lines: list[LogLine] = []
        self.error: FootlightError | None = None
        self.page_error: FootlightError | None = None
        self.level = LogLevel.INFO
        self.raised_until_s: float | None = None
        self.pages: list[tuple[LogFilter, int | None]] = []
        self.follows: list[tuple[str, LogFilter]] = []
        self.followers: list[tuple[object, LogFilter]] = []
        self.hold: asyncio.Event | None = None
        self.archive = b"archive"
        self.saving: asyncio.Event | None = None
        self.save_error: FootlightError | None = None

    def say(self, *lines: LogLine, dropped: int = 0) -> None:
        self.lines += lines
        for tell, wanted in self.followers:
            tell(LogNews(lines=tuple(line for line in lines if wanted.lets(line)), dropped=dropped))

    async def page(self, player_id, wanted=None, *, before=None, limit=200):
        wanted = wanted or LogFilter()
        self.pages.append((wanted, before))
        if self.hold is not None:
            await self.hold.wait()
        if self.page_error is not None:
            raise self.page_error
        fitting = [line for line in self.lines if (before is None or line.seq < before) and wanted.lets(line)]
        last = self.lines[-1].seq if self.lines else 0
        return LogPage(lines=tuple(fitting[-limit:]), last=last, level=self.level, raised_until_s=self.raised_until_s)

    async def follow(self, player_id, tell, wanted=None, *, most):
        wanted = wanted or LogFilter()
        self.follows.append((player_id, wanted))
        if self.error is not None:
            raise self.error
        newest = [line for line in self.lines if wanted.lets(line)][-most:]
        if newest:
            tell(LogNews(lines=tuple(newest)))
        entry = (tell, wanted)
        self.followers.append(entry)
        try:
            await asyncio.Event().wait()
        finally:
            self.followers.remove(entry)

    async def save_archive(self, player_id, path, progress=lambda _: None):
        progress(len(self.archive))
        if self.saving is not None:
            await self.saving.wait()
        if self.save_error is not None:
            raise self.save_error
        await asyncio.to_thread(path.write_bytes, self.archive)
        return len(self.archive)


def line(seq, text="something happened", level=LogLevel.INFO, logger="footlight_player.engine"):
    return LogLine(seq=seq, at_s=AT_S + seq, level=level, logger=logger, text=text)


def lines(count, first=1):
    return [line(first + number, f"line {first + number}") for number in range(count)]
