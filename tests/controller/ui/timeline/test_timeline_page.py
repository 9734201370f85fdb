import asyncio
from dataclasses import replace

import pytest
from controller.lives import Life
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.stories import teller
from controller.ui.timeline.conftest import NOW_S
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest

from footlight_common.errors import StorageError
from footlight_controller.core.changes import Changes
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.timeline.page import TimelinePage
from footlight_controller.ui.timeline.ribbon import Kind
from footlight_controller.ui.timeline.sight import DAY_S, HOUR_S

LOBBY, BAR = player(1, "Lobby"), player(2, "Bar left", area="First floor")
STAGE = player(3, "Stage", area="First floor", link=offline())


class Desk:
    def __init__(self, theme, clock):
        self.clock = clock
        self.controller = ScriptedController()
        self.histories = self.controller.histories
        self.histories.now_s = NOW_S
        self.calls = DirectCalls(self.controller)
        self.tasks = Tasks()
        self.players = [LOBBY, BAR, STAGE]
        self.page = TimelinePage(theme, clock, self.calls, self.tasks, lambda: self.players)
        self.page.resize(1000, 600)
        self.opened = []
        self.page.player_wanted.connect(self.opened.append)
        self.board, self.chart = self.page.board, self.page.chart

    @property
    def titles(self):
        return [line.title for line in self.chart.lines]

    def past(self, view):
        return next(line.past for line in self.chart.lines if line.key == view.id)

    def seconds(self, view, kind):
        past = self.past(view)
        return 0.0 if past is None else past.ribbon.seconds(kind, NOW_S - DAY_S, NOW_S)


@pytest.fixture
def tell(in_qt, theme, clock):
    return teller(in_qt, lambda: Desk(theme, clock))


def life(hours=10):
    return Life(NOW_S - hours * HOUR_S).power_on().play(shown_s=HOUR_S).wait((hours - 1) * HOUR_S)


def test_everybody_has_a_row_in_their_area(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: life()}
        desk.page.show()
        assert desk.titles == ["First floor", "Bar left", "Stage", "Foyer", "Lobby"]
        await eventually(lambda: desk.seconds(LOBBY, Kind.PLAYED) == pytest.approx(HOUR_S, abs=1))
        assert desk.seconds(LOBBY, Kind.IDLE) == pytest.approx(9 * HOUR_S, abs=1)

    tell(story)


def test_a_search_leaves_those_that_fit(tell):
    async def story(desk):
        desk.page.show()
        desk.page.search.setText("first")
        assert desk.titles == ["First floor", "Bar left", "Stage"]
        desk.page.search.setText("nobody")
        assert desk.titles == []
        assert desk.board.foot.whole == "No player has all of that in its name or area."

    tell(story)


def test_players_are_asked_for_what_is_in_sight_and_for_nothing_once_nobody_looks(tell, eventually):
    async def story(desk):
        desk.players = [player(number, f"Screen {number}") for number in range(1, 60)]
        desk.page.show()
        await eventually(lambda: desk.histories.looked_at)
        ids, from_s, until_s = desk.histories.looked_at[-1]
        assert set(ids) == {line.key for line in desk.chart.lines_in_sight() if not line.heading}
        assert len(ids) < 30
        assert (from_s, until_s) == (desk.board.sight.from_s, NOW_S)
        await eventually(lambda: not desk.page.reader.busy)
        assert {each[0] for each in desk.histories.told} == set(ids)
        desk.page.hide()
        await eventually(lambda: desk.histories.looked_at[-1][0] == ())

    tell(story)


def test_whoever_scrolls_into_sight_is_read(tell, eventually):
    async def story(desk):
        desk.players = [player(number, f"Screen {number}") for number in range(1, 60)]
        desk.page.show()
        await eventually(lambda: not desk.page.reader.busy and desk.histories.told)
        desk.chart.verticalScrollBar().setValue(desk.chart.verticalScrollBar().maximum())
        last = desk.chart.lines[-1].key
        await eventually(lambda: last in {each[0] for each in desk.histories.told})

    tell(story)


