"""A history, and what it tells and complains of."""

import asyncio

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item
from footlight_common.protocol.session import Cursor
from footlight_player.core.facts import Alarm, Started
from footlight_player.services.history import History
from footlight_player.services.history_pages import Wish

ALARM = Alarm(code="stalled", message="no frames", active=True)
CLIP = Item(uri="/a.mp4")
STARTED = Started(item=CLIP, index=0, gap_ms=None)


class Desk:
    """A history, what it told, and what it complained of."""

    def __init__(self, path, clock=None, worker=None) -> None:
        self.clock = clock or ManualClock()
        self.history = History(self.clock, path, worker=worker)
        self.killed = False
        self.told: list[object] = []
        self.complaints: list[str] = []
        self.anew: list[Cursor] = []
        self.history.told = self.told.append
        self.history.complain = self.complaints.append
        self.history.begun_anew = lambda: self.anew.append(self.history.cursor)

    def tags(self) -> list[str]:
        return [event.__struct_config__.tag for event in self.told]

    async def settle(self) -> None:
        """Everything that was appended is told."""
        history = self.history
        await until(
            lambda: history.cursor.seq == history._last_seq and history._mark is None and not history._writing.locked()
        )

    async def pages(self) -> list[object]:
        events: list[object] = []
        while found := (await self.history.page(Wish(after=events[-1].seq if events else 0))).events:
            events += found
        return events

    async def kill(self) -> None:
        """Let go of the file without a word."""
        await self.settle()
        if self.history._task is not None:
            self.history._task.cancel()
        await self.history._do(self.history._keeper.close)
        self.history._worker.shutdown()
        self.history._closed = self.killed = True


async def until(condition) -> None:
    # By the real clock: what is waited for happens in a thread.
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)
