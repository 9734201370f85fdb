"""What happened at a player in a few words, with an icon and a tone: the lines of its story."""

from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_controller.core.timeline import Gap
from footlight_controller.ui.activity_log.command_words import command_titles
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.timeline.looks import SEVERITY_ICONS, SEVERITY_TONES
from footlight_controller.ui.timeline.words import details, duration, title
from footlight_controller.ui.words import clock_time, isolated, one_line, sentence

translate = QCoreApplication.translate

_STOPS = {
    StopReason.ENDED: QT_TRANSLATE_NOOP("Story", "{} ended after {}"),
    StopReason.REPLACED: QT_TRANSLATE_NOOP("Story", "{} made room for another after {}"),
    StopReason.STOPPED: QT_TRANSLATE_NOOP("Story", "{} was stopped after {}"),
    StopReason.FAILED: QT_TRANSLATE_NOOP("Story", "{} broke after {}"),
    StopReason.CLOSED: QT_TRANSLATE_NOOP("Story", "{} left the screen with the player after {}"),
    StopReason.CUT: QT_TRANSLATE_NOOP("Story", "{} was cut off after {}"),
}
_OFF = {
    OffReason.SHUTDOWN: QT_TRANSLATE_NOOP("Story", "The player was closed"),
    OffReason.RESTART: QT_TRANSLATE_NOOP("Story", "The player was closed to start anew"),
    OffReason.CUT: QT_TRANSLATE_NOOP("Story", "The player lost power, crashed or was killed"),
}
_BROKEN = frozenset({StopReason.FAILED, StopReason.CUT})


class Told(NamedTuple):
    """A line of the story."""

    icon: str
    tone: Tone
    text: str


def told_of(entry: AnyNumbered | Gap) -> Told:
    """In the person's language."""
    match entry:
        case Gap():
            why = details(entry)[-1]
            return Told("help-circle-outline", Tone.CAUTION, f"{title(entry)} ({duration(entry.length_s)}). {why}")
        case PlaybackStarted(item=item):
            return Told("play", Tone.ACCENT, translate("Story", "Plays {}").format(_name(item.name)))
        case PlaybackStopped(item=item, reason=reason, played_s=played_s):
            text = translate("Story", str(_STOPS[reason])).format(_name(item.name), clock_time(played_s))
            broken = reason in _BROKEN
            icon = "alert" if broken else "check" if reason is StopReason.ENDED else "stop"
            return Told(icon, Tone.BAD if broken else Tone.QUIET, text)
        case PlaybackSkipped(item=item, message=message):
            text = translate("Story", "Skipped {}: {}").format(_name(item.name), one_line(message))
            return Told("skip-next", Tone.CAUTION, text)
        case CommandCompleted():
            return _command(entry)
        case Alert(message=message, active=active, severity=severity):
            if active:
                text = translate("Story", "Needs attention: {}").format(one_line(message))
                return Told(SEVERITY_ICONS[severity], SEVERITY_TONES[severity], text)
            return Told("check-circle", Tone.GOOD, translate("Story", "Well again: {}").format(one_line(message)))
        case PowerOn(version=version):
            text = translate("Story", "The player started, version {}").format(version) if version else ""
            return Told("power", Tone.GOOD, text or translate("Story", "The player started"))
        case PowerOff(reason=off):
            cut = off is OffReason.CUT
            icon = "flash-alert" if cut else "power-plug-off-outline"
            return Told(icon, Tone.BAD if cut else Tone.QUIET, translate("Story", str(_OFF[off])))
        case ControllerCame():
            return Told("lan-connect", Tone.QUIET, translate("Story", "{} connected").format(_caller(entry)))
        case ControllerLeft():
            return Told("lan-disconnect", Tone.QUIET, translate("Story", "{} left").format(_caller(entry)))
        case ClockStepped(by_s=by_s):
            ahead = translate("Story", "The clock of the player was set ahead by {}")
            back = translate("Story", "The clock of the player was set back by {}")
            return Told("clock-alert-outline", Tone.CAUTION, (ahead if by_s > 0 else back).format(duration(abs(by_s))))
        case HistoryLost(lost=lost, message=message):
            many = Counted("Story", "The player lost %n event(s) of its history: {}", "", 2)
            some = translate("Story", "The player lost some of its history: {}")
            text = (some if lost is None else many.of(lost)).format(one_line(message))
            return Told("database-alert-outline", Tone.CAUTION, text)


def _command(event: CommandCompleted) -> Told:
    what, who = command_titles().get(event.command, event.command), isolated(one_line(event.by))
    if event.ok:
        return Told("gesture-tap-button", Tone.QUIET, translate("Story", "{}, as {} asked").format(what, who))
    text = translate("Story", "{} was refused to {}: {}").format(what, who, sentence(one_line(event.message)))
    return Told("cancel", Tone.BAD, text)


def _caller(event: ControllerCame | ControllerLeft) -> str:
    name = isolated(one_line(event.name))
    if not event.controller:
        return name
    return translate("Story", "{} ({})").format(name, isolated(one_line(event.controller)))


def _name(name: str) -> str:
    return isolated(one_line(name))
