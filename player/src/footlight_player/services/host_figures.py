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
            cpu_percent=psutil.cpu_percent(),
            memory_percent=psutil.virtual_memory().percent,
            temperature_c=_temperature_c(),
            disk_free_bytes=_disk_free_bytes(self._folder),
            rss_bytes=self._process.memory_info().rss,
            open_files=self._process.num_fds(),
        )


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
