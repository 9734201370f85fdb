"""One of the things the page of a player shows: the one on show, and what stands behind the tabs below its header."""

from PySide6.QtWidgets import QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView


class PlayerTab(QWidget):
    """Follows the player it was last given. Visible only while its tab is chosen and the page is open. Qt thread."""

    def show_player(self, view: PlayerView | None) -> None:
        """Show this one from now on; None after it was removed. Comes again with the same one whenever it changed."""
        raise NotImplementedError

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new of anybody; `show_player` follows where the player on show has changed."""
