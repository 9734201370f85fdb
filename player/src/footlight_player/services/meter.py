"""Measures the player and its machine: for the rollups and the alarms always, for who watches every second."""

import logging
from collections.abc import Callable

from footlight_common.clock import Clock
from footlight_common.model.alerts import Severity
from footlight_common.model.metrics import Metrics
from footlight_common.protocol.events import MetricsUpdate
from footlight_common.protocol.topics import Topic
from footlight_player.core.alarms import Alarms, Vitals
from footlight_player.core.facts import Alarm
from footlight_player.core.ports import Readings
from footlight_player.services.feed import Feed
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.metrics import Rollups

_log = logging.getLogger(__name__)

WATCHED_S = 1.0
# Six readings make a minute, and no alarm is in a greater hurry.
UNWATCHED_S = 10.0
_WATCHING = (Topic.DASHBOARD, Topic.METRICS)


class Meter:
    """The one place where the machine is looked at. On the core thread only."""

    def __init__(
        self,
        *,
        clock: Clock,
        probe: HostProbe,
        readings: Callable[[], Readings],
        feed: Feed,
        rollups: Rollups,
        tell: Callable[[Alarm], object],
        crashes: Callable[[], int] = lambda: 0,
    ) -> None:
        """`tell` takes what begins and ends; `crashes` says how many runs were cut short within the last hour."""
        self._clock = clock
        self._probe = probe
        self._readings = readings
        self._feed = feed
        self._rollups = rollups
        self._tell = tell
        self._crashes = crashes
        self._alarms = Alarms()
        self._measured_s: float | None = None
        self._frames = (0, 0)
        self.metrics = Metrics()
        """As measured last."""

    async def run(self) -> None:
        """Measure until cancelled."""
        # Apart from the player's ticks: a disk that does not answer holds up nothing but what is measured.
        while True:
            watched = any(self._feed.is_heard(topic) for topic in _WATCHING)
            if watched or self._is_due():
                await self._probe.refresh((WATCHED_S if watched else UNWATCHED_S) / 2)
                self._measure()
            await self._clock.sleep(WATCHED_S)

    def close(self) -> None:
        """Nothing is measured any more, and what began ends."""
        for alarm in self._alarms.close():
            self._report(alarm)

    def _is_due(self) -> bool:
        before_s = self._measured_s
        return before_s is None or self._clock.monotonic_s() - before_s >= UNWATCHED_S - WATCHED_S / 2

    def _measure(self) -> None:
        before_s, now_s = self._measured_s, self._clock.monotonic_s()
        passed_s = 0.0 if before_s is None else now_s - before_s
        self._measured_s = now_s
        self.metrics = self._gather(passed_s)
        # The first reading speaks for no time.
        if passed_s > 0:
            self._rollups.take(self.metrics, passed_s)
        for alarm in self._alarms.look(self._vitals(now_s)):
            self._report(alarm)
        if self._feed.is_heard(Topic.METRICS):
            self._feed.publish(Topic.METRICS, MetricsUpdate(at_s=self._clock.wall_s(), metrics=self.metrics))

    def _gather(self, passed_s: float) -> Metrics:
        readings, figures = self._readings(), self._probe.figures
        before, self._frames = self._frames, (readings.presented_frames, readings.dropped_frames)
        presented_fps, dropped_fps = (_rate(*counts, passed_s) for counts in zip(before, self._frames, strict=True))
        return Metrics(
            cpu_percent=figures.cpu_percent,
            cores_percent=figures.cores_percent,
            load_1=figures.load_1,
            memory_used_bytes=figures.memory_used_bytes,
            memory_total_bytes=figures.memory_total_bytes,
            temperature_c=figures.temperature_c,
            throttling=figures.throttling,
            disk_free_bytes=figures.disk_free_bytes,
            disk_total_bytes=figures.disk_total_bytes,
            disk_life_percent=figures.disk_life_percent,
            received_bytes_s=figures.received_bytes_s,
            sent_bytes_s=figures.sent_bytes_s,
            decoder=readings.decoder,
            presented_frames=readings.presented_frames,
            dropped_frames=readings.dropped_frames,
            presented_fps=presented_fps,
            dropped_fps=dropped_fps,
            rss_bytes=figures.rss_bytes,
            open_files=figures.open_files,
        )

    def _vitals(self, monotonic_s: float) -> Vitals:
        figures = self._probe.figures
        return Vitals(
            monotonic_s=monotonic_s,
            wall_s=self._clock.wall_s(),
            temperature_c=figures.temperature_c,
            disk_free_bytes=figures.disk_free_bytes,
            disk_total_bytes=figures.disk_total_bytes,
            throttling=figures.throttling,
            clock_synchronised=figures.clock_synchronised,
            crashes=self._crashes(),
        )

    def _report(self, alarm: Alarm) -> None:
        grave = alarm.active and alarm.severity is not Severity.INFO
        _log.log(logging.WARNING if grave else logging.INFO, "%s: %s", alarm.code, alarm.message)
        self._tell(alarm)


def _rate(before: int, now: int, passed_s: float) -> float:
    # An engine that was started anew counts from 0.
    grown = now - before if now >= before else now
    return round(grown / passed_s, 2) if passed_s > 0 else 0.0