def test_what_is_not_here_is_fetched_shown_as_missing_and_then_there(tell, eventually):
    async def story(desk):
        told = life()
        desk.histories.lives = {LOBBY.id: told}
        desk.histories.rows = {LOBBY.id: [(len(told.events), len(told.events))]}
        desk.players = [LOBBY]
        desk.page.show()
        await eventually(lambda: desk.seconds(LOBBY, Kind.NOT_FETCHED) > 0)
        await eventually(lambda: desk.board.working.isVisible() and "Fetching" in desk.board.state)
        desk.histories.rows.clear()
        desk.page.show_changes(Changes(histories=frozenset({LOBBY.id})))
        await desk.clock.advance(1.1)
        await eventually(lambda: desk.seconds(LOBBY, Kind.NOT_FETCHED) == 0)
        await eventually(lambda: not desk.board.working.isVisible())

    tell(story)


def test_what_a_player_does_now_is_read_no_more_often_than_anybody_sees(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: life()}
        desk.players = [LOBBY]
        desk.page.show()
        await eventually(lambda: desk.seconds(LOBBY, Kind.PLAYED) > 0)
        many = len(desk.histories.told)
        for _ in range(5):
            desk.page.show_changes(Changes(histories=frozenset({LOBBY.id})))
            desk.page.reader._pump()
        await asyncio.sleep(0)
        assert len(desk.histories.told) == many
        await desk.clock.advance(60)
        desk.page.reader._pump()
        await eventually(lambda: len(desk.histories.told) == many + 1)

    tell(story)


def test_of_an_offline_player_is_shown_what_is_known_and_that_the_rest_is_out_of_reach(tell, eventually):
    async def story(desk):
        desk.histories.lives = {STAGE.id: life()}
        desk.histories.heard_s = {STAGE.id: NOW_S - 2 * HOUR_S}
        desk.players = [STAGE]
        desk.page.show()
        await eventually(lambda: desk.seconds(STAGE, Kind.NOT_HEARD) > 0)
        assert desk.seconds(STAGE, Kind.PLAYED) == pytest.approx(HOUR_S, abs=1)
        assert desk.chart.lines[-1].dimmed
        assert not desk.board.working.isVisible()

    tell(story)


def test_what_is_wrong_with_what_is_kept_here_is_said(tell, eventually):
    async def story(desk):
        desk.histories.trouble = "The history could not be read; a new one is begun."
        desk.page.show()
        await eventually(lambda: desk.board.banner.isVisible())
        assert desk.board.banner.text == "The history could not be read; a new one is begun."

    tell(story)


def test_what_the_window_says_already_is_not_said_twice(tell, eventually):
    async def story(desk):
        desk.histories.trouble = "The history could not be read; a new one is begun."
        desk.page.show()
        await eventually(lambda: desk.board.banner.isVisible())
        desk.page.show_changes(Changes(notices=(desk.histories.trouble,)))
        assert not desk.board.banner.isVisible()

    tell(story)


def test_a_disk_that_does_not_answer_is_said_and_asked_again_later(tell, eventually):
    async def story(desk):
        desk.histories.broken = StorageError("the disk is full. Make room on it.")
        desk.histories.lives = {LOBBY.id: life()}
        desk.players = [LOBBY]
        desk.page.show()
        await eventually(lambda: desk.board.banner.isVisible())
        assert desk.board.banner.text == "The disk is full. Make room on it."
        desk.histories.broken = None
        desk.page.show_changes(Changes(histories=frozenset({LOBBY.id})))
        await desk.clock.advance(60)
        await eventually(lambda: desk.seconds(LOBBY, Kind.PLAYED) > 0)
        await eventually(lambda: not desk.board.banner.isVisible())

    tell(story)


def test_the_window_stays_quick_while_an_answer_is_slow(tell, eventually):
    async def story(desk):
        desk.histories.hold = asyncio.Event()
        desk.histories.lives = {LOBBY.id: life()}
        desk.page.show()
        await eventually(lambda: desk.board.state == "Reading…")
        assert desk.board.working.isVisible()
        desk.histories.hold.set()
        await eventually(lambda: not desk.page.reader.busy)

    tell(story)


