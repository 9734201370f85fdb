"""Turns what happens at the players into notes, one event after the other."""

import time
from collections.abc import Callable
from dataclasses import replace

from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import CommandCompleted, PlaybackStarted, PlaybackStopped, PowerOn
from footlight_controller.core.changes import Changes, ControlTaken, DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import RESTART, PlayerView
from footlight_controller.ui.alerts import alert_notes
from footlight_controller.ui.notes import Note, note_of
from footlight_controller.ui.presence import others_at

# A player that is back begins again where it was, which is no news; on a slow machine the first frame takes a while.
RESUMES_WITHIN_S = 10.0
# Somebody who goes on working at a player is told once, and so is an item that breaks each time it comes: a reminder
# every minute would be no gentle one.
REMEMBERED_S = 600.0
_STARTING = ("play", "next", "previous", "resume")


class Narrator:
    """Remembers what makes an event worth a note, or not: who asked for it, and who is just coming back."""

    def __init__(self, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._replaced: set[str] = set()
        self._restarting: set[str] = set()
        self._returning: dict[str, float] = {}
        self._met: dict[tuple[str, str], float] = {}
        self.me = ""
        """Name of the member here, as players have it in what they tell; empty for none."""

    def company_of(self, *views: PlayerView) -> list[Note]:
        """For who controls one of these players already when it is asked for something here."""
        return self.notes_of(
            tuple(
                FleetEvent(
                    player_id=view.id,
                    player_name=view.name,
                    event=ControlTaken(at_s=0.0, member=one.member, name=one.name, controller=one.controller),
                )
                for view in views
                for one in others_at(view)
                if one.controls
            )
        )

    def notes_of(self, events: tuple[FleetEvent, ...], changes: Changes | None = None) -> list[Note]:
        """The notes that `events` deserve, in their order, and then what `changes` have of alerts."""
        notes = [self._hushed(note) for event in events if (note := self._note_of(event)) is not None]
        if changes is not None and changes.alerted:
            notes += alert_notes.notes_of(changes.alerted, changes.alerts.plan.rules)
        return notes

    def _note_of(self, fleet_event: FleetEvent) -> Note | None:
        player_id = fleet_event.player_id
        asked_for = player_id in self._replaced
        restarted = False
        match fleet_event.event:
            case ControlTaken(member=member) if self._met_before(player_id, member):
                return None
            case PlaybackStopped(reason=StopReason.REPLACED):
                self._replaced.add(player_id)
            case PlaybackStarted() if self._resumes(player_id):
                return None
            case PowerOn():
                # Where several items were missed before, what starts next goes on all the same.
                self._returning[player_id] = self._monotonic_s() + RESUMES_WITHIN_S
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
        return note_of(fleet_event, asked_for=asked_for, restarted=restarted, me=self.me)

    def _resumes(self, player_id: str) -> bool:
        """Whether an item that starts only goes on where it was; true once."""
        return self._monotonic_s() < self._returning.pop(player_id, float("-inf"))

    def _hushed(self, note: Note) -> Note:
        return replace(note, quiet=note.repeats and self._met_before(note.subject_id, note.topic))

    def _met_before(self, player_id: str, what: str) -> bool:
        """Whether this was told of this player within REMEMBERED_S, such as who controls it; it counts as told now."""
        now_s, key = self._monotonic_s(), (player_id, what)
        self._met = {each: until_s for each, until_s in self._met.items() if until_s > now_s}
        met = key in self._met
        self._met.setdefault(key, now_s + REMEMBERED_S)
        return met
