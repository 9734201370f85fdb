"""The page of the alerts with a scripted controller behind it, and whoever looks at it."""

from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_alerts import NOW_S, board

from footlight_common.clock import ManualClock
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.page import AlertsPage
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.tasks import Tasks

LOBBY, BAR, STAGE = player(1, "Lobby"), player(2, "Bar left", area="Bar"), player(3, "Stage", area="Back of house")
OPEN, HISTORY, RULES, SENDING = range(4)


class Desk:
    def __init__(self, theme):
        self.controller = ScriptedController()
        self.alerts = self.controller.alerts
        self.alerts.told = self.say
        self.tasks = Tasks()
        self.clock = ManualClock(NOW_S)
        self.players = [LOBBY, BAR, STAGE]
        self.desk = AlertDesk(self.clock, DirectCalls(self.controller), self.tasks, lambda: self.players)
        self.page = AlertsPage(theme, self.desk)
        self.page.resize(1000, 700)
        self.notes, self.activities, self.wanted = [], [], []
        for part in (self.desk, self.page):
            part.noted.connect(self.notes.append)
        self.page.begun.connect(self.activities.append)
        self.page.player_wanted.connect(self.wanted.append)

    def show(self, *alerts, tab=OPEN, **changes):
        """The page with these open, and this tab of it."""
        self.alerts.board = board(*alerts, **changes)
        self.say()
        self.page.tabs.setCurrentIndex(tab)
        self.page.show()

    def say(self, *alerted):
        """The board as it stands, and what was raised or is over."""
        changes = changes_of(*self.players, alerts=self.alerts.board, alerted=alerted)
        self.desk.show_changes(changes)
        self.page.show_changes(changes)

    @property
    def told(self):
        return [(note.subject, note.text) for note in self.notes]

    @property
    def rows(self):
        return self.page.open.rows

    def titles(self):
        return [row.title.text().replace("\u2068", "").replace("\u2069", "") for row in self.rows]

    def sheet(self):
        return next((sheet for sheet in self.page.findChildren(Sheet) if sheet.isVisible()), None)

    def asked(self, name):
        return [request[1:] for request in self.alerts.asked if request[0] == name]


def choose(menu, *path):
    """The entry of a menu that leads along these words."""
    menu.aboutToShow.emit()
    for word in path:
        entry = next(
            entry for entry in menu.actions() if entry.text().replace("\u2068", "").replace("\u2069", "") == word
        )
        if entry.menu() is not None:
            menu = entry.menu()
        else:
            entry.trigger()
