import asyncio
import codecs
import csv
import time
from dataclasses import replace

import pytest
from controller.ui.audit_lines import entry, many, refused
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.stories import teller
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from footlight_common.errors import RoleDenied, Unreachable
from footlight_common.protocol.events import CommandCompleted
from footlight_common.security.roles import Role
from footlight_controller.core.changes import DeviceOnline, FleetEvent
from footlight_controller.ui.activity_log.page import ActivityPage
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.widgets import paged_lines

LOBBY, BAR, STAGE = player(1, "Lobby"), player(2, "Bar left"), player(3, "Stage", link=offline())
ADMIN = site()


class Desk:
    def __init__(self, theme):
        self.controller = ScriptedController()
        self.calls = DirectCalls(self.controller)
        self.tasks = Tasks()
        self.permission = Permission()
        self.players = [LOBBY, BAR, STAGE]
        self.page = ActivityPage(theme, self.calls, self.tasks, self.permission, lambda: self.players)
        self.page.resize(1000, 600)
        self.notes, self.activities = [], []
        self.page.noted.connect(self.notes.append)
        self.page.begun.connect(self.activities.append)

    def show(self, team=ADMIN):
        self.permission.show_site(team)
        self.page.show()

    def say(self, *events):
        told = tuple(FleetEvent(player_id=view.id, player_name=view.name, event=event) for view, event in events)
        self.page.show_changes(replace(changes_of(*self.players), events=told))

    @property
    def asked(self):
        return [request[1:] for request in self.controller.asked]

    @property
    def shown(self):
        return [(row.player_name, row.entry.seq) for row in self.page.model.rows]


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


def test_who_was_removed_is_told_that_and_not_a_role_that_does_not_hold_any_more(tell):
    async def story(desk):
        desk.show(site(member(role=Role.TECHNICIAN)))
        assert not desk.page.denied.isVisible()
        desk.permission.show_site(site(member(role=Role.TECHNICIAN)), shut_out=True)
        assert desk.page.denied.isVisible()
        assert desk.page.denied.headline == "You were removed from the site"
        assert "Ask an admin to invite you again. Then choose Join again in Settings." in desk.page.denied.text
        assert "role" not in desk.page.denied.text

    tell(story)


def test_what_all_players_did_stands_in_one_list_newest_first(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(5), entry(2)], BAR.id: [entry(4), entry(3)]}
        desk.show()
        await eventually(lambda: desk.page.lines.state.whole == "4 lines, and no older ones")
        assert desk.shown == [("Lobby", 5), ("Bar left", 4), ("Bar left", 3), ("Lobby", 2)]

    tell(story)


def test_where_nobody_did_anything_it_says_so(tell, eventually):
    async def story(desk):
        desk.show()
        await eventually(desk.page.quiet.isVisible)
        assert not desk.page.filters.export.isEnabled()

    tell(story)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_viewers_and_operators_see_why_there_is_nothing_for_them(tell, role):
    async def story(desk):
        desk.show(site(member(), member(2, "Back office", role), me=1))
        assert desk.page.denied.isVisible()
        assert f"is {role.word}" in desk.page.denied.text
        assert desk.asked == []

    tell(story)


def test_a_technician_reads_it_and_a_role_that_is_lost_ends_it_at_once(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(5)]}
        desk.show(site(member(), member(2, "Back office", Role.TECHNICIAN), me=1))
        await eventually(lambda: desk.shown)
        desk.permission.show_site(site(member(), member(2, "Back office", Role.VIEWER), me=1))
        assert desk.page.denied.isVisible()
        desk.permission.show_site(ADMIN)
        assert desk.page.table.isVisible()

    tell(story)


def test_who_is_offline_or_refuses_is_told_above(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(5)], BAR.id: RoleDenied("audit needs the role technician.")}
        desk.show()
        await eventually(lambda: "did not tell" in desk.page.banner.text)
        assert "1 player is offline" in desk.page.banner.text
        assert "Stage" in desk.page.banner.text
        assert "Bar left" in desk.page.banner.text
        assert "audit needs the role technician." in desk.page.banner.text
        assert desk.shown == [("Lobby", 5)]

    tell(story)


def test_all_players_online_need_no_line_above(tell, eventually):
    async def story(desk):
        desk.players = [LOBBY]
        desk.controller.audits = {LOBBY.id: [entry(5)]}
        desk.show()
        await eventually(lambda: desk.shown)
        assert not desk.page.banner.isVisible()

    tell(story)


