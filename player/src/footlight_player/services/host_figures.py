"""The latest figures of the machine, read when they are wanted and not more often."""

import asyncio

from footlight_common.clock import Clock
from footlight_player.core.host import Host, HostFigures

# Younger figures are as good as new ones.
_FRESH_S = 0.9


class HostProbe:
    """Reads the figures in a worker thread; one for all players of a process."""

    def __init__(self, clock: Clock, host: Host) -> None:
        self._clock = clock
        self._host = host
        self._lock = asyncio.Lock()
        self._read_s: float | None = None
        self.figures = HostFigures()
        """As of the latest refresh."""

    async def refresh(self, max_age_s: float = _FRESH_S) -> None:
        """Read again unless `figures` are at most `max_age_s` old."""
        async with self._lock:
            now_s = self._clock.monotonic_s()
            if self._read_s is None or now_s - self._read_s > max_age_s:
                self._read_s = now_s
                self.figures = await asyncio.to_thread(self._host.read, now_s)
