"""Fetches what the players in sight show, a few at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from footlight_common.errors import FootlightError
from footlight_controller.ui.player.pictures import Pictures
from footlight_controller.ui.tasks import Tasks

WIDTH_PX = 480
# Each is a request of its own; more at once would only be slower one by one.
AT_ONCE = 6


class Thumbnails(QObject):
    """Qt thread, under a running loop."""

    fetched = Signal(str, QImage)
    """Id of the player and its picture, which is null when there is none."""

    def __init__(self, pictures: Pictures, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._tasks = tasks
        self._wanted: list[str] = []
        self._under_way: set[str] = set()

    def want(self, player_ids: Sequence[str]) -> None:
        """Fetch these, and give up what was wanted before and is not begun."""
        self._wanted = [player_id for player_id in player_ids if player_id not in self._under_way]
        self._begin()

    def _begin(self) -> None:
        while self._wanted and len(self._under_way) < AT_ONCE:
            player_id = self._wanted.pop(0)
            self._under_way.add(player_id)
            self._tasks.start(self._fetch(player_id))

    async def _fetch(self, player_id: str) -> None:
        image = QImage()
        try:
            image.loadFromData(await self._pictures.screenshot(player_id, WIDTH_PX))
        except FootlightError:
            # The card says how the player is; a picture less says nothing more.
            pass
        finally:
            self._under_way.discard(player_id)
        self.fetched.emit(player_id, image)
        self._begin()
