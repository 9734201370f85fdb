"""Figures of the machine and of this process, by psutil."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import psutil

from footlight_common.clock import Clock

# Younger figures are as good as new ones.
_FRESH_S = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFigures:
    """What the machine cannot tell is None."""

    cpu_percent: float | None = None
    memory_percent: float | None = None
    temperature_c: float | None = None
    disk_free_bytes: int | None = None
    rss_bytes: int | None = None
    open_files: int | None = None


class HostProbe:
    """Reads the figures in a worker thread; one for all players of a process."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self._clock = clock
        self._folder = folder
        self._process = psutil.Process()
        self._lock = asyncio.Lock()
        self._read_s: float | None = None
        self._cpu = psutil.cpu_times()
        self.figures = HostFigures()
        """As of the latest refresh."""

    async def refresh(self, max_age_s: float = _FRESH_S) -> None:
        """Read again unless `figures` are at most `max_age_s` old."""
        async with self._lock:
            if self._read_s is not None and self._clock.monotonic_s() - self._read_s <= max_age_s:
                return
            self._read_s = self._clock.monotonic_s()
            self.figures = await asyncio.to_thread(self._read)

    def _read(self) -> HostFigures:
        return HostFigures(
            cpu_percent=self._cpu_percent(),
            memory_percent=psutil.virtual_memory().percent,
            temperature_c=_temperature_c(),
            disk_free_bytes=_disk_free_bytes(self._folder),
            rss_bytes=self._process.memory_info().rss,
            open_files=self._process.num_fds(),
        )

    def _cpu_percent(self) -> float | None:
        """Of all processors together since the reading before."""
        # Not psutil.cpu_percent, which begins anew in each thread of the pool with a 0.
        before, self._cpu = self._cpu, psutil.cpu_times()
        # What a guest took is in `user` already.
        passed_s = [after - earlier for after, earlier in zip(self._cpu[:8], before[:8], strict=True)]
        idle_s = (self._cpu.idle - before.idle) + (self._cpu.iowait - before.iowait)
        return round(100 * (1 - idle_s / sum(passed_s)), 1) if sum(passed_s) > 0 else None


def _temperature_c() -> float | None:
    # Names of the sensor inside the processor: Raspberry Pi, Intel, AMD.
    if not hasattr(psutil, "sensors_temperatures"):
        return None
    sensors = psutil.sensors_temperatures()
    for name in ("cpu_thermal", "coretemp", "k10temp"):
        if sensors.get(name):
            return float(sensors[name][0].current)
    return None


def _disk_free_bytes(folder: Path) -> int | None:
    try:
        return psutil.disk_usage(str(folder)).free
    except OSError:
        return None
