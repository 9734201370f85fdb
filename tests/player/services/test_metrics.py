"""Figures of the last thirty days: when they are written, what is told of them, and what a bad disk does to it."""

import asyncio
import threading

import pytest
import pytest_asyncio

from footlight_common.clock import ManualClock
from footlight_common.errors import StorageError
from footlight_common.model.metrics import Metrics
from footlight_player.core.rollups import Minute, Spread
from footlight_player.services import record as record_module
from footlight_player.services.metrics import MAX_WAITING, Rollups
from footlight_player.services.metrics_store import MetricsStore
from footlight_player.services.record import HOUSEKEEPING_S

EVER = {"from_s": 0, "to_s": 10**11}


class Disk:
    """Counts what is written, and may be full."""

    def __init__(self, monkeypatch):
        self.writes = []
        self.full = False
        write = MetricsStore.write

        def watched(store, minutes):
            if self.full:
                msg = "the record of figures cannot be kept: disk is full. Has the disk room?"
                raise StorageError(msg)
            self.writes.append(len(minutes))
            write(store, minutes)

        monkeypatch.setattr(MetricsStore, "write", watched)


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch)


@pytest.fixture
def clock():
    # At the beginning of a minute.
    return ManualClock(wall_s=1_790_000_040.0)


@pytest.fixture
def told():
    return []


@pytest_asyncio.fixture
async def rollups(clock, data_dir, told):
    rollups = Rollups(clock, data_dir / "metrics.db")
    rollups.record.complain = told.append
    yield rollups
    await rollups.close()


async def go(rollups, clock, minutes, **figures):
    """Measure every ten seconds, and let what follows from it be done."""
    for _ in range(round(minutes * 6)):
        rollups.take(Metrics(**figures), 10.0)
        await clock.advance(10.0)
        if rollups._task is not None:
            await asyncio.wait([rollups._task])


async def test_a_minute_is_one_transaction_and_comes_when_it_is_over(rollups, clock, disk):
    await go(rollups, clock, 1, load_1=1.0)
    assert disk.writes == []
    await go(rollups, clock, 10, load_1=1.0)
    assert disk.writes == [1] * 10


async def test_the_present_minute_is_told_as_far_as_it_is(rollups, clock, disk):
    await go(rollups, clock, 0.5, load_1=2.0)
    page = await rollups.page(**EVER)
    (rollup,) = page.figures["load_1"]
    assert (rollup.at_s, rollup.mean, page.step_s) == (1_790_000_040, 2.0, 60)
    assert disk.writes == []


async def test_each_minute_is_told_once_whether_it_is_written_or_not(rollups, clock, disk, expect_log):
    expect_log("disk is full")
    await go(rollups, clock, 3, load_1=1.0)
    disk.full = True
    await go(rollups, clock, 3, load_1=2.0)
    disk.full = False
    told = (await rollups.page(**EVER)).figures["load_1"]
    assert [each.mean for each in told] == [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]
    assert [each.at_s for each in told] == [1_790_000_040 + 60 * number for number in range(6)]
    await go(rollups, clock, 2, load_1=3.0)
    told = (await rollups.page(**EVER)).figures["load_1"]
    assert [each.mean for each in told] == [1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0]


async def test_a_minute_that_is_written_while_somebody_reads_is_counted_once(rollups, clock, monkeypatch, eventually):
    def part(value, covered_s):
        return Minute(1_790_000_040, {"load_1": Spread(value, value, value, covered_s)})

    await rollups.record.do(lambda: rollups._store.write([part(1.0, 10.0)]))
    rollups._waiting.append(part(4.0, 20.0))
    span, begun, may_go_on = MetricsStore.span, threading.Event(), threading.Event()

    def slow_span(*arguments):
        begun.set()
        may_go_on.wait(5)
        return span(*arguments)

    monkeypatch.setattr(MetricsStore, "span", slow_span)
    reading = asyncio.create_task(rollups.page(**EVER))
    await eventually(begun.is_set)
    writing = asyncio.create_task(rollups._write())
    await asyncio.sleep(0)
    may_go_on.set()
    (rollup,) = (await reading).figures["load_1"]
    assert (rollup.least, rollup.mean, rollup.most) == (1.0, 3.0, 4.0)
    await writing
    assert (await rollups.page(**EVER)).figures["load_1"] == (rollup,)


async def test_a_close_writes_the_minute_that_is_not_over(clock, data_dir):
    first = Rollups(clock, data_dir / "metrics.db")
    await go(first, clock, 0.5, load_1=1.0)
    await first.close()
    again = Rollups(clock, data_dir / "metrics.db")
    await go(again, clock, 0.5, load_1=3.0)
    (rollup,) = (await again.page(**EVER)).figures["load_1"]
    assert (rollup.least, rollup.most) == (1.0, 3.0)
    await again.close()


