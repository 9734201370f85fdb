"""Carries out what people ask of players, and tells how it went."""

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.protocol.commands import AnyAction, name_of
from footlight_common.protocol.events import CommandCompleted
from footlight_controller.core.changes import FleetEvent
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.group_note import Outcome, group_note
from footlight_controller.ui.notes import Level, Note, command_note
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.words import sentence


class Commands(Protocol):
    """The part of the bridge that takes commands."""

    async def command(self, player_id: str, action: AnyAction) -> None: ...

    async def add(self, address: Address) -> PlayerView: ...

    async def forget(self, player_id: str) -> None: ...


# The player tells all controllers of a command right after its result; what comes later is another's.
REPEATED_WITHIN_S = 10.0

translate = QCoreApplication.translate


class Commander(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""

    def __init__(self, commands: Commands, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._tasks = tasks
        self._awaited: dict[tuple[str, str], float] = {}

    def send(self, view: PlayerView, action: AnyAction) -> None:
        """Send `action`; its result becomes a note, where it is worth one."""
        self._tasks.start(self._send(view, action))

    def send_all(self, views: Sequence[PlayerView], action: AnyAction) -> None:
        """Send `action` to all at once; one note tells how many did it, and who did not and why."""
        if len(views) == 1:
            self.send(views[0], action)
        elif views:
            until_s = time.monotonic() + REPEATED_WITHIN_S
            self._awaited.update(((view.id, name_of(action)), until_s) for view in views)
            self._tasks.start(self._send_all(tuple(views), action))

    def told(self, fleet_event: FleetEvent) -> bool:
        """Whether an event only repeats what the note of a `send_all` has for its player; true once for each."""
        event = fleet_event.event
        if not isinstance(event, CommandCompleted):
            return False
        until_s = self._awaited.pop((fleet_event.player_id, event.command), None)
        return until_s is not None and time.monotonic() < until_s

    def forget(self, view: PlayerView) -> None:
        """Drop an offline player; its card goes when the controller says so."""
        self._tasks.start(self._forget(view))

    async def add(self, text: str) -> None:
        """Add the player at the address in `text`. Raises ValueError for no address and FootlightError."""
        view = await self._commands.add(Address.parse(text))
        self.noted.emit(
            Note(
                topic="added",
                subject=view.name,
                subject_id=view.id,
                text=translate("Commander", "Added"),
                together=translate("Commander", "{} players added"),
                level=Level.GOOD,
                icon="check-circle",
            )
        )

    async def _send_all(self, views: tuple[PlayerView, ...], action: AnyAction) -> None:
        errors = await asyncio.gather(*(self._error_of(view, action) for view in views))
        outcomes = tuple(Outcome(view.name, error) for view, error in zip(views, errors, strict=True))
        self.noted.emit(group_note(action, outcomes))

    async def _error_of(self, view: PlayerView, action: AnyAction) -> str:
        """Why it did not go; empty when it did."""
        try:
            await self._commands.command(view.id, action)
        except FootlightError as err:
            return str(err)
        return ""

    async def _send(self, view: PlayerView, action: AnyAction) -> None:
        error = await self._error_of(view, action)
        note = command_note(view.id, view.name, name_of(action), error=error, action=action)
        if note is not None:
            self.noted.emit(note)

    async def _forget(self, view: PlayerView) -> None:
        level, icon, text = (
            Level.GOOD,
            "check-circle",
            translate("Commander", "Forgotten. Add it by its address to have it back."),
        )
        try:
            await self._commands.forget(view.id)
        except FootlightError as err:
            level, icon, text = Level.BAD, "alert-circle", sentence(str(err))
        self.noted.emit(
            Note(
                topic=f"forgotten {level}",
                subject=view.name,
                subject_id=view.id,
                text=text,
                together=translate("Commander", "{} players"),
                level=level,
                icon=icon,
            )
        )
