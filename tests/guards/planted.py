"""Tests that each do one thing a guard must catch. Not collected by name; `test_guards.py` runs them apart."""

import asyncio
import logging
import threading
import time
import warnings

import pytest

import guards.loop
import guards.qt
import guards.threads
from footlight_common.clock import ManualClock
from footlight_common.storage import Store

log = logging.getLogger("planted")
keep: list[object] = []


def setup_module():
    for guard in (guards.loop, guards.qt, guards.threads):
        guard.GRACE_S = 0.5


def test_warning():
    warnings.warn("planted warning", stacklevel=1)


def test_qt_message(qapp):
    from PySide6.QtCore import qWarning

    qWarning("planted message")


def test_log_record():
    log.warning("planted record")


async def test_log_record_of_a_lost_exception():
    async def broken():
        raise OSError("planted exception")

    task = asyncio.create_task(broken())
    await asyncio.wait([task])


def test_expected_log_record_missing(expect_log):
    expect_log("never logged")


def test_expected_log_record_too_mild(expect_log):
    expect_log("planted", logging.ERROR)
    log.warning("planted record")


async def test_task():
    keep.append(asyncio.create_task(asyncio.sleep(3600), name="planted task"))


def test_thread():
    threading.Thread(target=time.sleep, args=(1.5,), name="planted thread", daemon=True).start()


async def test_blocking_call(tmp_path):
    store = Store(tmp_path / "planted.json", ManualClock())
    store._storage.write_text("{}")


def test_timer(qtbot):
    from PySide6.QtCore import QTimer

    timer = QTimer()
    timer.setObjectName("planted timer")
    timer.start(60_000)
    keep.append(timer)


def test_qthread(qtbot):
    from PySide6.QtCore import QThread

    thread = QThread()
    thread.setObjectName("planted qthread")
    thread.start()
    keep.append(thread)


def test_fine(qtbot, expect_log, data_dir):
    from PySide6.QtCore import QTimer

    expect_log("^planted record$")
    log.warning("planted record")
    timer = QTimer()
    timer.start(60_000)
    short = threading.Thread(target=time.sleep, args=(0.05,))
    short.start()
    (data_dir / "file").write_text("fine")


@pytest.mark.allow_log("planted")
async def test_fine_async(tmp_path, eventually):
    log.error("planted record")
    store = Store(tmp_path / "fine.json", ManualClock(), debounce_s=0)
    store.db.insert({"a": 1})
    await eventually((tmp_path / "fine.json").exists)
    await store.close()
    keep.append(asyncio.create_task(asyncio.sleep(0.05)))


def test_is_there_no_bus_and_no_home(tmp_path_factory):
    import os

    import platformdirs

    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert platformdirs.user_data_path("footlight").is_relative_to(tmp_path_factory.getbasetemp())


def teardown_module():
    for thing in keep:
        if hasattr(thing, "quit"):
            thing.quit()
            thing.wait()
    keep.clear()
