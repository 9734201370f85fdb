import pytest
from controller.lives import ITEMS, Life
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.stories import teller
from controller.ui.timeline.conftest import NOW_S
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.core.changes import Changes
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.timeline.sight import DAY_S, HOUR_S
from footlight_controller.ui.timeline.tab import TimelineTab

LOBBY, BAR = player(1, "Lobby"), player(2, "Bar")


class Desk:
    def __init__(self, theme, clock):
        self.clock = clock
        self.controller = ScriptedController()
        self.histories = self.controller.histories
        self.histories.now_s = NOW_S
        self.tasks = Tasks()
        self.page = TimelineTab(theme, clock, DirectCalls(self.controller), self.tasks)
        self.page.resize(1000, 700)
        self.page.show_player(LOBBY)

    @property
    def told(self):
        model = self.page.model
        return [model.told(row).text.replace("\u2068", "").replace("\u2069", "") for row in range(model.rowCount())]

    @property
    def titles(self):
        return [line.title for line in self.page.chart.lines]


@pytest.fixture
def tell(in_qt, theme, clock):
    return teller(in_qt, lambda: Desk(theme, clock))


def night():
    """Three items, of which the second ended with a crash."""
    life = Life(NOW_S - 3 * HOUR_S).power_on().play(ITEMS[0], shown_s=600)
    life.play(ITEMS[1], shown_s=300, reason=StopReason.CUT).power_off(60, OffReason.CUT).power_on()
    return life.play(ITEMS[2], shown_s=900)


def test_the_whole_story_stands_there_in_order(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: night()}
        desk.page.show()
        await eventually(lambda: desk.told)
        # Below all stands that nothing is remembered from before.
        assert desk.told[:-1][::-1] == [
            "The player started, version 1",
            "Plays a.mp4",
            "a.mp4 ended after 10:00",
            "Plays b.mp4",
            "b.mp4 was cut off after 5:00",
            "The player lost power, crashed or was killed",
            "The player started, version 1",
            "Plays c.mp4",
            "c.mp4 ended after 15:00",
        ]
        assert desk.told[-1].startswith("Nobody knows: before its time")
        assert desk.page.heading.text().startswith("10 things happened")

    tell(story)


def test_alerts_controllers_and_commands_have_lanes_of_their_own(tell, eventually):
    async def story(desk):
        life = Life(NOW_S - 3 * HOUR_S).power_on().come("one").come("two").wait(60)
        life.alert("disk", severity=Severity.CRITICAL).wait(600).alert("disk", active=False).command().leave("one")
        desk.histories.lives = {LOBBY.id: life}
        desk.page.show()
        await eventually(lambda: len(desk.titles) > 1)
        assert desk.titles == ["Screen", "disk", "Controllers", "", "Commands and more"]

    tell(story)


def test_a_year_is_shown_from_afar_and_says_how_to_see_the_story(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: night()}
        desk.page.show()
        await eventually(lambda: desk.told)
        desk.page.board.controls.chips[365 * DAY_S].click()
        await eventually(lambda: not desk.told)
        assert desk.page.heading.text().startswith("Zoom in")
        assert desk.titles == ["Screen"]

    tell(story)


def test_another_player_has_another_story(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: night(), BAR.id: Life(NOW_S - HOUR_S).power_on().play(ITEMS[2], shown_s=60)}
        desk.page.show()
        await eventually(lambda: len(desk.told) == 10)
        desk.page.show_player(BAR)
        await eventually(lambda: len(desk.told) == 4)
        assert desk.histories.looked_at[-1][0] == (BAR.id,)
        desk.page.show_player(None)
        assert desk.told == []

    tell(story)


def test_what_happens_next_comes_to_the_top(tell, eventually):
    async def story(desk):
        life = night()
        desk.histories.lives = {LOBBY.id: life}
        desk.page.show()
        await eventually(lambda: desk.told)
        life.play(ITEMS[0], shown_s=5)
        desk.page.show_changes(Changes(histories=frozenset({LOBBY.id})))
        await desk.clock.advance(60)
        await eventually(lambda: desk.told[0] == "a.mp4 ended after 0:05")

    tell(story)


def test_of_an_offline_player_it_says_so(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: night()}
        desk.histories.heard_s = {LOBBY.id: NOW_S - HOUR_S}
        desk.page.show_player(player(1, "Lobby", link=offline()))
        desk.page.show()
        await eventually(lambda: desk.told)
        assert desk.told[0].startswith("Nobody knows: out of reach")
        assert desk.page.board.state.startswith("The player is offline")

    tell(story)


def test_from_the_story_one_goes_to_its_place_and_back(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: night()}
        desk.page.show()
        await eventually(lambda: desk.told)
        row = desk.told.index("b.mp4 was cut off after 5:00")
        desk.page.table.setCurrentIndex(desk.page.model.index(row, 0))
        at_s = desk.page.model.entry_at(row).at_s
        QTest.keyClick(desk.page.table, Qt.Key.Key_Return)
        sight = desk.page.board.sight
        assert sight.from_s < at_s < sight.until_s
        assert sight.length_s <= 600
        await eventually(lambda: "b.mp4 was cut off after 5:00" in desk.told)

    tell(story)


def test_lines_of_the_story_can_be_copied(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: night()}
        desk.page.show()
        await eventually(lambda: desk.told)
        desk.page.table.selectRow(0)
        QTest.keySequence(desk.page.table, QKeySequence.StandardKey.Copy)
        assert QGuiApplication.clipboard().text().endswith("c.mp4\u2069 ended after 15:00")

    tell(story)


def test_it_asks_nobody_while_it_is_not_in_sight(tell):
    async def story(desk):
        desk.page.show_player(BAR)
        desk.page.show_changes(Changes(histories=frozenset({BAR.id})))
        assert desk.histories.told == []
        assert desk.histories.looked_at == []

    tell(story)
