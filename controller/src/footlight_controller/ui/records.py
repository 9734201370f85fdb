"""What the desktop app shows of what players remember, measure, say and complain of."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.part import AlertsPart
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.figures.tab import FiguresTab
from footlight_controller.ui.logs.tab import LogTab
from footlight_controller.ui.monitoring.page import MonitoringPage
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.reports.last_day import LastDay
from footlight_controller.ui.reports.page import ReportsPage
from footlight_controller.ui.shell.frame import Frame
from footlight_controller.ui.shell.places import REPORTS, TIMELINE
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.page import TimelinePage
from footlight_controller.ui.timeline.tab import TimelineTab


class Records(QObject):
    """Makes the pages and the tabs, and has done what they want. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity]"""
    player_wanted = Signal(str)
    """Id of one whose page is to be opened."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        permission: Permission,
        *,
        players: Callable[[], Iterable[PlayerView]],
        frame: Frame,
        player: PlayerPage,
        monitoring: MonitoringPage,
        window: QWidget,
    ) -> None:
        """`players` gives everybody as they are now. Pages go into `frame`, tabs into `player`."""
        super().__init__(window)
        self.timeline = TimelinePage(theme, clock, calls, tasks, players)
        self.timeline_tab = TimelineTab(theme, clock, calls, tasks)
        frame.add_page(TIMELINE, self.timeline, self.timeline.chart)
        player.add_tab(self.tr("Timeline"), self.timeline_tab)
        self.timeline.player_wanted.connect(self.player_wanted)
        self.reports = ReportsPage(theme, clock, calls, tasks, players)
        frame.add_page(REPORTS, self.reports, self.reports.proof.bar.period.pick)
        self.reports.noted.connect(self.noted)
        self.reports.player_wanted.connect(self.player_wanted)
        self.last_day = LastDay(monitoring.online, clock, calls, tasks, players)
        desk = AlertDesk(clock, calls, tasks, players)
        self.alerts = AlertsPart(theme, desk, frame, player, monitoring.wall, self)
        self.alerts.noted.connect(self.noted)
        self.alerts.begun.connect(self.begun)
        self.alerts.player_wanted.connect(self.player_wanted)

        self.figures = FiguresTab(theme, clock, calls, tasks)
        player.add_tab(self.tr("Figures"), self.figures)
        self.logs = LogTab(theme, clock, calls, tasks, permission)
        player.add_tab(self.tr("Log"), self.logs)
        self.logs.noted.connect(self.noted)
        self.logs.begun.connect(self.begun)

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        self.timeline.show_changes(changes)
        self.reports.show_changes(changes)
        self.alerts.show_changes(changes)
