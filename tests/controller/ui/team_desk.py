"""A page of the team with the people of a house, and whoever looks at it."""

from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import changes_of
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import ADDED_AT_S, member, site

from footlight_common.clock import ManualClock
from footlight_common.security.roles import Role
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.team.page import TeamPage

FRONT, BACK = member(1, "Front office"), member(2, "Back office", Role.OPERATOR)
PROJECTION, WARDROBE = member(3, "Projection", Role.TECHNICIAN), member(4, "Wardrobe")
TEAM = site(FRONT, BACK, PROJECTION, WARDROBE)


class Desk:
    def __init__(self, theme):
        self.controller = ScriptedController()
        self.calls = DirectCalls(self.controller)
        self.tasks = Tasks()
        self.clock = ManualClock(ADDED_AT_S + 3 * 86_400)
        self.permission = Permission()
        self.players = []
        self.page = TeamPage(theme, self.clock, self.calls, self.tasks, self.permission, lambda: self.players)
        self.page.resize(900, 700)
        self.notes = []
        self.page.noted.connect(self.notes.append)

    def show(self, team, *players):
        self.players = list(players)
        self.controller.team.site = team
        self.permission.show_site(team)
        self.page.show_changes(changes_of(*players, site=team))
        self.page.show()

    @property
    def asked(self):
        return self.controller.team.asked

    @property
    def told(self):
        return [(note.subject, note.text) for note in self.notes]

    def row(self, name):
        return next(row for row in self.page.rows if row.name.whole == name)

    def sheet(self):
        return next((sheet for sheet in self.page.findChildren(Sheet) if sheet.isVisible()), None)

    def choose(self, name, role):
        """Another role in the menu of a member."""
        row = self.row(name)
        row._menu.aboutToShow.emit()
        row._menu.actions()[list(Role).index(role)].trigger()
