"""Alerts in the words of e-mails, webhooks and the command line."""

from collections.abc import Sequence

from footlight_common.discovery import showable
from footlight_controller.core.alerting.alert import AlertView, Ending
from footlight_controller.core.alerting.rules import UNITS, RuleName

# What is sent when somebody tries whether it arrives.
TEST_CODE = "test"

_ENDINGS = {
    Ending.RECOVERED: "",
    Ending.OFF: "it is off on purpose",
    Ending.RULE_OFF: "the rule was turned off",
    Ending.REMOVED: "the player was removed from the list",
}


def title(alert: AlertView) -> str:
    """What is, or was, wrong: `Lobby is offline`."""
    name = showable(alert.player_name)
    if alert.code == TEST_CODE:
        return f"A test by {name}"
    match alert.rule:
        case RuleName.OFFLINE:
            return f"{name} is offline"
        case RuleName.FRAMES:
            return f"{name} shows no new frames"
        case RuleName.TEMPERATURE:
            return f"{name} is too hot{_figure(alert)}"
        case RuleName.DISK:
            return f"{name} has little disk space left{_figure(alert)}"
        case RuleName.UNDER_VOLTAGE:
            return f"{name} gets too little voltage"
        case RuleName.CLOCK:
            return f"{name} has a wrong clock{_off_by(alert)}"
        case RuleName.CRASHES:
            return f"{name} crashed several times"
        case RuleName.OTHER:
            return f"{name} needs attention"


def told(alert: AlertView) -> str:
    """What there is to tell of it now, in one line."""
    what = title(alert)
    if alert.ending is not None:
        why = _ENDINGS[alert.ending]
        return f"Over: {what} ({why})" if why else f"Over: {what}"
    return f"{what}: {alert.detail}" if alert.detail else what


def subject(alerts: Sequence[AlertView]) -> str:
    """One line for several: `Lobby is offline and 3 more`."""
    first, *rest = alerts
    line = f"Over: {title(first)}" if first.ending is not None else title(first)
    return f"{line} and {len(rest)} more" if rest else line


def _figure(alert: AlertView) -> str:
    return "" if alert.value is None else f" ({alert.value:.0f} {UNITS[alert.rule]})"


def _off_by(alert: AlertView) -> str:
    if alert.value is None:
        return ""
    return f" ({abs(alert.value):.0f} s {'ahead' if alert.value > 0 else 'behind'})"
