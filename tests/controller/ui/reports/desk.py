"""A Reports page with players that have a past, and whoever looks at it."""

import time

from controller.lives import ITEMS, Life
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import offline, player
from controller.ui.scripted import ScriptedController

from footlight_common.clock import ManualClock
from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.ui.reports.page import ReportsPage
from footlight_controller.ui.tasks import Tasks

# The evening of a Wednesday, by the clock of this machine.
NOW_S = time.mktime((2026, 9, 23, 20, 0, 0, 0, 0, -1))
DAY_S = 86_400.0
LOBBY, BAR, STAGE = (
    player(1, "Lobby"),
    player(2, "Bar left", area="Bar"),
    player(3, "Stage", area="Hall", link=offline()),
)


def lobby():
    """Two items since yesterday morning, a crash, and idle since."""
    life = Life(NOW_S - 1.5 * DAY_S).power_on().play(ITEMS[0], 600, presented=15_000)
    life.wait(NOW_S - 7200 - life.now_s).play(ITEMS[0], 1800, presented=45_000)
    life.play(ITEMS[1], 900, reason=StopReason.CUT).power_off(300, OffReason.CUT).power_on()
    return life.wait(NOW_S - life.now_s)


def bar():
    """One item for the last hour."""
    return Life(NOW_S - 4 * 3600).power_on().wait(3 * 3600).play(ITEMS[2], 3600, presented=90_000)


class Desk:
    def __init__(self, theme, *players):
        self.controller = ScriptedController()
        self.histories = self.controller.histories
        self.histories.now_s = NOW_S
        self.histories.lives = {LOBBY.id: lobby(), BAR.id: bar()}
        self.calls = DirectCalls(self.controller)
        self.tasks = Tasks()
        self.clock = ManualClock(NOW_S)
        self.players = list(players) or [LOBBY, BAR]
        self.page = ReportsPage(theme, self.clock, self.calls, self.tasks, lambda: self.players)
        self.page.resize(1100, 700)
        self.notes = []
        self.page.noted.connect(self.notes.append)
        self.proof, self.availability = self.page.proof, self.page.availability

    @property
    def lines(self):
        """What each row of the proof of play is about, how often it began, and how many seconds it was on screen."""
        return [
            (line.item or line.player or line.key.area or line.key.day, line.tally.plays, round(line.tally.seconds))
            for line in self.proof.model.rows
        ]

    @property
    def told(self):
        return [(note.subject, note.text) for note in self.notes]

    def cut(self, player_id, first, last):
        """What happened between these numbers is not here."""
        count = len(self.histories.lives[player_id].events)
        self.histories.rows[player_id] = [(1, first), (last, count)]
