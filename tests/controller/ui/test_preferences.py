import pytest
from PySide6.QtCore import QByteArray

from footlight_controller.ui.settings.preferences import Preferences
from footlight_controller.ui.theme.theme import Appearance


def test_the_first_run_follows_the_system_and_adds_nobody(qapp, tmp_path):
    for preferences in (Preferences(), Preferences(tmp_path / "window.ini")):
        assert preferences.appearance is Appearance.SYSTEM
        assert (preferences.automatic, preferences.desktop_notes, preferences.keeps_running) == (False, True, False)
        assert (preferences.geometry, preferences.page, preferences.arranging) == (None, "", {})


def test_everything_is_there_in_the_next_run(qapp, tmp_path, qtbot):
    preferences = Preferences(tmp_path / "window.ini")
    with qtbot.waitSignal(preferences.changed):
        preferences.set_appearance(Appearance.LIGHT)
    preferences.set_automatic(True)
    preferences.set_desktop_notes(False)
    preferences.keep_window(QByteArray(b"abc"), "settings", {"sort": "name"})
    again = Preferences(tmp_path / "window.ini")
    assert again.appearance is Appearance.LIGHT
    assert (again.automatic, again.desktop_notes, again.keeps_running) == (True, False, False)
    assert (again.geometry, again.page, again.arranging) == (QByteArray(b"abc"), "settings", {"sort": "name"})


@pytest.mark.parametrize("content", ["[window]\nappearance=pink\n[players]\nautomatic=perhaps\n", "\0\0garbage"])
def test_what_cannot_be_understood_counts_as_not_set(qapp, tmp_path, content):
    (tmp_path / "window.ini").write_text(content)
    preferences = Preferences(tmp_path / "window.ini")
    assert preferences.appearance is Appearance.SYSTEM
    assert preferences.automatic is False
