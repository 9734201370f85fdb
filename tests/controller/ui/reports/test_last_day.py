"""How much of the last day players ran, on the card of those that are online."""

import pytest
from controller.lives import ITEMS, Life
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import player
from controller.ui.reports.desk import NOW_S
from controller.ui.scripted import ScriptedController
from controller.ui.stories import teller

from footlight_common.clock import ManualClock
from footlight_common.errors import StorageError
from footlight_common.model.history import OffReason
from footlight_controller.ui.reports import last_day
from footlight_controller.ui.reports.last_day import LastDay
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.stat_card import StatCard

LOBBY, BAR = player(1, "Lobby"), player(2, "Bar")


class Desk:
    def __init__(self, theme):
        self.controller = ScriptedController()
        self.histories = self.controller.histories
        self.histories.now_s = NOW_S
        half = Life(NOW_S - 30 * 3600).power_on().play(ITEMS[0], 18 * 3600)
        half.power_off(6 * 3600, OffReason.CUT).power_on().wait(6 * 3600)
        self.histories.lives = {LOBBY.id: half, BAR.id: Life(NOW_S - 30 * 3600).power_on().wait(30 * 3600)}
        self.tasks = Tasks()
        self.clock = ManualClock(NOW_S)
        self.players = [LOBBY]
        self.page = StatCard(theme, "Online", "power-plug-outline", Tone.GOOD)
        self.page.resize(300, 80)
        self.day = LastDay(self.page, self.clock, DirectCalls(self.controller), self.tasks, lambda: self.players)


@pytest.fixture
def tell(in_qt, theme, monkeypatch):
    monkeypatch.setattr(last_day, "FIRST_MS", 0)
    monkeypatch.setattr(last_day, "PAUSE_S", 0.0)
    return teller(in_qt, lambda: Desk(theme))


def test_all_players_together_stand_beside_the_figure(tell, eventually):
    async def story(desk):
        desk.players = [LOBBY, BAR]
        desk.page.show()
        await eventually(desk.page._aside.isVisible)
        assert desk.page._aside.text() == "87.5 % available\nin the last 24 h"
        assert "available for 87.5 %" in desk.page.accessibleDescription()

    tell(story)


def test_who_is_not_looked_at_is_not_reckoned(tell, eventually):
    async def story(desk):
        desk.page.show()
        await eventually(desk.page._aside.isVisible)
        desk.page.hide()
        asked = len(desk.histories.told)
        assert not desk.day._timer.isActive()
        desk.page.show()
        assert desk.day._timer.isActive()
        # It was looked at a moment ago.
        assert desk.day._timer.remainingTime() > 1000
        assert len(desk.histories.told) == asked

    tell(story)


def test_of_too_many_players_nothing_is_reckoned(tell, eventually, monkeypatch):
    monkeypatch.setattr(last_day, "MOST_PLAYERS", 1)

    async def story(desk):
        desk.players = [LOBBY, BAR]
        desk.day.look()
        await eventually(lambda: desk.day._task is None)
        assert desk.histories.told == []
        assert desk.page._aside.text() == ""

    tell(story)


def test_a_disk_that_does_not_answer_shows_nothing(tell, eventually):
    async def story(desk):
        desk.histories.broken = StorageError("the disk does not answer.")
        desk.day.look()
        await eventually(lambda: desk.day._task is None)
        assert desk.page._aside.text() == ""

    tell(story)


def test_where_there_is_no_room_the_figure_stays_alone(tell, eventually):
    async def story(desk):
        desk.page.show()
        await eventually(desk.page._aside.isVisible)
        desk.page.resize(60, 80)
        assert not desk.page._aside.isVisible()
        assert desk.page._figure.isVisible()

    tell(story)