def test_older_lines_come_as_one_scrolls(tell, eventually):
    async def story(desk):
        desk.players = [LOBBY]
        desk.controller.audits = {LOBBY.id: many(350)}
        desk.show()
        await eventually(lambda: len(desk.shown) == 100 and not desk.page.reader.busy)
        assert "older ones come as you scroll" in desk.page.lines.state.whole
        desk.page.table.scrollToBottom()
        await eventually(lambda: len(desk.shown) == 300 and not desk.page.reader.busy)
        desk.page.table.scrollToBottom()
        await eventually(lambda: len(desk.shown) == 350)
        assert [seq for _, seq in desk.shown] == list(range(350, 0, -1))

    tell(story)


def test_what_is_done_now_appears_on_top(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(5)], BAR.id: [entry(4)]}
        desk.show()
        await eventually(lambda: len(desk.shown) == 2 and not desk.page.reader.busy)
        desk.controller.audits[BAR.id] = [refused(9), entry(4)]
        desk.say((BAR, CommandCompleted(seq=1, at_s=0.0, command="restart", by="Desk 2", ok=False)))
        await eventually(lambda: desk.shown[0] == ("Bar left", 9))
        # Nobody else was asked again.
        assert [request[0] for request in desk.asked] == [LOBBY.id, BAR.id, BAR.id]

    tell(story)


def test_a_player_that_comes_online_is_read(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(5)], BAR.id: [], STAGE.id: [entry(7)]}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        desk.players = [LOBBY, BAR, player(3, "Stage")]
        desk.say((STAGE, DeviceOnline(at_s=0.0)))
        await eventually(lambda: ("Stage", 7) in desk.shown)
        await eventually(lambda: not desk.page.banner.isVisible())

    tell(story)


def test_nothing_is_read_while_it_is_not_on_show(tell, eventually):
    async def story(desk):
        desk.show()
        await eventually(lambda: not desk.page.reader.busy)
        desk.page.hide()
        asked = len(desk.asked)
        desk.say((BAR, CommandCompleted(seq=1, at_s=0.0, command="play", by="", ok=True)))
        assert not desk.page.reader._settle.isActive()
        assert len(desk.asked) == asked

    tell(story)


def test_names_written_in_full_are_left_to_the_players_to_choose_by(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: many(600), BAR.id: many(40)}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        filters = desk.page.filters
        assert "Projection" in filters.member.choices
        filters.member.setText("projection")
        # At once from what is there.
        assert {row.entry.name for row in desk.page.model.rows} == {"Projection"}
        filters.command.setText("Restart")
        await eventually(lambda: desk.asked[-1][3:] == ("Projection", "restart") and not desk.page.reader.busy)
        assert {(row.entry.name, row.entry.command) for row in desk.page.model.rows} == {("Projection", "restart")}
        # Those of the whole history, of which a third of a quarter are such.
        await eventually(lambda: len(desk.page.model.rows) == 54)
        filters.player.setText("bar")
        await eventually(lambda: desk.asked[-1][0] == BAR.id and not desk.page.reader.busy)
        await eventually(lambda: {row.player_name for row in desk.page.model.rows} == {"Bar left"})

    tell(story)


def test_a_word_is_looked_for_further_back_but_not_for_ever(tell, eventually, monkeypatch):
    monkeypatch.setattr(paged_lines, "MOST_ROUNDS", 2)

    async def story(desk):
        desk.players = [LOBBY]
        desk.controller.audits = {LOBBY.id: [*many(1500), entry(1, detail="needle")]}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        desk.page.filters.search.setText("haystack")
        await eventually(desk.page.lines.more.isVisible)
        before = desk.page.reader.trail.size
        assert before < 1500
        desk.page.lines.more.click()
        await eventually(lambda: desk.page.reader.trail.size > before and not desk.page.reader.busy)
        assert "None of the lines that were read" in desk.page.nothing.text
        desk.page.nothing.button.click()
        assert desk.page.filters.search.text() == ""
        await eventually(lambda: len(desk.shown) >= before)

    tell(story)


def test_the_keyboard_goes_from_the_search_to_the_lines(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(5), entry(4)]}
        desk.show()
        await eventually(lambda: desk.shown)
        desk.page.activateWindow()
        desk.page.filters.begin_search()
        QTest.keyClick(desk.page.filters.search, Qt.Key.Key_Down)
        assert desk.page.table.currentIndex().row() == 0

    tell(story)


