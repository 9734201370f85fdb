"""One value for every message, and for every action a command may carry; its JSON is in `v1/<key>.json`."""

from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.history import OffReason
from footlight_common.model.logs import LogLevel, LogLine
from footlight_common.model.metrics import Metrics, Throttling
from footlight_common.model.playback import Item, Playback, PlaybackState, StopReason
from footlight_common.model.player import HostFacts, PlayerIdentity, PlayerStats, PlayerStatus
from footlight_common.model.presence import Present
from footlight_common.protocol.base import Message
from footlight_common.protocol.commands import (
    AnyAction,
    Command,
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Result,
    Resume,
    Seek,
    SetLogLevel,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_common.protocol.events import (
    Alert,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    DeviceStatusChanged,
    HistoryLost,
    LogLines,
    MetricsUpdate,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
    PresenceChanged,
    StatsUpdate,
)
from footlight_common.protocol.session import (
    Caller,
    Cursor,
    Goodbye,
    Hello,
    Ping,
    Pong,
    Refusal,
    RequestDeviceStatus,
    RequestStats,
    RosterChanged,
    RosterOffer,
    Snapshot,
    Subscribe,
    Welcome,
)
from footlight_common.protocol.topics import Topic
from footlight_common.security.roles import Role
from footlight_common.security.signed import Signed
from footlight_common.security.standing import Offer

CURSOR = Cursor(stream="5f0c2f6e", seq=41)
IDENTITY = PlayerIdentity(id="00ff00ff00ff00ff", name="Küche 🎬", area="Foyer", version="0.1.0")
CLIP = Item(uri="/media/welcome.mp4")
STREAM = Item(uri="https://media.example/live%20feed.m3u8", title="Live feed")
STATS = PlayerStats(
    uptime_s=86400.5,
    cpu_percent=12.5,
    memory_percent=40.0,
    temperature_c=51.5,
    disk_free_bytes=9_000_000_000,
    rss_bytes=180_000_000,
    open_files=64,
    presented_frames=2_592_000,
    dropped_frames=3,
    presented_fps=30.0,
    hand_offs=120,
    last_gap_ms=33.5,
    worst_gap_ms=50.0,
    decoder="v4l2m2m-copy",
)
HOST = HostFacts(
    hostname="kitchen",
    board="Raspberry Pi 4 Model B Rev 1.5",
    system="Debian GNU/Linux 13 (trixie), Linux 6.12.25",
    time_zone="Europe/Berlin",
    display="1920x1080@60",
    mpv="0.40.0",
    qt="6.11.3",
    python="3.13.5",
)
PLAYING = Playback(
    state=PlaybackState.PLAYING,
    item=CLIP,
    index=1,
    count=2,
    loop=True,
    position_s=12.25,
    duration_s=30.0,
    volume=80,
    muted=True,
    since_s=1750000000.5,
    list_number=7,
)
PRESENT = (
    Present(
        session="5e55",
        member="3e3e3e3e3e3e3e3e",
        name="Désirée",
        role=Role.TECHNICIAN,
        controller="Front desk",
        since_s=1750000000.5,
        commanded_s=1750000030.5,
        command="play",
    ),
    Present(session="5e56", member="4f4f4f4f4f4f4f4f", name="Guest", role=Role.VIEWER, since_s=1750000001.5),
)
METRICS = Metrics(
    cpu_percent=12.5,
    cores_percent=(10.0, 15.0),
    load_1=0.5,
    memory_used_bytes=400_000_000,
    memory_total_bytes=1_000_000_000,
    temperature_c=51.5,
    throttling=Throttling(under_voltage=True, under_voltage_since_boot=True, throttled_since_boot=True),
    disk_free_bytes=9_000_000_000,
    disk_total_bytes=32_000_000_000,
    disk_life_percent=10.0,
    received_bytes_s=1500.5,
    sent_bytes_s=250.0,
    decoder="v4l2m2m-copy",
    presented_frames=2_592_000,
    dropped_frames=3,
    presented_fps=30.0,
    rss_bytes=180_000_000,
    open_files=64,
)
LINES = (
    LogLine(seq=7, at_s=1750000000.25, level=LogLevel.INFO, logger="footlight_player.services.control", text="shows é"),
    LogLine(seq=8, at_s=1750000000.5, level=LogLevel.ERROR, logger="footlight_player", text="broke\n  at once"),
)
SIGNED = Signed(document=b'{"version":7}', signature=bytes(range(64)), signer="0f" * 32)

ACTIONS: dict[str, AnyAction] = {
    "command_play": Play(items=(CLIP, STREAM), loop=True, start=1),
    "command_pause": Pause(),
    "command_resume": Resume(),
    "command_stop": Stop(),
    "command_next": Next(),
    "command_previous": Previous(),
    "command_seek": Seek(position_s=12.5),
    "command_volume": SetVolume(level=80),
    "command_mute": SetMute(muted=False),
    "command_identify": Identify(duration_s=10.0),
    "command_rename": Rename(name="Küche 🎬", area=""),
    "command_restart": Restart(),
    "command_set_log_level": SetLogLevel(level=LogLevel.DEBUG, duration_s=900.0),
}

TO_PLAYER: dict[str, Message] = {
    "hello": Hello(name="Front desk", version="0.1.0", protocol=1, min_protocol=1),
    "hello_with_roster": Hello(
        name="Front desk", offer=Offer(roster=SIGNED, successions=(SIGNED,)), certificate=b"DER"
    ),
    "roster_offer": RosterOffer(offer=Offer(roster=SIGNED)),
    "roster_offer_with_certificate": RosterOffer(offer=Offer(roster=SIGNED), certificate=b"DER"),
    "subscribe": Subscribe(topics=(Topic.DEVICES, Topic.MONITORING, Topic.DASHBOARD), since=CURSOR),
    "request_device_status": RequestDeviceStatus(),
    "request_stats": RequestStats(),
    "ping": Ping(id="p1"),
    **{key: Command(id="c1", action=action, key="k1") for key, action in ACTIONS.items()},
}

TO_CONTROLLER: dict[str, Message] = {
    "welcome": Welcome(identity=IDENTITY, cursor=CURSOR, protocol=1, host=HOST),
    "welcome_member": Welcome(
        identity=IDENTITY,
        cursor=CURSOR,
        member=Caller(id="3e3e3e3e3e3e3e3e", name="Désirée", role=Role.TECHNICIAN),
        roster_version=7,
        roster_epoch=2,
        session="5e55",
    ),
    "welcome_with_roster": Welcome(
        identity=IDENTITY,
        cursor=CURSOR,
        roster_version=7,
        roster_mark="0f" * 8,
        offer=Offer(roster=SIGNED),
        revoked=("0f" * 32,),
    ),
    "roster_changed": RosterChanged(
        epoch=2, version=7, mark="0f" * 8, offer=Offer(roster=SIGNED, successions=(SIGNED,))
    ),
    "snapshot": Snapshot(
        status=PlayerStatus(identity=IDENTITY, playback=PLAYING, stats=STATS), cursor=CURSOR, replayed_from=12
    ),
    "snapshot_present": Snapshot(status=PlayerStatus(identity=IDENTITY), cursor=CURSOR, present=PRESENT),
    "snapshot_alarms": Snapshot(
        status=PlayerStatus(identity=IDENTITY),
        cursor=CURSOR,
        alarms=(Alarm(code="disk", message="Only 312 MB are free.", severity=Severity.CRITICAL),),
    ),
    "presence_changed": PresenceChanged(at_s=1750000030.5, present=PRESENT),
    "result": Result(id="c1", ok=False, code="nothing_to_play", message="Nothing is playing. Start something first."),
    "pong": Pong(id="p1", at_s=1750000000.5),
    "goodbye": Goodbye(code="restart", message="The player restarts."),
    "refusal": Refusal(code="bad_message", message="not a message of footlight.v1"),
    "device_status_changed": DeviceStatusChanged(at_s=1750000000.5, status=PlayerStatus(identity=IDENTITY)),
    "stats_update": StatsUpdate(at_s=1750000000.5, stats=PlayerStats(), position_s=3.5),
    "metrics_update": MetricsUpdate(at_s=1750000000.5, metrics=METRICS),
    "metrics_update_bare": MetricsUpdate(at_s=1750000000.5, metrics=Metrics()),
    "log_lines": LogLines(at_s=1750000000.5, lines=LINES, dropped=3),
    "playback_started": PlaybackStarted(seq=42, at_s=1750000000.5, item=CLIP, index=0, gap_ms=33.5),
    "playback_started_in_run": PlaybackStarted(
        seq=42, at_s=1750000000.5, run=3, up_s=7.125, item=CLIP, index=0, gap_ms=None
    ),
    "playback_stopped": PlaybackStopped(
        seq=43, at_s=1750000030.5, item=CLIP, index=0, reason=StopReason.ENDED, played_s=30.0
    ),
    "playback_stopped_cut": PlaybackStopped(
        seq=43,
        at_s=1750000030.5,
        run=3,
        up_s=37.125,
        item=CLIP,
        index=0,
        reason=StopReason.CUT,
        played_s=25.0,
        presented_frames=750,
        dropped_frames=2,
    ),
    "playback_skipped": PlaybackSkipped(
        seq=44, at_s=1750000030.5, item=STREAM, index=1, code="media_unreachable", message="media.example: no answer"
    ),
    "command_completed": CommandCompleted(
        seq=45, at_s=1750000031.5, command="play", by="Front desk", ok=False, code="invalid_argument", message="no"
    ),
    "power_on": PowerOn(seq=1, at_s=1749999993.375, run=3, up_s=0.0, version="0.1.0"),
    "power_off": PowerOff(seq=47, at_s=1750000033.5, run=3, up_s=40.125, reason=OffReason.CUT),
    "controller_came": ControllerCame(
        seq=48, at_s=1750000034.5, run=4, up_s=1.5, session="5e55", name="Désirée", controller="Front desk"
    ),
    "controller_left": ControllerLeft(
        seq=49, at_s=1750000035.5, run=4, up_s=2.5, session="5e55", name="Désirée", controller="Front desk"
    ),
    "clock_stepped": ClockStepped(seq=50, at_s=1781536035.5, run=4, up_s=3.5, by_s=31536000.0),
    "history_lost": HistoryLost(seq=51, at_s=1781536036.5, run=4, up_s=4.5, lost=12, message="The disk was full."),
    "history_lost_uncounted": HistoryLost(seq=51, at_s=1781536036.5, run=4, up_s=4.5, message="It was damaged."),
    "alert": Alert(seq=46, at_s=1750000032.5, code="disk_full", message="No space is left.", active=True),
    "alert_critical": Alert(
        seq=46,
        at_s=1750000032.5,
        run=3,
        up_s=39.125,
        code="temperature",
        message="The processor is at 85 °C.",
        active=True,
        severity=Severity.CRITICAL,
    ),
}