def test_long_periods_are_read_hour_by_hour(tell, eventually):
    async def story(desk):
        desk.histories.lives = {LOBBY.id: life(100)}
        desk.players = [LOBBY]
        desk.page.show()
        await eventually(lambda: desk.past(LOBBY) is not None and desk.past(LOBBY).timeline is not None)
        desk.board.controls.chips[30 * DAY_S].click()
        await eventually(lambda: desk.past(LOBBY).timeline is None)
        assert desk.past(LOBBY).ribbon.seconds(Kind.PLAYED, NOW_S - 30 * DAY_S, NOW_S) == pytest.approx(HOUR_S, abs=1)
        assert desk.past(LOBBY).ribbon.seconds(Kind.BEFORE, NOW_S - 30 * DAY_S, NOW_S) > 20 * DAY_S

    tell(story)


def test_buttons_choose_how_much_is_in_sight_and_the_present_is_followed(tell):
    async def story(desk):
        desk.page.show()
        controls = desk.board.controls
        assert controls.now.isChecked()
        controls.chips[7 * DAY_S].click()
        assert desk.board.sight.length_s == 7 * DAY_S
        assert controls.chips[7 * DAY_S].isChecked()
        assert not controls.chips[DAY_S].isChecked()
        controls.closer.click()
        assert desk.board.sight.length_s == 3.5 * DAY_S
        assert desk.board.sight.shows_now(NOW_S)
        before = desk.board.sight
        await desk.clock.advance(3600)
        desk.board._move_on()
        assert desk.board.sight.from_s == pytest.approx(before.from_s + 3600)
        QTest.keyClick(desk.chart, Qt.Key.Key_PageUp)
        assert not controls.now.isChecked()
        before = desk.board.sight
        await desk.clock.advance(3600)
        desk.board._move_on()
        assert desk.board.sight == before
        controls.now.click()
        assert desk.board.sight.shows_now(desk.clock.wall_s())

    tell(story)


def test_a_day_is_jumped_to(tell):
    async def story(desk):
        desk.page.show()
        day = QDateTime.fromSecsSinceEpoch(int(NOW_S - 20 * DAY_S)).date()
        field = desk.board.controls.day
        field.setFocus()
        field.setText(day.toString(Qt.DateFormat.ISODate))
        QTest.keyClick(field, Qt.Key.Key_Return)
        sight = desk.board.sight
        begin_s = day.startOfDay().toSecsSinceEpoch()
        assert sight.from_s < begin_s < begin_s + DAY_S - 3600 <= sight.until_s
        assert sight.length_s < 1.2 * DAY_S
        assert not desk.board.controls.now.isChecked()
        assert field.day == day

    tell(story)


def test_players_that_come_and_go_are_seen(tell, eventually):
    async def story(desk):
        desk.page.show()
        desk.players = [LOBBY, replace(BAR, link=offline())]
        desk.page.show_changes(changes_of(*desk.players, removed=frozenset({STAGE.id})))
        await eventually(lambda: desk.titles == ["First floor", "Bar left", "Foyer", "Lobby"])
        assert desk.chart.lines[1].dimmed
        desk.players = []
        desk.page.show_changes(Changes(removed=frozenset({LOBBY.id, BAR.id})))
        await eventually(lambda: desk.page.nobody.isVisible())

    tell(story)


def test_a_title_opens_the_page_of_its_player(tell):
    async def story(desk):
        desk.page.show()
        desk.chart.setFocus()
        desk.chart._step(1)
        QTest.keyClick(desk.chart, Qt.Key.Key_Return)
        assert desk.opened == [desk.chart.current.key]

    tell(story)


def test_a_low_page_leaves_the_room_to_the_bars(tell):
    async def story(desk):
        desk.page.show()
        assert desk.board.legend.isVisible()
        desk.page.resize(620, 360)
        assert not desk.board.legend.isVisible()

    tell(story)
