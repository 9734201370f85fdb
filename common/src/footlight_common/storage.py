"""Documents on disk that survive a kill at any moment: TinyDB storage, debounced store, one owner per directory."""

import asyncio
import contextlib
import fcntl
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tinydb import TinyDB
from tinydb.storages import Storage

from footlight_common.clock import Clock
from footlight_common.errors import DirectoryInUse, StorageError

_log = logging.getLogger(__name__)

FORMAT_VERSION = 1
# A person clicking about is one save; a power cut loses a second at most.
DEBOUNCE_S = 1.0
# Shutdown must not hang on a dying SD card.
FLUSH_DEADLINE_S = 3.0

Tables = dict[str, dict[str, Any]]


class DataDirectory:
    """A directory that one process owns while it is open.

    Raises:
        DirectoryInUse: another process has it.
        StorageError: it cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = os.open(path / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as err:
            msg = f"cannot use the data directory {path}: {err.strerror}. Choose another with --data-dir."
            raise StorageError(msg) from err
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as err:
            os.close(self._lock)
            msg = f"another process uses the data directory {path}. Close it, or choose another with --data-dir."
            raise DirectoryInUse(msg) from err

    def close(self) -> None:
        """Let another process have it."""
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AtomicJSONStorage(Storage):
    """TinyDB storage whose file is at every moment the old document or the new one, whole.

    Written to a temporary file in the same directory, fsynced, renamed over the old; the one before stays as `.bak`.
    A file that does not parse is replaced by its `.bak`, and kept as `.corrupt.<unix time>`. Mode 0600.
    `rescued` says in words what was done, for the user; empty when all was well.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self.rescued = ""

    def read(self) -> Tables | None:
        backup = self._backup_path()
        try:
            return self._load(self._path)
        except FileNotFoundError:
            # Killed between the two renames of a write: the backup is the newest whole document.
            with contextlib.suppress(FileNotFoundError, ValueError):
                return self._load(backup)
            return None
        except ValueError as err:
            kept = self._path.with_name(f"{self._path.name}.corrupt.{time.time_ns() // 1_000_000_000}")
            os.replace(self._path, kept)
            tables: Tables | None = None
            with contextlib.suppress(FileNotFoundError, ValueError):
                tables = self._load(backup)
            source = "the copy before it was used" if tables is not None else "it starts empty"
            self.rescued = f"{self._path.name} could not be read ({err}); it is kept as {kept.name}, and {source}."
            _log.error("%s", self.rescued)
            return tables

    def write(self, data: Tables) -> None:
        self.write_text(self.serialise(data))

    def serialise(self, data: Tables) -> str:
        """The file's text for these tables."""
        return json.dumps({"version": FORMAT_VERSION, "tables": data}, indent=1, ensure_ascii=False)

    def write_text(self, text: str) -> None:
        """Replace the file. Safe to call in another thread. Raises StorageError; the old document is then intact."""
        folder = self._path.parent
        temporary = ""
        try:
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{self._path.name}.")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._keep_backup()
            os.replace(temporary, self._path)
            self._sync_folder(folder)
        except OSError as err:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
            msg = f"cannot save {self._path}: {err.strerror}. What was saved before is intact."
            raise StorageError(msg) from err

    def _keep_backup(self) -> None:
        # A hard link leaves no moment without a whole file under the main name.
        link = self._path.with_name(f".{self._path.name}.link")
        link.unlink(missing_ok=True)
        try:
            os.link(self._path, link)
        except FileNotFoundError:
            return
        os.replace(link, self._backup_path())

    def _backup_path(self) -> Path:
        return self._path.with_name(f"{self._path.name}.bak")

    @staticmethod
    def _load(path: Path) -> Tables:
        document = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, dict) or not isinstance(document.get("tables"), dict):
            msg = "it holds no tables"
            raise ValueError(msg)  # noqa: TRY004
        if document.get("version") != FORMAT_VERSION:
            msg = f"its format is {document.get('version')!r}, this program knows {FORMAT_VERSION}"
            raise ValueError(msg)
        tables: Tables = document["tables"]
        return tables

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class _Memory(Storage):
    """What TinyDB sees: the document in memory, and a note that it changed."""

    def __init__(self, tables: Tables | None, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.tables = tables

    def read(self) -> Tables | None:
        return self.tables

    def write(self, data: Tables) -> None:
        self.tables = data
        self._changed()


class Store:
    """A TinyDB kept in memory and saved a moment after it changed.

    `db` is used on the loop's thread only. Saves run in a worker thread, one after another, whole document each.
    """

    def __init__(self, path: Path, clock: Clock, *, debounce_s: float = DEBOUNCE_S) -> None:
        self._clock = clock
        self._debounce_s = debounce_s
        self._storage = AtomicJSONStorage(path)
        self._memory = _Memory(self._storage.read(), self._on_change)
        self._dirty = False
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self.trouble = ""
        """Why the last save failed, in words; empty when it went well."""
        # The storage factory of TinyDB is called with the arguments given here.
        self.db = TinyDB(storage=lambda: self._memory)

    @property
    def rescued(self) -> str:
        """What was done about a damaged file at start; empty when it was whole."""
        return self._storage.rescued

    def _on_change(self) -> None:
        self._dirty = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._save_later(), name="store-save")

    async def _save_later(self) -> None:
        while self._dirty:
            await self._clock.sleep(self._debounce_s)
            await self.flush()
            if self.trouble:
                return

    async def flush(self) -> None:
        """Save now what has changed. A failure is logged once and kept in `trouble`; the next change tries again."""
        async with self._writing:
            if not self._dirty:
                return
            self._dirty = False
            text = self._storage.serialise(self._memory.tables or {})
            try:
                await asyncio.to_thread(self._storage.write_text, text)
            except StorageError as err:
                self._dirty = True
                if not self.trouble:
                    _log.error("%s", err)
                self.trouble = str(err)
            else:
                self.trouble = ""

    async def close(self) -> None:
        """Save what has changed, within FLUSH_DEADLINE_S."""
        try:
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                if self._task is not None:
                    # Under the lock no write is under way, so none is cut off and overtaken by the last one.
                    async with self._writing:
                        self._task.cancel()
                    await asyncio.wait([self._task])
                await self.flush()
        except TimeoutError:
            _log.error("saving took more than %.0f s and was given up", FLUSH_DEADLINE_S)
