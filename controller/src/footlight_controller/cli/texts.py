"""The same for people: words, tables and colours. Nothing from a player reaches the terminal unchecked."""

import time
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from footlight_common.discovery import showable
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.protocol.events import (
    Alert,
    CommandCompleted,
    DeviceStatusChanged,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    StatsUpdate,
)
from footlight_controller.cli.lines import event_name
from footlight_controller.core.changes import DeviceOffline, FleetEvent
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.discovery import Sighting

_PLAYBACK_LOOKS = {
    PlaybackState.IDLE: ("●", "idle", "green"),
    PlaybackState.LOADING: ("◌", "loading", "green"),
    PlaybackState.PLAYING: ("▶", "playing", "bright_blue"),
    PlaybackState.PAUSED: ("⏸", "paused", "green"),
    PlaybackState.STALLED: ("▲", "stalled", "yellow"),
}
_EVENT_STYLES = {
    "device_online": "green",
    "device_offline": "red",
    "playback_started": "bright_blue",
    "playback_skipped": "yellow",
    "alert": "red",
}


def plain(text: str, style: str = "") -> Text:
    """Text of a stranger as it may be shown: one line, no escape sequences, no markup."""
    return Text(showable(text), style)


def clock_of(position_s: float) -> str:
    """`1:05` or `1:00:05`."""
    minutes, seconds = divmod(int(position_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ago(seconds: float) -> str:
    """How long ago, in one unit."""
    for length_s, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= length_s:
            return f"{int(seconds // length_s)} {unit} ago"
    return "now" if seconds < 5 else f"{int(seconds)} s ago"


def items_of(items: Iterable[Item]) -> str:
    """`clip.mp4 and 2 more`."""
    first, *rest = items
    return showable(first.name) + (f" and {len(rest)} more" if rest else "")


def print_sightings(console: Console, sightings: list[Sighting]) -> None:
    """The players that announce themselves."""
    if not sightings:
        console.print("No player announces itself here.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("NAME", "ID", "ADDRESS", "CLAIMED", "VERSION"):
        table.add_column(column)
    for sighting in sightings:
        record = sighting.record
        table.add_row(
            plain(record.name),
            record.id,
            str(sighting.addresses[0]),
            "yes" if record.claimed else "no",
            str(record.protocol),
        )
    console.print(table)


def print_players(console: Console, players: list[PlayerView], wall_s: float, monotonic_s: float) -> None:
    """The players and how they stand at these two times."""
    if not players:
        console.print("No player is known, and none was found. Add one with: footlight add HOST:PORT")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("NAME", "ID", "AREA", "STATUS", "SHOWS", "SEEN", "ADDRESS"):
        # An id is there to be copied.
        table.add_column(column, overflow="fold", no_wrap=column == "ID")
    for view in players:
        seen = "never" if view.last_seen_s is None else ago(wall_s - view.last_seen_s)
        address = str(view.addresses[0]) if view.addresses else ""
        table.add_row(
            plain(view.name),
            view.id,
            plain(view.identity.area),
            _status(view),
            _shows(view, monotonic_s),
            seen,
            address,
            style="" if view.online else "dim",
        )
    console.print(table)


def event_text(event: FleetEvent) -> Text:
    """One line for something that happened."""
    name = event_name(event)
    at = time.strftime("%H:%M:%S", time.localtime(event.event.at_s))
    return Text("  ").join(
        [Text(at, "dim"), plain(event.player_name, "bold"), Text(name, _EVENT_STYLES.get(name, "")), _details(event)]
    )


def _status(view: PlayerView) -> Text:
    if view.online:
        symbol, word, colour = _PLAYBACK_LOOKS[view.playback.state]
        return Text(f"{symbol} {word}", colour)
    if view.link.state is LinkState.CONNECTING:
        return Text("◌ connecting", "yellow")
    return Text("○ offline") + plain(f": {view.link.reason}" if view.link.reason else "")


def _shows(view: PlayerView, monotonic_s: float) -> Text:
    playback: Playback = view.playback
    if playback.item is None:
        return Text("")
    length = "" if playback.duration_s is None else f" / {clock_of(playback.duration_s)}"
    return plain(f"{playback.item.name}  {clock_of(view.position_s(monotonic_s))}{length}")


def _details(event: FleetEvent) -> Text:
    match event.event:
        case PlaybackStarted(item=item, gap_ms=gap_ms):
            return plain(item.name + ("" if gap_ms is None else f", {gap_ms:.0f} ms after the one before"))
        case PlaybackStopped(item=item, reason=reason, played_s=played_s):
            return plain(f"{item.name}, {reason.value} after {clock_of(played_s)}")
        case PlaybackSkipped(item=item, message=message):
            return plain(f"{item.name}: {message}")
        case CommandCompleted(command=command, by=by, ok=ok, message=message):
            return plain(f"{command} by {by}" + ("" if ok else f" failed: {message}"))
        case Alert(message=message, active=active):
            return plain(message if active else f"over: {message}")
        case DeviceStatusChanged(status=status):
            shown = status.playback.item
            return plain(status.playback.state.value + ("" if shown is None else f" {shown.name}"))
        case StatsUpdate(stats=stats, position_s=position_s):
            return plain(f"at {clock_of(position_s)}, {stats.presented_fps:.1f} fps")
        case DeviceOffline(reason=reason):
            return plain(reason)
        case _:
            return Text("")
