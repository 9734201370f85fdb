"""What a member may not do cannot be done anywhere in the window, and says why."""

import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import scripted_window, toasts
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragMoveEvent
from PySide6.QtWidgets import QToolTip

from footlight_common.model.playback import Item, Playlist
from footlight_common.protocol.commands import Pause
from footlight_common.protocol.session import Caller
from footlight_common.security.roles import Role
from footlight_controller.ui.player_menu import GroupMenu, PlayerMenu

WHY = "Needs the role operator; yours is viewer in \u2068North hall\u2069"
# Of a menu with entries for several roles.
WHY_NOT_ANY = "Needs the role operator or a higher one; yours is viewer in \u2068North hall\u2069"
SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def as_viewer(in_qt, theme, eventually):
    """Runs `story(window, controller)` for a viewer, over two players that are online."""

    def run(story, *views):
        controller = ScriptedController(changes_of(*(views or (player(1), player(2, "Bar")))))
        controller.site = site(member(role=Role.VIEWER))

        async def around():
            async with scripted_window(theme, controller) as (window, bridge):
                await bridge.start()
                await eventually(window.model.rowCount)
                await story(window, controller)

        in_qt(around())

    return run


def test_the_bar_for_several_players_is_greyed_and_says_why(as_viewer):
    async def story(window, controller):
        choice, bar = window.page.choice.selection, window.page.group_bar
        for row in range(2):
            choice.select(window.page.arranged.index(row, 0), SELECT)
        assert bar.isVisible()
        for button in (bar.play, bar.pause, bar.resume, bar.stop, bar.volume, bar.identify):
            assert (button.isEnabled(), button.toolTip()) == (False, WHY)
        assert [entry.isEnabled() for entry in (bar.move_entry, bar.restart_entry, bar.remove_entry)] == [
            False,
            False,
            True,
        ]

    as_viewer(story)


def test_the_bar_is_there_for_the_players_that_allow_it_and_the_others_refuse(as_viewer, eventually):
    lobby = player(1, member=Caller(id="a" * 16, name="Front office", role=Role.OPERATOR))

    async def story(window, controller):
        choice, bar = window.page.choice.selection, window.page.group_bar
        for row in range(2):
            choice.select(window.page.arranged.index(row, 0), SELECT)
        assert (bar.pause.isEnabled(), bar.restart_entry.isEnabled()) == (True, False)
        bar.pause.click()
        await eventually(lambda: len(controller.sent) == 2)
        assert {action for _, action in controller.sent} == {Pause()}

    as_viewer(story, lobby, player(2, "Bar"))


def test_the_menu_of_several_players_says_why_at_its_end(as_viewer, eventually):
    async def story(window, controller):
        choice = window.page.choice.selection
        for row in range(2):
            choice.select(window.page.arranged.index(row, 0), SELECT)
        window.page._open_group_menu(window.pos(), True)
        menu = await eventually(lambda: next(iter(window.page.findChildren(GroupMenu)), None))
        assert menu.actions()[-1].text() == WHY_NOT_ANY
        assert [entry.text() for entry in menu.actions() if entry.isEnabled() and not entry.isSeparator()] == [
            "Remove…"
        ]
        menu.close()

    as_viewer(story)


def test_the_quick_bar_finds_no_command_and_says_why(as_viewer):
    async def story(window, controller):
        bar = window.quick_bar
        bar.open()
        bar.field.setText("pause lobby")
        assert bar.nothing.isVisible()
        assert bar.nothing.text() == WHY
        bar.field.setText("lobby")
        assert not bar.nothing.isVisible()
        bar.close_bar()

    as_viewer(story)


def test_a_file_is_not_taken_where_it_may_not_be_played(as_viewer):
    async def story(window, controller):
        wall = window.page.wall
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile("/tmp/clip.mp4")])
        place = QPointF(wall.visualRect(wall.model().index(0, 0)).center())
        button, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDragMoveEvent(place.toPoint(), Qt.DropAction.CopyAction, data, button, plain)
        event.accept()
        wall.dragMoveEvent(event)
        assert not event.isAccepted()
        assert QToolTip.text() == WHY
        QToolTip.hideText()

    as_viewer(story)


def test_a_row_of_the_queue_tells_why_it_is_not_played(as_viewer, eventually):
    async def story(window, controller):
        controller.items = Playlist(items=tuple(Item(uri=f"/media/{number}.mp4") for number in range(5)))
        window.open_player(player(1).id)
        await eventually(lambda: window.player.queue.model.rowCount() == 5)
        window.player.queue.list.entered_row.emit(3)
        await eventually(lambda: ("Lobby", WHY) in toasts(window))
        assert controller.sent == []

    as_viewer(story)


def test_the_page_of_a_player_has_the_whole_menu(as_viewer, eventually):
    async def story(window, controller):
        window.open_player(player(1).id)
        window.player.header.buttons.menu.click()
        menu = await eventually(lambda: next(iter(window.findChildren(PlayerMenu)), None))
        assert menu.actions()[-1].text() == WHY_NOT_ANY
        menu.close()

    as_viewer(story)


def test_renaming_by_the_way_of_the_menu_is_refused_too(as_viewer):
    async def story(window, controller):
        window.open_player(player(1).id)
        window.player.rename()
        assert not window.player.header.name.editing

    as_viewer(story)


def test_everything_open_follows_a_new_role_at_once(theme, in_qt, eventually):
    def known_as(number, name, role, roster):
        return player(
            number, name, member=Caller(id="a" * 16, name="Front office", role=role), roster=roster, roster_behind=False
        )

    before = [known_as(1, "Lobby", Role.VIEWER, (1, 3)), known_as(2, "Bar", Role.VIEWER, (1, 3))]
    after = [known_as(1, "Lobby", Role.VIEWER, (1, 4)), known_as(2, "Bar", Role.VIEWER, (1, 4))]
    controller = ScriptedController(changes_of(*before))
    controller.site = site(member(role=Role.VIEWER))

    async def story():
        async with scripted_window(theme, controller) as (window, bridge):
            await bridge.start()
            await eventually(window.model.rowCount)
            for row in range(2):
                window.page.choice.selection.select(window.page.arranged.index(row, 0), SELECT)
            window.open_player(before[0].id)
            window.player.header.buttons.menu_wanted.emit()
            window.page._open_group_menu(window.pos(), True)
            window.quick_bar.open()
            window.quick_bar.field.setText("pause lobby")
            menu, group = window.findChildren(PlayerMenu)[0], window.page.findChildren(GroupMenu)[0]

            def able(menu, word):
                return next(entry.isEnabled() for entry in menu.actions() if entry.text() == word)

            def allowed():
                return [
                    window.player.transport.play.isEnabled(),
                    window.player.header.buttons.restart.isEnabled(),
                    able(menu, "Pause"),
                    able(menu, "Restart…"),
                    able(group, "Restart…"),
                    window.page.group_bar.pause.isEnabled(),
                    bool(window.quick_bar.found),
                ]

            assert allowed() == [False] * 7
            controller.say(changes_of(*after, site=site(member(role=Role.ADMIN), version=4)))
            await eventually(lambda: allowed() == [True] * 7)
            controller.say(changes_of(*before, site=site(member(role=Role.VIEWER), version=3)))
            await eventually(lambda: allowed() == [False] * 7)
            window.quick_bar.close_bar()
            menu.close()
            group.close()

    in_qt(story())
