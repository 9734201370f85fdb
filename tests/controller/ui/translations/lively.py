"""A fleet of which everything that people wrote is in Greek letters, so that it is not taken for words of the app."""

from dataclasses import replace

from controller.ui.audit_lines import entry
from controller.ui.fleet import lost, offline, player, playing
from controller.ui.scripted_team import member, site

from footlight_common.model.logs import LogLevel
from footlight_common.model.playback import Item, PlaybackState, StopReason
from footlight_common.protocol.commands import (
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Resume,
    Seek,
    SetLogLevel,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_common.protocol.events import Alert, PlaybackSkipped, PlaybackStarted, PlaybackStopped
from footlight_common.security.roles import Role
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.discovered import DiscoveredPlayer


def fleet():
    def named(number, **changes):
        changes = {"playback": playing("ΠΣΦ"), **changes}
        return player(number, f"ΨΩΔ {number}", area="ΘΛΞ" if number % 3 else "", **changes)

    item = Item(uri="/ΠΣΦ", title="ΠΣΦ")
    views = [
        named(1, playback=playing(item=item)),
        named(2, playback=playing(item=item, muted=True, state=PlaybackState.PAUSED)),
        named(3, playback=playing(item=item, state=PlaybackState.STALLED, count=1, index=0)),
        named(4, playback=playing(item=item, state=PlaybackState.LOADING, duration_s=None)),
        named(5, playback=playing(item=None, state=PlaybackState.IDLE, count=0, index=0)),
        named(6, link=offline("ΦΨΛ")),
        named(7, link=lost("ΛΞΠ", "ΦΨΛ")),
        named(8, link=replace(offline(""), state="connecting")),
        named(9, link=offline(""), last_seen_s=None, addresses=()),
    ]
    first = views[0]
    stats = replace(
        first.stats,
        uptime_s=90_000.0,
        rss_bytes=2_000_000,
        open_files=1,
        cpu_percent=3.0,
        memory_percent=4.0,
        disk_free_bytes=10**9,
        temperature_c=40.0,
        hand_offs=3,
        last_gap_ms=3.0,
        worst_gap_ms=4.0,
        presented_fps=25.0,
    )
    host = replace(first.host, hostname="ΩΩΛ", board="ΔΔΛ", system="ΣΣΛ", time_zone="ΘΛΞ", mpv="1")
    views[0] = replace(first, stats=stats, host=host, clock_offset_s=700.0)
    return views


def found():
    def one(number, **changes):
        fields = {"id": f"{number:016x}", "name": f"ΨΩΔ {number}", "addresses": player(number).addresses}
        return DiscoveredPlayer(**{**fields, "protocol": 1, "first_seen_s": 0.0, **changes})

    old = one(22, protocol=99, compatible=False)
    return (one(21), old, one(23, ignored=True), one(24, addresses=(), ignored=True))


MEMBERS = tuple(
    member(number, f"ΨΩΔ {number}", role, added_by="ΘΛΞ") for number, role in enumerate([Role.ADMIN, *Role], start=1)
)
SITE = site(*MEMBERS, name="ΠΣΦ")


ACTIONS = (
    *(Pause(), Resume(), Stop(), Next(), Previous(), Identify(), Restart(), Play(items=()), Rename(name="x")),
    *(Seek(position_s=1.0), SetMute(muted=True), SetMute(muted=False), SetVolume(level=4)),
    SetLogLevel(level=LogLevel.DEBUG),
)


def events(views):
    item = Item(uri="/ΠΣΦ", title="ΠΣΦ")
    numbered = {"seq": 1, "at_s": 0.0}
    each = (
        DeviceOffline(at_s=0.0, code="unreachable", reason="ΦΨΛ"),
        DeviceOnline(at_s=0.0),
        PlaybackStarted(item=item, index=0, gap_ms=None, **numbered),
        PlaybackSkipped(item=item, index=0, code="x", message="ΦΨΛ", **numbered),
        PlaybackStopped(item=item, index=0, reason=StopReason.FAILED, **numbered),
        Alert(active=True, code="x", message="ΦΨΛ", **numbered),
        Alert(active=False, code="x", message="ΦΨΛ", **numbered),
    )
    return tuple(FleetEvent(player_id=view.id, player_name=view.name, event=event) for event in each for view in views)


def lines():
    """One of each kind."""
    told = {"name": "ΨΩΔ 1", "controller": "ΘΛΞ", "detail": "ΠΣΦ"}
    words = ("play", "volume", "restart", "paired", "reset", "roster", "lost")
    made = [entry(seq, command=word, **told) for seq, word in enumerate(words, start=4)]
    fails = {"ok": False, "message": "ΦΨΛ", "command": "restart", **told}
    return [*made[::-1], entry(3, code="role_denied", **fails), entry(2, code="failed", **fails)]
