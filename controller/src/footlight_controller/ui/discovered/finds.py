"""Tells of players that were found and wait to be added."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Note

translate = QCoreApplication.translate


class Finds:
    """Tells each player once, until it was gone from the list."""

    def __init__(self) -> None:
        self._known: tuple[DiscoveredPlayer, ...] = ()
        self._told: set[str] = set()

    def notes_of(self, discovered: Iterable[DiscoveredPlayer]) -> list[Note]:
        """A note for each that is new among them and not ignored."""
        discovered = tuple(discovered)
        if discovered is self._known or discovered == self._known:
            return []
        self._known = discovered
        new = [player for player in discovered if not player.ignored and player.id not in self._told]
        self._told = {player.id for player in discovered}
        return [_note(player) for player in new]


def _note(player: DiscoveredPlayer) -> Note:
    return Note(
        topic="found",
        subject=player.name,
        subject_id=player.id,
        text=translate("Finds", "Found on this network. Add it on the page Discovered."),
        together=Counted("Finds", "%n player(s) found", "", 2),
        icon="radar",
    )
