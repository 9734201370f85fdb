"""All that the log holds as one .tar.gz, made piece by piece. Blocking: for a worker thread."""

import io
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, cast

import msgspec

from footlight_common.model.logs import LogLine
from footlight_player.services.logs.files import LogFiles

FACTS = "facts.json"
MEMORY = "memory.jsonl"


class _Outlet:
    """What the archive is written to: holds what was not fetched yet."""

    def __init__(self) -> None:
        self._data = bytearray()

    def write(self, data: bytes) -> int:
        self._data += data
        return len(data)

    def take(self) -> bytes:
        data = bytes(self._data)
        self._data.clear()
        return data


def archive(
    folder: str, at_s: float, facts: Mapping[str, Any], lines: Sequence[LogLine], files: LogFiles | None
) -> Iterator[bytes]:
    """Pieces of the archive, each of one file at most: the facts, the lines in memory, the files, all in `folder`.

    A file that makes room for another meanwhile is left out.
    """
    outlet = _Outlet()
    with tarfile.open(mode="w|gz", fileobj=cast("IO[bytes]", outlet)) as tar:
        whole = [(FACTS, msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")]
        whole.append((MEMORY, b"".join(msgspec.json.encode(line) + b"\n" for line in lines)))
        for name, data in whole:
            tar.addfile(_entry(f"{folder}/{name}", len(data), at_s), io.BytesIO(data))
            yield outlet.take()
        for path in files.paths() if files is not None else ():
            try:
                data = path.read_bytes()
            except OSError:
                continue
            tar.addfile(_entry(f"{folder}/{path.name}", len(data), at_s), io.BytesIO(data))
            yield outlet.take()
    yield outlet.take()


def _entry(name: str, size_bytes: int, at_s: float) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size_bytes, at_s, 0o600
    return entry
