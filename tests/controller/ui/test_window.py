import asyncio
from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, offline, player, playing
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import choose, open_menu, scripted_window, toasts
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from footlight_common.discovery import Address
from footlight_common.errors import NothingToPlay
from footlight_common.model.playback import Item
from footlight_common.model.presence import Present
from footlight_common.protocol.commands import Next, Pause, Play
from footlight_common.protocol.events import CommandCompleted, PlaybackSkipped
from footlight_common.security.roles import Role as TeamRole
from footlight_controller.core.changes import Changes, DeviceOffline, FleetEvent
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.models.player_list import Role
from footlight_controller.ui.shell.places import MONITORING
from footlight_controller.ui.words import isolated


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


def figures(page):
    return [card.text for card in (page.total, page.online, page.playing, page.offline)]


def test_figures_connection_and_cards_follow_what_the_controller_says(tell, eventually):
    async def story(window, controller):
        assert figures(window.page) == ["3", "2", "1", "1"]
        assert window.frame.title_bar.connection.word == "Partly connected"
        controller.say(changes_of(player(1), player(2, "Bar")))
        await eventually(lambda: figures(window.page) == ["2", "2", "2", "0"])
        assert window.frame.title_bar.connection.word == "Connected"

    idle = player(2, "Bar", playback=playing(state="paused"))
    tell(story, changes_of(player(1), idle, player(3, "Stage", link=offline())))


def test_without_players_it_says_what_to_do(tell, eventually):
    async def story(window, controller):
        assert window.page.empty.isVisible()
        assert "footlight-player" in window.page.empty.text
        assert "mDNS" in window.page.empty.text
        window.page.empty.button.click()
        assert window.findChild(Question).isVisible()
        controller.say(changes_of(player(1)))
        await eventually(window.page.wall.isVisible)
        controller.say(Changes(removed=frozenset({player(1).id})))
        await eventually(window.page.empty.isVisible)

    tell(story)


def test_warnings_stand_in_a_banner_until_they_are_over(tell, eventually):
    async def story(window, controller):
        assert window.frame.banner.text == "No mDNS.\nThe registry was rescued."
        assert window.frame.banner.isVisible()
        assert "warning above" in window.page.empty.text
        controller.say(Changes())
        await eventually(lambda: not window.frame.banner.isVisible())

    tell(story, Changes(notices=("No mDNS.", "The registry was rescued.")))


def test_the_menu_sends_the_command_to_its_player_and_shows_how_it_ended(tell, eventually):
    async def story(window, controller):
        menu = await open_menu(window, eventually, row=1)
        assert menu.activeAction() is menu.actions()[0]
        choose(menu, "Pause")
        await eventually(lambda: toasts(window) == [("Lobby", "Paused")])
        assert controller.sent == [(player(2).id, Pause())]

    tell(story, changes_of(player(1, "Bar"), player(2, "Lobby")))


def test_who_begins_to_control_is_told_who_does_already_and_others_results_bear_their_name(tell, eventually):
    def completed(**fields):
        event = CommandCompleted(seq=1, at_s=0.0, by="Bar", **fields)
        return FleetEvent(player_id=player(1).id, player_name="Lobby", event=event)

    async def story(window, controller):
        choose(await open_menu(window, eventually), "Pause")
        await eventually(lambda: len(toasts(window)) == 2)
        assert [text for _, text in toasts(window)] == [
            f"{isolated('Bar')} controls it too, from {isolated('Desk 2')}",
            "Paused",
        ]
        denied = completed(command="identify", ok=False, code="role_denied", message="needs operator")
        told = Changes(events=(denied, completed(command="stop", ok=True)), site=site(member(name="Office")))
        controller.say(told)
        await eventually(lambda: len(toasts(window)) == 3)
        assert toasts(window)[-1] == ("Lobby", f"{isolated('Bar')} stopped it")
        assert window.notebook.kept == []

    bar = Present(session="s2", member="m2", name="Bar", role=TeamRole.OPERATOR, controller="Desk 2", commanded_s=1.0)
    tell(story, changes_of(player(1, present=(bar,), session="s1"), site=site(member(name="Office"))))


def test_a_refused_command_says_why(tell, eventually):
    def refuse():
        raise NothingToPlay("there is no next item: the list ends here.")

    async def story(window, controller):
        controller.answer = refuse
        choose(await open_menu(window, eventually), "Next")
        await eventually(lambda: toasts(window) == [("Lobby", "There is no next item: the list ends here.")])
        assert controller.sent == [(player(1).id, Next())]

    tell(story, changes_of(player(1)))


