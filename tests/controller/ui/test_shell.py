import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from footlight_common.clock import ManualClock
from footlight_controller.core.changes import Changes, ConnectionState
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.shell import tray as tray_module
from footlight_controller.ui.shell.frame import Frame
from footlight_controller.ui.shell.notebook import Notebook
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING, SETTINGS
from footlight_controller.ui.shell.tray import Tray


def note(subject="Lobby", **fields):
    fields = {"topic": "offline", "subject_id": subject, "text": "No answer.", "together": "{} players", **fields}
    return Note(subject=subject, level=Level.CAUTION, **fields)


@pytest.fixture
def notebook(qapp):
    return Notebook(ManualClock())


@pytest.fixture
def frame(theme, notebook, qtbot):
    frame = Frame(theme, ManualClock(), notebook)
    qtbot.addWidget(frame)
    for key in (MONITORING, DISCOVERED, SETTINGS):
        frame.add_page(key, QWidget())
    frame.open_page(MONITORING)
    frame.resize(1280, 800)
    frame.show()
    return frame


def test_a_page_opens_by_mouse_and_by_its_keys(frame, qtbot):
    QTest.mouseClick(frame.side_bar.buttons[SETTINGS], Qt.MouseButton.LeftButton)
    assert (frame.open_key, frame.title_bar.title) == (SETTINGS, "Settings")
    frame.activateWindow()
    QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: frame.open_key == DISCOVERED)
    assert frame.side_bar.buttons[DISCOVERED].isChecked()
    assert not frame.side_bar.buttons[SETTINGS].isChecked()


def test_a_page_that_is_not_there_changes_nothing(frame):
    frame.open_page("media")
    assert frame.open_key == MONITORING


def test_in_a_narrow_window_the_side_bar_is_only_icons(frame, qtbot):
    wide = frame.side_bar.width()
    frame.resize(680, 480)
    qtbot.waitUntil(lambda: frame.side_bar.width() < wide / 2)
    frame.resize(1280, 800)
    qtbot.waitUntil(lambda: frame.side_bar.width() == wide)


def test_an_entry_says_how_many_wait(frame):
    entry = frame.side_bar.buttons[DISCOVERED]
    entry.show_count(120)
    assert entry.accessibleName() == "Discovered, 120 waiting"
    entry.grab()
    entry.show_count(0)
    assert entry.accessibleName() == "Discovered"


def test_the_bell_counts_until_the_notes_were_read(frame, notebook):
    notebook.take([note(), note("Bar")])
    bell = frame.title_bar.bell
    assert bell.count == 2
    assert bell.accessibleName() == "Notifications, 2 unread"
    QTest.mouseClick(bell, Qt.MouseButton.LeftButton)
    assert frame.centre.isVisible()
    assert bell.count == 0
    notebook.take([note("Stage")])
    assert bell.count == 0
    QTest.keyClick(frame.centre.list, Qt.Key.Key_Escape)
    assert not frame.centre.isVisible()
    assert not bell.isChecked()
    assert (bell.count, notebook.unread) == (0, 0)


def test_a_note_leads_to_its_player_by_keyboard(frame, notebook, qtbot):
    notebook.take([note("Bar")])
    frame.title_bar.bell.click()
    with qtbot.waitSignal(frame.centre.player_wanted) as wanted:
        QTest.keyClick(frame.centre.list, Qt.Key.Key_Return)
    assert wanted.args == ["Bar"]
    assert not frame.centre.isVisible()


def test_a_note_about_many_leads_nowhere_and_all_can_be_cleared(frame, notebook, qtbot):
    notebook.take([note(f"P{number}") for number in range(9)])
    frame.title_bar.bell.click()
    with qtbot.assertNotEmitted(frame.centre.player_wanted):
        QTest.keyClick(frame.centre.list, Qt.Key.Key_Return)
    frame.centre.clear.click()
    assert notebook.kept == []
    assert not frame.centre.list.isVisible()
    frame.centre.close_panel()


def test_toasts_make_room_for_the_open_notification_centre(frame):
    frame.toasts.tell(note())
    frame.title_bar.bell.click()
    assert not frame.centre.geometry().intersects(frame.toasts.shown[0].geometry())
    frame.centre.close_panel()
    frame.toasts.clear()


def test_the_notification_centre_fits_into_a_small_window_and_paints_every_kind_of_note(frame, notebook):
    notebook.take([note("x" * 200, text="y" * 500), note("שלום", text="a\nb"), note("🎬", text="")])
    frame.resize(680, 480)
    frame.title_bar.bell.click()
    frame.grab()
    assert frame.centre.parentWidget().rect().contains(frame.centre.geometry())
    frame.centre.close_panel()


def test_without_a_tray_nothing_happens(theme, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    tray = Tray(theme, window)
    tray.show_changes(Changes())
    tray.tell([note()])
    tray.hide()
    assert not tray.there


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_the_tray_tells_how_things_stand_and_what_is_wrong_in_one_message(theme, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(tray_module.QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(tray_module.QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda self, title, text, *_: told.append((title, text)))
    window = QWidget()
    qtbot.addWidget(window)
    tray = Tray(theme, window)
    tray.show_changes(Changes(connection=ConnectionState.DISCONNECTED))
    assert "Disconnected" in tray._icon.toolTip()
    tray.tell([Note(topic="online", subject="Lobby", level=Level.GOOD)])
    assert told == []
    tray.tell([note()])
    tray.tell([note(f"P{number}") for number in range(5)])
    assert told[0] == ("Lobby", "No answer.")
    assert told[1][0] == "5 players need attention"
    with qtbot.waitSignal(tray.quit_wanted):
        tray._menu.actions()[1].trigger()
    tray.hide()
