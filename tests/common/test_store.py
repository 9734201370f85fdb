"""A store saves a moment after a change, together, and does not give up."""

import asyncio
import json
import logging
import threading

import pytest
import pytest_asyncio

from footlight_common import storage
from footlight_common.clock import ManualClock
from footlight_common.storage import DEBOUNCE_S, RETRY_S, Store


@pytest.fixture
def path(data_dir):
    return data_dir / "registry.json"


@pytest.fixture
def clock():
    return ManualClock()


@pytest_asyncio.fixture
async def store(path, clock):
    store = Store(path, clock)
    yield store
    await store.close()


def saved(path):
    return [*json.loads(path.read_text())["tables"].get("_default", {}).values()] if path.exists() else None


@pytest.fixture
def obstacle(path):
    """Stands where the next save would write."""
    place = path.with_name("registry.json.new")
    place.mkdir()
    return place


async def test_changes_within_a_moment_are_one_save(store, path, clock, eventually, monkeypatch):
    saves = []
    real = store._storage.write_text
    monkeypatch.setattr(store._storage, "write_text", lambda text: (saves.append(text), real(text)))
    for number in range(100):
        store.db.insert({"number": number})
    await clock.advance(DEBOUNCE_S * 0.9)
    assert saved(path) is None
    await clock.advance(DEBOUNCE_S * 0.2)
    await eventually(lambda: saved(path))
    assert len(saved(path)) == 100
    assert len(saves) == 1


async def test_change_during_a_save_is_saved_by_the_next(store, path, clock, eventually):
    store.db.insert({"number": 1})
    await clock.advance(DEBOUNCE_S)
    store.db.insert({"number": 2})
    await eventually(lambda: saved(path))
    await eventually(lambda: clock.sleepers)
    await clock.advance(DEBOUNCE_S)
    await eventually(lambda: len(saved(path)) == 2)


async def test_flush_saves_at_once_and_only_what_changed(store, path):
    await store.flush()
    assert saved(path) is None
    store.db.insert({"number": 1})
    await store.flush()
    assert saved(path) == [{"number": 1}]


async def test_close_saves_what_waits(path, clock):
    store = Store(path, clock)
    store.db.insert({"number": 1})
    await store.close()
    assert saved(path) == [{"number": 1}]
    reopened = Store(path, clock)
    assert reopened.db.all() == [{"number": 1}]
    await reopened.close()


async def test_no_delay_saves_without_time_passing(path, clock, eventually):
    store = Store(path, clock, debounce_s=0)
    store.db.insert({"number": 1})
    await eventually(lambda: saved(path))
    await store.close()


@pytest.mark.allow_log("cannot save")
async def test_failure_is_told_once_and_tried_again_until_it_works(store, path, clock, eventually, obstacle, caplog):
    caplog.clear()
    store.db.insert({"number": 1})
    await clock.advance(DEBOUNCE_S)
    await eventually(lambda: store.trouble)
    await eventually(lambda: clock.sleepers)
    await clock.advance(RETRY_S)
    await eventually(lambda: clock.sleepers)
    assert "registry.json" in store.trouble
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    obstacle.rmdir()
    await clock.advance(RETRY_S)
    await eventually(lambda: not store.trouble)
    assert saved(path) == [{"number": 1}]


async def test_cancelled_flush_cannot_let_an_older_save_end_last(store, path, eventually, monkeypatch):
    real, started, go = store._storage.write_text, threading.Event(), threading.Event()

    def slow_once(text):
        monkeypatch.setattr(store._storage, "write_text", real)
        started.set()
        go.wait(10)
        real(text)

    monkeypatch.setattr(store._storage, "write_text", slow_once)
    store.db.insert({"number": 1})
    first = asyncio.create_task(store.flush())
    await eventually(started.is_set)
    first.cancel()
    await asyncio.wait([first])
    store.db.insert({"number": 2})
    second = asyncio.create_task(store.flush())
    await asyncio.sleep(0.05)
    assert saved(path) is None
    go.set()
    await second
    assert saved(path) == [{"number": 1}, {"number": 2}]


async def test_close_gives_up_on_a_disk_that_hangs(path, clock, monkeypatch, expect_log):
    expect_log("was given up")
    monkeypatch.setattr(storage, "FLUSH_DEADLINE_S", 0.05)
    store, go = Store(path, clock), threading.Event()
    monkeypatch.setattr(store._storage, "write_text", lambda _: go.wait(10))
    store.db.insert({"number": 1})
    await store.close()
    go.set()


async def test_rescue_of_a_damaged_file_is_told(path, clock, expect_log):
    expect_log("could not be read")
    path.write_text("{")
    store = Store(path, clock)
    assert "registry.json.corrupt." in store.rescued
    assert store.db.all() == []
    await store.close()
