"""One JSON object a line, for programs. The keys are an interface: scripts depend on them."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from footlight_common.model.logs import LogLine
from footlight_common.model.metrics import Rollup
from footlight_common.model.playback import Item, Playback
from footlight_common.protocol.events import DeviceStatusChanged
from footlight_controller.core.audit_trail import Audited
from footlight_controller.core.availability import Availability
from footlight_controller.core.changes import ControlTaken, DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.proof_of_play import By, Line, Tally
from footlight_controller.core.site_view import MemberView
from footlight_controller.core.view import PlayerView
from footlight_controller.services.discovery import Sighting
from footlight_controller.services.site import Site

Object = dict[str, Any]


def print_line(line: Mapping[str, Any]) -> None:
    """Write one object and flush. ASCII alone, so that no name reaches a terminal as an escape sequence."""
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def sighting_line(sighting: Sighting) -> Object:
    """A player that announces itself."""
    address = sighting.addresses[0]
    return {
        "id": sighting.record.id,
        "name": sighting.record.name,
        "address": address.host,
        "port": address.port,
        "claimed": sighting.record.claimed,
        "version": sighting.record.protocol,
    }


def player_line(view: PlayerView, monotonic_s: float) -> Object:
    """A player as the controller sees it at its `monotonic_s`."""
    return {
        "id": view.id,
        "name": view.name,
        "area": view.identity.area,
        "version": view.identity.version,
        "link": {
            "state": view.link.state.value,
            "reason": view.link.reason,
            "code": view.link.code,
            "since": view.link.since_s,
        },
        "playback": _playback(view.playback, view.position_s(monotonic_s)),
        "last_seen": view.last_seen_s,
        "present": [one.name for one in view.present if one.session != view.session],
        "role": view.member.role.word if view.member else None,
        "roster_behind": view.roster_behind,
        "stats": msgspec.to_builtins(view.stats),
        "addresses": [str(address) for address in view.addresses],
    }


def site_line(site: Site) -> Object:
    """The site of this controller. No key of it."""
    roster, me = site.standing.roster, site.member
    return {
        "id": site.id,
        "name": roster.site_name,
        "epoch": roster.epoch,
        "version": roster.version,
        "member": None if me is None else {"id": me.id, "name": me.name, "role": me.role.word},
        "may_pair": site.authority_key is not None,
        "may_change_team": site.roster_key is not None,
        "members": [
            {"id": each.id, "name": each.name, "role": each.role.word, "added": each.added_at_s, "by": each.added_by}
            for each in roster.members
        ],
    }


def member_line(
    member: MemberView, seen: Mapping[str, float] | None = None, behind: Sequence[PlayerView] | None = None
) -> Object:
    """A member of the site; where players could be asked, when it was last seen and which have an old team."""
    line: Object = {
        "id": member.id,
        "name": member.name,
        "role": member.role.word,
        "added": member.added_at_s,
        "by": member.added_by,
    }
    if seen is not None:
        line["seen"] = seen.get(member.id)
    if behind is not None:
        line["players_behind"] = [{"id": view.id, "name": view.name} for view in behind]
    return line


def audit_line(line: Audited) -> Object:
    """What a player was asked for, or what happened to it."""
    entry = line.entry
    return {
        "player": {"id": line.player_id, "name": line.player_name},
        "seq": entry.seq,
        "at": entry.at_s,
        "member": {"id": entry.member, "name": entry.name} if entry.member else None,
        "role": entry.role.word if entry.role is not None else None,
        "controller": entry.controller,
        "command": entry.command,
        "detail": entry.detail,
        "ok": entry.ok,
        "code": entry.code,
        "message": entry.message,
    }


def log_line(player_id: str, player_name: str, line: LogLine) -> Object:
    """What a part of a player said."""
    return {
        "player": {"id": player_id, "name": player_name},
        "seq": line.seq,
        "at": line.at_s,
        "level": line.level.value,
        "logger": line.logger,
        "text": line.text,
    }


def metrics_line(player_id: str, player_name: str, at_s: float, figures: Mapping[str, Any]) -> Object:
    """What a player measures now."""
    return {"player": {"id": player_id, "name": player_name}, "at": at_s, **figures}


def rollup_line(player_id: str, player_name: str, figure: str, step_s: int, rollup: Rollup) -> Object:
    """What a figure was for some time."""
    return {
        "player": {"id": player_id, "name": player_name},
        "figure": figure,
        "at": rollup.at_s,
        "seconds": step_s,
        "least": rollup.least,
        "mean": rollup.mean,
        "most": rollup.most,
    }


def report_line(line: Line | None, by: Sequence[By], tally: Tally | None = None) -> Object:
    """One line of a report; without a line, a sum alone."""
    found: Object = {}
    if line is not None:
        tally = line.tally
        names: Object = {
            By.DAY: line.key.day,
            By.AREA: line.key.area,
            By.PLAYER: {"id": line.key.player_id, "name": line.player},
            By.ITEM: {"uri": line.key.uri, "name": line.item},
        }
        found = {each.value: names[each] for each in by}
    tally = tally or Tally()
    return found | {
        "plays": tally.plays,
        "ended": tally.ended,
        "complete": tally.complete,
        "completeness": None if tally.completeness is None else round(tally.completeness, 4),
        "failed": tally.failed,
        "seconds": round(tally.seconds, 3),
        "seconds_without_new_frames": round(tally.stalled_s, 3),
        "presented_frames": tally.presented_frames,
        "dropped_frames": tally.dropped_frames,
    }


def availability_line(found: Availability) -> Object:
    """How much of a time a player ran, or several."""
    return {
        "available": None if found.running is None else round(found.running, 4),
        "playing": None if found.playing is None else round(found.playing, 4),
        "playing_s": round(found.playing_s, 3),
        "idle_s": round(found.idle_s, 3),
        "closed_s": round(found.closed_s, 3),
        "cut_s": round(found.cut_s, 3),
        "unknown_s": round(found.unknown_s, 3),
        "away_s": round(found.away_s, 3),
        "unfetched_s": round(found.unfetched_s, 3),
        "before_s": round(found.before_s, 3),
    }


def event_name(event: FleetEvent) -> str:
    """The name an event has on the wire and in the logs."""
    match event.event:
        case DeviceOnline():
            return "device_online"
        case DeviceOffline():
            return "device_offline"
        case ControlTaken():
            return "control_taken"
        case message:
            return str(message.__struct_config__.tag)


def event_line(event: FleetEvent) -> Object:
    """Something that happened at one player."""
    line: Object = {
        "event": event_name(event),
        "player": {"id": event.player_id, "name": event.player_name},
        "at": event.event.at_s,
    }
    match event.event:
        case DeviceOnline():
            pass
        case DeviceOffline(code=code, reason=reason):
            line |= {"code": code, "reason": reason}
        case ControlTaken(member=member, name=name, controller=controller):
            line |= {"member": member, "name": name, "controller": controller}
        case DeviceStatusChanged(status=status):
            line["playback"] = _playback(status.playback, status.playback.position_s)
            line["stats"] = msgspec.to_builtins(status.stats)
        case message:
            fields = msgspec.to_builtins(message)
            line |= {key: value for key, value in fields.items() if key not in {"type", "at_s"}}
            if (item := getattr(message, "item", None)) is not None:
                line["item"] = _item(item)
    return line


def _playback(playback: Playback, position_s: float) -> Object:
    fields = msgspec.to_builtins(playback)
    since_s = fields.pop("since_s")
    item = None if playback.item is None else _item(playback.item)
    return {**fields, "item": item, "position_s": round(position_s, 3), "since": since_s}


def _item(item: Item) -> Object:
    return {"uri": item.uri, "title": item.title, "name": item.name}
