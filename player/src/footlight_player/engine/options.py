"""How an mpv instance is set up as a deck."""

import contextlib
from collections.abc import Callable

import mpv

from footlight_player.engine import properties
from footlight_player.engine.board import hardware_decoder, has_graphics

# A person who looks at a black or stale picture gives up after about this time; a slow camera answers in less.
NETWORK_TIMEOUT_S = 10
# How long a still picture stays when nobody says otherwise; as long as most slide shows.
STILL_DURATION_S = 10

_MIB = 1 << 20

_OPTIONS: dict[str, str | int | bool] = {
    "vo": "libmpv",
    "idle": True,
    # The last frame stays up until the next item covers it.
    "keep-open": "always",
    "image-display-duration": STILL_DURATION_S,
    "hr-seek": True,
    # Frames come when they are due; whoever draws them must not wait inside mpv for the time to pass.
    "video-timing-offset": 0,
    "network-timeout": NETWORK_TIMEOUT_S,
    # A cache over a local file only costs memory, and leaked in 0.41 (mpv#17323). `auto` is off for those.
    "cache": "auto",
    # Two decks share the 1 GB of a small board with everything else; mpv's own figure is 150 MiB each.
    "demuxer-max-bytes": 32 * _MIB,
    "demuxer-max-back-bytes": 4 * _MIB,
    "audio-fallback-to-null": True,
    "audio-display": "embedded-first",
    "audio-client-name": "Footlight",
    # What plays is what was asked for: nothing of the user's, nothing that lies beside the file.
    "config": False,
    "load-scripts": False,
    "autoload-files": False,
    "resume-playback": False,
    "sid": False,
    # The window is ours: no input, no text of mpv's in the picture, no output of mpv's on the terminal.
    "terminal": False,
    "input-default-bindings": False,
    "input-vo-keyboard": False,
    "osd-level": 0,
    "stop-screensaver": False,
}

# Each is a Lua thread of mpv's own. Builds without Lua have none of these options, newer ones have more.
_SCRIPTS = (
    "ytdl",
    "osc",
    "load-stats-overlay",
    "load-osd-console",
    "load-console",
    "load-auto-profiles",
    "load-select",
    "load-positioning",
    "load-commands",
    "load-context-menu",
)


def new_player(board: str, on_log: Callable[[str, str, str], None]) -> mpv.MPV:
    """An idle mpv without a window, for the board of this model. Blocks for about 50 ms.

    `on_log` gets level, prefix and text of warnings and errors, on a thread of mpv's.
    Raises OSError, RuntimeError or ValueError from mpv.
    """
    options = {name.replace("-", "_"): value for name, value in _OPTIONS.items()}
    player = mpv.MPV(log_handler=on_log, loglevel="warn", **options)
    for script in _SCRIPTS:
        with contextlib.suppress(AttributeError):
            player[script] = False
    decoder = hardware_decoder(board, player.mpv_version_tuple, graphics=has_graphics())
    player[properties.HARDWARE_DECODER] = decoder
    if decoder == "no":
        # The paths from each kind of decoder to the screen are tried when drawing begins.
        player[properties.DECODER_TO_SCREEN] = "no"
    return player
