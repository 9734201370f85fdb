"""Figures of this machine and of this process."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil

from footlight_player.core.host import HostFigures
from footlight_player.system.card import life_used_percent
from footlight_player.system.clock_sync import clock_synchronised
from footlight_player.system.firmware import Firmware
from footlight_player.system.kernel_files import SYS
from footlight_player.system.processors import Processors
from footlight_player.system.thermometer import Thermometer
from footlight_player.system.traffic import Traffic

# A card wears in months.
_WEAR_S = 3600.0

T = TypeVar("T")


class Machine:
    """Everything there is to measure. Blocks: in a worker thread, one call after another."""

    def __init__(self, folder: Path, *, sys: Path = SYS, vcgencmd: str | None = None) -> None:
        """`folder` is where the player keeps its data, `sys` where the kernel tells of devices.

        The program `vcgencmd` is looked for when it is None; empty for none.
        """
        self._folder = folder
        self._sys = sys
        self._process = _tried(psutil.Process)
        self._processors = Processors()
        self._traffic = Traffic()
        self._thermometer = Thermometer(sys)
        self._firmware = Firmware(sys, vcgencmd)
        self._life: tuple[float, float | None] | None = None

    def read(self, monotonic_s: float) -> HostFigures:
        """All of them now."""
        cpu_percent, cores_percent = _tried(self._processors.read_percent) or (None, ())
        received_bytes_s, sent_bytes_s = _tried(partial(self._traffic.read_bytes_s, monotonic_s)) or (None, None)
        load = _tried(psutil.getloadavg)
        memory = _tried(psutil.virtual_memory)
        resident = None if self._process is None else _tried(self._process.memory_info)
        disk = _tried(partial(psutil.disk_usage, str(self._folder)))
        return HostFigures(
            cpu_percent=cpu_percent,
            cores_percent=cores_percent,
            load_1=None if load is None else round(load[0], 2),
            memory_percent=None if memory is None else memory.percent,
            memory_used_bytes=None if memory is None else memory.total - memory.available,
            memory_total_bytes=None if memory is None else memory.total,
            temperature_c=self._thermometer.read_c(),
            throttling=self._firmware.read(monotonic_s),
            disk_free_bytes=None if disk is None else disk.free,
            disk_total_bytes=None if disk is None else disk.total,
            disk_life_percent=self._life_percent(monotonic_s),
            received_bytes_s=received_bytes_s,
            sent_bytes_s=sent_bytes_s,
            rss_bytes=None if resident is None else resident.rss,
            open_files=None if self._process is None else _tried(self._process.num_fds),
            clock_synchronised=clock_synchronised(),
        )

    def _life_percent(self, monotonic_s: float) -> float | None:
        if self._life is None or monotonic_s - self._life[0] >= _WEAR_S:
            self._life = monotonic_s, life_used_percent(self._sys)
        return self._life[1]


def _tried(read: Callable[[], T]) -> T | None:
    # A box that is locked down hides some of it. None of it is worth a black screen.
    try:
        return read()
    except (OSError, psutil.Error):
        return None
