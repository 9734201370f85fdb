"""The quick bar: to a player, to a page, and commands, on real players."""

from PySide6.QtCore import Qt

Key = Qt.Key


def test_by_keyboard_it_finds_players_and_pages_and_runs_commands(four, tell):
    lobby = four[2]

    def story(person, window):
        bar = window.quick_bar
        person.sees(lambda: window.page.playing.text == "3")
        before = person.focus
        person.ctrl(Key.Key_K)
        assert person.focus is bar.field
        person.press(Key.Key_Tab)
        assert person.focus is bar.field
        person.write("pause lob")
        assert bar.chosen.title == "Pause Lobby"
        person.press(Key.Key_Return)
        person.sees(lambda: not lobby.moves)
        person.sees(lambda: ("Lobby", "Paused") in person.toasts)
        assert (bar.isVisible(), person.focus) == (False, before)

        person.ctrl(Key.Key_K)
        person.write("volume 30 lobby")
        person.press(Key.Key_Return)
        person.sees(lambda: lobby.loudness == (30, False))

        person.ctrl(Key.Key_K)
        person.write("stage")
        person.press(Key.Key_Return)
        person.sees(window.player.isVisible)
        assert window.player.view.name == "Stage"

        person.ctrl(Key.Key_K)
        person.write("sett")
        person.press(Key.Key_Return)
        person.sees(window.settings.isVisible)
        assert window.settings.isAncestorOf(person.focus)

        person.ctrl(Key.Key_K)
        person.write("nobody")
        assert bar.nothing.isVisible()
        person.press(Key.Key_Escape)
        assert not bar.isVisible()
        assert window.settings.isAncestorOf(person.focus)

    tell(story, *four)


def test_by_mouse_what_was_found_is_clicked_and_a_click_beside_it_closes(four, tell):
    stage = four[3]

    def story(person, window):
        bar = window.quick_bar
        person.sees(lambda: window.page.playing.text == "3")
        person.ctrl(Key.Key_K)
        person.click(bar, bar.rect().bottomLeft())
        assert not bar.isVisible()

        person.ctrl(Key.Key_K)
        person.write("stop")
        titles = [entry.title for entry in bar.found]
        person.click_item(bar.list, bar.list.model().index(titles.index("Stop Stage"), 0))
        person.sees(lambda: stage.shows == "")
        person.sees(lambda: "Idle" in person.reads("Stage"))

    tell(story, *four)
