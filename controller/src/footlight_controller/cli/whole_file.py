"""A file that is written in one step."""

import asyncio
import secrets
from pathlib import Path

from footlight_common.errors import StorageError


async def write_whole(path: Path, data: bytes, *, option: str) -> None:
    """Put `data` at `path`: whoever looks there finds the file before or the new one, whole.

    Raises StorageError, which names the `option` that the place came with.
    """
    try:
        await asyncio.to_thread(_write, path, data)
    except OSError as err:
        msg = f"cannot write {path}: {err.strerror or err}. Choose another place with {option}."
        raise StorageError(msg) from err


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
