"""A file that is written in one step."""

import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: whoever looks there finds the file before or the new one, whole. Blocks; raises OSError."""
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
