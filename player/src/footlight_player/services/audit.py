"""What was asked of this player and by whom, kept beside its work and never in its way."""

import asyncio
from collections import deque
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from footlight_common.clock import Clock
from footlight_common.discovery import showable
from footlight_common.errors import StorageError
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, LOST, MAX_TEXT_LENGTH, AuditPage
from footlight_common.storage import RETRY_S
from footlight_player.core.actor import Actor
from footlight_player.core.detail import redacted
from footlight_player.services.audit_store import AuditStore, Line
from footlight_player.services.record import Record

# Few writes to an SD card while somebody drags a slider, and little is lost with the power.
BATCH_S = 0.2
# While the disk takes nothing: some hours of commands, and little memory.
MAX_WAITING = 1000
# Of what a controller calls itself.
_MAX_NAME_LENGTH = 100


class Audit:
    """Takes entries at once and writes them within BATCH_S. On the core thread only; the disk has a thread of its own.

    When the disk takes nothing it waits and says so once, with MAX_WAITING entries at most; nothing else stops.
    `site` is the id of the site the player belongs to: what is read is of that site alone.
    """

    def __init__(self, clock: Clock, path: Path | None = None, *, worker: Executor | None = None) -> None:
        """In memory without a `path`. `worker` is one thread that several share; else it makes its own."""
        self.site = ""
        self.record = Record("audit", clock, worker, subject="The list of commands")
        """Its disk."""
        self._clock = clock
        self._store = AuditStore(path, self.record.rescued)
        self._lines: deque[Line] = deque()
        self._seen: dict[tuple[str, str], float] = {}
        self._lost = 0
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._closed = False

    def append(
        self,
        command: str,
        *,
        detail: str = "",
        by: Actor | None = None,
        ok: bool = True,
        code: str = "",
        text: str = "",
        site: str | None = None,
    ) -> None:
        """Something was asked, or happened; `text` says why it was not done. No address in it keeps its password.

        It is for who reads the audit of `site`; of the present one unless told.
        """
        line = Line(
            site=self.site if site is None else site,
            at_s=self._clock.wall_s(),
            command=_fit(command),
            detail=_fit(redacted(detail)),
            ok=ok,
            code=code,
            message=_fit(redacted(text)),
        )
        if by is not None:
            controller = _fit(by.controller)[:_MAX_NAME_LENGTH]
            line = replace(line, member=by.member, name=_fit(by.name), role=by.role, controller=controller)
        self._lines.append(line)
        if len(self._lines) > MAX_WAITING:
            self._lines.popleft()
            self._lost += 1
        self._wake()

    def see(self, member: str) -> None:
        """A member is here."""
        self._seen[self.site, member] = self._clock.wall_s()
        self._wake()

    async def page(
        self, *, before: int | None = None, limit: int = DEFAULT_PAGE_ENTRIES, member: str = "", command: str = ""
    ) -> AuditPage:
        """The newest entries, or the newest below a number; what was appended before is among them.

        Raises StorageError.
        """
        await self._flush()
        return await self.record.do(
            lambda: self._store.page(self.site, before=before, limit=limit, member=member, command=command)
        )

    async def seen(self) -> dict[str, float]:
        """When each member was last here, Unix seconds by id. Raises StorageError."""
        await self._flush()
        return await self.record.do(lambda: self._store.seen(self.site))

    async def run(self) -> None:
        """Keep it small, until cancelled."""
        await self.record.keep_small(self._store)

    async def close(self) -> None:
        """Write what waits, within FLUSH_DEADLINE_S. What comes later is not kept."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self.record.close(self._store, self._flush)

    def _wake(self) -> None:
        if not self._closed and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._write_later(), name="audit")

    async def _write_later(self) -> None:
        while self._lines or self._seen:
            await self._clock.sleep(RETRY_S if self.record.trouble else BATCH_S)
            await self._flush()

    async def _flush(self) -> None:
        # A write under way goes on when whoever waits for it is cancelled.
        await asyncio.shield(asyncio.ensure_future(self._write()))

    async def _write(self) -> None:
        async with self._writing:
            if not self._lines and not self._seen:
                return
            lines, seen = [*self._lines], self._seen
            if self._lost:
                lines.insert(0, self._loss())
            kept, self._seen = len(self._lines), {}
            dropped = self._lost
            try:
                rows = [(site, member, at_s) for (site, member), at_s in seen.items()]
                await self.record.do(lambda: self._store.write(lines, rows))
            except StorageError as err:
                self._seen = seen | self._seen
                self.record.pause(err)
                return
            # Meanwhile the oldest of them may have made room.
            gone = self._lost - dropped
            for _ in range(kept - gone):
                self._lines.popleft()
            self._lost = max(0, gone - kept)
            self.record.resume()

    def _loss(self) -> Line:
        text = f"{self._lost} entries before this one could not be kept."
        return Line(site=self.site, at_s=self._clock.wall_s(), command=LOST, ok=False, message=text)


def _fit(text: str) -> str:
    return showable(text)[:MAX_TEXT_LENGTH]
