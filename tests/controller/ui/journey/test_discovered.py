"""From a player that announces itself to one of ours, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt

from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING
from footlight_controller.ui.words import isolated


@pytest.fixture
def two_found(make_screen, by_mdns):
    lobby = make_screen("Lobby", area="Foyer", plays=("one", "two"))
    bar = make_screen("Bar")
    by_mdns.update((lobby.id, bar.id))
    return lobby, bar


def test_finds_are_looked_at_ignored_shown_again_and_added_by_mouse(two_found, tell):
    lobby, bar = two_found

    def story(person, window):
        page, entries = window.discovered, window.frame.side_bar.buttons

        def find(name):
            return next(card for card in page.cards.cards if card.player.name == name)

        def finds():
            return sorted(card.player.name for card in page.cards.cards)

        person.sees(lambda: entries[DISCOVERED].count == 2)
        person.click(entries[DISCOVERED])
        person.sees(lambda: finds() == ["Bar", "Lobby"])

        person.click(find("Lobby").identify)
        person.sees(lambda: lobby.view.identifying)
        person.sees(lambda: ("Lobby", "Shows its name on its screen") in person.toasts)
        assert not bar.view.identifying

        person.click(find("Bar").ignore)
        person.sees(lambda: finds() == ["Lobby"])
        person.sees(lambda: entries[DISCOVERED].count == 1)
        person.click(page.ignored.fold)
        person.sees(lambda: len(page.ignored.buttons) == 1)
        person.click(page.ignored.buttons[0])
        person.sees(lambda: finds() == ["Bar", "Lobby"])

        person.click(find("Lobby").add)
        person.sees(lambda: finds() == ["Bar"])
        person.click(entries[MONITORING])
        person.sees(lambda: person.cards == ["Lobby"])
        person.sees(lambda: person.reads("Lobby").startswith("Lobby, Foyer, Playing"))
        assert lobby.shows == "one"

    tell(story)


def test_finds_are_looked_at_ignored_shown_again_and_added_by_keyboard(two_found, tell):
    lobby, bar = two_found

    def story(person, window):
        page, entry = window.discovered, window.frame.side_bar.buttons[DISCOVERED]

        def find(name, what):
            return person.tab_to(f"{what} {isolated(name)}")

        def finds():
            return sorted(card.player.name for card in page.cards.cards)

        person.sees(lambda: entry.count == 2)
        person.ctrl(Qt.Key.Key_2)
        person.sees(page.isVisible)
        assert page.isAncestorOf(person.focus)
        person.sees(lambda: finds() == ["Bar", "Lobby"])

        find("Bar", "Identify")
        person.press(Qt.Key.Key_Space)
        person.sees(lambda: bar.view.identifying)
        person.sees(lambda: person.focus.accessibleName() == f"Identify {isolated('Bar')}")

        find("Bar", "Ignore")
        person.press(Qt.Key.Key_Space)
        person.sees(lambda: finds() == ["Lobby"])
        assert page.isAncestorOf(person.focus)

        person.tab_to("Ignored (1)")
        person.press(Qt.Key.Key_Space)
        person.tab_to(f"Show {isolated('Bar')} again")
        person.press(Qt.Key.Key_Space)
        person.sees(lambda: finds() == ["Bar", "Lobby"])
        assert page.isAncestorOf(person.focus)

        find("Lobby", "Add")
        person.press(Qt.Key.Key_Space)
        person.sees(lambda: finds() == ["Bar"])
        assert page.isAncestorOf(person.focus)
        person.ctrl(Qt.Key.Key_1)
        person.sees(lambda: person.cards == ["Lobby"])
        assert person.focus is window.page.wall
        assert lobby.shows == "one"

    tell(story)


def test_the_last_find_that_is_added_leaves_the_keyboard_on_the_page(make_screen, by_mdns, tell):
    lobby = make_screen("Lobby")
    by_mdns.add(lobby.id)

    def story(person, window):
        person.sees(lambda: window.discovered.waiting == 1)
        person.ctrl(Qt.Key.Key_2)
        person.sees(window.discovered.isVisible)
        person.tab_to(f"Add {isolated('Lobby')}")
        person.press(Qt.Key.Key_Space)
        person.sees(window.discovered.empty.isVisible)
        assert person.focus is window.discovered.empty.button

    tell(story)


def dialog(window):
    return next((each for each in window.findChildren(Question) if each.isVisible()), None)


def test_a_player_is_added_by_its_address_by_mouse(make_screen, tell, qtbot):
    lobby = make_screen("Lobby", plays=("one",))
    qtbot.waitUntil(lambda: bool(lobby.view.addresses))

    def story(person, window):
        person.click(window.frame.title_bar.add)
        person.sees(lambda: dialog(window))
        question = dialog(window)
        person.click(question.field)
        person.write("no address!")
        person.click(question.confirm)
        person.sees(question.error.isVisible)
        person.write(lobby.address)
        person.click(question.confirm)
        person.sees(lambda: dialog(window) is None)
        person.sees(lambda: person.cards == ["Lobby"])
        person.sees(lambda: person.reads("Lobby").startswith("Lobby, Playing"))

    tell(story)


def test_a_player_is_added_by_its_address_by_keyboard_and_the_keys_are_back_where_they_were(make_screen, tell, qtbot):
    lobby = make_screen("Lobby", plays=("one",))
    qtbot.waitUntil(lambda: bool(lobby.view.addresses))

    def story(person, window):
        before = person.focus
        assert before is window.page.empty.button
        person.ctrl(Qt.Key.Key_N)
        person.sees(lambda: dialog(window))
        person.write("x")
        person.press(Qt.Key.Key_Escape)
        person.sees(lambda: dialog(window) is None)
        person.sees(lambda: person.focus is before)

        person.press(Qt.Key.Key_Space)
        person.sees(lambda: dialog(window))
        person.write(lobby.address)
        person.press(Qt.Key.Key_Return)
        person.sees(lambda: person.cards == ["Lobby"])
        person.sees(lambda: person.focus is window.page.wall)

    tell(story)
