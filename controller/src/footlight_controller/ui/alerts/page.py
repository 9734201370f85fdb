"""The Alerts page: what is open, what was, what is watched for, and who is told."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.open_tab import OpenTab
from footlight_controller.ui.alerts.past_tab import PastTab
from footlight_controller.ui.alerts.rules_tab import RulesTab
from footlight_controller.ui.alerts.sending_tab import SendingTab
from footlight_controller.ui.theme.theme import Theme


class AlertsPage(QWidget):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity]"""
    player_wanted = Signal(str)
    """Id of a player to be shown."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        space = theme.tokens.space
        self.setObjectName("page")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("What is shown of alerts"))
        self.open = OpenTab(theme, desk)
        self._stack = QStackedWidget()
        self.past = PastTab(theme, desk)
        self.rules = RulesTab(theme, desk)
        self.sending = SendingTab(theme, desk)
        for word, tab in (
            (self.tr("Open"), self.open),
            (self.tr("History"), self.past),
            (self.tr("Rules"), self.rules),
            (self.tr("Sending"), self.sending),
        ):
            self.tabs.addTab(word)
            self._stack.addWidget(tab)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        top = QVBoxLayout()
        top.setContentsMargins(space.three, space.two, space.three, 0)
        top.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        for shown in (self.open, self.past):
            shown.player_wanted.connect(self.player_wanted)
        self.past.exporter.noted.connect(self.noted)
        self.past.exporter.begun.connect(self.begun)
        desk.changed.connect(self._count)

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new, after the desk has."""
        self.past.show_changes(changes)

    def _count(self) -> None:
        count = len(self._desk.board.open)
        self.tabs.setTabText(0, self.tr("Open ({})").format(count) if count else self.tr("Open"))
