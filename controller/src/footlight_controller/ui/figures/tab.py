"""The Figures tab of a player's page. What draws plots is loaded when it is first looked at."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.player.tab import PlayerTab
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme

if TYPE_CHECKING:
    from footlight_controller.ui.figures.board import Board


class FiguresTab(PlayerTab):
    """Qt thread, under a running loop."""

    def __init__(self, theme: Theme, clock: Clock, calls: Calls, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._view: PlayerView | None = None
        self.board: Board | None = None
        """What is on it; None before it was looked at."""
        self.setObjectName("page")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_player(self, view: PlayerView | None) -> None:
        self._view = view
        if self.board is not None:
            self.board.show_player(view)

    def show_changes(self, changes: Changes) -> None:
        if self.board is not None and self.isVisible():
            self.board.show_changes(changes)

    def showEvent(self, event: QShowEvent) -> None:
        if self.board is None:
            self.board = self._made()
            self._column.addWidget(self.board)
            self.board.show_player(self._view)
        super().showEvent(event)
        self.board.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.board is not None:
            self.board.look_away()

    def _made(self) -> "Board":
        from footlight_controller.ui.figures.board import Board

        return Board(self._theme, self._clock, self._calls, self._tasks)
