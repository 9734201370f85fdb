"""Carries out what people ask of players, and tells how it went."""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.protocol.commands import AnyAction, Identify, Rename, name_of
from footlight_common.protocol.events import CommandCompleted
from footlight_controller.core.changes import FleetEvent
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.activity import Activity
from footlight_controller.ui.asking import asking_many, asking_one
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.group_note import Outcome, group_note
from footlight_controller.ui.notes import Level, Note, command_note
from footlight_controller.ui.pairing.invitation import address_in
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.words import sentence


class Commands(Protocol):
    """The part of the bridge that takes commands."""

    async def command(self, player_id: str, action: AnyAction) -> None: ...

    async def add(self, address: Address) -> PlayerView: ...

    async def remove(self, *player_ids: str) -> None: ...


# The player tells all controllers of a command right after its result; what comes later is another's.
REPEATED_WITHIN_S = 10.0
# An answer that comes sooner needs no sign that it is waited for.
SHOWN_AFTER_S = 0.3

translate = QCoreApplication.translate


class Commander(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    asked = Signal(object)
    """[tuple[PlayerView, ...]] They are asked for something that changes what they do."""
    begun = Signal(object)
    """[Activity] Something has been under way for SHOWN_AFTER_S; it can be cancelled."""

    def __init__(self, commands: Commands, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._tasks = tasks
        self._awaited: dict[tuple[str, str], float] = {}

    def send(self, view: PlayerView, action: AnyAction) -> None:
        """Send `action`; its result becomes a note, where it is worth one."""
        self._tell_asked((view,), action)
        task = self._tasks.start(self._send(view, action))
        self._watch(asking_one(action, view.name), [task], task)

    def refuse(self, view: PlayerView, why: str) -> None:
        """Tell why `view` is not even asked."""
        self.noted.emit(
            Note(
                topic=f"refused {why}",
                subject=view.name,
                subject_id=view.id,
                text=why,
                together=Counted("Commander", "%n player(s) refused", "", 2),
                level=Level.CAUTION,
                icon="lock-outline",
            )
        )

    def send_all(self, views: Sequence[PlayerView], action: AnyAction) -> None:
        """Send `action` to all at once; one note tells how many did it, and who did not and why."""
        if len(views) == 1:
            self.send(views[0], action)
        elif views:
            self._tell_asked(tuple(views), action)
            until_s = time.monotonic() + REPEATED_WITHIN_S
            self._awaited.update(((view.id, name_of(action)), until_s) for view in views)
            outcomes: dict[str, Outcome] = {}
            single = [self._tasks.start(self._outcome_of(view, action, outcomes)) for view in views]
            whole = self._tasks.start(self._send_all(tuple(views), action, single, outcomes))
            self._watch(asking_many(action, len(views)), single, whole)

    def told(self, fleet_event: FleetEvent) -> bool:
        """Whether an event only repeats what the note of a `send_all` has for its player; true once for each."""
        event = fleet_event.event
        if not isinstance(event, CommandCompleted):
            return False
        until_s = self._awaited.pop((fleet_event.player_id, event.command), None)
        return until_s is not None and time.monotonic() < until_s

    def remove(self, *views: PlayerView) -> None:
        """Take players out of the list; their cards go when the controller says so."""
        self._tasks.start(self._remove(views))

    async def rename(self, view: PlayerView, action: Rename) -> None:
        """Return when the player has another name or area, which is told as what it is. Raises FootlightError."""
        self._awaited[view.id, name_of(action)] = time.monotonic() + REPEATED_WITHIN_S
        try:
            await self._commands.command(view.id, action)
        except FootlightError:
            # Told to whoever asked; what the player says of it too is told as usual.
            self._awaited.pop((view.id, name_of(action)), None)
            raise
        note = command_note(view.id, action.name or view.name, name_of(action), action=action)
        if note is not None:
            self.noted.emit(replace(note, answers=True))

    async def add(self, text: str, ours: Collection[str] = ()) -> None:
        """Add the player at the address in `text`, unless it is one of `ours` (ids) already, which is told.

        Raises ValueError for no address and FootlightError.
        """
        view = await self._commands.add(address_in(text))
        if view.id in ours:
            self.noted.emit(
                Note(
                    topic="there already",
                    subject=view.name,
                    subject_id=view.id,
                    text=translate("Commander", "It is in the list already"),
                    together=Counted("Commander", "%n player(s) are in the list already", "", 2),
                )
            )
            return
        self.noted.emit(
            Note(
                topic="added",
                subject=view.name,
                subject_id=view.id,
                text=translate("Commander", "Added"),
                together=Counted("Commander", "%n player(s) added", "", 2),
                level=Level.GOOD,
                icon="check-circle",
                answers=True,
            )
        )

    def _tell_asked(self, views: tuple[PlayerView, ...], action: AnyAction) -> None:
        if not isinstance(action, Identify):
            # Whoever only looks where a screen is takes nothing out of anybody's hands.
            self.asked.emit(views)

    def _watch(self, text: str, single: "Sequence[asyncio.Task[None]]", whole: "asyncio.Task[None]") -> None:
        """Tell that `whole` is under way, if it still is after a moment; `single` are what can be cancelled of it."""

        def cancel() -> None:
            for task in single:
                task.cancel()

        activity = Activity(text, len(single), cancel, self)
        for task in single:
            task.add_done_callback(lambda _done: activity.advance())
        whole.add_done_callback(lambda _done: _end(activity))
        later = asyncio.get_running_loop().call_later(SHOWN_AFTER_S, lambda: self.begun.emit(activity))
        whole.add_done_callback(lambda _done: later.cancel())

    async def _send_all(
        self,
        views: tuple[PlayerView, ...],
        action: AnyAction,
        single: "Sequence[asyncio.Task[None]]",
        outcomes: dict[str, Outcome],
    ) -> None:
        await asyncio.wait(single)
        told = (outcomes.get(view.id) or Outcome(view.name, _not_waited_for(), view.id) for view in views)
        self.noted.emit(replace(group_note(action, tuple(told)), answers=True))

    async def _outcome_of(self, view: PlayerView, action: AnyAction, outcomes: dict[str, Outcome]) -> None:
        outcomes[view.id] = Outcome(view.name, await self._error_of(view, action), view.id)

    async def _error_of(self, view: PlayerView, action: AnyAction) -> str:
        """Why it did not go; empty when it did."""
        try:
            await self._commands.command(view.id, action)
        except FootlightError as err:
            return str(err)
        return ""

    async def _send(self, view: PlayerView, action: AnyAction) -> None:
        try:
            error = await self._error_of(view, action)
        except asyncio.CancelledError:
            # What is sent cannot be called back, and whoever cancelled should know.
            self.noted.emit(
                Note(
                    topic="cancelled",
                    subject=view.name,
                    subject_id=view.id,
                    text=_not_waited_for(),
                    together=Counted("Commander", "%n player(s) are not waited for", "", 2),
                    icon="close-circle",
                )
            )
            raise
        note = command_note(view.id, view.name, name_of(action), error=error, action=action)
        if note is not None:
            self.noted.emit(replace(note, answers=True))

    async def _remove(self, views: tuple[PlayerView, ...]) -> None:
        level, icon, text = Level.GOOD, "check-circle", translate("Commander", "Add them again to have them back.")
        heading = Counted("Commander", "%n player(s) removed", "", 2)
        if len(views) == 1:
            text = translate("Commander", "Removed. Add it again to have it back.")
        try:
            await self._commands.remove(*(view.id for view in views))
        except FootlightError as err:
            level, icon, text = Level.BAD, "alert-circle", sentence(str(err))
            heading = Counted("Commander", "%n player(s) could not be removed", "", 2)
        one = views[0] if len(views) == 1 else None
        self.noted.emit(
            Note(
                topic=f"removed {level}" if one else f"removed {level} {len(views)}",
                subject=one.name if one else heading.of(len(views)),
                subject_id=one.id if one else "",
                text=text,
                together=heading if one else None,
                level=level,
                icon=icon,
            )
        )


def _not_waited_for() -> str:
    return translate("Commander", "Cancelled. It may still do it: the command was sent.")


def _end(activity: Activity) -> None:
    activity.end()
    activity.deleteLater()
