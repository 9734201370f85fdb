"""Something that was asked for and is under way: what it is, how far, and a way to stop waiting for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class Activity(QObject):
    """Qt thread. Whoever does the work says how far it is; whoever shows it may cancel it."""

    changed = Signal()
    over = Signal()
    """It ended in one way or another; comes once."""

    def __init__(self, text: str, total: int, cancel: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = text
        """What it is; whoever changes it emits `changed`."""
        self.total = total
        """Of how many players; one has nothing to count."""
        self.done = 0
        self.ended = False
        self._cancel = cancel

    def advance(self) -> None:
        """One more player has answered."""
        self.done += 1
        self.changed.emit()

    def end(self) -> None:
        """The result is there."""
        if not self.ended:
            self.ended = True
            self.over.emit()

    def cancel(self) -> None:
        """Wait no longer. What was sent is sent."""
        if not self.ended:
            self._cancel()
