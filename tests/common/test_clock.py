"""The clock that is moved by hand behaves as the real one would."""

import asyncio

import pytest

from footlight_common.clock import ManualClock, SystemClock


async def test_time_stands_still_until_moved():
    clock = ManualClock(wall_s=1000)
    await clock.advance(2.5)
    assert (clock.wall_s(), clock.monotonic_s()) == (1002.5, 2.5)


async def test_sleepers_wake_in_order_each_at_its_time():
    clock, woken = ManualClock(), []

    async def sleeper(name, delay_s):
        await clock.sleep(delay_s)
        woken.append((name, clock.monotonic_s()))

    async with asyncio.TaskGroup() as group:
        for name, delay_s in (("late", 3), ("early", 1), ("also early", 1)):
            group.create_task(sleeper(name, delay_s))
        await clock.advance(0.5)
        assert (woken, clock.sleepers) == ([], 3)
        await clock.advance(1.5)
        assert woken == [("early", 1), ("also early", 1)]
        await clock.advance(1)
    assert woken[2:] == [("late", 3)]


async def test_a_chain_of_short_sleeps_runs_within_one_move():
    clock, ticks = ManualClock(), []

    async def ticker():
        for _ in range(5):
            await clock.sleep(1)
            ticks.append(clock.monotonic_s())

    async with asyncio.TaskGroup() as group:
        group.create_task(ticker())
        await clock.advance(10)
    assert ticks == [1, 2, 3, 4, 5]


async def test_cancelled_sleeper_is_forgotten():
    clock = ManualClock()
    task = asyncio.create_task(clock.sleep(1))
    await clock.advance(0)
    task.cancel()
    await asyncio.wait([task])
    assert clock.sleepers == 0
    await clock.advance(2)
    assert clock.monotonic_s() == 2


@pytest.mark.parametrize("delay_s", [0, -1])
async def test_no_delay_is_one_turn_of_the_loop(delay_s):
    clock = ManualClock()
    await clock.sleep(delay_s)
    assert clock.monotonic_s() == 0


async def test_corrected_wall_time_leaves_monotonic_time_alone():
    clock = ManualClock(wall_s=1000)
    clock.jump_wall(-400)
    await clock.advance(1)
    assert (clock.wall_s(), clock.monotonic_s()) == (601, 1)


async def test_system_clock_sleeps_at_least_as_long_as_asked():
    clock = SystemClock()
    before_s = clock.monotonic_s()
    await clock.sleep(0.02)
    assert clock.monotonic_s() - before_s >= 0.02
    assert clock.wall_s() > 1_600_000_000
