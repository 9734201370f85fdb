"""The Reports page: proof of play and availability."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.reports.availability_tab import AvailabilityTab
from footlight_controller.ui.reports.proof_tab import ProofTab
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme


class ReportsPage(QWidget):
    """Each tab works while it is shown. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    player_wanted = Signal(str)
    """Id of a player to be shown."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
        parent: QWidget | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self.setObjectName("page")
        space = theme.tokens.space
        self.proof = ProofTab(theme, clock, calls, tasks, players)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(self.tr("Report"))
        self._stack = QStackedWidget()
        self.availability = AvailabilityTab(theme, clock, calls, tasks, players)
        for word, tab in (
            (self.tr("Proof of play"), self.proof),
            (self.tr("Availability"), self.availability),
        ):
            self.tabs.addTab(word)
            self._stack.addWidget(tab)
            tab.noted.connect(self.noted)
            tab.player_wanted.connect(self.player_wanted)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        top = QHBoxLayout()
        top.setContentsMargins(space.three, space.two, space.three, 0)
        top.addWidget(self.tabs)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        self.availability.show_plan(changes.alerts.plan)
