"""The Settings page by mouse and by keyboard, and what each setting really does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSystemTrayIcon

from footlight_controller.ui.dialogs.licences import Licences
from footlight_controller.ui.shell import tray
from footlight_controller.ui.shell.places import SETTINGS
from footlight_controller.ui.theme.theme import Appearance

Key = Qt.Key


@pytest.fixture
def told(monkeypatch):
    """The desktop has a tray, and these are the messages that it was given."""
    messages = []
    monkeypatch.setattr(tray.QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(tray.QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, text, *rest: messages.append((title, text)))
    return messages


def is_dark(window):
    return window.palette().color(QPalette.ColorRole.Window).lightness() < 128


def licences(window):
    return next((each for each in window.findChildren(Licences) if each.isVisible()), None)


def test_colours_and_licences_by_mouse(tell):
    def story(person, window):
        person.click(window.frame.side_bar.buttons[SETTINGS])
        page = window.settings
        person.click(page.appearance[Appearance.LIGHT])
        person.sees(lambda: not is_dark(window))
        person.click(page.appearance[Appearance.DARK])
        person.sees(lambda: is_dark(window))
        person.click(page.licences)
        person.sees(lambda: licences(window))
        person.press(Key.Key_Escape)
        person.sees(lambda: licences(window) is None)

    def later(person, window):
        assert (window.frame.open_key, window.settings.appearance[Appearance.DARK].isChecked()) == (SETTINGS, True)
        assert is_dark(window)

    tell(story)
    tell(later)


def test_colours_and_licences_by_keyboard(tell):
    def story(person, window):
        person.ctrl(Key.Key_8)
        page = window.settings
        assert person.focus is window.site.section.backup
        person.tab_to("System")
        person.press(Key.Key_Right, Key.Key_Space)
        person.sees(lambda: not is_dark(window))
        person.press(Key.Key_Right, Key.Key_Space)
        person.sees(lambda: is_dark(window))
        person.tab_to("Licences…")
        person.press(Key.Key_Space)
        person.sees(lambda: licences(window))
        person.press(Key.Key_Escape)
        person.sees(lambda: person.focus is page.licences)

    tell(story)


@pytest.mark.parametrize("by_mouse", [True, False], ids=["by mouse", "by keyboard"])
def test_players_that_are_found_are_added_by_themselves_once_that_is_set(make_screen, by_mdns, tell, by_mouse):
    lobby, bar = make_screen("Lobby", plays=("one",)), make_screen("Bar")
    by_mdns.add(lobby.id)

    def story(person, window):
        turn_on = {
            True: lambda: person.click(window.settings.automatic),
            False: lambda: (
                person.tab_to("Add players of this site by themselves when they are found"),
                person.press(Key.Key_Space),
            ),
        }[by_mouse]
        person.sees(lambda: window.discovered.waiting == 1)
        person.ctrl(Key.Key_8)
        turn_on()
        assert window.settings.automatic.isChecked()
        person.sees(lambda: person.cards == ["Lobby"])
        person.sees(lambda: window.discovered.waiting == 0)

    def later(person, window):
        by_mdns.add(bar.id)
        bar.switch_on()
        person.sees(lambda: person.cards == ["Bar", "Lobby"])

    tell(story)
    bar.switch_off()
    tell(later, lobby)


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_the_desktop_tells_what_is_wrong_while_the_window_is_in_the_tray_unless_told_not_to(make_screen, tell, told):
    lobby, bar = make_screen("Lobby"), make_screen("Bar")

    def story(person, window):
        person.click(window.frame.side_bar.buttons[SETTINGS])
        assert window.settings.desktop_notes.isChecked()
        person.click(window.settings.keeps_running)
        person.close_window()
        person.sees(lambda: not window.isVisible())
        lobby.switch_off()
        person.sees(lambda: told == [("Lobby", "The player was closed.")])

        window.tray.window_wanted.emit()
        person.sees(window.isVisible)
        person.click(window.settings.desktop_notes)
        person.close_window()
        bar.switch_off()
        person.sees(lambda: window.page.online.text == "0")
        assert len(told) == 1

    tell(story, lobby, bar)
