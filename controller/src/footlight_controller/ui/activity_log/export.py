"""Writes the lines of a filter into a CSV file, after having read them all."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject

from footlight_controller.core.audit_csv import write_csv
from footlight_controller.ui.activity_log.reader import MAX_LINES, AuditReader
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.csv_export import CsvExport
from footlight_controller.ui.models.audit_rows import AuditFilter
from footlight_controller.ui.notes import Level
from footlight_controller.ui.tasks import Tasks


class Exporter(CsvExport):
    """Qt thread, under a running loop."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self._calls = calls

    def export(
        self, target: Path, players: Iterable[tuple[str, str]], chosen: AuditFilter, *, member: str, command: str
    ) -> None:
        """Everything that these players (id, name) have of the filter; `member` and `command` are whole words of it."""
        reader = AuditReader(self._calls, self._tasks, self)
        reader.read(players, member=member, command=command)
        self._begin(self._export(target, reader, chosen), self.tr("Reading the activity of the players…"))

    async def _export(self, target: Path, reader: AuditReader, chosen: AuditFilter) -> None:
        try:
            await reader.read_all()
            lines = [line for line in reader.trail.lines if chosen.lets_through(line)]
            if not await self._write(target, lambda out: write_csv(lines, out)):
                return
            text = self.tr("%n line(s) of activity written", "", len(lines))
            if reader.trail.size >= MAX_LINES:
                text += " " + self.tr("Older ones are left out: choose a member, a player or a command for them.")
            if missing := len(reader.trail.failures):
                text += " " + self.tr("%n player(s) did not answer; their lines are missing.", "", missing)
            self._tell(target, text, Level.CAUTION if missing else Level.GOOD)
        finally:
            reader.stop()
            reader.deleteLater()
