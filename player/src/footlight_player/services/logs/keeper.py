"""Brings new lines of the log to the disk, some at a time, and never in anybody's way."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.storage import RETRY_S
from footlight_player.services.logs.book import LogBook
from footlight_player.services.logs.files import LogFiles

_log = logging.getLogger(__name__)

# Few writes to an SD card, and little is lost with the power.
BATCH_S = 1.0


class Keeper:
    """From a book to its files. On the core thread; the disk has one of its own.

    While the disk takes nothing the book holds what there is room for, and it is said once.
    """

    def __init__(self, book: LogBook, files: LogFiles, clock: Clock, worker: Executor) -> None:
        self.complain: Callable[[str], None] = _say_nothing
        """Told in words when the log cannot be written."""
        self.lost = 0
        """Lines of this run that never reached the disk."""
        self._book = book
        self._files = files
        self._clock = clock
        self._worker = worker
        self._kept_seq = book.first_seq - 1
        self._wanted = asyncio.Event()
        self._writing = asyncio.Lock()
        self._trouble = False

    def wake(self) -> None:
        """There is a new line."""
        self._wanted.set()

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._wanted.wait()
            await self._clock.sleep(RETRY_S if self._trouble else BATCH_S)
            self._wanted.clear()
            await self.flush()

    async def flush(self) -> None:
        """Write what there is."""
        # A write under way goes on when whoever waits for it is cancelled.
        await asyncio.shield(asyncio.ensure_future(self._write()))

    async def _write(self) -> None:
        async with self._writing:
            lines, missed = self._book.after(self._kept_seq)
            while lines:
                try:
                    count = await asyncio.get_running_loop().run_in_executor(self._worker, self._files.append, lines)
                except StorageError as err:
                    self._pause(err)
                    return
                self._kept_seq = lines[count - 1].seq
                lines = lines[count:]
            self.lost += missed
            if self._trouble:
                self._trouble = False
                _log.info("the log is written to the disk again; %d lines are not in it", missed)

    def _pause(self, err: StorageError) -> None:
        self._wanted.set()
        if not self._trouble:
            self._trouble = True
            _log.error("%s", err)
            self.complain("The log cannot be saved. Has the disk room?")


def _say_nothing(_: str) -> None:
    """Before anybody listens."""
