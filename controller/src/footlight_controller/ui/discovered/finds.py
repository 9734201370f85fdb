"""Tells of players that were found and wait to be added."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.site_view import SiteView
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.discovered.owner import Owner, owner_of
from footlight_controller.ui.notes import Note

translate = QCoreApplication.translate


class Finds:
    """Tells each player once, until it was gone from the list."""

    def __init__(self) -> None:
        self._known: tuple[DiscoveredPlayer, ...] = ()
        self._told: set[str] = set()

    def notes_of(self, discovered: Iterable[DiscoveredPlayer], site: SiteView | None = None) -> list[Note]:
        """A note for each that is new among them, not ignored, and none of another site than `site`."""
        discovered = tuple(player for player in discovered if owner_of(player, site) is not Owner.OTHERS)
        if discovered == self._known:
            return []
        self._known = discovered
        new = [player for player in discovered if not player.ignored and player.id not in self._told]
        self._told = {player.id for player in discovered}
        return [_note(player) for player in new]


def _note(player: DiscoveredPlayer) -> Note:
    found = translate("Finds", "Found on this network. Add it on the page Discovered.")
    new = translate("Finds", "New on this network. Pair it on the page Discovered.")
    return Note(
        topic="found",
        subject=player.name,
        subject_id=player.id,
        text=found if player.claimed else new,
        together=Counted("Finds", "%n player(s) found", "", 2),
        icon="radar",
    )
