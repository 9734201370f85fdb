"""Alerts and what is set about them, as tables and words for people."""

import time
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from footlight_common.model.alerts import Severity
from footlight_controller.cli.spans import hours_text, length_text
from footlight_controller.cli.texts import ago, plain, print_table
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.plan import Plan
from footlight_controller.core.alerting.rules import SEVERITIES, UNITS, RuleName
from footlight_controller.core.alerting.target import Scope, Target
from footlight_controller.core.alerting.words import told
from footlight_controller.core.view import PlayerView

_STYLES = {Severity.INFO: "", Severity.WARNING: "yellow", Severity.CRITICAL: "red"}


def print_alerts(console: Console, alerts: Sequence[AlertView], wall_s: float) -> None:
    """Alerts, in the order they come."""
    if not alerts:
        console.print("Nothing needs a person, as far as is known here.", soft_wrap=True)
        return
    rows = [
        (
            Text(str(alert.id)),
            Text(alert.severity.value, _STYLES[alert.severity] if alert.open else "dim"),
            Text(ago(max(0.0, wall_s - alert.began_s))),
            plain(told(alert)),
            plain(alert.area),
            plain(f"seen by {alert.acknowledged.by.name}" if alert.acknowledged else ""),
        )
        for alert in alerts
    ]
    print_table(console, ("ID", "SEVERITY", "SINCE", "ALERT", "AREA", "WHO"), rows)


def print_rules(console: Console, plan: Plan) -> None:
    """All rules."""
    rows = []
    for name in RuleName:
        rule = plan.rules[name]
        limit = "" if rule.threshold is None else f"{rule.threshold:g} {UNITS[name]}"
        severity = rule.severity.value if rule.severity else _usual(name)
        cells = (
            Text(name.value),
            Text("on" if rule.on else "off"),
            Text(length_text(rule.after_s)),
            Text(limit),
            Text(severity),
            Text("yes" if rule.recovery else "no"),
        )
        for cell in cells if not rule.on else ():
            cell.stylize("dim")
        rows.append(cells)
    print_table(console, ("RULE", "ON", "AFTER", "THRESHOLD", "SEVERITY", "RECOVERY"), rows)


def _usual(name: RuleName) -> str:
    if name is RuleName.OTHER:
        return "as the player says"
    usual = SEVERITIES[name]
    return usual.value if usual is Severity.CRITICAL else f"{usual.value} or worse"


def print_hours(console: Console, plan: Plan, names: Mapping[str, str]) -> None:
    """Operating hours, where there are any."""
    for each in plan.hours:
        console.print(plain(f"Hours of {target_text(each.target, names)}: {hours_text(each.hours)}"), soft_wrap=True)


def print_silences(console: Console, plan: Plan, names: Mapping[str, str], wall_s: float) -> None:
    """What is muted or off on purpose now."""
    for mute in plan.mutes:
        if mute.lasts(wall_s):
            by = f", by {mute.by.name}" if mute.by.name else ""
            what = f"Muted: {target_text(mute.target, names)} {until_text(mute.until_s, wall_s)}{by}"
            console.print(plain(what), soft_wrap=True)
    for mark in plan.off:
        by = f"as {mark.by.name} says" if mark.by and mark.by.name else "it was shut down" if not mark.by else ""
        name = names.get(mark.player_id, mark.player_id)
        console.print(plain(f"Off on purpose: {name}{f', {by}' if by else ''}"), soft_wrap=True)


def target_text(target: Target, names: Mapping[str, str]) -> str:
    """What a target is called."""
    match target.scope:
        case Scope.PLAYER:
            return names.get(target.name, target.name)
        case Scope.AREA:
            return f"everything in {target.name}"
        case Scope.RULE:
            return f"the rule {target.name}"
        case Scope.ALL:
            return "everything"


def until_text(until_s: float | None, wall_s: float) -> str:
    """`until 18:00`, with the day where it is another one; `for good`."""
    if until_s is None:
        return "for good"
    until, now = time.localtime(until_s), time.localtime(wall_s)
    same = until[:3] == now[:3]
    return f"until {time.strftime('%H:%M' if same else '%Y-%m-%d %H:%M', until)}"


def named(views: Iterable[PlayerView]) -> dict[str, str]:
    """Names of players by id."""
    return {view.id: view.name for view in views}
