"""The page of a player by keyboard alone, on a real player."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question

Key = Qt.Key


@pytest.fixture
def lobby(make_screen, by_mdns):
    screen = make_screen("Lobby", area="Foyer", plays=("one", "two", "three"))
    by_mdns.add(screen.id)
    return screen


def dialog(window, kind):
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def open_page(person, window):
    person.sees(lambda: "Playing" in person.reads("Lobby"))
    person.press(Key.Key_Home, Key.Key_Return)
    person.sees(window.player.isVisible)


def use(person, name, key=Key.Key_Space):
    person.tab_to(name)
    person.press(key)


def test_playback_is_controlled(lobby, tell):
    def story(person, window):
        open_page(person, window)
        page, controls = window.player, window.player.transport
        assert person.tab() is page.header.back_button

        use(person, "Pause")
        person.sees(lambda: page.header.status.text() == "Paused")
        assert not lobby.moves
        assert person.focus is controls.play
        person.press(Key.Key_Space)
        person.sees(lambda: lobby.moves)

        use(person, "Next")
        person.sees(lambda: lobby.shows == "two")
        person.tab_to("Previous", back=True)
        person.press(Key.Key_Space)
        person.sees(lambda: lobby.shows == "one")
        person.tab_to("Position", back=True)
        person.press(Key.Key_PageUp, Key.Key_PageUp)
        person.sees(lambda: 60 <= lobby.position_s < 100)

        use(person, "Mute")
        person.sees(lambda: lobby.loudness == (100, True))
        use(person, "Volume", Key.Key_Home)
        person.sees(lambda: lobby.loudness == (0, True))

        person.tab_to("Queue")
        person.press(Key.Key_End, Key.Key_Return)
        person.sees(lambda: lobby.shows == "three")
        assert person.focus is page.queue.list
        person.tab_to("Stop", back=True)
        person.press(Key.Key_Space)
        person.sees(lambda: page.header.status.text() == "Idle")
        assert lobby.view.idle
        assert page.isAncestorOf(person.focus)

        person.press(Key.Key_Left, modifiers=Qt.KeyboardModifier.AltModifier)
        person.sees(window.page.isVisible)
        assert (person.chosen, person.focus) == (["Lobby"], window.page.wall)

    tell(story, lobby)


def test_files_and_a_url_are_played(lobby, tell, tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.touch()

    def story(person, window):
        open_page(person, window)
        use(person, "Play files…")
        person.sees(lambda: dialog(window, QFileDialog))
        person.write(str(clip))
        person.press(Key.Key_Return)
        person.sees(lambda: dialog(window, QFileDialog) is None)
        person.sees(lambda: lobby.shows == "clip.mp4")
        person.sees(lambda: person.focus is window.player.transport.files)

        use(person, "Play URL…")
        person.sees(lambda: dialog(window, Question))
        person.write("https://example.org/next.mp4")
        person.press(Key.Key_Return)
        person.sees(lambda: lobby.shows == "next.mp4")
        person.sees(lambda: person.focus is window.player.transport.url)

    tell(story, lobby)


def test_it_is_renamed_moved_identified_and_restarted(lobby, tell):
    def story(person, window):
        open_page(person, window)
        header = window.player.header
        use(person, "Change the name")
        assert person.focus is header.name.field
        person.write("Nobody")
        person.press(Key.Key_Escape)
        assert (person.focus, header.name.shown.whole) == (header.name.pencil, "Lobby")
        person.press(Key.Key_Space)
        person.write("Entrance")
        person.press(Key.Key_Return)
        person.sees(lambda: header.name.shown.whole == "Entrance")
        assert lobby.view.name == "Entrance"
        person.sees(lambda: person.focus is header.name.pencil)

        use(person, "Change the area")
        person.write("Ground floor")
        use(person, "Save")
        person.sees(lambda: header.area.shown.whole == "Ground floor")
        assert lobby.view.area == "Ground floor"

        use(person, "Identify")
        person.sees(lambda: lobby.view.identifying)

        use(person, "Restart…")
        person.sees(lambda: dialog(window, Confirmation))
        person.press(Key.Key_Return)
        person.sees(lambda: dialog(window, Confirmation) is None)
        assert lobby.starts == 1
        person.sees(lambda: person.focus is header.buttons.restart)
        person.press(Key.Key_Space)
        person.sees(lambda: dialog(window, Confirmation))
        use(person, "Restart")
        person.sees(lambda: lobby.starts == 2)
        person.sees(lambda: header.status.text() == "Playing")
        person.sees(lambda: window.player.isAncestorOf(person.focus))

    tell(story, lobby)


def test_the_keyboard_stays_on_the_page_of_a_player_that_vanishes(lobby, tell):
    def story(person, window):
        open_page(person, window)
        page = window.player
        person.tab_to("Pause")
        lobby.switch_off()
        person.sees(lambda: page.header.status.text() == "Offline")
        assert page.isAncestorOf(person.focus)
        lobby.switch_on()
        person.sees(lambda: page.header.status.text() == "Playing")
        person.tab_to("Pause")

        lobby.switch_off()
        person.sees(page.header.buttons.remove.isVisible)
        use(person, "Remove…")
        person.sees(lambda: dialog(window, Confirmation))
        use(person, "Remove")
        person.sees(page.gone.isVisible)
        person.sees(lambda: person.focus is page.gone.button)
        person.press(Key.Key_Space)
        person.sees(window.page.empty.isVisible)
        person.sees(lambda: window.page.isAncestorOf(person.focus))

    tell(story, lobby)
