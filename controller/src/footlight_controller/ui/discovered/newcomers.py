"""Carries out what people ask of players that are not added yet, and tells how it went."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from footlight_common.errors import FootlightError
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.words import sentence

translate = QCoreApplication.translate


class Adoptions(Protocol):
    """The part of the bridge that takes players in."""

    async def adopt(self, player_id: str) -> PlayerView: ...

    async def ignore(self, player_id: str) -> None: ...

    async def unignore(self, player_id: str) -> None: ...

    async def identify_discovered(self, player_id: str) -> None: ...

    async def set_automatic(self, on: bool) -> None: ...


class Newcomers(QObject):
    """Qt thread, under a running loop. One thing at a time per player: more is not begun."""

    noted = Signal(object)
    """[Note]"""
    busy_changed = Signal(str, bool)
    """Id of a player, and whether something is under way for it."""

    def __init__(self, adoptions: Adoptions, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._adoptions = adoptions
        self._tasks = tasks
        self._busy: set[str] = set()

    def add(self, *players: DiscoveredPlayer) -> None:
        """Make them ours."""
        self._begin(
            players,
            self._adoptions.adopt,
            topic="added",
            text=translate("Newcomers", "Added"),
            together=Counted("Newcomers", "%n player(s) added", "", 2),
        )

    def ignore(self, *players: DiscoveredPlayer) -> None:
        """Show them no more among those that are found."""
        self._begin(
            players,
            self._adoptions.ignore,
            topic="ignored",
            text=translate("Newcomers", "Ignored. It is under Ignored on the page Discovered."),
            together=Counted("Newcomers", "%n player(s) ignored", "", 2),
        )

    def show_again(self, *players: DiscoveredPlayer) -> None:
        """Ignore them no more."""
        self._begin(
            players,
            self._adoptions.unignore,
            topic="unignored",
            text=translate("Newcomers", "Shown again"),
            together=Counted("Newcomers", "%n player(s) shown again", "", 2),
        )

    def identify(self, player: DiscoveredPlayer) -> None:
        """Have it show its name on its screen."""
        self._begin(
            (player,),
            self._adoptions.identify_discovered,
            topic="identified",
            text=translate("Newcomers", "Shows its name on its screen"),
            together=Counted("Newcomers", "%n player(s) show their name", "", 2),
        )

    def set_automatic(self, on: bool) -> None:
        """Whether players are added by themselves from now on."""
        self._tasks.start(self._set_automatic(on))

    async def _set_automatic(self, on: bool) -> None:
        try:
            await self._adoptions.set_automatic(on)
        except FootlightError as err:
            self.noted.emit(_failure("Footlight", "", str(err)))

    def _begin(
        self,
        players: Sequence[DiscoveredPlayer],
        act: Callable[[str], Awaitable[object]],
        *,
        topic: str,
        text: str,
        together: Counted,
    ) -> None:
        for player in players:
            if player.id not in self._busy:
                note = Note(
                    topic=topic,
                    subject=player.name,
                    subject_id=player.id,
                    text=text,
                    together=together,
                    level=Level.GOOD,
                    icon="check-circle",
                )
                self._busy.add(player.id)
                self.busy_changed.emit(player.id, True)
                self._tasks.start(self._act(player, act, note))

    async def _act(self, player: DiscoveredPlayer, act: Callable[[str], Awaitable[object]], note: Note) -> None:
        try:
            await act(player.id)
        except FootlightError as err:
            note = _failure(player.name, player.id, str(err))
        finally:
            self._busy.discard(player.id)
            self.busy_changed.emit(player.id, False)
        self.noted.emit(note)


def _failure(name: str, player_id: str, error: str) -> Note:
    return Note(
        topic=f"not added {error}",
        subject=name,
        subject_id=player_id,
        text=sentence(error),
        together=Counted("Newcomers", "%n player(s) refused", "", 2),
        level=Level.BAD,
        icon="alert-circle",
    )
