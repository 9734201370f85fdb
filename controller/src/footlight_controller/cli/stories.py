"""What happened at a player, as one line for people. Nothing from a player reaches the terminal unchecked."""

import time
from collections.abc import Collection

from rich.text import Text

from footlight_common.model.history import OffReason
from footlight_common.model.playback import Playback, PlaybackState, StopReason
from footlight_common.model.presence import Present
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
from footlight_controller.cli.texts import clock_of, plain
from footlight_controller.core.changes import ControlTaken, DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import PlayerView

# Longer names are cut, so that what happened begins at one place in all lines.
MAX_NAME_CELLS = 28

_STOPS = {
    StopReason.ENDED: "{} ended after {}",
    StopReason.REPLACED: "{} made room for another after {}",
    StopReason.STOPPED: "{} was stopped after {}",
    StopReason.FAILED: "{} broke after {}",
    StopReason.CLOSED: "{} left the screen with the player after {}",
    StopReason.CUT: "{} was cut off after {}",
}
_OFF = {
    OffReason.SHUTDOWN: "was closed",
    OffReason.RESTART: "was closed to start anew",
    OffReason.CUT: "was cut off: it lost power, crashed or was killed",
}
_BROKEN = frozenset({StopReason.FAILED, StopReason.CUT})


def event_text(event: FleetEvent, players: Collection[PlayerView]) -> Text:
    """One line, aligned for these players, whose namesakes are told apart by the start of their id."""
    at = time.strftime("%H:%M:%S", time.localtime(event.event.at_s))
    labels = {view.id: _label(view.id, view.name, players) for view in players}
    label = labels.get(event.player_id) or _label(event.player_id, event.player_name, players)
    width = max(each.cell_len for each in (label, *labels.values()))
    label.align("left", width)
    words, style = words_of(event)
    return Text("  ").join([Text(at, "dim"), label, plain(words, style)])


def label_of(view: PlayerView, players: Collection[PlayerView]) -> Text:
    """The name of one of these players, as wide as the widest of them, and told apart from its namesakes."""
    label = _label(view.id, view.name, players)
    label.align("left", max(_label(each.id, each.name, players).cell_len for each in players))
    return label


def _label(player_id: str, name: str, players: Collection[PlayerView]) -> Text:
    label = plain(name, "bold")
    twin = any(view.name == name and view.id != player_id for view in players)
    mark = f" ({player_id[:4]})" if twin else ""
    label.truncate(MAX_NAME_CELLS - len(mark), overflow="ellipsis")
    return label.append(mark)


def words_of(event: FleetEvent) -> tuple[str, str]:
    """The words, and the style they are shown in."""
    match event.event:
        case DeviceOnline():
            return "is online", "green"
        case DeviceOffline(reason=reason):
            return f"is offline: {reason}", "red"
        case PlaybackStarted(item=item, gap_ms=gap_ms):
            gap = "" if gap_ms is None else f", {gap_ms:.0f} ms after the one before"
            return f"plays {item.name}{gap}", "bright_blue"
        case PlaybackStopped(item=item, reason=reason, played_s=played_s):
            style = "red" if reason in _BROKEN else ""
            return _STOPS[reason].format(item.name, clock_of(played_s)), style
        case PlaybackSkipped(item=item, message=message):
            return f"skipped {item.name}: {message}", "yellow"
        case CommandCompleted(command=command, by=by, ok=ok, message=message):
            return (f"{command}, as {by} asked", "") if ok else (f"refused {command} to {by}: {message}", "red")
        case Alert(message=message, active=active):
            return (f"needs attention: {message}", "red") if active else (f"is well again: {message}", "green")
        case PowerOn(version=version):
            return f"started, version {version}" if version else "started", "green"
        case PowerOff(reason=off):
            return _OFF[off], "red" if off is OffReason.CUT else ""
        case ControllerCame(name=name, controller=controller):
            return f"{_caller(name, controller)} connected", "dim"
        case ControllerLeft(name=name, controller=controller):
            return f"{_caller(name, controller)} left", "dim"
        case ClockStepped(by_s=by_s):
            return f"had its clock set {'ahead' if by_s > 0 else 'back'} by {clock_of(abs(by_s))}", "yellow"
        case HistoryLost(lost=lost, message=message):
            many = "some" if lost is None else str(lost)
            return f"lost {many} events of its history: {message}", "yellow"
        case MetricsUpdate(metrics=metrics):
            busy = "" if metrics.cpu_percent is None else f"at {metrics.cpu_percent:.0f} % of its processor, "
            return f"{busy}{metrics.presented_fps:.1f} fps", "dim"
        case DeviceStatusChanged(status=status):
            return f"is {_state(status.playback)}", "dim"
        case PresenceChanged(present=present):
            return _presence(present), "dim"
        case ControlTaken(name=name):
            return f"is controlled by {name} now", "yellow"
        case LogLines(lines=lines):
            return " | ".join(f"{line.level} {line.logger}: {line.text}" for line in lines), "dim"
        case StatsUpdate(stats=stats, position_s=position_s):
            return f"at {clock_of(position_s)}, {stats.presented_fps:.1f} fps", "dim"


def _caller(name: str, controller: str) -> str:
    return f"{name} ({controller})" if controller else name


def _presence(present: tuple[Present, ...]) -> str:
    if not present:
        return "is watched by nobody"
    # A person may have several programs open.
    names = {one.member: one.name for one in present}
    controlling = {one.member for one in present if one.controls}
    told = [f"{name} (controls it)" if member in controlling else name for member, name in names.items()]
    return f"is watched by {', '.join(told)}"


def _state(playback: Playback) -> str:
    if playback.item is None:
        return playback.state.value
    words = "paused in" if playback.state is PlaybackState.PAUSED else playback.state.value
    return f"{words} {playback.item.name}"
