"""What the desktop app needs of the figures of players."""

from collections.abc import Collection
from typing import Protocol

from footlight_common.protocol.pages import MetricsPage


class MetricsPort(Protocol):
    """The figures of players, as they are now and as they were. Everything on the core thread."""

    async def page(self, player_id: str, *, from_s: float, to_s: float, figures: Collection[str] = ()) -> MetricsPage:
        """Rollups between two times, Unix seconds; of all figures unless told. Raises FootlightError."""
        ...

    async def look_at(self, *player_ids: str) -> None:
        """The user sees the figures of these players live, as a MetricsUpdate a second, until the next call."""
        ...
