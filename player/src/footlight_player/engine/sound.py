"""Whether this machine can make a sound right now."""

import os
from pathlib import Path

SOUND_CARDS = Path("/proc/asound")
AUTOMATIC = ""
SILENT = "null"


def audio_output(cards: Path = SOUND_CARDS, runtime_directory: str | None = None) -> str:
    """The value for mpv's `ao`: `null` where there is neither a card nor a sound server, else mpv's own choice.

    Without a device each opening would try every driver in turn: 100 ms and a dozen lines of theirs in the log.
    Looks at the file system; not for an event loop.
    """
    directory = Path(runtime_directory or os.environ.get("XDG_RUNTIME_DIR") or "/run/nobody")
    if os.environ.get("PULSE_SERVER") or (directory / "pulse/native").exists() or (directory / "pipewire-0").exists():
        return AUTOMATIC
    return AUTOMATIC if any(cards.glob("card[0-9]*")) else SILENT
