"""Small files in which the kernel says what it knows."""

from pathlib import Path

SYS = Path("/sys")


def text_of(path: Path) -> str | None:
    """What stands in it; None when there is no such file, or its driver has no answer."""
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return None


def number_in(path: Path, base: int = 10) -> int | None:
    """The number in it; None when there is none."""
    try:
        return int(text_of(path) or "", base)
    except ValueError:
        return None
