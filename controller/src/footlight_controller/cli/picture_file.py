"""The file that a picture of a screen is written to."""

from pathlib import Path

from footlight_controller.cli.whole_file import write_whole

KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


def kind_of(path: Path) -> str:
    """`png`, `jpeg` or `webp`, by the end of the name. Raises ValueError saying which there are."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        msg = f"the name {path.name!r} does not end in {', '.join(KINDS)}"
        raise ValueError(msg)
    return kind


async def write_picture(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step. Raises StorageError."""
    await write_whole(path, data, option="--output")
