"""What a player says of itself."""

from dataclasses import dataclass

from footlight_common.model.playback import Playback


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerIdentity:
    """Who a player is: fixed id, and the names people gave it."""

    id: str
    """16 lower-case hex digits, made once and kept for life."""
    name: str
    area: str = ""
    """The place it stands in; empty when nobody said."""
    version: str = ""
    """Version of the player software."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFacts:
    """The machine under a player, as it was when the player started. Empty where it cannot tell."""

    hostname: str = ""
    board: str = ""
    """As the firmware calls it, such as `Raspberry Pi 4 Model B Rev 1.5`."""
    system: str = ""
    """Distribution and kernel."""
    time_zone: str = ""
    """IANA name, such as `Europe/Berlin`."""
    display: str = ""
    """`1920x1080@60`, in pixels and hertz."""
    mpv: str = ""
    qt: str = ""
    python: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerStats:
    """Figures that change by themselves. What the machine cannot tell is None, never zero."""

    uptime_s: float = 0.0
    """Since the player process started."""
    cpu_percent: float | None = None
    """Of the whole machine, 0 to 100."""
    memory_percent: float | None = None
    temperature_c: float | None = None
    disk_free_bytes: int | None = None
    rss_bytes: int | None = None
    """Resident memory of the player process."""
    open_files: int | None = None
    """File descriptors of the player process."""
    presented_frames: int = 0
    """Frames that reached the screen since the player started."""
    dropped_frames: int = 0
    """Frames that came too late to be shown since the player started."""
    presented_fps: float = 0.0
    """Frames presented in the last second."""
    hand_offs: int = 0
    """Changes from one item straight to the next since the player started."""
    last_gap_ms: float | None = None
    """At the latest hand-off: last frame of one item to first frame of the next, in milliseconds."""
    worst_gap_ms: float | None = None
    decoder: str = ""
    """Decoder in use as mpv names it (`no` is software); empty while nothing plays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerStatus:
    """Everything a card needs, in one value."""

    identity: PlayerIdentity
    playback: Playback = Playback()
    stats: PlayerStats = PlayerStats()
