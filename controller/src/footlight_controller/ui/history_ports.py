"""What the desktop app needs of what players remember."""

from collections.abc import Sequence
from typing import Protocol

from footlight_controller.core.story import Story
from footlight_controller.core.timeline import Bands


class HistoriesPort(Protocol):
    """As far as it is here, by player id; times are Unix seconds. Everything on the core thread.

    What is not a plain answer raises StorageError when the disk does not do it, NotLinked while Footlight is closing.
    """

    @property
    def trouble(self) -> str:
        """What is wrong with what is kept here, or was, for the user; empty when nothing is."""
        ...

    async def story(self, player_id: str, from_s: float, until_s: float) -> Story:
        """What is known of a period; nothing is fetched for it."""
        ...

    async def hours(self, player_id: str, from_s: float, count: int) -> Bands:
        """`count` whole hours from the one of `from_s` on; for looking from afar."""
        ...

    async def known(self, player_id: str) -> list[tuple[float, float]]:
        """The periods of which it is known what was on screen: begin and end, oldest first."""
        ...

    async def fetch(self, player_id: str, from_s: float, until_s: float) -> None:
        """Return once all is here that the player has of a period. Raises also what asking the player raises."""
        ...

    def look_at(self, player_ids: Sequence[str], from_s: float, until_s: float) -> None:
        """A person looks at this period of these players, until the next call: what is missing is fetched."""
        ...
