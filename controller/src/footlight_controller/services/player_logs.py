"""The logs of players: pages of them, new lines as they are written, and all of it in a file."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Never, Protocol

from footlight_common.errors import LinkError, StorageError
from footlight_common.model.logs import LogFilter, LogLine
from footlight_common.protocol.events import LogLines
from footlight_common.protocol.pages import MAX_PAGE_LINES, LogPage
from footlight_common.protocol.topics import Topic
from footlight_controller.core.changes import Changes, DeviceOnline
from footlight_controller.core.log_tail import LogNews, LogTail
from footlight_controller.services.deliveries import Deliveries
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.fetching import fetch_archive, fetch_logs
from footlight_controller.services.links import Links

# Of a link that is up and an answer that did not come.
RETRY_S = 1.0
# All that a player keeps has less.
MAX_PAGES = 200


class LogTeller(Protocol):
    """Hears of new lines, on the core thread."""

    def __call__(self, news: LogNews) -> None: ...


class PlayerLogs:
    """Used on the core thread. For technicians and admins: for others each method raises RoleDenied."""

    def __init__(self, dialer: Dialer, links: Links, deliveries: Deliveries) -> None:
        self._dialer = dialer
        self._links = links
        self._deliveries = deliveries

    async def page(
        self, player_id: str, wanted: LogFilter | None = None, *, before: int | None = None, limit: int = 200
    ) -> LogPage:
        """The newest lines that are wanted, or the newest below a number. Raises NotLinked, and as `fetch_logs`."""
        peer = self._links.of(player_id).peer
        return await fetch_logs(self._dialer, peer, player_id, wanted or LogFilter(), before=before, limit=limit)

    async def newest(self, player_id: str, wanted: LogFilter | None = None, *, most: int) -> tuple[LogLine, ...]:
        """As many of the newest lines that are wanted as there are, oldest first. Raises as `page`."""
        lines, _ = await self._back_to(player_id, wanted or LogFilter(), seq=0, most=most)
        return lines

    async def save_archive(self, player_id: str, path: Path, progress: Callable[[int], None] = lambda _: None) -> int:
        """Save all of the log as a .tar.gz that only this user may read; its size in bytes.

        `progress` hears how many bytes there are by now. `path` is the file of before or the new one, whole.
        Raises StorageError, NotLinked, and as `fetch_archive`.
        """
        peer = self._links.of(player_id).peer
        size_bytes = 0

        async def take(piece: bytes) -> None:
            nonlocal size_bytes
            try:
                await asyncio.to_thread(file.write, piece)
            except OSError as err:
                raise _unwritable(path, err) from err
            size_bytes += len(piece)
            progress(size_bytes)

        temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
        try:
            file = await asyncio.to_thread(_open, temporary)
        except OSError as err:
            raise _unwritable(path, err) from err
        try:
            await fetch_archive(self._dialer, peer, player_id, take)
            try:
                await asyncio.to_thread(_finish, file, temporary, path)
            except OSError as err:
                raise _unwritable(path, err) from err
        finally:
            await asyncio.to_thread(_drop, file, temporary)
        return size_bytes

    async def follow(self, player_id: str, tell: LogTeller, wanted: LogFilter | None = None, *, most: int) -> Never:
        """Tell the newest lines that are wanted, `most` of them, and then each new one, until cancelled.

        A link that breaks is waited for; then all that came meanwhile is told, as far as the player still has it.
        Raises RoleDenied, ProtocolError for a player that is too old.
        """
        tail = LogTail(wanted or LogFilter())
        news: asyncio.Queue[LogLines | None] = asyncio.Queue()

        def hear(changes: Changes) -> None:
            for each in changes.events:
                if each.player_id != player_id:
                    continue
                if isinstance(each.event, DeviceOnline):
                    news.put_nowait(None)
                elif isinstance(each.event, LogLines):
                    news.put_nowait(each.event)

        news.put_nowait(None)
        end_topic = self._links.listen(player_id, Topic.LOGS)
        end_hearing = self._deliveries.subscribe(hear)
        try:
            while True:
                pushed = await news.get()
                missing = None if pushed is None else tail.gap(pushed.lines)
                if missing != 0 and not await self._catch_up(player_id, tail, tell, most):
                    continue
                if pushed is not None:
                    # What is missing there was fetched.
                    dropped = max(0, pushed.dropped - (missing or 0))
                    fresh = tail.pushed(pushed.lines)
                    if fresh or dropped:
                        tell(LogNews(lines=fresh, dropped=dropped))
        finally:
            end_hearing()
            end_topic()

    async def _catch_up(self, player_id: str, tail: LogTail, tell: LogTeller, most: int) -> bool:
        """Tell what is missing; whether that was possible. When the link is back it is asked for again."""
        while True:
            try:
                wanted_most = None if tail.seq else most
                lines, last = await self._back_to(player_id, tail.wanted, seq=tail.seq, most=wanted_most)
            except LinkError:
                if not self._links.is_up(player_id):
                    return False
                await asyncio.sleep(RETRY_S)
                continue
            if tail.is_another(last):
                tail.begin_anew()
                continue
            fresh = tail.fetched(lines, last)
            if fresh:
                tell(LogNews(lines=fresh))
            return True

    async def _back_to(
        self, player_id: str, wanted: LogFilter, *, seq: int, most: int | None
    ) -> tuple[tuple[LogLine, ...], int]:
        """The lines above `seq`, `most` of them, and the number of the newest line there is."""
        found: tuple[LogLine, ...] = ()
        before, last = None, 0
        for _ in range(MAX_PAGES):
            limit = MAX_PAGE_LINES if most is None else min(MAX_PAGE_LINES, most - len(found))
            page = await self.page(player_id, wanted, before=before, limit=limit)
            last = last or page.last
            found = page.lines + found
            if not page.lines or page.lines[0].seq <= seq or len(found) == most:
                break
            before = page.lines[0].seq
        return found, last


def _open(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _finish(file: BinaryIO, temporary: Path, path: Path) -> None:
    file.close()
    temporary.replace(path)


def _drop(file: BinaryIO, temporary: Path) -> None:
    # A disk that is full says so once more.
    with contextlib.suppress(OSError):
        file.close()
    temporary.unlink(missing_ok=True)


def _unwritable(path: Path, err: OSError) -> StorageError:
    return StorageError(f"cannot write {path}: {err.strerror or err}. Choose another place.")
