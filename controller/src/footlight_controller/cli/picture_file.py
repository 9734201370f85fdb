"""The file that a picture of a screen is written to."""

import asyncio
import secrets
from pathlib import Path

from footlight_common.errors import StorageError

KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


def kind_of(path: Path) -> str:
    """`png`, `jpeg` or `webp`, by the end of the name. Raises ValueError saying which there are."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        msg = f"the name {path.name!r} does not end in {', '.join(KINDS)}"
        raise ValueError(msg)
    return kind


async def write_picture(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: whoever looks there finds the file before or the new one, whole.

    Raises StorageError.
    """
    try:
        await asyncio.to_thread(_write, path, data)
    except OSError as err:
        msg = f"cannot write {path}: {err.strerror or err}. Choose another place with --output."
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
