"""Turns what happens at the players into notes, one event after the other."""

import time
from collections.abc import Callable

from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import CommandCompleted, PlaybackStarted, PlaybackStopped
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import RESTART
from footlight_controller.ui.notes import Note, note_of

# A player that is back begins again where it was, which is no news; on a slow machine the first frame takes a while.
RESUMES_WITHIN_S = 10.0
_STARTING = ("play", "next", "previous", "resume")


class Narrator:
    """Remembers what makes an event worth a note, or not: who asked for it, and who is just coming back."""

    def __init__(self, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._replaced: set[str] = set()
        self._restarting: set[str] = set()
        self._returning: dict[str, float] = {}

    def notes_of(self, events: tuple[FleetEvent, ...]) -> list[Note]:
        """The notes that `events` deserve, in their order."""
        return [note for event in events if (note := self._note_of(event)) is not None]

    def _note_of(self, fleet_event: FleetEvent) -> Note | None:
        player_id = fleet_event.player_id
        asked_for = player_id in self._replaced
        restarted = False
        match fleet_event.event:
            case PlaybackStopped(reason=StopReason.REPLACED):
                self._replaced.add(player_id)
            case PlaybackStarted() if self._resumes(player_id):
                return None
            case PlaybackStopped() | PlaybackStarted():
                self._replaced.discard(player_id)
            case CommandCompleted(command=command) if command in _STARTING:
                # What starts now was asked for.
                self._returning.pop(player_id, None)
            case DeviceOffline(code=code):
                self._returning[player_id] = float("inf")
                if code == RESTART:
                    self._restarting.add(player_id)
            case DeviceOnline():
                restarted = player_id in self._restarting
                self._restarting.discard(player_id)
                if player_id in self._returning:
                    self._returning[player_id] = self._monotonic_s() + RESUMES_WITHIN_S
        return note_of(fleet_event, asked_for=asked_for, restarted=restarted)

    def _resumes(self, player_id: str) -> bool:
        """Whether an item that starts only goes on where it was; true once."""
        return self._monotonic_s() < self._returning.pop(player_id, float("-inf"))
