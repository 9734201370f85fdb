"""Alerts and rules as JSON objects, for programs. The keys are an interface: scripts and webhooks depend on them."""

from typing import Any

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import EmailSettings, WebhookSettings
from footlight_controller.core.alerting.plan import Channel, HoursOf, Mute, OffMark
from footlight_controller.core.alerting.rules import UNITS, Rule, RuleName
from footlight_controller.core.alerting.words import title


def alert_object(alert: AlertView) -> dict[str, Any]:
    """An alert as it stands or stood. Times are Unix seconds."""
    seen = alert.acknowledged
    return {
        "id": alert.id,
        "event": "raised" if alert.open else "over",
        "rule": alert.rule.value,
        "code": alert.code,
        "severity": alert.severity.value,
        "player": {"id": alert.player_id, "name": alert.player_name, "area": alert.area},
        "title": title(alert),
        "detail": alert.detail,
        "value": alert.value,
        "unit": UNITS.get(alert.rule, ""),
        "began": alert.began_s,
        "raised": alert.raised_s,
        "ended": alert.ended_s,
        "ending": None if alert.ending is None else alert.ending.value,
        "acknowledged": None if seen is None else {"by": seen.by.name, "member": seen.by.member, "at": seen.at_s},
    }


def rule_object(name: RuleName, rule: Rule) -> dict[str, Any]:
    """How a rule is set."""
    return {
        "rule": name.value,
        "on": rule.on,
        "after_s": rule.after_s,
        "threshold": rule.threshold,
        "unit": UNITS.get(name, ""),
        "severity": None if rule.severity is None else rule.severity.value,
        "recovery": rule.recovery,
    }


def mute_object(mute: Mute) -> dict[str, Any]:
    """What is muted."""
    return {
        "mute": {"of": mute.target.scope.value, "name": mute.target.name},
        "since": mute.since_s,
        "until": mute.until_s,
        "by": mute.by.name,
    }


def off_object(mark: OffMark) -> dict[str, Any]:
    """A player that is off on purpose."""
    return {"off": mark.player_id, "since": mark.since_s, "by": None if mark.by is None else mark.by.name}


def hours_object(each: HoursOf) -> dict[str, Any]:
    """Operating hours; minutes since midnight, Monday is 0."""
    spans = [
        {"days": sorted(span.days), "begins_min": span.begins_min, "ends_min": span.ends_min}
        for span in each.hours.spans
    ]
    return {"hours": {"of": each.target.scope.value, "name": each.target.name}, "spans": spans}


def email_object(settings: EmailSettings) -> dict[str, Any]:
    """How e-mails are sent. Without the password."""
    return {
        "channel": Channel.EMAIL.value,
        "on": True,
        "server": settings.server,
        "port": settings.port,
        "security": settings.security.value,
        "user": settings.user,
        "from": settings.sender,
        "to": list(settings.to),
        "severity": settings.least.value,
    }


def webhook_object(settings: WebhookSettings) -> dict[str, Any]:
    """Where JSON is posted to. Without what is secret of it."""
    return {
        "channel": Channel.WEBHOOK.value,
        "on": True,
        "host": settings.host,
        "token": settings.token,
        "severity": settings.least.value,
    }
