"""What `footlight-player code` and `footlight-player reset` do: for whoever has a shell on the box."""

import asyncio
from contextlib import closing
from pathlib import Path

from footlight_common.clock import SystemClock
from footlight_common.errors import DirectoryInUse, StorageError
from footlight_player.server.box import ask
from footlight_player.services.home import Home


def code_of(folder: Path) -> str:
    """The code that the player which runs with this data directory shows. Raises FootlightError."""
    return ask(folder, "code")


def reset(folder: Path) -> None:
    """Have the player with this data directory belong to nobody, whether it runs or not. Raises FootlightError."""
    if not folder.is_dir():
        msg = f"there is no player in {folder}. Name its directory with --data-dir."
        raise StorageError(msg)
    try:
        home = Home(folder, SystemClock())
    except DirectoryInUse:
        ask(folder, "reset")
    else:
        with closing(home):
            asyncio.run(home.forget_site())
