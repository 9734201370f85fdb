import pytest
from controller.ui.scripted_team import member, site
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from footlight_common.clock import ManualClock
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes, ConnectionState
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.shell import tray as tray_module
from footlight_controller.ui.shell.frame import Frame
from footlight_controller.ui.shell.notebook import Notebook
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING, SETTINGS
from footlight_controller.ui.shell.tray import Tray


def note(subject="Lobby", **fields):
    fields = {
        "topic": "offline",
        "subject_id": subject,
        "text": "No answer.",
        "together": Counted("Commander", "%n player(s)"),
        **fields,
    }
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


def test_the_mark_of_the_side_bar_says_which_site_this_is(frame):
    frame.side_bar.show_site(site(member(role=Role.VIEWER), name="North hall"))
    assert "North hall" in frame.side_bar._mark.toolTip()
    assert "viewer" in frame.side_bar._mark.toolTip()


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


def test_a_note_about_many_opens_and_each_of_its_players_can_be_reached(frame, notebook, qtbot):
    notebook.take([note(f"P{number}") for number in range(9)])
    frame.title_bar.bell.click()
    players = frame.centre.list
    with qtbot.assertNotEmitted(frame.centre.player_wanted):
        QTest.keyClick(players, Qt.Key.Key_Return)
    assert [players.model().index(row, 0).data() for row in range(10)][1:] == [f"P{number}" for number in range(9)]
    frame.grab()
    QTest.keyClick(players, Qt.Key.Key_Down)
    QTest.keyClick(players, Qt.Key.Key_Down)
    with qtbot.waitSignal(frame.centre.player_wanted) as wanted:
        QTest.keyClick(players, Qt.Key.Key_Return)
    assert wanted.args == ["P1"]
    assert not frame.centre.isVisible()


def test_the_arrows_open_and_close_a_note_about_many(frame, notebook):
    notebook.take([note(f"P{number}") for number in range(9)])
    frame.title_bar.bell.click()
    players = frame.centre.list
    QTest.keyClick(players, Qt.Key.Key_Right)
    assert players.model().rowCount() == 10
    QTest.keyClick(players, Qt.Key.Key_Down)
    QTest.keyClick(players, Qt.Key.Key_Left)
    assert (players.model().rowCount(), players.currentIndex().row()) == (1, 0)
    frame.centre.close_panel()


def test_a_note_that_is_open_stays_so_when_another_comes(frame, notebook):
    notebook.take([note(f"P{number}") for number in range(9)])
    frame.title_bar.bell.click()
    QTest.keyClick(frame.centre.list, Qt.Key.Key_Return)
    notebook.take([note("Other", topic="alert")])
    assert frame.centre.model.rowCount() == 11
    frame.centre.clear.click()
    assert notebook.kept == []
    assert not frame.centre.list.isVisible()
    frame.centre.close_panel()


def test_passing_notes_lie_over_nothing(frame, qtbot):
    page_height = frame.stack.height()
    frame.toasts.tell(note())
    frame.title_bar.bell.click()
    qtbot.waitUntil(lambda: frame.toasts.height() > 40 and frame.stack.height() < page_height)
    strip = QRect(frame.toasts.mapTo(frame, QPoint()), frame.toasts.size())
    for part in (frame.stack, frame.centre, frame.banner):
        assert not strip.intersects(QRect(part.mapTo(frame, QPoint()), part.size()))
    qtbot.waitUntil(lambda: frame.toasts.rect().contains(frame.toasts.shown[0].geometry()))
    frame.centre.close_panel()
    frame.toasts.clear()
    frame.toasts._linger.timeout.emit()
    qtbot.waitUntil(lambda: frame.stack.height() == page_height)


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
