"""What happened, as passing notes for people: which events are worth one, and in which words."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from footlight_common.model.playback import StopReason
from footlight_common.protocol.commands import AnyAction, SetMute
from footlight_common.protocol.events import (
    Alert,
    CommandCompleted,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
)
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import sentence, shortened


class Level(StrEnum):
    """How much it matters; decides tone and how long it stays."""

    INFO = "info"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"

    @property
    def tone(self) -> Tone:
        return Tone.ACCENT if self is Level.INFO else Tone(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell. Notes of one `topic` that come while it is on show are told together."""

    topic: str
    subject: str
    """Name of the player; what a single note is headed by."""
    subject_id: str = ""
    text: str = ""
    together: str = ""
    """Heading for several, with `{}` for their number."""
    level: Level = Level.INFO
    icon: str = "information"
    lasting: bool = False
    """Kept in the notification centre although nothing is wrong."""
    detail: str = ""
    """All of it, a line for each player, where `text` has to be short."""


translate = QCoreApplication.translate


def note_of(fleet_event: FleetEvent, *, asked_for: bool = False) -> Note | None:
    """The note an event deserves; None for what a card shows well enough by itself.

    `asked_for`: a person put the item that starts in the place of another.
    """
    event = fleet_event.event
    match event:
        case DeviceOnline():
            return _note(
                fleet_event,
                "online",
                translate("Notes", "Online"),
                translate("Notes", "{} players are online"),
                Level.GOOD,
                "power-plug-outline",
            )
        case DeviceOffline(reason=reason):
            return _note(
                fleet_event,
                "offline",
                sentence(reason) or translate("Notes", "Offline"),
                translate("Notes", "{} players went offline"),
                Level.CAUTION,
                "power-plug-off-outline",
            )
        case PlaybackStarted(gap_ms=gap_ms, item=item) if gap_ms is None or asked_for:
            # Else it followed another item by itself: the next in a list, hour after hour.
            text = translate("Notes", "Playing {}").format(shortened(item.name))
            return _note(
                fleet_event, "started", text, translate("Notes", "{} players started playing"), Level.INFO, "play"
            )
        case PlaybackStopped(reason=StopReason.FAILED, item=item):
            text = translate("Notes", "{} broke while it played").format(shortened(item.name))
            return _note(
                fleet_event,
                f"failed {text}",
                text,
                translate("Notes", "{} players had an item break"),
                Level.BAD,
                "alert-circle",
            )
        case PlaybackSkipped(item=item, message=message):
            text = translate("Notes", "Skipped {}: {}").format(shortened(item.name), message)
            return _note(
                fleet_event,
                f"skipped {text}",
                text,
                translate("Notes", "{} players skipped an item"),
                Level.CAUTION,
                "skip-forward",
            )
        case CommandCompleted(command=command, ok=ok, message=message):
            return command_note(
                fleet_event.player_id,
                fleet_event.player_name,
                command,
                error="" if ok else message or event.code,
            )
        case Alert(active=True, message=message):
            return _note(
                fleet_event,
                f"alert {message}",
                sentence(message),
                translate("Notes", "{} players need attention"),
                Level.BAD,
                "alert",
            )
        case Alert(active=False, message=message):
            text = translate("Notes", "Over: {}").format(message)
            return _note(
                fleet_event,
                f"over {message}",
                text,
                translate("Notes", "{} players are well again"),
                Level.GOOD,
                "check-circle",
                lasting=True,
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
            together=translate("Notes", "{} players refused"),
            level=Level.BAD,
            icon="alert-circle",
        )
    done = _muted(action) if command == "mute" else _done(command)
    if not done:
        return None
    return Note(
        topic=f"command {command}",
        subject=player_name,
        subject_id=player_id,
        text=done,
        together=translate("Notes", "{count} players: {done}").format(count="{}", done=done),
        level=Level.GOOD,
        icon="check-circle",
    )


def _muted(action: AnyAction | None) -> str:
    if not isinstance(action, SetMute):
        # The event of a mute asked for elsewhere does not say which; the card does.
        return ""
    return translate("Notes", "Sound off") if action.muted else translate("Notes", "Sound on")


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
        "restart": translate("Notes", "Starts anew"),
        "volume": translate("Notes", "Volume changed"),
        "identify": translate("Notes", "Shows its name"),
    }.get(command, command)


def _note(
    event: FleetEvent, topic: str, text: str, together: str, level: Level, icon: str, *, lasting: bool = False
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
    )
