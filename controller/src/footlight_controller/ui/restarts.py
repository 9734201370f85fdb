"""Waits for players that said they restart: one that stays away is told."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import RESTART
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note

# A Raspberry Pi that starts anew as a whole needs half of it.
BACK_WITHIN_MS = 60_000


class Restarts(QObject):
    """Qt thread."""

    overdue = Signal(object)
    """[Note]"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._awaited: dict[str, QTimer] = {}

    def hear(self, events: Iterable[FleetEvent], removed: Iterable[str] = ()) -> None:
        """What happened, in its order, and who is none of ours any more."""
        for fleet_event in events:
            match fleet_event.event:
                case DeviceOffline(code=code) if code == RESTART:
                    self._await(fleet_event.player_id, fleet_event.player_name)
                case DeviceOnline():
                    self._stop(fleet_event.player_id)
        for player_id in removed:
            self._stop(player_id)

    def _await(self, player_id: str, name: str) -> None:
        self._stop(player_id)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._tell(player_id, name))
        timer.start(BACK_WITHIN_MS)
        self._awaited[player_id] = timer

    def _stop(self, player_id: str) -> None:
        timer = self._awaited.pop(player_id, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()

    def _tell(self, player_id: str, name: str) -> None:
        self._stop(player_id)
        self.overdue.emit(
            Note(
                # As if it had gone without a word: its coming back is told in the same way.
                topic="offline",
                subject=name,
                subject_id=player_id,
                text=self.tr("It restarted and did not come back. Look at its screen and its power."),
                together=Counted("Notes", "%n player(s) went offline", "", 2),
                level=Level.CAUTION,
                icon="power-plug-off-outline",
            )
        )
