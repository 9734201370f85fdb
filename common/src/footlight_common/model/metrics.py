"""Everything that can be measured at a player. What a machine cannot tell is None, never zero."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttling:
    """Flags of a Raspberry Pi's firmware. `since_boot` latches: it happened at least once since the power came."""

    under_voltage: bool = False
    frequency_capped: bool = False
    throttled: bool = False
    soft_temperature_limit: bool = False
    under_voltage_since_boot: bool = False
    frequency_capped_since_boot: bool = False
    throttled_since_boot: bool = False
    soft_temperature_limit_since_boot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Figures of one moment. Counters grow since the player started; rates are those since the moment before."""

    cpu_percent: float | None = None
    """All processors together, 0 to 100."""
    cores_percent: tuple[float, ...] = ()
    """Each processor, 0 to 100."""
    load_1: float | None = None
    """Load average of the last minute."""
    memory_used_bytes: int | None = None
    memory_total_bytes: int | None = None
    temperature_c: float | None = None
    """Of the processor."""
    throttling: Throttling | None = None
    disk_free_bytes: int | None = None
    """Where the player keeps its data."""
    disk_total_bytes: int | None = None
    disk_life_percent: float | None = None
    """Used of the life of an SD card or eMMC, as it says itself."""
    received_bytes_s: float | None = None
    sent_bytes_s: float | None = None
    """By all network interfaces but the loopback."""
    decoder: str = ""
    """As mpv names it (`no` is software); empty while nothing plays."""
    presented_frames: int = 0
    dropped_frames: int = 0
    presented_fps: float = 0.0
    dropped_fps: float = 0.0
    rss_bytes: int | None = None
    """Resident memory of the player process."""
    open_files: int | None = None
    """File descriptors of the player process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """One minute of one figure, or several minutes together. A flag counts as 1, so its mean is a share of the time."""

    at_s: int
    """Unix seconds of the beginning of the first minute."""
    least: float
    mean: float
    most: float
