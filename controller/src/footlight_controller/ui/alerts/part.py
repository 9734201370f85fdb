"""Everything about alerts in the window: the page, the line over all pages, the badge, and what stands at a player."""

from PySide6.QtCore import QObject, Signal

from footlight_controller.core.changes import Changes
from footlight_controller.ui.alerts.at_player import AlertsAtPlayer
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.page import AlertsPage
from footlight_controller.ui.alerts.strip import AlertStrip
from footlight_controller.ui.monitoring.wall import Wall
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.shell.frame import Frame
from footlight_controller.ui.shell.places import ALERTS
from footlight_controller.ui.theme.theme import Theme


class AlertsPart(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity]"""
    player_wanted = Signal(str)
    """Id of one whose page is to be opened."""

    def __init__(
        self, theme: Theme, desk: AlertDesk, frame: Frame, player: PlayerPage, wall: Wall, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        desk.setParent(self)
        self._button = frame.side_bar.buttons[ALERTS]
        self.page = AlertsPage(theme, desk)
        self.strip = AlertStrip(theme, desk)
        self.at_player = AlertsAtPlayer(theme, desk)
        frame.add_page(ALERTS, self.page, self.page.tabs)
        frame.add_strip(self.strip)
        player.add_strip(self.at_player)
        player.looked_at.connect(self.at_player.show_player)
        self.strip.wanted.connect(self._show_open)
        frame.page_opened.connect(lambda key: self.strip.cover(key == ALERTS))
        desk.changed.connect(self._count)
        desk.noted.connect(self.noted)
        self.page.noted.connect(self.noted)
        self.page.begun.connect(self.begun)
        self.page.player_wanted.connect(self.player_wanted)
        wall.show_alerts(desk.at)
        desk.moved.connect(wall.forget_faces)
        self._frame = frame

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        self.desk.show_changes(changes)
        self.page.show_changes(changes)

    def _show_open(self) -> None:
        self.page.tabs.setCurrentIndex(0)
        self._frame.open_page(ALERTS)

    def _count(self) -> None:
        self._button.show_count(len(self.desk.unseen))