@pytest.mark.parametrize("by_mouse", [True, False], ids=["by mouse", "by keyboard"])
def test_the_names_there_are_can_be_chosen_from(tell, eventually, by_mouse):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: many(9)}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        field = desk.page.filters.command
        desk.page.activateWindow()
        field.setFocus()
        opens = {
            True: lambda: QTest.mouseClick(field, Qt.MouseButton.LeftButton),
            False: lambda: QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        }[by_mouse]
        opens()
        popup = field.completer().popup()
        await eventually(popup.isVisible)
        assert popup.model().rowCount() == len(field.choices)
        QTest.keyClick(popup, Qt.Key.Key_Down)
        QTest.keyClick(popup, Qt.Key.Key_Return)
        assert field.text() == "Play"
        assert {row.entry.command for row in desk.page.model.rows} == {"play"}

    tell(story)


def test_a_thousand_players_are_read_a_few_at_a_time_without_holding_the_window_up(tell, eventually):
    async def story(desk):
        desk.players = [player(number, f"Player {number}") for number in range(1, 1001)]
        desk.controller.audits = {view.id: many(12) for view in desk.players}
        desk.show()
        longest_s, before_s = 0.0, time.monotonic()
        while desk.page.reader.busy:
            await asyncio.sleep(0)
            now_s = time.monotonic()
            longest_s, before_s = max(longest_s, now_s - before_s), now_s
        await eventually(lambda: len(desk.page.model.rows) >= 10_000)
        assert len({request[0] for request in desk.asked}) == 1000
        # A turn of the loop ends in a few frames on a slow and busy machine.
        assert longest_s < 0.25

    tell(story)


def test_what_is_filtered_is_exported_all_of_it(tell, eventually, tmp_path):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: many(900), BAR.id: [refused(3, name="=cmd")]}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        desk.page.filters.search.setText("restart")
        target = tmp_path / "activity.csv"
        desk.page.export(target)
        await eventually(lambda: desk.notes)
        assert desk.activities[0].ended
        # Spreadsheets know it by that.
        assert target.read_bytes().startswith(codecs.BOM_UTF8)
        with target.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 226
        assert {row["command"] for row in rows} == {"restart"}
        assert "'=cmd" in {row["member"] for row in rows}
        assert desk.notes[0].text == "226 lines of activity written"
        assert [file.name for file in tmp_path.iterdir()] == ["activity.csv"]

    tell(story)


def test_a_filter_that_is_still_on_says_so_and_is_cleared_by_one_click(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: many(5)}
        desk.show()
        await eventually(lambda: len(desk.shown) == 5)
        assert not desk.page.filtered.isVisible()
        desk.page.filters.search.setText("restart")
        desk.page.hide()
        desk.page.show()
        assert desk.page.filtered.isVisible()
        desk.page.filtered.click()
        await eventually(lambda: len(desk.shown) == 5)
        assert not desk.page.filtered.isVisible()

    tell(story)


def test_an_export_that_cannot_be_written_or_is_not_whole_says_so(tell, eventually, tmp_path):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(1)], BAR.id: Unreachable("it does not answer.")}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        desk.page.export(tmp_path / "missing" / "activity.csv")
        await eventually(lambda: desk.notes)
        assert desk.notes[0].text.startswith("Could not be written: ")
        desk.page.export(tmp_path / "activity.csv")
        await eventually(lambda: len(desk.notes) == 2)
        assert "1 player did not answer" in desk.notes[1].text

    tell(story)


def test_a_cancelled_export_leaves_no_file(tell, eventually, tmp_path):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(1)]}
        desk.show()
        await eventually(lambda: desk.shown and not desk.page.reader.busy)
        desk.calls.hold = asyncio.Event()
        desk.page.export(tmp_path / "activity.csv")
        await eventually(lambda: desk.activities)
        desk.activities[0].cancel()
        await eventually(lambda: desk.activities[0].ended)
        assert list(tmp_path.iterdir()) == []
        assert desk.notes == []

    tell(story)


def test_where_to_is_asked_and_the_name_says_what_and_when(tell, eventually):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: [entry(1)]}
        desk.show()
        await eventually(lambda: desk.shown)
        desk.page.filters.export.click()
        dialog = desk.page.findChild(QFileDialog)
        assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        assert dialog.selectedFiles()[0].endswith(".csv")
        dialog.reject()

    tell(story)


@pytest.mark.parametrize("size", [(1100, 700), (600, 400)], ids=["wide", "narrow"])
def test_nothing_reaches_over_the_edge(tell, eventually, size):
    async def story(desk):
        desk.controller.audits = {LOBBY.id: many(50)}
        desk.page.resize(*size)
        desk.show()
        await eventually(lambda: desk.shown)
        inside = desk.page.rect()
        for part in (desk.page.filters.export, desk.page.filters.command, desk.page.filters.search, desk.page.table):
            place = part.mapTo(desk.page, part.rect().bottomRight())
            assert inside.contains(place)

    tell(story)
