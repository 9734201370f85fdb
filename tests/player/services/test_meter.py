"""When the machine is looked at, and what becomes of it."""

import asyncio
import contextlib
import json
from dataclasses import replace

import pytest
import pytest_asyncio

from footlight_common.clock import ManualClock
from footlight_common.model.metrics import Throttling
from footlight_common.protocol.topics import Topic
from footlight_player.core.alarms import CLOSED
from footlight_player.core.host import HostFigures
from footlight_player.core.ports import Readings
from footlight_player.services.feed import Feed
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.meter import UNWATCHED_S, Meter
from footlight_player.services.metrics import Rollups

EVER = {"from_s": 0, "to_s": 10**11}


class MadeHost:
    """A machine whose figures are set by hand, and that counts how often it is asked."""

    def __init__(self):
        self.figures = HostFigures()
        self.readings = 0

    def read(self, monotonic_s):
        self.readings += 1
        return self.figures


class Desk:
    def __init__(self, eventually):
        self.eventually = eventually
        self.clock = ManualClock(wall_s=1_790_000_040.0)
        self.host = MadeHost()
        self.feed = Feed()
        self.engine = Readings()
        self.told = []
        self.heard = []
        self.crashes = 0
        self.rollups = Rollups(self.clock)
        self.meter = Meter(
            clock=self.clock,
            probe=HostProbe(self.clock, self.host),
            readings=lambda: self.engine,
            feed=self.feed,
            rollups=self.rollups,
            tell=self.told.append,
            crashes=lambda: self.crashes,
        )

    def listen(self, *topics):
        self.feed.listen(topics, self._hear)

    def _hear(self, topic, tag, text):
        self.heard.append((topic, json.loads(text)))

    async def go(self, seconds):
        """Second by second, so that whoever waits for a thread comes along."""
        for _ in range(seconds):
            await self.clock.advance(1.0)
            await self.settled()

    async def settled(self):
        await self.eventually(lambda: self.clock.sleepers)


@pytest_asyncio.fixture
async def desk(eventually):
    desk = Desk(eventually)
    task = asyncio.create_task(desk.meter.run())
    await desk.settled()
    yield desk
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await desk.rollups.close()


async def test_while_nobody_watches_it_is_looked_at_as_often_as_the_rollups_need(desk):
    assert desk.host.readings == 1
    await desk.go(60)
    assert desk.host.readings == 1 + 60 / UNWATCHED_S


@pytest.mark.parametrize("topic", [Topic.METRICS, Topic.DASHBOARD])
async def test_while_somebody_watches_it_is_looked_at_every_second_and_not_longer(desk, topic):
    desk.listen(topic)
    await desk.go(10)
    assert desk.host.readings == 11
    desk.listen()
    await desk.go(30)
    assert desk.host.readings == 14


@pytest.mark.parametrize("topic", [Topic.MONITORING, Topic.DEVICES, Topic.LOGS])
async def test_other_topics_cost_nothing(desk, topic):
    desk.listen(topic)
    await desk.go(20)
    assert desk.host.readings == 3


async def test_who_watches_hears_all_figures_once_a_second(desk):
    desk.host.figures = HostFigures(cores_percent=(5.0, 7.0), throttling=Throttling(throttled=True))
    desk.engine = Readings(decoder="v4l2m2m", presented_frames=100)
    desk.listen(Topic.METRICS)
    await desk.go(3)
    assert [topic for topic, _ in desk.heard] == [Topic.METRICS] * 3
    update = desk.heard[-1][1]
    assert update["type"] == "metrics_update"
    assert update["at_s"] == desk.clock.wall_s()
    metrics = update["metrics"]
    assert (metrics["cores_percent"], metrics["decoder"]) == ([5.0, 7.0], "v4l2m2m")
    assert metrics["throttling"]["throttled"] is True
    assert metrics["temperature_c"] is None


async def test_only_the_topic_is_told_and_only_while_somebody_listens(desk):
    desk.listen(Topic.DASHBOARD)
    await desk.go(5)
    assert desk.heard == []


async def test_frames_are_rates_and_a_counter_that_jumps_back_begins_anew(desk):
    desk.listen(Topic.METRICS)
    rates = []
    for presented, dropped in ((0, 0), (30, 2), (60, 2), (10, 0), (40, 1)):
        desk.engine = replace(desk.engine, presented_frames=presented, dropped_frames=dropped)
        await desk.go(1)
        metrics = desk.heard[-1][1]["metrics"]
        rates.append((metrics["presented_fps"], metrics["dropped_fps"]))
    assert rates == [(0.0, 0.0), (30.0, 2.0), (30.0, 0.0), (10.0, 0.0), (30.0, 1.0)]


async def test_the_minute_has_every_frame_however_often_it_was_looked_at(desk):
    presented = 0
    for second in range(120):
        desk.listen(*((Topic.METRICS,) if 20 <= second < 47 else ()))
        presented += second % 7
        desk.engine = replace(desk.engine, presented_frames=presented)
        await desk.go(1)
    rollups = (await desk.rollups.page(**EVER)).figures["presented_fps"]
    assert sum(each.mean for each in rollups[:2]) * 60 == pytest.approx(presented, rel=0.1)


async def test_the_first_reading_speaks_for_no_time_and_is_in_no_rollup(desk):
    assert desk.host.readings == 1
    assert (await desk.rollups.page(**EVER)).figures == {}


async def test_what_the_machine_cannot_tell_is_in_no_rollup(desk):
    desk.host.figures = HostFigures(load_1=0.5)
    await desk.go(30)
    assert sorted((await desk.rollups.page(**EVER)).figures) == ["dropped_fps", "load_1", "presented_fps"]


class TestAlarms:
    async def test_they_are_told_and_logged_also_while_nobody_watches(self, desk, expect_log):
        expect_log("temperature: The processor has 91 °C")
        desk.host.figures = HostFigures(temperature_c=91.0)
        await desk.go(40)
        (alarm,) = desk.told
        assert (alarm.code, alarm.active, alarm.severity) == ("temperature", True, "critical")

    async def test_a_watched_machine_is_judged_by_the_same_times(self, desk, expect_log):
        expect_log("temperature")
        desk.listen(Topic.METRICS)
        desk.host.figures = HostFigures(temperature_c=91.0)
        await desk.go(20)
        assert desk.told == []
        await desk.go(2)
        assert len(desk.told) == 1

    async def test_crashes_come_in_as_a_number(self, desk, expect_log):
        expect_log("crashes")
        desk.crashes = 3
        await desk.go(10)
        assert [alarm.code for alarm in desk.told] == ["crashes"]

    async def test_a_close_ends_what_has_begun(self, desk, expect_log):
        expect_log("crashes")
        desk.crashes = 3
        await desk.go(10)
        desk.meter.close()
        desk.meter.close()
        assert [(alarm.active, alarm.message) for alarm in desk.told][1:] == [(False, CLOSED)]
