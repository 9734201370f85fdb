"""What happened, as passing notes for people: which events are worth one, and in which words."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from footlight_common.errors import RoleDenied
from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.commands import AnyAction, Rename, SetMute
from footlight_common.protocol.events import (
    CommandCompleted,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
)
from footlight_controller.core.changes import ControlTaken, DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import RESTART
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import isolated, sentence, shortened


class Level(StrEnum):
    """How much it matters; decides tone and how long it stays."""

    INFO = "info"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"

    @property
    def tone(self) -> Tone:
        return Tone.ACCENT if self is Level.INFO else Tone(self.value)


# In letters: what they did has to stay in sight behind it.
LONGEST_WHO = 24

ICONS = {
    Level.INFO: "information",
    Level.GOOD: "check-circle",
    Level.CAUTION: "alert",
    Level.BAD: "alert-circle",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a note about several players has to tell of one of them."""

    subject: str
    subject_id: str = ""
    text: str = ""
    level: Level = Level.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell. Notes of one `topic` that come while it is on show are told together."""

    topic: str
    subject: str
    """Name of the player; what a single note is headed by."""
    subject_id: str = ""
    text: str = ""
    together: Counted | None = None
    """Heading for several; without one, each stands for itself."""
    level: Level = Level.INFO
    icon: str = ""
    """That of its level where none is said."""
    lasting: bool = False
    """Kept in the notification centre although nothing is wrong."""
    follows: tuple[str, ...] = ()
    """Beginnings of the topics of answers that it follows from: beside one of the same moment it is not shown."""
    answers: bool = False
    """It tells what came of what was asked for here."""
    seen: bool = False
    """Kept for looking it up: whoever asked for it waits for it anyway, and nobody has to be called."""
    repeats: bool = False
    """It may come again and again: kept once for each player, however often and whenever it comes."""
    quiet: bool = False
    """It was told a moment ago: kept, and not shown in passing."""
    parts: tuple[Part, ...] = ()
    """Of a note about several players, each of them, what went wrong first."""

    def __post_init__(self) -> None:
        if not self.icon:
            object.__setattr__(self, "icon", ICONS[self.level])


# Who is added or paired comes online; who is asked for another item plays it, which says what nothing else does.
_BRING_ONLINE = ("added", "paired")
_BRING_ON = ("command next", "command previous", "command resume", "group ")
# Going and coming back are one story, in one toast.
_RESTARTING = "restarting"

translate = QCoreApplication.translate


def note_of(fleet_event: FleetEvent, *, asked_for: bool = False, restarted: bool = False, me: str = "") -> Note | None:
    """The note an event deserves; None for what a card shows well enough by itself.

    `asked_for`: a person put the item that starts in the place of another. `restarted`: it had said that it restarts.
    `me`: name of the member here; empty where there is none, and then nothing is told as somebody else's.
    """
    event = fleet_event.event
    match event:
        case DeviceOnline() if restarted:
            return _note(
                fleet_event,
                _RESTARTING,
                translate("Notes", "Is back after its restart"),
                Counted("Notes", "%n player(s) restarted", "", 2),
                Level.GOOD,
                "check-circle",
            )
        case DeviceOnline():
            return _note(
                fleet_event,
                "online",
                translate("Notes", "Online"),
                Counted("Notes", "%n player(s) are online", "", 2),
                Level.GOOD,
                "power-plug-outline",
                follows=_BRING_ONLINE,
            )
        case DeviceOffline(code=code) if code == RESTART:
            return _note(
                fleet_event,
                _RESTARTING,
                translate("Notes", "Is restarting"),
                Counted("Notes", "%n player(s) restart", "", 2),
                Level.INFO,
                "restart",
            )
        case DeviceOffline(reason=reason):
            return _note(
                fleet_event,
                "offline",
                sentence(reason) or translate("Notes", "Offline"),
                Counted("Notes", "%n player(s) went offline", "", 2),
                Level.CAUTION,
                "power-plug-off-outline",
            )
        case ControlTaken(name=name, controller=controller):
            who = isolated(shortened(name, LONGEST_WHO))
            where = isolated(shortened(controller, LONGEST_WHO))
            text = (
                translate("Notes", "{} controls it too, from {}").format(who, where)
                if controller
                else translate("Notes", "{} controls it too").format(who)
            )
            return _note(
                fleet_event,
                f"control {event.member}",
                text,
                Counted("Notes", "{} controls %n player(s) too", "", 2).holding(who),
                Level.INFO,
                "account-outline",
            )
        case PlaybackStarted(gap_ms=gap_ms, item=item) if gap_ms is None or asked_for:
            # Else it followed another item by itself: the next in a list, hour after hour.
            text = translate("Notes", "Playing {}").format(shortened(item.name))
            return _note(
                fleet_event,
                "started",
                text,
                Counted("Notes", "%n player(s) started playing", "", 2),
                Level.INFO,
                "play",
                follows=_BRING_ON,
            )
        case PlaybackStopped(reason=StopReason.FAILED, item=item):
            text = translate("Notes", "{} broke while it played").format(shortened(item.name))
            return _note(
                fleet_event,
                f"broken {item.name}",
                text,
                Counted("Notes", "%n player(s) had an item break", "", 2),
                Level.BAD,
                "alert-circle",
                repeats=True,
            )
        case PlaybackSkipped(item=item, message=message):
            text = translate("Notes", "Skipped {}: {}").format(shortened(item.name), message)
            return _note(
                fleet_event,
                f"broken {item.name}",
                text,
                Counted("Notes", "%n player(s) skipped an item", "", 2),
                Level.CAUTION,
                "skip-forward",
                repeats=True,
            )
        case CommandCompleted(ok=False, code=RoleDenied.code):
            # Whoever asked is told by the answer to it; to anybody else it is nothing but a line of the activity.
            return None
        case CommandCompleted(by=by) if me and by and by != me:
            return _others_note(fleet_event, event)
        case CommandCompleted(command=command, ok=ok, message=message):
            return command_note(
                fleet_event.player_id,
                fleet_event.player_name,
                command,
                error="" if ok else message or event.code,
            )
        case PowerOff(reason=OffReason.CUT):
            return _note(
                fleet_event,
                "cut off",
                translate("Notes", "Was cut off: it lost power, crashed or was killed"),
                Counted("Notes", "%n player(s) were cut off", "", 2),
                Level.CAUTION,
                "power-plug-off-outline",
            )
        case HistoryLost(message=message):
            return _note(
                fleet_event,
                "history lost",
                translate("Notes", "Lost a part of its history: {}").format(message),
                Counted("Notes", "%n player(s) lost a part of their history", "", 2),
                Level.CAUTION,
                "alert",
            )
        case _:
            return None


def command_note(
    player_id: str, player_name: str, command: str, *, error: str = "", action: AnyAction | None = None
) -> Note | None:
    """How a command ended; asked for here or elsewhere, it is told once, for both have the same topic.

    `action` is the command in full where it is known. None where what the player says or shows next tells it better.
    """
    if error:
        return Note(
            topic=f"command {command} {error}",
            subject=player_name,
            subject_id=player_id,
            text=sentence(error),
            together=Counted("Notes", "%n player(s) refused", "", 2),
            level=Level.BAD,
            icon="alert-circle",
        )
    done = _renamed(action) if isinstance(action, Rename) else ""
    done = done or (_muted(action) if command == "mute" else _done(command))
    if not done:
        return None
    return Note(
        topic=f"command {command}",
        subject=player_name,
        subject_id=player_id,
        text=done,
        together=Counted("Notes", "%n player(s): {}", "", 2).holding(done),
        level=Level.GOOD,
        icon="check-circle",
    )


def _others_note(fleet_event: FleetEvent, event: CommandCompleted) -> Note | None:
    """What somebody else asked for, with their name, and never as loud as what was asked for here."""
    who = isolated(shortened(event.by, LONGEST_WHO))
    if event.ok:
        done = _done_by(event.command, who)
        several = Counted("Notes", "%n player(s): {}", "", 2).holding(done)
        topic = f"command {event.command} by {event.by}"
    else:
        done = translate("Notes", "{} asked in vain: {}").format(who, event.message or event.code)
        several = Counted("Notes", "%n player(s) did not do what {} asked for", "", 2).holding(who)
        topic = f"command {event.command} by {event.by} {event.message or event.code}"
    return _note(fleet_event, topic, done, several, Level.INFO, "account-outline") if done else None


def _done_by(command: str, who: str) -> str:
    """Empty where what the player says or shows next tells it better."""
    return {
        "pause": translate("Notes", "{} paused it"),
        "resume": translate("Notes", "{} let it play on"),
        "stop": translate("Notes", "{} stopped it"),
        "next": translate("Notes", "{} went to the next item"),
        "previous": translate("Notes", "{} went to the item before"),
        "seek": translate("Notes", "{} went to another place"),
        "rename": translate("Notes", "{} changed its name or area"),
        "volume": translate("Notes", "{} changed its volume"),
        "identify": translate("Notes", "{} had it show its name"),
        "set_log_level": translate("Notes", "{} changed its log level"),
    }.get(command, "").format(who)


def _muted(action: AnyAction | None) -> str:
    if not isinstance(action, SetMute):
        # The event of a mute asked for elsewhere does not say which; the card does.
        return ""
    return translate("Notes", "Sound off") if action.muted else translate("Notes", "Sound on")


def _renamed(action: Rename) -> str:
    if action.name is not None and action.area is not None:
        return translate("Notes", "Name and area changed")
    if action.area is None:
        return translate("Notes", "Name changed")
    area = shortened(action.area)
    return translate("Notes", "Stands in {} now").format(area) if area else translate("Notes", "Stands in no area now")


def _done(command: str) -> str:
    return {
        # Told by the player: it plays once the first frame is up, or skips what it cannot play.
        "play": "",
        "pause": translate("Notes", "Paused"),
        "resume": translate("Notes", "Playing on"),
        "stop": translate("Notes", "Stopped"),
        "next": translate("Notes", "Went to the next item"),
        "previous": translate("Notes", "Went to the item before"),
        "seek": translate("Notes", "Went to another place"),
        "rename": translate("Notes", "Name or area changed"),
        # Told by its going and its coming back.
        "restart": "",
        "volume": translate("Notes", "Volume changed"),
        "identify": translate("Notes", "Shows its name"),
        "set_log_level": translate("Notes", "Log level changed"),
    }.get(command, command)


def _note(
    event: FleetEvent,
    topic: str,
    text: str,
    together: Counted,
    level: Level,
    icon: str,
    *,
    lasting: bool = False,
    follows: tuple[str, ...] = (),
    repeats: bool = False,
) -> Note:
    return Note(
        topic=topic,
        subject=event.player_name,
        subject_id=event.player_id,
        text=text,
        together=together,
        level=level,
        icon=icon,
        lasting=lasting,
        follows=follows,
        repeats=repeats,
    )
