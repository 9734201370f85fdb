"""The bell and what is behind it, by mouse and by keyboard, on real players."""

import pytest
from PySide6.QtCore import Qt

from footlight_controller.ui.shell.places import SETTINGS

Key = Qt.Key


@pytest.fixture
def two(make_screen):
    return make_screen("Lobby", plays=("one",)), make_screen("Bar")


def lose(bar, person, window):
    bar.switch_off()
    person.sees(lambda: window.frame.title_bar.bell.count == 1)
    person.sees(lambda: ("Bar", "The player was closed.") in person.toasts)


def test_a_note_leads_to_its_player_and_all_are_cleared_by_mouse(two, tell):
    lobby, bar = two

    def story(person, window):
        centre, bell = window.frame.centre, window.frame.title_bar.bell
        lose(bar, person, window)
        person.click(window.frame.side_bar.buttons[SETTINGS])
        person.click(bell)
        person.sees(centre.isVisible)
        assert (bell.count, person.cards) == (0, ["Bar", "Lobby"])
        person.click_item(centre.list, centre.list.model().index(0, 0))
        person.sees(window.page.isVisible)
        assert (person.chosen, centre.isVisible()) == (["Bar"], False)

        person.click(bell)
        person.click(centre.clear)
        assert window.notebook.kept == []
        person.click(bell)
        assert not centre.isVisible()

    tell(story, lobby, bar)


def test_a_note_leads_to_its_player_and_all_are_cleared_by_keyboard(two, tell):
    lobby, bar = two

    def story(person, window):
        centre = window.frame.centre
        lose(bar, person, window)
        person.ctrl(Key.Key_8)
        before = person.focus
        person.ctrl(Key.Key_B)
        assert person.focus is centre.list
        person.press(Key.Key_Escape)
        assert (centre.isVisible(), person.focus) == (False, before)

        person.ctrl(Key.Key_B)
        person.press(Key.Key_Return)
        person.sees(window.page.isVisible)
        assert (person.chosen, person.focus, centre.isVisible()) == (["Bar"], window.page.wall, False)

        person.ctrl(Key.Key_B)
        person.tab_to("Clear all", back=True)
        person.press(Key.Key_Space)
        assert window.notebook.kept == []
        assert centre.isAncestorOf(person.focus)
        person.press(Key.Key_Escape)
        assert person.focus is window.page.wall

    tell(story, lobby, bar)


def test_notes_are_there_in_the_next_run(two, tell):
    lobby, bar = two

    def first(person, window):
        lose(bar, person, window)

    def second(person, window):
        centre = window.frame.centre
        # It went, and it is back.
        person.sees(lambda: window.frame.title_bar.bell.count == 2)
        person.ctrl(Key.Key_B)
        person.press(Key.Key_Down)
        assert centre.list.currentIndex().data() == "Bar"
        person.press(Key.Key_Return)
        assert person.chosen == ["Bar"]

    tell(first, lobby, bar)
    bar.switch_on()
    tell(second, lobby, bar)
