"""What the window asks before it is done, and what is added and removed."""

import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import site
from controller.ui.scripted_window import choose, open_menu, scripted_window, toasts
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.discovery import Address
from footlight_common.protocol.commands import Restart, Stop
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.player_menu import PlayerMenu


@pytest.fixture
def tell(in_qt, theme, eventually):
    """Runs `story(window, controller)` with a window over a bridge over a scripted controller."""

    def run(story, first=None):
        controller = ScriptedController(first)

        async def with_window():
            async with scripted_window(theme, controller) as (window, bridge):
                await bridge.start()
                count = len(controller.first.players)
                await eventually(lambda: window.model.rowCount() == count)
                await story(window, controller)

        in_qt(with_window())

    return run


def test_an_offline_player_is_removed(tell, eventually):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Remove…")
        dialog = await eventually(lambda: window.findChild(Confirmation))
        assert dialog.windowTitle() == "Remove \u2068Lobby\u2069?"
        assert controller.removed == []
        dialog.confirm.click()
        await eventually(lambda: controller.removed == [player(1).id])
        await eventually(lambda: window.toasts.shown)

    tell(story, changes_of(player(1, link=offline())))


def test_several_are_removed_by_the_delete_key_after_one_question(tell, eventually):
    async def story(window, controller):
        window.page.wall.selectAll()
        QTest.keyClick(window.page.wall, Qt.Key.Key_Delete)
        dialog = await eventually(lambda: window.findChild(Confirmation))
        assert dialog.windowTitle() == "Remove 3 players?"
        dialog.confirm.click()
        await eventually(lambda: len(controller.removed) == 3)
        await eventually(lambda: [title for title, _ in toasts(window)] == ["3 players removed"])

    tell(story, changes_of(player(1), player(2, "Bar"), player(3, "Stage", link=offline())))


def test_several_are_stopped_after_a_question_only(tell, eventually):
    async def story(window, controller):
        window.page.wall.selectAll()
        await eventually(window.page.group_bar.isVisible)
        window.page.group_bar.stop.click()
        dialog = await eventually(lambda: window.findChild(Confirmation))
        assert controller.sent == []
        dialog.confirm.click()
        await eventually(lambda: dict(controller.sent) == {player(1).id: Stop(), player(2).id: Stop()})

    tell(story, changes_of(player(1), player(2, "Bar")))


def test_the_menu_opens_the_player_and_renames_and_restarts_it(tell, eventually):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Open")
        assert window.frame.stack.currentWidget() is window.player
        window.player.back.emit()
        await eventually(lambda: window.findChild(PlayerMenu) is None)
        choose(await open_menu(window, eventually), "Rename…")
        name = window.player.header.name
        assert name.editing
        QTest.keyClicks(name.field, "Terrace")
        QTest.keyClick(name.field, Qt.Key.Key_Return)
        await eventually(lambda: toasts(window) == [("Terrace", "Name changed")])
        window.player.back.emit()
        await eventually(lambda: window.findChild(PlayerMenu) is None)
        choose(await open_menu(window, eventually), "Restart…")
        window.findChild(Confirmation).confirm.click()
        await eventually(lambda: controller.sent[1:] == [(player(1).id, Restart())])
        assert window.frame.stack.currentWidget() is window.page

    tell(story, changes_of(player(1)))


def test_a_player_that_is_added_again_is_told_as_there(tell, eventually):
    async def story(window, controller):
        controller.welcome = player(1)
        window.ask_address()
        dialog = await eventually(lambda: window.findChild(Question))
        QTest.keyClicks(dialog.field, "127.0.0.1:8471")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await eventually(lambda: toasts(window) == [("Lobby", "It is in the list already")])

    tell(story, changes_of(player(1)))


def test_many_finds_are_added_after_a_question_and_found_in_the_quick_bar(tell, eventually):
    address = Address(host="127.0.0.1", port=8470)
    finds = tuple(
        DiscoveredPlayer(
            id=f"{number:016x}",
            name=f"Hall {number}",
            addresses=(address,),
            protocol=1,
            claimed=True,
            site=site().id,
            first_seen_s=0.0,
        )
        for number in range(60)
    )

    async def story(window, controller):
        controller.welcome = player(1)
        controller.say(Changes(discovered=finds))
        await eventually(lambda: window.discovered.waiting == 60)
        assert "Add all of" in window.page.empty.instead.text()
        window.quick_bar.open()
        QTest.keyClicks(window.quick_bar.field, "hall 55")
        QTest.keyClick(window.quick_bar.field, Qt.Key.Key_Return)
        assert window.frame.open_key == "discovered"
        assert [card.player.name for card in window.discovered.cards.cards] == ["Hall 55"]
        window.discovered.search.clear()
        window.discovered.add_all.click()
        dialog = await eventually(lambda: window.findChild(Confirmation))
        assert dialog.windowTitle() == "Add 60 players?"
        assert controller.asked == []
        dialog.confirm.click()
        await eventually(lambda: len(controller.asked) == 60)

    tell(story)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_player_is_not_removed_by_escape_or_by_a_key_held_too_long(tell, eventually, key):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Remove…")
        dialog = await eventually(lambda: window.findChild(Confirmation))
        QTest.keyClick(dialog, key)
        await eventually(lambda: window.findChild(Confirmation) is None)
        assert controller.removed == []

    tell(story, changes_of(player(1, link=offline())))
