"""The log on disk: a few files of JSON lines, the oldest of which makes room. Blocking: for one worker thread."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from footlight_common.errors import StorageError
from footlight_common.model.logs import LogLine

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_FILES = 5
_PATTERN = "player-[0-9]*.jsonl"
_LAST = b"\n"

_decoder = msgspec.json.Decoder(LogLine)


class LogFiles:
    """`player-000001.jsonl` and so on in a folder of their own; nobody else may read them. Opened at the first line."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_FILE_BYTES, max_files: int = MAX_FILES) -> None:
        self.folder = folder
        self._max_bytes = max_bytes
        self._max_files = max_files
        self._file: int | None = None
        self._size_bytes = 0

    def paths(self) -> list[Path]:
        """The files there are, oldest first; none when the disk does not say."""
        try:
            return sorted(self.folder.glob(_PATTERN), key=_number)
        except OSError:
            return []

    def tail(self, most: int) -> list[LogLine]:
        """The newest lines, oldest first; none that cannot be read."""
        found: list[LogLine] = []
        for path in reversed(self.paths()):
            found[:0] = _lines_in(path)[-(most - len(found)) :]
            if len(found) >= most:
                break
        return found

    def before(self, seq: int, wanted: Callable[[LogLine], bool], most: int) -> list[LogLine]:
        """The newest `most` lines with a lower number that are wanted, oldest first."""
        found: list[LogLine] = []
        for path in reversed(self.paths()):
            lines = [line for line in _lines_in(path) if line.seq < seq and wanted(line)]
            found[:0] = lines[max(0, len(lines) - (most - len(found))) :]
            if len(found) >= most:
                break
        return found

    def append(self, lines: Sequence[LogLine]) -> int:
        """Write as many of the lines as fit into one file, at least one; how many they are.

        Raises StorageError; then none of them is in a file.
        """
        try:
            file = self._open()
            data, count = bytearray(), 0
            for line in lines:
                text = msgspec.json.encode(line) + _LAST
                if self._size_bytes + len(data) + len(text) > self._max_bytes:
                    if count:
                        break
                    if self._size_bytes:
                        file = self._begin_another()
                data += text
                count += 1
            self._write(file, data)
        except OSError as err:
            msg = f"cannot write the log to {self.folder}: {err.strerror or err}. Has the disk room?"
            raise StorageError(msg) from err
        return count

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, file: int, data: bytearray) -> None:
        try:
            # Only a full disk takes less than all.
            written = os.write(file, data)
            if written < len(data):
                os.write(file, data[written:])
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(file, self._size_bytes)
            raise
        self._size_bytes += len(data)

    def _open(self) -> int:
        if self._file is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            paths = self.paths()
            self._file = self._begin(paths[-1] if paths else self.folder / _name(1))
        return self._file

    def _begin_another(self) -> int:
        self.close()
        paths = self.paths()
        self._file = self._begin(self.folder / _name(_number(paths[-1]) + 1 if paths else 1))
        for path in paths[: len(paths) + 1 - self._max_files]:
            path.unlink(missing_ok=True)
        return self._file

    def _begin(self, path: Path) -> int:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        file = os.open(path, flags, 0o600)
        self._size_bytes = os.fstat(file).st_size
        # Half a line, from when the power went, must not spoil the next one.
        if self._size_bytes and os.pread(file, 1, self._size_bytes - 1) != _LAST:
            self._size_bytes += os.write(file, _LAST)
        return file


def _name(number: int) -> str:
    return f"player-{number:06d}.jsonl"


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("player-")
    return int(digits) if digits.isdecimal() else 0


def _lines_in(path: Path) -> list[LogLine]:
    try:
        data = path.read_bytes()
    except OSError:
        return []
    return [*_read(data)]


def _read(data: bytes) -> Iterator[LogLine]:
    for text in data.splitlines():
        # What a power cut left is no line.
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            yield _decoder.decode(text)
