import asyncio
from dataclasses import replace

import pytest
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_logs import AT_S, line, lines
from controller.ui.scripted_team import member, site
from controller.ui.stories import teller
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from footlight_common.clock import ManualClock
from footlight_common.errors import CommandError, ProtocolError, Unreachable
from footlight_common.model.audit import AuditEntry
from footlight_common.model.logs import LogFilter, LogLevel
from footlight_common.protocol.commands import SetLogLevel
from footlight_common.protocol.events import CommandCompleted
from footlight_common.security.roles import Role
from footlight_controller.core.changes import FleetEvent
from footlight_controller.ui.logs.inbox import Dropped
from footlight_controller.ui.logs.rows import MAX_ROWS
from footlight_controller.ui.logs.tab import LogTab
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.tasks import Tasks

LOBBY, BAR = player(1, "Lobby"), player(2, "Bar")


class Desk:
    def __init__(self, theme):
        self.controller = ScriptedController()
        self.logs = self.controller.logs
        self.logs.lines = lines(3)
        self.calls = DirectCalls(self.controller)
        self.tasks = Tasks()
        self.permission = Permission()
        self.page = LogTab(theme, ManualClock(AT_S), self.calls, self.tasks, self.permission)
        self.page.resize(1000, 500)
        self.notes, self.activities = [], []
        self.page.noted.connect(self.notes.append)
        self.page.begun.connect(self.activities.append)

    async def show(self, eventually, view=LOBBY):
        self.permission.show_site(site())
        self.page.show_player(view)
        self.page.show()
        await eventually(lambda: self.logs.followers)
        await eventually(lambda: self.shown[-1:] == self.logs.lines[-1:])

    @property
    def shown(self):
        return list(self.page.model.rows)

    @property
    def state(self):
        return self.page.foot.state.whole

    @property
    def fresh(self):
        return self.page.foot.fresh

    @property
    def scroll_bar(self):
        return self.page.table.verticalScrollBar()


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


