"""Keeps alerts and unsent notices beside the work: written soon, in order, and never in the way."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.storage import RETRY_S
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.services.alert_store import AlertStore, Entry, Kept, Notice

_log = logging.getLogger(__name__)

# While the disk takes nothing.
MAX_WAITING = 2000


class AlertArchive:
    """Used on the core thread; the disk is asked in worker threads, one question after another."""

    def __init__(self, store: AlertStore, clock: Clock, changed: Callable[[], None]) -> None:
        """`changed` is called when `trouble` is another."""
        self._store = store
        self._clock = clock
        self._changed = changed
        self._alerts: dict[int, AlertView] = {}
        self._notices: dict[int, Notice] = {}
        self._sent: set[int] = set()
        self._troubles: dict[Channel, str] = {}
        self._asking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.trouble = ""
        """Why nothing can be kept, for the user; empty when all is well."""

    async def load(self) -> Kept:
        """What an earlier run left; nothing when it cannot be read, and `trouble` says why."""
        try:
            async with self._asking:
                return await asyncio.to_thread(self._store.load)
        except StorageError as err:
            self._complain(str(err))
            # It may come back with the disk, and nothing in it may be written over: no number of before is so high.
            beyond = int(self._clock.wall_s())
            return Kept(next_id=beyond, next_notice=beyond)

    def keep(self, alert: AlertView) -> None:
        """Write this alert soon."""
        self._alerts[alert.id] = alert
        while len(self._alerts) > MAX_WAITING:
            self._alerts.pop(next(iter(self._alerts)))
        self._write_soon()

    def keep_notices(self, notices: Iterable[Notice]) -> None:
        """Write these soon."""
        self._notices |= {notice.id: notice for notice in notices}
        self._write_soon()

    def drop_notices(self, notices: Iterable[Notice]) -> None:
        """Forget these soon."""
        for notice in notices:
            self._notices.pop(notice.id, None)
            self._sent.add(notice.id)
        self._write_soon()

    def keep_trouble(self, channel: Channel, text: str) -> None:
        """Write soon why a channel cannot send; empty when it can."""
        self._troubles[channel] = text
        self._write_soon()

    async def past(
        self, *, from_s: float, to_s: float, player_id: str, before: int | None, limit: int
    ) -> tuple[AlertView, ...]:
        """As `AlertStore.past`, with all that was ever kept."""
        await self._flush()
        async with self._asking:
            return await asyncio.to_thread(
                self._store.past, from_s=from_s, to_s=to_s, player_id=player_id, before=before, limit=limit
            )

    async def prune(self, now_s: float) -> None:
        """Let go of what is too old; another time when the disk does not answer."""
        try:
            async with self._asking:
                await asyncio.to_thread(self._store.prune, now_s)
        except StorageError as err:
            self._complain(str(err))

    async def close(self) -> None:
        """Write what is left and let the file go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._flush()
        async with self._asking:
            await asyncio.to_thread(self._store.close)

    def _write_soon(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._write(), name="alerts-save")

    async def _write(self) -> None:
        while self._alerts or self._notices or self._sent or self._troubles:
            if not await self._flush():
                await self._clock.sleep(RETRY_S)

    async def _flush(self) -> bool:
        # What is under way goes on when whoever waits for it is cancelled, so that no older one can end after it.
        return await asyncio.shield(asyncio.ensure_future(self._save()))

    async def _save(self) -> bool:
        async with self._asking:
            alerts, notices, sent, troubles = self._alerts, self._notices, self._sent, self._troubles
            if not (alerts or notices or sent or troubles):
                return True
            self._alerts, self._notices, self._sent, self._troubles = {}, {}, set(), {}
            entry = Entry(alerts=[*alerts.values()], notices=[*notices.values()], sent=[*sent], troubles=troubles)
            try:
                await asyncio.to_thread(self._store.write, entry)
            except StorageError as err:
                # What came meanwhile is newer.
                self._alerts = alerts | self._alerts
                self._notices = {each: one for each, one in (notices | self._notices).items() if each not in self._sent}
                self._sent |= sent
                self._troubles = troubles | self._troubles
                self._complain(str(err))
                return False
            if self.trouble:
                self.trouble = ""
                self._changed()
            return True

    def _complain(self, trouble: str) -> None:
        if not self.trouble:
            _log.error("%s", trouble)
        if trouble != self.trouble:
            self.trouble = trouble
            self._changed()
