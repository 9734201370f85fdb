"""Tells the core which player the person looks at, so that it says when somebody else begins to control that one."""

from PySide6.QtCore import QObject

from footlight_common.errors import FootlightError
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.tasks import Tasks


class Watching(QObject):
    """Follows the page of a player. Qt thread, under a running loop."""

    def __init__(self, calls: Calls, tasks: Tasks, page: PlayerPage) -> None:
        super().__init__(page)
        self._calls = calls
        self._tasks = tasks
        self._told = ""
        page.looked_at.connect(self._look)

    def _look(self, player_id: str) -> None:
        if player_id != self._told:
            self._told = player_id
            self._tasks.start(self._tell(player_id))

    async def _tell(self, player_id: str) -> None:
        try:
            await self._calls.call(lambda controller: controller.look_at(*([player_id] if player_id else [])))
        except FootlightError:
            # It closes, and nobody looks any more.
            return