def test_events_become_toasts(tell, eventually):
    async def story(window, controller):
        event = DeviceOffline(at_s=0.0, code="unreachable", reason="No answer for 15 s.")
        told = FleetEvent(player_id=player(1).id, player_name="Lobby", event=event)
        controller.say(changes_of(player(1, link=offline()), events=(told,)))
        await eventually(lambda: toasts(window) == [("Lobby", "No answer for 15 s.")])

    tell(story, changes_of(player(1)))


def test_files_are_chosen_in_a_window_that_blocks_nothing_and_then_played(tell, eventually, tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.touch()

    async def story(window, controller):
        choose(await open_menu(window, eventually), "Play files…")
        dialog = await eventually(lambda: window.findChild(QFileDialog))
        assert dialog.isVisible()
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile(str(clip))
        dialog.accept()
        await eventually(lambda: controller.sent == [(player(1).id, Play(items=(Item(uri=str(clip)),)))])

    tell(story, changes_of(player(1)))


def test_a_url_is_asked_for_and_played(tell, eventually):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Play URL…")
        dialog = await eventually(lambda: window.findChild(Question))
        QTest.keyClicks(dialog.field, "clip.mp4")
        dialog.confirm.click()
        await eventually(lambda: "no URL" in dialog.error.text())
        dialog.field.setText("https://example.org/clip.mp4")
        dialog.confirm.click()
        play = Play(items=(Item(uri="https://example.org/clip.mp4"),))
        await eventually(lambda: controller.sent == [(player(1).id, play)])

    tell(story, changes_of(player(1)))


def test_files_dropped_on_a_card_are_played_there(tell, eventually):
    async def story(window, controller):
        window.page.wall.files_dropped.emit(window.model.index(0, 0), [QUrl.fromLocalFile("/media/a.mp4")])
        await eventually(lambda: controller.sent == [(player(1).id, Play(items=(Item(uri="/media/a.mp4"),)))])

    tell(story, changes_of(player(1)))


def test_a_player_is_added_by_its_address(tell, eventually):
    async def story(window, controller):
        controller.welcome = player(9, "Terrace")
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        window.frame.title_bar.add.click()
        dialog = await eventually(lambda: window.findChild(Question))
        QTest.keyClicks(dialog.field, "terrace.local")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await eventually(lambda: toasts(window) == [("Terrace", "Added")])
        assert controller.added == [Address(host="terrace.local")]

    tell(story, changes_of(player(1)))


def test_a_playlist_that_was_taken_is_told_by_what_the_player_does_with_it(tell, eventually):
    async def story(window, controller):
        window.page.wall.files_dropped.emit(window.model.index(0, 0), [QUrl.fromLocalFile("/media/text.mp4")])
        await eventually(lambda: controller.sent)
        item = Item(uri="/media/text.mp4")
        skipped = PlaybackSkipped(seq=1, at_s=0.0, item=item, index=0, code="media_unplayable", message="no picture.")
        done = CommandCompleted(seq=2, at_s=0.0, command="play", by="desk", ok=True)
        told = tuple(FleetEvent(player_id=player(1).id, player_name="Lobby", event=event) for event in (done, skipped))
        controller.say(Changes(events=told))
        await eventually(lambda: toasts(window) == [("Lobby", "Skipped text.mp4: no picture.")])

    tell(story, changes_of(player(1)))


def test_the_address_is_copied_and_escape_takes_toasts_away(tell, eventually):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Copy address")
        assert QApplication.clipboard().text() == "127.0.0.1:8471"
        assert toasts(window) == [("Lobby", "Copied 127.0.0.1:8471")]
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert toasts(window) == []

    tell(story, changes_of(player(1)))


def test_a_command_for_a_player_that_vanished_meanwhile_says_so(tell, eventually):
    async def story(window, controller):
        menu = await open_menu(window, eventually)
        controller.hold = asyncio.Event()
        choose(menu, "Pause")
        await eventually(lambda: controller.sent)
        controller.say(Changes(removed=frozenset({player(1).id})))
        await eventually(lambda: window.model.rowCount() == 0)
        controller.loop.call_soon_threadsafe(controller.hold.set)
        await eventually(lambda: toasts(window) == [("Lobby", "Paused")])

    tell(story, changes_of(player(1)))


def test_everything_has_a_name_for_a_screen_reader(tell):
    async def story(window, controller):
        assert window.page.wall.accessibleName() == "Players"
        assert window.page.playing.accessibleName() == "Playing: 1"
        assert window.frame.title_bar.connection.accessibleName() == "Connection: Connected"
        assert window.frame.title_bar.add.text() == "Add player"
        assert window.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Lobby, Foyer, Playing")

    tell(story, changes_of(player(1)))


def test_who_is_found_waits_on_discovered_until_somebody_adds_him(tell, eventually):
    address = Address(host="127.0.0.1", port=8470)
    terrace = DiscoveredPlayer(id="f" * 16, name="Terrace", addresses=(address,), protocol=1, first_seen_s=0.0)
    terrace = replace(terrace, claimed=True, site=site().id)

    async def story(window, controller):
        controller.welcome = player(1)
        entry = window.frame.side_bar.buttons["discovered"]
        controller.say(Changes(discovered=(terrace,)))
        await eventually(lambda: entry.count == 1)
        assert toasts(window) == [("Terrace", "Found on this network. Add it on the page Discovered.")]
        entry.click()
        (card,) = window.discovered.cards.cards
        card.add.click()
        await eventually(lambda: ("Terrace", "Added") in toasts(window))
        assert ("adopt", terrace.id) in controller.asked
        controller.say(Changes())
        await eventually(lambda: entry.count == 0)

    tell(story)


def test_a_note_in_the_notification_centre_leads_to_the_card(tell, eventually):
    async def story(window, controller):
        event = DeviceOffline(at_s=0.0, code="unreachable", reason="No answer for 15 s.")
        told = FleetEvent(player_id=player(2).id, player_name="Bar", event=event)
        controller.say(changes_of(player(2, "Bar", link=offline()), events=(told,)))
        await eventually(lambda: window.frame.title_bar.bell.count == 1)
        window.frame.open_page("settings")
        window.frame.title_bar.bell.click()
        QTest.keyClick(window.frame.centre.list, Qt.Key.Key_Return)
        assert window.frame.open_key == "monitoring"
        assert window.page.wall.currentIndex() == window.page.arranged.index_of(player(2).id)
        assert window.frame.title_bar.bell.count == 0

    tell(story, changes_of(player(1), player(2, "Bar")))


def test_a_note_about_a_player_that_is_gone_says_so(tell):
    async def story(window, controller):
        window.show_player("f" * 16)
        assert toasts(window) == [("Footlight", "This player is not in the list any more.")]

    tell(story, changes_of(player(1)))


def test_enter_opens_the_page_of_a_player_and_back_leads_to_its_card(tell, eventually):
    async def story(window, controller):
        window.page.wall.setCurrentIndex(window.page.wall.model().index(1, 0))
        QTest.keyClick(window.page.wall, Qt.Key.Key_Return)
        assert window.frame.stack.currentWidget() is window.player
        assert window.player.view.name == "Lobby"
        assert window.frame.open_key == MONITORING
        window.player.back.emit()
        assert window.frame.stack.currentWidget() is window.page
        assert window.page.wall.currentIndex().data(Role.NAME) == "Lobby"

    tell(story, changes_of(player(1, "Bar"), player(2, "Lobby")))


def test_the_entry_of_the_side_bar_leads_back_from_a_player_too(tell):
    async def story(window, controller):
        window.open_player(player(1).id)
        window.frame.side_bar.buttons[MONITORING].click()
        assert window.frame.stack.currentWidget() is window.page

    tell(story, changes_of(player(1)))


def test_a_player_that_is_not_in_the_list_has_no_page(tell):
    async def story(window, controller):
        window.open_player("0" * 16)
        assert window.frame.stack.currentWidget() is window.page

    tell(story, changes_of(player(1)))


def test_ctrl_k_finds_a_page_and_a_player(tell, eventually):
    async def story(window, controller):
        window.activateWindow()
        for typed, there in (("sett", window.settings), ("bar", window.player)):
            window.quick_bar.open()
            QTest.keyClicks(window.quick_bar.field, typed)
            QTest.keyClick(window.quick_bar.field, Qt.Key.Key_Return)
            await eventually(lambda there=there: window.frame.stack.currentWidget() is there)

    tell(story, changes_of(player(1, "Bar")))


def test_large_cards_in_sight_get_their_pictures(tell, eventually):
    async def story(window, controller):
        window.page.wall.thumbnails_wanted.emit([player(1).id])
        await eventually(lambda: ("screenshot", player(1).id) in [asked[:2] for asked in controller.asked])

    tell(story, changes_of(player(1)))


def test_the_key_that_adds_a_player_works_also_after_the_window_was_narrow(tell, eventually):
    async def story(window, controller):
        for width in (680, 1280):
            window.resize(width, 800)
            await asyncio.sleep(0)
            window.grab()
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        dialog = await eventually(lambda: window.findChild(Question))
        dialog.reject()

    tell(story)
