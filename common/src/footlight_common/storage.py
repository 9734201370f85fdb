"""Documents on disk that survive a kill at any moment: TinyDB storage, debounced store, one owner per directory."""

import asyncio
import contextlib
import fcntl
import json
import logging
import os
import shutil
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
# After a failed save: long enough to stay out of the way, short enough that freed space is used before people wonder.
RETRY_S = 10.0
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
            if isinstance(err, BlockingIOError):
                msg = f"another process uses the data directory {path}. Close it, or choose another with --data-dir."
                raise DirectoryInUse(msg) from err
            msg = f"cannot lock the data directory {path}: {err.strerror}. Choose another with --data-dir."
            raise StorageError(msg) from err

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
    One writer at a time, in a directory that this process owns.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self.rescued = ""

    def read(self) -> Tables | None:
        """The tables, or None when there are none yet. Raises StorageError when the disk does not answer."""
        try:
            tables = self._load(self._path)
            return self._load(self._beside(".bak")) if tables is None else tables
        except OSError as err:
            msg = f"cannot read {self._path}: {err.strerror}. Check its owner and the disk."
            raise StorageError(msg) from err

    def write(self, data: Tables) -> None:
        self.write_text(self.serialise(data))

    def serialise(self, data: Tables) -> str:
        """The file's text for these tables."""
        # ASCII, for a file name in a document may hold what UTF-8 cannot.
        return json.dumps({"version": FORMAT_VERSION, "tables": data}, indent=1)

    def write_text(self, text: str) -> None:
        """Replace the file. Safe to call in another thread. Raises StorageError; the old document is then intact."""
        # Always the same name, so that a kill leaves one stray file at most and the next save takes it away.
        temporary = self._beside(".new")
        try:
            temporary.unlink(missing_ok=True)
            with open(temporary, "x", encoding="utf-8", opener=_open_private) as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._keep_backup()
            os.replace(temporary, self._path)
            self._sync_folder()
        except OSError as err:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            msg = f"cannot save {self._path}: {err.strerror}. What was saved before is intact. Has the disk room?"
            raise StorageError(msg) from err

    def _load(self, path: Path) -> Tables | None:
        """The tables in `path`; None when there is no such file, or when it was damaged and put aside."""
        try:
            return _parse(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as err:
            kept = path.with_name(f"{path.name}.corrupt.{time.time_ns() // 1_000_000_000}")
            os.replace(path, kept)
            backup = self._beside(".bak")
            source = "the copy before it is used" if path != backup and backup.exists() else "it starts empty"
            rescued = f"{path.name} could not be read ({err}); it is kept as {kept.name}, and {source}."
            self.rescued = f"{self.rescued} {rescued}".strip()
            _log.error("%s", rescued)
            return None

    def _keep_backup(self) -> None:
        if not self._path.exists():
            return
        # A second name for the same file leaves no moment without a whole document under the first.
        link = self._beside(".old")
        link.unlink(missing_ok=True)
        try:
            os.link(self._path, link)
        except OSError:
            # FAT and some network file systems know no second names.
            shutil.copy(self._path, link)
        os.replace(link, self._beside(".bak"))
        # POSIX rename does nothing, and leaves both names, when they are of one file already.
        link.unlink(missing_ok=True)

    def _beside(self, suffix: str) -> Path:
        return self._path.with_name(self._path.name + suffix)

    def _sync_folder(self) -> None:
        descriptor = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _parse(data: bytes) -> Tables:
    document = json.loads(data)
    if not isinstance(document, dict) or not isinstance(document.get("tables"), dict):
        msg = "it holds no tables"
        raise ValueError(msg)  # noqa: TRY004
    if document.get("version") != FORMAT_VERSION:
        msg = f"its format is {document.get('version')!r}, this program knows {FORMAT_VERSION}"
        raise ValueError(msg)
    tables: dict[str, Any] = document["tables"]
    for name, table in tables.items():
        if not isinstance(table, dict) or not all(key.isdecimal() and isinstance(table[key], dict) for key in table):
            msg = f"its table {name!r} is no table"
            raise ValueError(msg)
    return tables


def peek(path: Path, on_trouble: Callable[[str], None] = lambda _: None) -> Tables:
    """The tables in a file that another process may own; none if it cannot be read. Nothing is locked or repaired.

    `on_trouble` is told why a file that is there cannot be read.
    """
    for candidate in (path, path.with_name(f"{path.name}.bak")):
        try:
            return _parse(candidate.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, ValueError, RecursionError) as err:
            on_trouble((err.strerror if isinstance(err, OSError) else None) or str(err))
    return {}


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
            await self._clock.sleep(RETRY_S if self.trouble else self._debounce_s)
            await self.flush()

    async def flush(self) -> None:
        """Save now what has changed. A failure is logged once, kept in `trouble`, and tried again every RETRY_S."""
        # A save under way goes on when whoever waits for it is cancelled, so that no older one can end after it.
        await asyncio.shield(asyncio.ensure_future(self._save()))

    async def _save(self) -> None:
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
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        try:
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                await self.flush()
        except TimeoutError:
            _log.error("saving took more than %.0f s and was given up", FLUSH_DEADLINE_S)