async def test_a_long_time_is_told_in_longer_steps(rollups, clock):
    await go(rollups, clock, 2, load_1=1.0)
    await clock.advance(7 * 86_400)
    await go(rollups, clock, 2, load_1=3.0)
    page = await rollups.page(**EVER)
    assert page.step_s == 900
    told = page.figures["load_1"]
    assert len(told) <= 4
    assert {each.at_s % 900 for each in told} == {0}
    assert sorted({each.mean for each in told}) == [1.0, 3.0]
    assert len((await rollups.page(from_s=clock.wall_s() - 3600, to_s=clock.wall_s())).figures["load_1"]) == 2


async def test_minutes_of_a_clock_that_nobody_has_set_are_not_kept(rollups, clock):
    clock.jump_wall(-clock.wall_s())
    await go(rollups, clock, 3, load_1=1.0)
    clock.jump_wall(1_790_000_000.0)
    await go(rollups, clock, 1, load_1=2.0)
    told = (await rollups.page(**EVER)).figures["load_1"]
    assert {each.mean for each in told} == {2.0}
    assert told[0].at_s > 1_780_000_000


async def test_a_clock_that_is_set_back_an_hour_puts_the_hour_together(rollups, clock):
    await go(rollups, clock, 3, load_1=1.0)
    clock.jump_wall(-180.0)
    await go(rollups, clock, 3, load_1=3.0)
    told = (await rollups.page(**EVER)).figures["load_1"]
    assert [(each.least, each.mean, each.most) for each in told] == [(1.0, 2.0, 3.0)] * 3


class TestTrouble:
    async def test_a_full_disk_is_said_once_and_everything_is_kept_when_it_has_room(
        self, rollups, clock, disk, told, expect_log
    ):
        expect_log("disk is full")
        disk.full = True
        await go(rollups, clock, 10, load_1=1.0)
        assert told == ["The record of figures cannot be saved. Has the disk room?"]
        disk.full = False
        await go(rollups, clock, 2, load_1=1.0)
        assert disk.writes[0] > 1
        assert len((await rollups.page(**EVER)).figures["load_1"]) == 12

    async def test_what_waits_for_the_disk_is_bounded_and_the_newest_stays(self, rollups, clock, disk, expect_log):
        expect_log("disk is full")
        disk.full = True
        await go(rollups, clock, MAX_WAITING + 30, load_1=1.0)
        disk.full = False
        await go(rollups, clock, 2, load_1=1.0)
        told = (await rollups.page(**EVER)).figures["load_1"]
        assert MAX_WAITING <= len(told) <= MAX_WAITING + 3
        assert told[-1].at_s == int(clock.wall_s() - 1) // 60 * 60

    async def test_a_damaged_file_is_said(self, rollups, clock, data_dir, told, expect_log, eventually):
        expect_log("metrics.db could not be read")
        await asyncio.to_thread((data_dir / "metrics.db").write_bytes, b"x" * 9999)
        await go(rollups, clock, 2, load_1=1.0)
        assert await eventually(lambda: told) == ["The record of figures was damaged. A new one is begun."]
        assert len((await rollups.page(**EVER)).figures["load_1"]) == 2

    async def test_a_disk_that_cannot_be_read_is_an_error_in_words(self, clock, data_dir):
        rollups = Rollups(clock, data_dir / "none" / "metrics.db")
        with pytest.raises(StorageError):
            await rollups.page(**EVER)
        await rollups.close()

    async def test_housekeeping_goes_on_after_a_failure(
        self, rollups, clock, told, expect_log, monkeypatch, eventually
    ):
        expect_log("disk I/O error")
        pruned = []

        def prune(store, now_s):
            pruned.append(now_s)
            if len(pruned) == 1:
                msg = "the record of figures cannot be kept: disk I/O error"
                raise StorageError(msg)

        monkeypatch.setattr(MetricsStore, "prune", prune)
        running = asyncio.create_task(rollups.run())
        await eventually(lambda: clock.sleepers)
        await clock.advance(HOUSEKEEPING_S)
        await eventually(lambda: len(pruned) == 2)
        running.cancel()

    async def test_a_disk_that_hangs_does_not_hold_up_the_end_for_ever(
        self, clock, data_dir, expect_log, monkeypatch, eventually
    ):
        expect_log("was given up", level=40)
        monkeypatch.setattr(record_module, "FLUSH_DEADLINE_S", 0.05)
        rollups = Rollups(clock, data_dir / "metrics.db")
        await go(rollups, clock, 1, load_1=1.0)
        hangs = asyncio.Event()
        monkeypatch.setattr(rollups.record, "do", lambda _: hangs.wait())
        await rollups.close()
