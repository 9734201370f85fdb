"""Carries out what people ask of players, and tells how it went."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.protocol.commands import AnyAction, name_of
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.notes import Level, Note, command_note
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.words import sentence


class Commands(Protocol):
    """The part of the bridge that takes commands."""

    async def command(self, player_id: str, action: AnyAction) -> None: ...

    async def add(self, address: Address) -> PlayerView: ...

    async def forget(self, player_id: str) -> None: ...


translate = QCoreApplication.translate


class Commander(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""

    def __init__(self, commands: Commands, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._tasks = tasks

    def send(self, view: PlayerView, action: AnyAction) -> None:
        """Send `action`; its result becomes a note, where it is worth one."""
        self._tasks.start(self._send(view, action))

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

    async def _send(self, view: PlayerView, action: AnyAction) -> None:
        error = ""
        try:
            await self._commands.command(view.id, action)
        except FootlightError as err:
            error = str(err)
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
