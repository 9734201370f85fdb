import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_controller.ui.dialogs.licences import Licences, licences
from footlight_controller.ui.settings.page import SettingsPage
from footlight_controller.ui.settings.preferences import Preferences
from footlight_controller.ui.theme.theme import Appearance


@pytest.fixture
def preferences(qapp):
    return Preferences()


@pytest.fixture
def page(theme, preferences, qtbot):
    page = SettingsPage(theme, preferences, tray=True)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def test_switches_act_at_once_by_mouse_and_by_keyboard(page, preferences):
    QTest.mouseClick(page.automatic, Qt.MouseButton.LeftButton)
    assert preferences.automatic
    page.desktop_notes.setFocus()
    QTest.keyClick(page.desktop_notes, Qt.Key.Key_Space)
    assert not preferences.desktop_notes
    page.grab()


def test_one_appearance_is_chosen(page, preferences):
    assert page.appearance[Appearance.SYSTEM].isChecked()
    page.appearance[Appearance.LIGHT].click()
    assert preferences.appearance is Appearance.LIGHT
    assert not page.appearance[Appearance.SYSTEM].isChecked()


def test_every_control_has_a_name_for_a_screen_reader(page):
    assert page.automatic.accessibleName() == "Add players of this site by themselves when they are found"
    assert page.keeps_running.accessibleDescription()


def test_without_a_tray_it_says_where_one_is_told_instead(theme, preferences, qtbot):
    page = SettingsPage(theme, preferences, tray=False)
    qtbot.addWidget(page)
    page.show()
    assert not page.desktop_notes.isVisible()


def test_the_licences_of_what_it_is_made_with_can_be_read(page):
    text = licences()
    assert "footlight-controller" in text
    assert "MIT License" in text
    assert "zeroconf" in text
    page.licences.click()
    dialog = page.findChild(Licences)
    assert "zeroconf" in dialog.text.toPlainText()
    dialog.accept()
