"""What the timeline says of spans and events, in the person's language."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.core.timeline import Alerted, Gap, Idle, Linked, Off, Played, Span, Unknown
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.moments import moment
from footlight_controller.ui.timeline import looks
from footlight_controller.ui.timeline.line import Glance
from footlight_controller.ui.timeline.ribbon import Kind
from footlight_controller.ui.words import one_line

translate = QCoreApplication.translate

_STOPS = {
    StopReason.ENDED: QT_TRANSLATE_NOOP("Timeline", "Played to its end"),
    StopReason.REPLACED: QT_TRANSLATE_NOOP("Timeline", "Made room for another"),
    StopReason.STOPPED: QT_TRANSLATE_NOOP("Timeline", "Was stopped"),
    StopReason.FAILED: QT_TRANSLATE_NOOP("Timeline", "Broke while it played"),
    StopReason.CLOSED: QT_TRANSLATE_NOOP("Timeline", "The player was closed"),
    StopReason.CUT: QT_TRANSLATE_NOOP("Timeline", "Was cut off with the player"),
}
_OFF = {
    OffReason.SHUTDOWN: QT_TRANSLATE_NOOP("Timeline", "The player was closed."),
    OffReason.RESTART: QT_TRANSLATE_NOOP("Timeline", "The player was asked to start anew."),
    OffReason.CUT: QT_TRANSLATE_NOOP("Timeline", "The player lost power, crashed or was killed."),
}
_KINDS = {
    Unknown.NOT_FETCHED: Kind.NOT_FETCHED,
    Unknown.NOT_HEARD: Kind.NOT_HEARD,
    Unknown.LOST: Kind.LOST,
    Unknown.FORGOTTEN: Kind.FORGOTTEN,
    Unknown.BEFORE: Kind.BEFORE,
}


def time_of(at_s: float, *, estimated: bool = False) -> str:
    """Day and time to the second; a guess is marked as one."""
    told = _written(at_s, translate("Timeline", "d MMM yyyy HH:mm:ss"), QLocale().name())
    return translate("Timeline", "about {}").format(told) if estimated else told


@lru_cache(maxsize=4096)
def _written(at_s: float, pattern: str, _language: str) -> str:
    return QLocale().toString(moment(at_s), pattern)


def duration(seconds: float) -> str:
    """`12 s`, `3 min 20 s`, `2 h 5 min`, `3 days 4 h`: the two largest units."""
    if seconds < 10:
        return translate("Timeline", "{} s").format(QLocale().toString(max(0.0, seconds), "f", 1))
    whole = round(seconds)
    if whole < 60:
        return translate("Timeline", "{} s").format(whole)
    if whole < 3600:
        return _both(translate("Timeline", "{} min").format(whole // 60), translate("Timeline", "{} s"), whole % 60)
    if whole < 86_400:
        rest = whole % 3600 // 60
        return _both(translate("Timeline", "{} h").format(whole // 3600), translate("Timeline", "{} min"), rest)
    days = Counted("Timeline", "%n day(s)", "", 2).of(whole // 86_400)
    return _both(days, translate("Timeline", "{} h"), whole % 86_400 // 3600)


def _both(first: str, pattern: str, rest: int) -> str:
    return f"{first} {pattern.format(rest)}" if rest else first


def title(span: Span) -> str:
    """What a span is, in a few words."""
    match span:
        case Played(item=item):
            return one_line(item.name)
        case Idle():
            return looks.word(Kind.IDLE)
        case Off(reason=reason):
            return looks.word(Kind.CUT if reason is OffReason.CUT else Kind.OFF)
        case Gap(why=why):
            return translate("Timeline", "Nobody knows: {}").format(looks.word(_KINDS[why]).lower())
        case Glance():
            return translate("Timeline", "One hour")
        case Alerted(message=message):
            return one_line(message)
        case Linked(name=name, controller=controller):
            who = one_line(name)
            return translate("Timeline", "{} from {}").format(who, one_line(controller)) if controller else who
    raise TypeError(span)


def from_until(span: Span, *, lasts: bool = False) -> str:
    """When it began and ended, and how long that is."""
    if isinstance(span, Gap | Idle | Off) and span.started_s < 0:
        begun = ""
    else:
        begun = time_of(span.started_s, estimated=span.estimated)
    ended = translate("Timeline", "now") if lasts else time_of(span.ended_s, estimated=span.estimated)
    told = f"{begun} \u2013 {ended}" if begun else translate("Timeline", "until {}").format(ended)
    return f"{told} ({duration(span.length_s)})" if begun else told


def details(span: Span) -> list[str]:
    """All there is to say of a span but its title, a line for each thing."""
    match span:
        case Played():
            return _played(span)
        case Off(reason=reason):
            return [from_until(span), translate("Timeline", str(_OFF[reason]))]
        case Gap(why=why):
            return [from_until(span), looks.reason(_KINDS[why])]
        case Glance(parts=parts):
            return [from_until(span), *_shares(parts), translate("Timeline", "Zoom in to see what it was.")]
        case Alerted(severity=severity, lasts=lasts):
            return [from_until(span, lasts=lasts), looks.severity_word(severity)]
        case Linked(lasts=lasts):
            return [from_until(span, lasts=lasts), translate("Timeline", "A controller was connected.")]
    return [from_until(span)]


def frozen(seconds: float) -> str:
    """How long of an item no new frames came."""
    return translate("Timeline", "No new frames for {} of it").format(duration(seconds))


def summary(glance: Glance) -> str:
    """How long of it was what, in one line."""
    return ", ".join(_shares(glance.parts))


def _shares(parts: Iterable[tuple[Kind, float]]) -> list[str]:
    return [f"{looks.word(kind)}: {duration(seconds)}" for kind, seconds in parts]


def told(span: Span) -> str:
    """Title and details in one line, for the line below the chart and for screen readers."""
    return ". ".join(part.rstrip(".") for part in (title(span), *details(span)))


def _played(span: Played) -> list[str]:
    lines = [from_until(span, lasts=span.on_screen)]
    if not span.begin_known:
        lines.append(translate("Timeline", "It began before what is known here."))
    if span.reason is not None:
        lines.append(translate("Timeline", str(_STOPS[span.reason])))
    elif span.on_screen:
        lines.append(translate("Timeline", "It is on screen."))
    else:
        lines.append(translate("Timeline", "How it ended is not known here."))
    if span.reason is not None:
        complete = translate("Timeline", "Complete") if span.complete else translate("Timeline", "Not complete")
        lines.append(translate("Timeline", "{}, {} on screen").format(complete, duration(span.seconds)))
        lines.append(
            translate("Timeline", "Frames: {} presented, {} dropped").format(
                QLocale().toString(span.presented_frames), QLocale().toString(span.dropped_frames)
            )
        )
    return lines
