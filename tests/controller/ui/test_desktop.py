import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import weakref

import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMessageBox

from footlight_common.errors import DirectoryInUse, StorageError
from footlight_common.protocol.commands import Pause
from footlight_common.storage import DataDirectory
from footlight_controller.ui import desktop
from footlight_controller.ui.collector import QtCollector
from footlight_controller.ui.desktop import run_desktop
from footlight_controller.ui.doorbell import ring
from footlight_controller.ui.window import MainWindow

RING = """
import sys
from pathlib import Path
from footlight_controller.ui.doorbell import ring
sys.exit(not ring(Path(sys.argv[1])))
"""


@pytest.fixture
def once_shown(qapp):
    """Calls a function with the main window as soon as there is a card in it."""
    timer = QTimer()
    timer.setInterval(5)
    waiting = []

    def look():
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible() and window.model.rowCount():
                timer.stop()
                waiting.pop()(window)
                return

    def arm(function):
        waiting.append(function)
        timer.start()

    timer.timeout.connect(look)
    yield arm
    timer.stop()


def controller_of_one():
    return ScriptedController(changes_of(player(1)))


def test_after_its_time_it_draws_itself_and_ends_well(qapp, tmp_path):
    controller = controller_of_one()
    path = tmp_path / "window.png"
    assert run_desktop(lambda: controller, screenshot=path, run_seconds=0.5, size=(900, 600)) == 0
    image = QImage(str(path))
    assert (image.width(), image.height()) == (900, 600)
    assert controller.closed


def test_a_picture_that_cannot_be_written_is_an_error(qapp, tmp_path, expect_log):
    expect_log("could not write")
    missing = tmp_path / "no" / "window.png"
    assert run_desktop(controller_of_one, screenshot=missing, run_seconds=0.1) == 1


def test_closing_the_window_ends_the_program(qapp, once_shown):
    controller = controller_of_one()
    once_shown(MainWindow.close)
    assert run_desktop(lambda: controller) == 0
    assert controller.closed


def test_closing_the_window_during_a_command_is_clean(qapp, once_shown):
    controller = controller_of_one()

    def send_and_close(window):
        controller.hold = asyncio.Event()
        window._commander.send(player(1), Pause())
        window.ask_address()
        QTimer.singleShot(50, window.close)

    once_shown(send_and_close)
    assert run_desktop(lambda: controller) == 0
    assert controller.sent == [(player(1).id, Pause())]
    assert controller.cancelled == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_program_cleanly(qapp, once_shown, number):
    controller = controller_of_one()
    before = signal.getsignal(number)
    once_shown(lambda window: os.kill(os.getpid(), number))
    assert run_desktop(lambda: controller) == 0
    assert controller.closed
    assert signal.getsignal(number) == before


@pytest.fixture
def shown_windows(monkeypatch):
    """Every main window that was shown."""
    shown = []
    show_event = MainWindow.showEvent

    def note(self, event):
        shown.append(self)
        show_event(self, event)

    monkeypatch.setattr(MainWindow, "showEvent", note)
    return shown


@pytest.fixture
def told(qapp):
    """Texts of the error boxes; each is closed once it was read."""
    texts = []

    def read():
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                texts.append(box.text())
                box.accept()

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(read)
    timer.start()
    yield texts
    timer.stop()


def test_a_controller_that_cannot_start_is_told_without_an_empty_window_and_ends(qapp, told, shown_windows, expect_log):
    expect_log("another Footlight")

    def make():
        raise StorageError("another Footlight uses this directory. Close it first.")

    assert run_desktop(make) == 1
    assert told == ["Another Footlight uses this directory. Close it first."]
    assert shown_windows == []


def test_a_start_that_fails_in_a_way_nobody_foresaw_is_told_too(qapp, told, expect_log):
    expect_log("could not start")
    expect_log("background work broke")

    def make():
        raise KeyError("unforeseen")

    assert run_desktop(make) == 1
    assert told == ["Footlight could not start; the log says why."]


def test_a_start_that_takes_long_shows_the_window_meanwhile(qapp, shown_windows, monkeypatch):
    monkeypatch.setattr(desktop, "BLANK_S", 0.05)
    controller = controller_of_one()
    controller.starting_takes_for_ever = True
    assert run_desktop(lambda: controller, run_seconds=0.5) == 0
    assert len(shown_windows) == 1