def test_the_newest_lines_stand_there_and_new_ones_come(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        assert desk.shown == lines(3)
        desk.logs.say(line(4, "and one more"))
        await eventually(lambda: desk.shown == [*lines(3), line(4, "and one more")])
        desk.page.hide()
        await eventually(lambda: not desk.logs.followers)

    tell(story)


def test_what_came_while_nobody_looked_is_there_when_somebody_looks_again(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.page.hide()
        desk.logs.lines += lines(2, first=4)
        desk.page.show()
        await eventually(lambda: desk.shown == lines(5))

    tell(story)


def test_where_too_many_came_meanwhile_it_begins_anew_and_bridges_no_gap(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.page.hide()
        desk.logs.lines += lines(2000, first=4)
        desk.page.show()
        await eventually(lambda: desk.shown and desk.shown[-1].seq == 2003)
        assert desk.shown == lines(500, first=1504)

    tell(story)


def test_for_a_viewer_the_reason_stands_there_and_nothing_is_asked(tell):
    async def story(desk):
        desk.permission.show_site(site(member(role=Role.VIEWER)))
        desk.page.show_player(LOBBY)
        desk.page.show()
        await asyncio.sleep(0)
        assert desk.page.denied.isVisible()
        assert "Needs the role technician; yours is viewer" in desk.page.denied.text
        assert desk.logs.follows == desk.logs.pages == []

    tell(story)


def test_who_loses_the_role_sees_no_more_and_who_gets_it_does(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.permission.show_site(site(member(role=Role.OPERATOR)))
        assert desk.page.denied.isVisible()
        assert desk.shown == []
        await eventually(lambda: not desk.logs.followers)
        desk.permission.show_site(site())
        await eventually(lambda: desk.shown == lines(3))

    tell(story)


def test_missing_lines_are_told_where_they_are_missing(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.logs.say(line(2000), dropped=1234)
        await eventually(lambda: desk.shown == [*lines(3), Dropped(1234), line(2000)])

    tell(story)


def test_it_stays_at_the_end_until_somebody_scrolls_up(tell, eventually):
    async def story(desk):
        desk.logs.lines = lines(200)
        await desk.show(eventually)
        await eventually(lambda: desk.scroll_bar.value() == desk.scroll_bar.maximum() > 0)
        desk.scroll_bar.setValue(100)
        assert desk.fresh.isVisible()
        desk.logs.say(*lines(7, first=201))
        await eventually(lambda: len(desk.shown) == 207)
        assert desk.scroll_bar.value() == 100
        assert desk.fresh.text().startswith("7 new")
        desk.fresh.click()
        assert desk.scroll_bar.value() == desk.scroll_bar.maximum()
        assert not desk.fresh.isVisible()
        desk.logs.say(line(208))
        await eventually(lambda: len(desk.shown) == 208)
        assert desk.scroll_bar.value() == desk.scroll_bar.maximum()

    tell(story)


def test_older_lines_come_when_one_scrolls_up_and_what_is_in_sight_stays(tell, eventually):
    async def story(desk):
        desk.logs.lines = lines(900)
        await desk.show(eventually)
        assert desk.shown == lines(500, first=401)
        desk.scroll_bar.setValue(0)
        await eventually(lambda: desk.shown == lines(900))
        assert desk.scroll_bar.value() == 400
        desk.scroll_bar.setValue(0)
        await eventually(lambda: not desk.page.follower.reading)
        asked = len(desk.logs.pages)
        desk.scroll_bar.setValue(5)
        desk.scroll_bar.setValue(0)
        assert len(desk.logs.pages) == asked

    tell(story)


def test_a_filter_shows_at_once_what_fits_and_asks_the_player_for_more(tell, eventually):
    async def story(desk):
        bad = line(1, "bad", LogLevel.ERROR)
        desk.logs.lines = [bad, *lines(600, first=2), line(700, "worse", LogLevel.ERROR)]
        await desk.show(eventually)
        desk.page.bar.choose_level(LogLevel.ERROR)
        assert desk.shown == [line(700, "worse", LogLevel.ERROR)]
        await eventually(lambda: desk.shown == [bad, line(700, "worse", LogLevel.ERROR)])
        assert desk.logs.follows[-1] == (LOBBY.id, LogFilter(level=LogLevel.ERROR))
        desk.page.bar.text.setText("worse")
        desk.page.bar.logger.setText("footlight_player.engine")
        await eventually(lambda: len(desk.logs.follows) == 3)
        wanted = LogFilter(level=LogLevel.ERROR, text="worse", logger="footlight_player.engine")
        assert desk.logs.follows[-1] == (LOBBY.id, wanted)

    tell(story)


def test_where_no_line_fits_that_is_said_with_a_way_out(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.page.bar.text.setText("nowhere to be found")
        assert desk.page.nothing.isVisible()
        assert desk.page.nothing.headline == "No line fits"
        desk.page.nothing.button.click()
        await eventually(lambda: desk.shown == lines(3))
        assert desk.page.bar.filter == LogFilter()

    tell(story)


def test_what_is_looked_for_is_gone_to_step_by_step(tell, eventually):
    async def story(desk):
        desk.logs.lines = [line(n, "fish" if n % 50 == 0 else "water") for n in range(1, 201)]
        await desk.show(eventually)
        QTest.keyClick(desk.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        desk.page.bar.search.setText("FISH")
        desk.page.table.selectRow(60)
        QTest.keyClick(desk.page.bar.search, Qt.Key.Key_Return)
        assert desk.page.table.currentIndex().row() == 99
        desk.page.bar.before.click()
        assert desk.page.table.currentIndex().row() == 49
        desk.page.bar.search.setText("bird")
        desk.page.bar.after.click()
        assert "none of the lines shown" in desk.state

    tell(story)


def test_while_it_is_paused_nothing_moves_and_nothing_is_lost(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.page.foot.pause.click()
        desk.logs.say(*lines(5, first=4))
        await eventually(lambda: "5 new" in desk.state)
        assert desk.shown == lines(3)
        desk.page.foot.pause.click()
        await eventually(lambda: desk.shown == lines(8))

    tell(story)


def test_the_list_can_be_cleared_and_new_lines_still_come(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.page.foot.clear.click()
        assert desk.page.nothing.headline == "Cleared"
        desk.page.hide()
        desk.page.show()
        desk.logs.lines.append(line(4))
        await eventually(lambda: desk.logs.followers)
        desk.logs.say(line(5))
        await eventually(lambda: [each.seq for each in desk.shown][-1:] == [5])
        assert all(each.seq > 3 for each in desk.shown)

    tell(story)


def test_chosen_lines_are_copied_whole(tell, eventually):
    async def story(desk):
        desk.logs.lines = [line(1, "broken\n  at x", LogLevel.ERROR), line(2, "other")]
        await desk.show(eventually)
        desk.page.table.selectAll()
        QTest.keyClick(desk.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        first, second, third = QGuiApplication.clipboard().text().split("\n")
        assert first.endswith("ERROR    footlight_player.engine: broken")
        assert (second, third.rpartition(" ")[2]) == ("  at x", "other")

    tell(story)


def test_all_of_a_line_is_read_below_and_folded_away_again(tell, eventually):
    async def story(desk):
        desk.logs.lines = [line(1, "broken\n  at x", LogLevel.ERROR), line(2, "other")]
        await desk.show(eventually)
        desk.page.table.selectRow(0)
        QTest.keyClick(desk.page.table, Qt.Key.Key_Return)
        assert desk.page.details.isVisible()
        assert desk.page.details.text.toPlainText().endswith("broken\n  at x")
        desk.page.table.selectRow(1)
        assert desk.page.details.text.toPlainText().endswith("other")
        QTest.keyClick(desk.page.details.text, Qt.Key.Key_Escape)
        assert not desk.page.details.isVisible()

    tell(story)


def test_a_flood_is_taken_in_together_and_kept_within_bounds(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        inserted = []
        desk.page.model.rowsInserted.connect(lambda *_: inserted.append(1))
        for batch in range(300):
            desk.logs.say(*lines(100, first=4 + 100 * batch))
        await eventually(lambda: desk.shown[-1].seq == 30_003)
        assert len(inserted) <= 3
        assert len(desk.shown) <= MAX_ROWS + 1000
        assert [each.seq for each in desk.shown] == list(range(desk.shown[0].seq, 30_004))

    tell(story)


def test_while_it_is_offline_what_was_read_stays(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.page.show_player(replace(LOBBY, link=offline()))
        assert desk.shown == lines(3)
        assert desk.state.startswith("Offline")
        assert not desk.page.foot.save.isEnabled()
        desk.page.show_player(LOBBY)
        assert "3 line" in desk.state
        assert desk.page.foot.save.isEnabled()

    tell(story)


def test_a_player_that_will_not_tell_says_why_and_can_be_asked_again(tell, eventually):
    async def story(desk):
        desk.logs.error = ProtocolError("the player is too old. Update it.")
        desk.permission.show_site(site())
        desk.page.show_player(LOBBY)
        desk.page.show()
        await eventually(lambda: desk.page.nothing.headline == "The log could not be read")
        assert desk.page.nothing.text == "The player is too old. Update it."
        desk.logs.error = None
        desk.page.foot.again.click()
        await eventually(lambda: desk.shown == lines(3))

    tell(story)


def test_older_lines_that_do_not_come_are_told_and_what_is_shown_stays(tell, eventually):
    async def story(desk):
        desk.logs.lines = lines(900)
        await desk.show(eventually)
        desk.logs.page_error = Unreachable("the player does not answer.")
        desk.scroll_bar.setValue(0)
        await eventually(lambda: desk.state == "The player does not answer.")
        assert len(desk.shown) == 500

    tell(story)


def test_another_player_has_another_log(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.logs.lines = [line(1, "of the bar")]
        desk.page.show_player(BAR)
        assert desk.shown == []
        await eventually(lambda: desk.shown == [line(1, "of the bar")])
        assert desk.logs.follows[-1][0] == BAR.id

    tell(story)


def test_the_level_is_raised_for_a_while_and_it_is_said_until_when_and_by_whom(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        assert not desk.page.raised.isVisible()
        desk.controller.audits = {LOBBY.id: [AuditEntry(seq=9, at_s=AT_S, name="Front desk", command="set_log_level")]}
        desk.logs.level, desk.logs.raised_until_s = LogLevel.DEBUG, AT_S + 600
        desk.page.foot.more.menu().actions()[0].trigger()
        await eventually(desk.page.raised.isVisible)
        assert desk.controller.sent == [(LOBBY.id, SetLogLevel(level=LogLevel.DEBUG, duration_s=600.0))]
        assert "from “Debug” on until" in desk.page.raised.text
        assert "Front desk" in desk.page.raised.text
        desk.logs.level, desk.logs.raised_until_s = LogLevel.INFO, None
        desk.page.raised.back.click()
        await eventually(lambda: not desk.page.raised.isVisible())
        assert desk.controller.sent[-1][1].level is LogLevel.INFO

    tell(story)


def test_a_level_that_somebody_else_raised_is_told_too(tell, eventually):
    async def story(desk):
        await desk.show(eventually)
        desk.logs.level, desk.logs.raised_until_s = LogLevel.DEBUG, AT_S + 600
        event = CommandCompleted(seq=1, at_s=AT_S, command="set_log_level", by="Office", ok=True)
        told = FleetEvent(player_id=LOBBY.id, player_name=LOBBY.name, event=event)
        desk.page.show_changes(replace(changes_of(LOBBY), events=(told,)))
        await eventually(desk.page.raised.isVisible)

    tell(story)


def test_a_level_that_cannot_be_raised_is_told(tell, eventually):
    async def story(desk):
        await desk.show(eventually)

        def refuse():
            raise CommandError("the player does not do that.")

        desk.controller.answer = refuse
        desk.page.foot.more.menu().actions()[0].trigger()
        await eventually(lambda: desk.notes)
        assert desk.notes[0].text == "The player does not do that."

    tell(story)


def test_all_of_the_log_is_saved_as_a_file(tell, eventually, tmp_path):
    async def story(desk):
        await desk.show(eventually)
        desk.page.foot.save.click()
        dialog = desk.page.findChild(QFileDialog)
        assert dialog.selectedFiles()[0].rpartition("/")[2].startswith("footlight-log-lobby-")
        target = tmp_path / "log.tar.gz"
        dialog.selectFile(str(target))
        dialog.accept()
        await eventually(lambda: desk.notes)
        assert target.read_bytes() == b"archive"
        assert "was saved" in desk.notes[0].text
        assert desk.activities[0].ended
        assert "7 bytes" in desk.activities[0].text

    tell(story)


def test_saving_can_be_cancelled(tell, eventually, tmp_path):
    async def story(desk):
        await desk.show(eventually)
        desk.logs.saving = asyncio.Event()
        desk.page.saver.save(LOBBY, tmp_path / "log.tar.gz")
        await eventually(lambda: desk.activities)
        desk.activities[0].cancel()
        await eventually(lambda: desk.activities[0].ended)
        assert list(tmp_path.iterdir()) == []
        assert desk.notes == []

    tell(story)


def test_a_log_that_cannot_be_saved_is_told(tell, eventually, tmp_path):
    async def story(desk):
        await desk.show(eventually)
        desk.logs.save_error = Unreachable("the player went away.")
        desk.page.saver.save(LOBBY, tmp_path / "log.tar.gz")
        await eventually(lambda: desk.notes)
        assert desk.notes[0].text == "The player went away."

    tell(story)
