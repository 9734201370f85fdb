"""Turns what happens at the players into notes, one event after the other."""

from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import PlaybackStarted, PlaybackStopped
from footlight_controller.core.changes import FleetEvent
from footlight_controller.ui.notes import Note, note_of


class Narrator:
    """Remembers where a person put another item in the place of the one on screen: its beginning is worth a note."""

    def __init__(self) -> None:
        self._replaced: set[str] = set()

    def notes_of(self, events: tuple[FleetEvent, ...]) -> list[Note]:
        """The notes that `events` deserve, in their order."""
        return [note for event in events if (note := self._note_of(event)) is not None]

    def _note_of(self, fleet_event: FleetEvent) -> Note | None:
        player_id = fleet_event.player_id
        asked_for = player_id in self._replaced
        match fleet_event.event:
            case PlaybackStopped(reason=StopReason.REPLACED):
                self._replaced.add(player_id)
            case PlaybackStopped() | PlaybackStarted():
                self._replaced.discard(player_id)
        return note_of(fleet_event, asked_for=asked_for)