def test_the_window_comes_back_where_it_was(qapp, once_shown, tmp_path):
    settings_file = tmp_path / "desktop.ini"
    sizes = []

    def resize_and_close(window):
        window.showNormal()
        window.resize(700, 500)
        window.close()

    once_shown(resize_and_close)
    assert run_desktop(controller_of_one, settings_file=settings_file) == 0

    def note_and_close(window):
        sizes.append((window.width(), window.height()))
        window.close()

    once_shown(note_and_close)
    assert run_desktop(controller_of_one, settings_file=settings_file) == 0
    assert sizes == [(700, 500)]


def test_a_second_start_brings_the_window_to_the_front_and_ends_well(qapp, once_shown, tmp_path):
    settings_file = tmp_path / "desktop.ini"
    seen = []

    def hide_and_start_again(window):
        window.hide()
        second = subprocess.Popen([sys.executable, "-c", RING, str(tmp_path)])

        def look():
            if second.poll() is not None and window.isVisible():
                timer.stop()
                seen.append(second.returncode)
                window.close()

        timer = QTimer(window)
        timer.timeout.connect(look)
        timer.start(20)

    once_shown(hide_and_start_again)
    assert run_desktop(controller_of_one, settings_file=settings_file) == 0
    assert seen == [0]
    assert not ring(tmp_path)


def test_when_the_folder_is_in_use_by_another_program_it_is_told_which(qapp, told, tmp_path, expect_log):
    expect_log("is in use by")

    def make():
        raise DirectoryInUse("another process uses it.")

    held = DataDirectory(tmp_path)
    assert run_desktop(make, settings_file=tmp_path / "desktop.ini") == 1
    held.close()
    assert f"process {os.getpid()}" in told[0]
    assert str(tmp_path) in told[0]


def test_while_it_runs_cycles_with_qt_objects_die_on_the_qt_thread(qtbot):
    threads = []

    def cycle():
        thing = QObject()
        thing.itself = thing
        weakref.finalize(thing, lambda: threads.append(threading.get_ident()))

    with QtCollector() as collector:
        cycle()
        other = threading.Thread(target=lambda: [[] for _ in range(100_000)])
        other.start()
        other.join()
        assert not gc.isenabled()
        assert threads == []
        # As many allocations as make a collection due.
        keep = [[] for _ in range(10 * gc.get_threshold()[0])]
        collector._collect()
        assert len(keep) > 0
    assert threads == [threading.get_ident()]
    assert gc.isenabled()


def test_what_has_outlived_a_collection_is_not_looked_at_again_and_again(qapp):
    with QtCollector() as collector:
        keep = [[] for _ in range(10 * gc.get_threshold()[0])]
        collector._collect()
        assert len(keep) > 0
        frozen = gc.get_freeze_count()
        assert frozen > len(keep)
        assert not any(gc.get_objects(generation) for generation in (1, 2))
        # It is time to look at everything.
        collector._everything_s = 0.0
        more = [[] for _ in range(10 * gc.get_threshold()[0])]
        collector._collect()
        assert len(more) > 0
        assert collector._everything_s > 0
    assert gc.get_freeze_count() == 0


def test_the_page_that_was_open_is_open_again(qapp, once_shown, tmp_path):
    settings_file = tmp_path / "desktop.ini"
    titles = []

    def open_and_close(window):
        window.frame.open_page("settings")
        window.close()

    def note_and_close(window):
        titles.append(window.frame.title_bar.title)
        window.close()

    once_shown(open_and_close)
    assert run_desktop(controller_of_one, settings_file=settings_file) == 0
    once_shown(note_and_close)
    assert run_desktop(controller_of_one, settings_file=settings_file) == 0
    assert titles == ["Settings"]


def test_who_wants_players_to_be_added_by_themselves_has_that_from_the_start(qapp, once_shown, tmp_path):
    settings_file = tmp_path / "desktop.ini"
    settings_file.write_text("[players]\nautomatic=true\n")
    controller = controller_of_one()
    once_shown(MainWindow.close)
    assert run_desktop(lambda: controller, settings_file=settings_file) == 0
    assert ("set_automatic", True) in controller.asked
