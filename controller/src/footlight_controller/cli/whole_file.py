"""A file that a command writes in one step."""

import asyncio
from pathlib import Path

from footlight_common.errors import StorageError
from footlight_controller.services import whole_file


async def write_whole(path: Path, data: bytes, *, option: str) -> None:
    """Put `data` at `path`: whoever looks there finds the file before or the new one, whole.

    Raises StorageError, which names the `option` that the place came with.
    """
    try:
        await asyncio.to_thread(whole_file.write_whole, path, data)
    except OSError as err:
        msg = f"cannot write {path}: {err.strerror or err}. Choose another place with {option}."
        raise StorageError(msg) from err
