"""Which hardware decoder to ask mpv for on which board."""

from pathlib import Path

DEVICES = Path("/dev")
DEVICE_TREE_MODEL = Path("/proc/device-tree/model")

# Debian 12's 0.35 takes one name; newer ones a list, of which the first that fits the codec is used.
_LIST_SINCE = (0, 38, 0)


def board_model(path: Path = DEVICE_TREE_MODEL) -> str:
    """What the firmware calls this board, such as `Raspberry Pi 4 Model B Rev 1.5`; empty where there is none."""
    try:
        return path.read_bytes().rstrip(b"\0").decode("utf-8", "replace")
    except OSError:
        return ""


def has_graphics(devices: Path = DEVICES) -> bool:
    """There is a graphics processor that could decode."""
    return any(devices.glob("dri/renderD*")) or any(devices.glob("nvidia[0-9]*"))


def hardware_decoder(model: str, mpv_version: tuple[int, ...], *, graphics: bool = True) -> str:
    """The value for mpv's `hwdec` on a board of this model; `graphics` is what `has_graphics` says.

    `auto-safe` decodes in software on a Pi 4 without a word (Anthias, board-enablement notes), so boards are named.
    """
    if "Raspberry Pi 5" in model or "Compute Module 5" in model or "Raspberry Pi 500" in model:
        # HEVC is all its decoder does; H.264 falls back to the processor, which is fast enough.
        return "drm"
    if "Raspberry Pi 4" in model or "Compute Module 4" in model:
        return "v4l2m2m-copy,drm-copy" if mpv_version >= _LIST_SINCE else "v4l2m2m-copy"
    if "Raspberry Pi" in model:
        return "v4l2m2m-copy"
    # Where there is nothing to find, looking for it costs time and a complaint of each driver with every item.
    return "auto-safe" if graphics else "no"
