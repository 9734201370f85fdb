"""What a card says of a player in one word, and how that word looks."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from footlight_common.model.playback import PlaybackState
from footlight_controller.core.changes import ConnectionState
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.ui.theme.tokens import Tone


class Status(StrEnum):
    """Link and playback as one."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    IDLE = "idle"
    LOADING = "loading"
    PLAYING = "playing"
    PAUSED = "paused"
    STALLED = "stalled"

    @classmethod
    def of(cls, view: PlayerView) -> "Status":
        """The status of a player."""
        if view.link.state is LinkState.CONNECTING:
            return cls.CONNECTING
        return _OF_PLAYBACK[view.playback.state] if view.online else cls.OFFLINE

    @property
    def online(self) -> bool:
        return self not in (Status.OFFLINE, Status.CONNECTING)


_OF_PLAYBACK = {
    PlaybackState.IDLE: Status.IDLE,
    PlaybackState.LOADING: Status.LOADING,
    PlaybackState.PLAYING: Status.PLAYING,
    PlaybackState.PAUSED: Status.PAUSED,
    PlaybackState.STALLED: Status.STALLED,
}


@dataclass(frozen=True, slots=True)
class Look:
    """Icon, tone and word: never the colour alone."""

    icon: str
    tone: Tone
    source: object
    """The English word, marked for translation in `context`."""
    context: str = "Status"

    @property
    def word(self) -> str:
        """In the person's language."""
        return QCoreApplication.translate(self.context, str(self.source))


STATUS_LOOKS = {
    Status.OFFLINE: Look("power-plug-off-outline", Tone.QUIET, QT_TRANSLATE_NOOP("Status", "Offline")),
    Status.CONNECTING: Look("connection", Tone.QUIET, QT_TRANSLATE_NOOP("Status", "Connecting")),
    Status.IDLE: Look("sleep", Tone.GOOD, QT_TRANSLATE_NOOP("Status", "Idle")),
    Status.LOADING: Look("progress-clock", Tone.ACCENT, QT_TRANSLATE_NOOP("Status", "Loading")),
    Status.PLAYING: Look("play", Tone.ACCENT, QT_TRANSLATE_NOOP("Status", "Playing")),
    Status.PAUSED: Look("pause", Tone.GOOD, QT_TRANSLATE_NOOP("Status", "Paused")),
    Status.STALLED: Look("alert", Tone.CAUTION, QT_TRANSLATE_NOOP("Status", "Stalled")),
}

CONNECTION_LOOKS = {
    ConnectionState.SEARCHING: Look("radar", Tone.QUIET, QT_TRANSLATE_NOOP("Connection", "Searching"), "Connection"),
    ConnectionState.CONNECTED: Look(
        "check-network-outline", Tone.GOOD, QT_TRANSLATE_NOOP("Connection", "Connected"), "Connection"
    ),
    ConnectionState.PARTIAL: Look(
        "minus-network-outline", Tone.CAUTION, QT_TRANSLATE_NOOP("Connection", "Partly connected"), "Connection"
    ),
    ConnectionState.DISCONNECTED: Look(
        "close-network-outline", Tone.BAD, QT_TRANSLATE_NOOP("Connection", "Disconnected"), "Connection"
    ),
}

# Where the search on the network does not work, and where players are known and none has answered yet.
NOT_SEARCHING = Look(
    "access-point-network-off", Tone.CAUTION, QT_TRANSLATE_NOOP("Connection", "Not searching"), "Connection"
)
CALLING = Look("connection", Tone.QUIET, QT_TRANSLATE_NOOP("Connection", "Connecting"), "Connection")


# By the code of `PlayerView.refused`; the same while it is called again, which changes nothing for the person.
REFUSED_LOOKS = {
    "not_paired": Look("link-variant-off", Tone.CAUTION, QT_TRANSLATE_NOOP("Status", "Not paired")),
    "other_site": Look("home-switch-outline", Tone.BAD, QT_TRANSLATE_NOOP("Status", "Other site")),
    "revoked": Look("account-off-outline", Tone.BAD, QT_TRANSLATE_NOOP("Status", "Removed")),
    "not_member": Look("account-question-outline", Tone.BAD, QT_TRANSLATE_NOOP("Status", "Not a member there")),
    "role_denied": Look("account-lock-outline", Tone.BAD, QT_TRANSLATE_NOOP("Status", "No access")),
    "credential_refused": Look("shield-alert-outline", Tone.BAD, QT_TRANSLATE_NOOP("Status", "Not trusted")),
    "no_site": Look("home-off-outline", Tone.BAD, QT_TRANSLATE_NOOP("Status", "No site")),
    "version": Look("update", Tone.BAD, QT_TRANSLATE_NOOP("Status", "Wrong version")),
}


def look_of(view: PlayerView) -> Look:
    """How the status of a player looks: what needs somebody stands out, whatever else it does."""
    if refused := REFUSED_LOOKS.get(view.refused):
        return refused
    look = STATUS_LOOKS[Status.of(view)]
    tone = alert_of(view)
    return look if tone is None else _ALERTING[look, tone]


def alert_of(view: PlayerView) -> Tone | None:
    """The tone of what needs somebody; None where nothing does."""
    wrong = view.needs_attention
    if not wrong:
        return None
    refused = REFUSED_LOOKS.get(wrong)
    return Tone.CAUTION if refused is None else refused.tone


# Made once: a wall asks for one with every card it paints.
_ALERTING = {
    (look, tone): replace(look, tone=tone) for look in STATUS_LOOKS.values() for tone in (Tone.CAUTION, Tone.BAD)
}
