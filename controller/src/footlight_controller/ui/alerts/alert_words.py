"""Alerts in the words and looks of the desktop app."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView, Ending
from footlight_controller.core.alerting.board import Sending
from footlight_controller.core.alerting.plan import Channel, Mute
from footlight_controller.core.alerting.rules import RuleName, rank
from footlight_controller.core.alerting.target import Scope, Target
from footlight_controller.ui.moments import moment
from footlight_controller.ui.player.figures import duration, number
from footlight_controller.ui.status import Look
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import isolated, one_line, shortened

translate = QCoreApplication.translate

SEVERITY_LOOKS = {
    Severity.INFO: Look("information-outline", Tone.ACCENT, QT_TRANSLATE_NOOP("Alerts", "Info"), "Alerts"),
    Severity.WARNING: Look("alert-outline", Tone.CAUTION, QT_TRANSLATE_NOOP("Alerts", "Warning"), "Alerts"),
    Severity.CRITICAL: Look("alert-octagon-outline", Tone.BAD, QT_TRANSLATE_NOOP("Alerts", "Critical"), "Alerts"),
}
# Above this it is written in GB.
_MB_IN_WORDS = 10_000


def what(alert: AlertView) -> str:
    """What is, or was, wrong, without the name of the player: `Too hot (84 °C)`."""
    match alert.rule:
        case RuleName.OFFLINE:
            return translate("Alerts", "Offline")
        case RuleName.FRAMES:
            return translate("Alerts", "Shows no new frames")
        case RuleName.TEMPERATURE:
            return _with_figure(translate("Alerts", "Too hot"), alert)
        case RuleName.DISK:
            return _with_figure(translate("Alerts", "Little disk space left"), alert)
        case RuleName.UNDER_VOLTAGE:
            return translate("Alerts", "Gets too little voltage")
        case RuleName.CLOCK:
            return _with_figure(translate("Alerts", "Its clock is wrong"), alert)
        case RuleName.CRASHES:
            return translate("Alerts", "Crashed several times")
        case RuleName.OTHER:
            return translate("Alerts", "Needs attention")


def brief(alert: AlertView) -> str:
    """The same in a word or two, for a card."""
    return {
        RuleName.OFFLINE: translate("Alerts", "Alert"),
        RuleName.FRAMES: translate("Alerts", "No frames"),
        RuleName.TEMPERATURE: translate("Alerts", "Too hot"),
        RuleName.DISK: translate("Alerts", "Low disk"),
        RuleName.UNDER_VOLTAGE: translate("Alerts", "Low voltage"),
        RuleName.CLOCK: translate("Alerts", "Wrong clock"),
        RuleName.CRASHES: translate("Alerts", "Crashes"),
        RuleName.OTHER: translate("Alerts", "Attention"),
    }[alert.rule]


def told(alert: AlertView) -> str:
    """`Lobby: Too hot (84 °C)`, for one line among others."""
    return translate("Alerts", "{}: {}").format(isolated(shortened(alert.player_name)), what(alert))


def rule_title(rule: RuleName) -> str:
    """What a rule is called."""
    return {
        RuleName.OFFLINE: translate("Alerts", "Offline"),
        RuleName.FRAMES: translate("Alerts", "No new frames"),
        RuleName.TEMPERATURE: translate("Alerts", "Temperature"),
        RuleName.DISK: translate("Alerts", "Disk space"),
        RuleName.UNDER_VOLTAGE: translate("Alerts", "Voltage"),
        RuleName.CLOCK: translate("Alerts", "Clock"),
        RuleName.CRASHES: translate("Alerts", "Crashes"),
        RuleName.OTHER: translate("Alerts", "Anything else"),
    }[rule]


def rule_text(rule: RuleName) -> str:
    """What a rule looks at."""
    return {
        RuleName.OFFLINE: translate("Alerts", "There is no connection to the player."),
        RuleName.FRAMES: translate("Alerts", "It should be playing, and no frames reach its screen."),
        RuleName.TEMPERATURE: translate("Alerts", "The processor of the player is too hot."),
        RuleName.DISK: translate("Alerts", "Little room is left where the player keeps its data."),
        RuleName.UNDER_VOLTAGE: translate("Alerts", "The power supply of the player is too weak."),
        RuleName.CLOCK: translate("Alerts", "The clock of the player is wrong."),
        RuleName.CRASHES: translate("Alerts", "The player ended by itself several times in short order."),
        RuleName.OTHER: translate("Alerts", "Whatever else a player asks a person for."),
    }[rule]


def channel_word(channel: Channel) -> str:
    """What a channel is called in a sentence."""
    return {Channel.EMAIL: translate("Alerts", "e-mail"), Channel.WEBHOOK: translate("Alerts", "webhook")}[channel]


def channels_text(alert: AlertView, sending: Mapping[Channel, Sending]) -> str:
    """Who was told, and who is not yet: `told by e-mail · waiting: webhook`; empty for nobody."""
    told, waiting, failed = list[str](), list[str](), list[str]()
    for channel in alert.told:
        stands = sending.get(channel, Sending())
        which = waiting if alert.id in stands.untold else failed if alert.id in stands.given_up else told
        which.append(channel_word(channel))
    parts = (
        _told_by(told),
        translate("Alerts", "waiting: {}").format(", ".join(waiting)) if waiting else "",
        translate("Alerts", "could not be told: {}").format(", ".join(failed)) if failed else "",
    )
    return " · ".join(filter(None, parts))


def _told_by(words: Sequence[str]) -> str:
    if not words:
        return ""
    if len(words) == 1:
        return translate("Alerts", "told by {}").format(words[0])
    return translate("Alerts", "told by {} and {}").format(", ".join(words[:-1]), words[-1])


def ending_text(alert: AlertView) -> str:
    """Why it is over; how it stands while it is open."""
    if alert.ending is None:
        return translate("Alerts", "Open")
    return {
        Ending.RECOVERED: translate("Alerts", "Well again"),
        Ending.OFF: translate("Alerts", "Off on purpose"),
        Ending.RULE_OFF: translate("Alerts", "Rule turned off"),
        Ending.REMOVED: translate("Alerts", "Player removed"),
    }[alert.ending]


def acknowledged_text(alert: AlertView, wall_s: float) -> str:
    """`Front office looks after it, since 14:02`; empty when nobody does."""
    seen = alert.acknowledged
    if seen is None:
        return ""
    name = isolated(shortened(seen.by.name or translate("Alerts", "Somebody")))
    return translate("Alerts", "Acknowledged by {}, {}").format(name, short_time(seen.at_s, wall_s))


def lasted_text(alert: AlertView, wall_s: float) -> str:
    """From the beginning of its cause to its end, or up to now."""
    end_s = wall_s if alert.ended_s is None else alert.ended_s
    return duration(max(0.0, end_s - alert.began_s))


def short_time(at_s: float, wall_s: float) -> str:
    """`14:02`, with the day where it is another one."""
    at, now = moment(at_s), moment(wall_s)
    pattern = translate("Alerts", "HH:mm") if at.date() == now.date() else translate("Alerts", "d MMM yyyy HH:mm")
    return QLocale().toString(at, pattern)


def full_time(at_s: float) -> str:
    """Day and time to the second."""
    return QLocale().toString(moment(at_s), translate("Alerts", "d MMM yyyy HH:mm:ss"))


def day_text(at: QDateTime) -> str:
    """A day."""
    return QLocale().toString(at, translate("Alerts", "d MMM yyyy"))


def until_text(until_s: float | None, wall_s: float) -> str:
    """`until 18:00`, or until somebody ends it."""
    if until_s is None:
        return translate("Alerts", "until you unmute it")
    return translate("Alerts", "until {}").format(short_time(until_s, wall_s))


def target_text(target: Target, names: Mapping[str, str]) -> str:
    """What a target is called; `names` has players by id."""
    match target.scope:
        case Scope.PLAYER:
            return one_line(names.get(target.name, target.name[:4]))
        case Scope.AREA:
            return translate("Alerts", "Everything in {}").format(isolated(shortened(target.name)))
        case Scope.RULE:
            rule = next((rule for rule in RuleName if rule.value == target.name), None)
            return translate("Alerts", "The rule “{}”").format(target.name if rule is None else rule_title(rule))
        case Scope.ALL:
            return translate("Alerts", "Everything")


def mute_text(mute: Mute, wall_s: float) -> str:
    """`Muted until 18:00, by Front office`."""
    until = until_text(mute.until_s, wall_s)
    if not mute.by.name:
        return translate("Alerts", "Muted {}").format(until)
    return translate("Alerts", "Muted {}, by {}").format(until, isolated(shortened(mute.by.name)))


def least_text(severity: Severity) -> str:
    """From which severity on somebody is told."""
    return {
        Severity.INFO: translate("Alerts", "All alerts"),
        Severity.WARNING: translate("Alerts", "Warnings and critical ones"),
        Severity.CRITICAL: translate("Alerts", "Critical ones only"),
    }[severity]


def worst_first(alerts: Sequence[AlertView]) -> list[AlertView]:
    """Those nobody looks after first, then what matters most, then the newest."""
    return sorted(alerts, key=lambda each: (each.acknowledged is not None, -rank(each.severity), -each.raised_s))


def _with_figure(text: str, alert: AlertView) -> str:
    if alert.value is None:
        return text
    if alert.rule is RuleName.TEMPERATURE:
        figure = translate("Alerts", "{} °C").format(number(alert.value))
    elif alert.rule is RuleName.DISK:
        figure = megabytes(alert.value)
    elif alert.value > 0:
        figure = translate("Alerts", "{} ahead").format(duration(alert.value))
    else:
        figure = translate("Alerts", "{} behind").format(duration(-alert.value))
    return translate("Alerts", "{} ({})").format(text, figure)


def megabytes(value: float) -> str:
    """`300 MB`, `12.5 GB`."""
    if value < _MB_IN_WORDS:
        return translate("Alerts", "{} MB").format(number(value))
    return translate("Alerts", "{} GB").format(number(value / 1000, 1))
