"""What is wrong with a player now, as far as can be told."""

from collections.abc import Mapping
from dataclasses import dataclass

from footlight_common.discovery import showable
from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.playback import PlaybackState
from footlight_controller.core.alarms import MAX_MESSAGE_LENGTH
from footlight_controller.core.alerting.rules import SEVERITIES, Rule, RuleName, rank, rule_of
from footlight_controller.core.view import LinkState, PlayerView

_MB = 1_000_000
# What a player that tells its alarms would have told.
_TOLD = tuple(rule.value for rule in RuleName if rule not in {RuleName.OFFLINE, RuleName.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that is wrong."""

    rule: RuleName
    severity: Severity
    detail: str = ""
    value: float | None = None
    since_s: float | None = None
    """Wall time of the controller; None for since it was noticed."""


Conditions = Mapping[str, Condition | None]
"""By code: what is wrong, and None for what is known to be well. What cannot be told is not in it."""


def conditions(view: PlayerView, rules: Mapping[RuleName, Rule]) -> Conditions:
    """What is wrong with the player.

    A figure that is known decides by the threshold of its rule, whatever the player says; else the player decides.
    """
    if not view.online:
        return _away(view)
    found: dict[str, Condition | None] = {RuleName.OFFLINE.value: None}
    if view.alarms is not None:
        found |= dict.fromkeys(_TOLD)
        # Whether a player is offline is not for it to say.
        said = {_key(alarm): alarm for alarm in view.alarms if alarm.code != RuleName.OFFLINE.value}
        found |= {key: _as_said(alarm) for key, alarm in said.items()}
    else:
        said = {}
    if view.playback.state is PlaybackState.STALLED:
        frames = found.get(RuleName.FRAMES.value)
        found[RuleName.FRAMES.value] = frames or _own(RuleName.FRAMES)
    else:
        found[RuleName.FRAMES.value] = None
    for rule, value in _figures(view):
        if value is not None:
            limit = rules[rule].threshold or 0.0
            wrong = value < limit if rule is RuleName.DISK else abs(value) >= limit
            found[rule.value] = _measured(rule, value, said.get(rule.value)) if wrong else None
    return found


def _key(alarm: Alarm) -> str:
    rule = rule_of(alarm.code)
    return alarm.code if rule is RuleName.OTHER else rule.value


def _figures(view: PlayerView) -> tuple[tuple[RuleName, float | None], ...]:
    free_bytes = view.stats.disk_free_bytes
    return (
        (RuleName.TEMPERATURE, view.stats.temperature_c),
        (RuleName.DISK, None if free_bytes is None else free_bytes / _MB),
        (RuleName.CLOCK, view.clock_offset_s),
    )


def _away(view: PlayerView) -> Conditions:
    # Before an attempt has failed there is hope, and who never answered may not be there yet.
    if view.link.state is LinkState.ONLINE or not view.link.code or view.last_seen_s is None:
        return {}
    since_s = view.link.since_s or view.last_seen_s
    offline = Condition(
        rule=RuleName.OFFLINE,
        severity=SEVERITIES[RuleName.OFFLINE],
        detail=showable(view.link.reason)[:MAX_MESSAGE_LENGTH],
        since_s=since_s,
    )
    return {RuleName.OFFLINE.value: offline}


def _as_said(alarm: Alarm) -> Condition:
    rule = rule_of(alarm.code)
    return Condition(rule=rule, severity=_severity(rule, alarm), detail=alarm.message)


def _own(rule: RuleName) -> Condition:
    return Condition(rule=rule, severity=SEVERITIES[rule])


def _measured(rule: RuleName, value: float, said: Alarm | None) -> Condition:
    return Condition(rule=rule, severity=_severity(rule, said), value=round(value, 1))


def _severity(rule: RuleName, said: Alarm | None) -> Severity:
    usual = SEVERITIES[rule]
    if said is None:
        return usual
    # Of what no rule is for the player alone knows how bad it is; else it may be worse than usual, and not better.
    return said.severity if rule is RuleName.OTHER else max(usual, said.severity, key=rank)
