"""The machine under a player, as its decisions need it."""

from dataclasses import dataclass
from typing import Protocol

from footlight_common.model.metrics import Throttling


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFigures:
    """As in Metrics, and some more. What the machine cannot tell is None; rates are since the reading before."""

    cpu_percent: float | None = None
    cores_percent: tuple[float, ...] = ()
    load_1: float | None = None
    memory_percent: float | None = None
    memory_used_bytes: int | None = None
    memory_total_bytes: int | None = None
    temperature_c: float | None = None
    throttling: Throttling | None = None
    disk_free_bytes: int | None = None
    disk_total_bytes: int | None = None
    disk_life_percent: float | None = None
    received_bytes_s: float | None = None
    sent_bytes_s: float | None = None
    rss_bytes: int | None = None
    open_files: int | None = None
    clock_synchronised: bool | None = None


class Host(Protocol):
    """Where the figures come from."""

    def read(self, monotonic_s: float) -> HostFigures:
        """All of them now. Blocks: in a worker thread, one call after another."""
        ...
