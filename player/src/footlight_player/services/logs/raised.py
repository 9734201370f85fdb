"""The level of the log, raised for a while: it falls back by itself, also when the player starts anew meanwhile."""

import asyncio
import logging
from concurrent.futures import Executor
from pathlib import Path

from footlight_common.clock import Clock
from footlight_common.errors import StorageError
from footlight_common.model.logs import LogLevel
from footlight_common.storage import AtomicJSONStorage
from footlight_player.services.logs.book import USUAL_LEVEL, LogBook

_log = logging.getLogger(__name__)

_TABLE = "level"


class RaisedLevel:
    """Sets the level of a book. On the core thread, except `recall`."""

    def __init__(self, book: LogBook, clock: Clock, path: Path, worker: Executor) -> None:
        """What is raised is kept in the document at `path`."""
        self._book = book
        self._clock = clock
        self._path = path
        self._storage = AtomicJSONStorage(path)
        self._worker = worker
        self._until: float | None = None
        self._falling: asyncio.Task[None] | None = None
        self._saving: set[asyncio.Future[None]] = set()

    @property
    def until_s(self) -> float | None:
        """When it falls back, by the wall clock as it is now; None while it is not raised."""
        left_s = self._left_s()
        return None if left_s is None else self._clock.wall_s() + left_s

    def recall(self) -> None:
        """Go on with what a run before was asked for. Reads from the disk."""
        try:
            row = (self._storage.read() or {}).get(_TABLE, {}).get("1", {})
            level, until_s = LogLevel(row["level"]), float(row["until_s"])
            # A clock that was set back meanwhile must not make it last for ever.
            left_s = min(until_s - self._clock.wall_s(), float(row["duration_s"]))
        except (StorageError, KeyError, TypeError, ValueError):
            return
        if left_s > 0:
            self._until = self._clock.monotonic_s() + left_s
            self._book.keep_from(level)

    def start(self) -> None:
        """Begin to wait for the end of what was recalled."""
        left_s = self._left_s()
        if left_s is not None:
            self._fall_after(left_s)

    def set(self, level: LogLevel, duration_s: float) -> None:
        """Keep lines from this level on for so long, and then from the usual one again."""
        self._stop_waiting()
        self._book.keep_from(level)
        if level is USUAL_LEVEL:
            self._until = None
            self._save(level, 0.0)
            _log.info("the log is kept from %s on, as usual", level)
            return
        self._until = self._clock.monotonic_s() + duration_s
        self._fall_after(duration_s)
        self._save(level, duration_s)
        _log.info("the log is kept from %s on for %.0f s", level, duration_s)

    async def close(self) -> None:
        """Wait no more. What is raised stays so for the next run."""
        falling = self._stop_waiting()
        await asyncio.gather(*self._saving, *([falling] if falling is not None else []), return_exceptions=True)

    def _left_s(self) -> float | None:
        return None if self._until is None else max(0.0, self._until - self._clock.monotonic_s())

    def _fall_after(self, delay_s: float) -> None:
        self._falling = asyncio.get_running_loop().create_task(self._fall(delay_s), name="log-level")

    def _stop_waiting(self) -> asyncio.Task[None] | None:
        falling, self._falling = self._falling, None
        if falling is not None:
            falling.cancel()
        return falling

    async def _fall(self, delay_s: float) -> None:
        await self._clock.sleep(delay_s)
        self._falling = self._until = None
        self._book.keep_from(USUAL_LEVEL)
        _log.info("the log is kept from %s on again", USUAL_LEVEL)

    def _save(self, level: LogLevel, duration_s: float) -> None:
        row = {"level": level.value, "until_s": self._clock.wall_s() + duration_s, "duration_s": duration_s}

        def write() -> None:
            try:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._storage.write({_TABLE: {"1": row}})
            except (StorageError, OSError) as err:
                # It holds in this run all the same.
                _log.warning("%s", err)

        saving = asyncio.get_running_loop().run_in_executor(self._worker, write)
        self._saving.add(saving)
        saving.add_done_callback(self._saving.discard)
