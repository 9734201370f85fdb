"""What the desktop app needs of the logs of players."""

from collections.abc import Callable
from pathlib import Path
from typing import Never, Protocol

from footlight_common.model.logs import LogFilter
from footlight_common.protocol.pages import LogPage
from footlight_controller.core.log_tail import LogNews


class LogsPort(Protocol):
    """What players say. Everything on the core thread, and raises FootlightError."""

    async def page(
        self, player_id: str, wanted: LogFilter | None = None, *, before: int | None = None, limit: int = 200
    ) -> LogPage:
        """The newest lines that are wanted, or the newest below a number."""
        ...

    async def follow(
        self, player_id: str, tell: Callable[[LogNews], None], wanted: LogFilter | None = None, *, most: int
    ) -> Never:
        """Tell the newest lines, `most` of them, then each new one, until cancelled; `tell` on the core thread."""
        ...

    async def save_archive(self, player_id: str, path: Path, progress: Callable[[int], None] = ...) -> int:
        """Save all of the log as a .tar.gz; its size in bytes. `progress` hears on the core thread how many so far."""
        ...
