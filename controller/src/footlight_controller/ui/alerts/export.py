"""Writes the alerts of a filter into a CSV file, after having read them all."""

from pathlib import Path

from PySide6.QtCore import QObject

from footlight_controller.core.alerting.table import write_csv
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.past_reader import MAX_ALERTS, PastReader
from footlight_controller.ui.alerts.past_rows import PastFilter
from footlight_controller.ui.csv_export import CsvExport
from footlight_controller.ui.notes import Level


class AlertExporter(CsvExport):
    """Qt thread, under a running loop."""

    def __init__(self, desk: AlertDesk, parent: QObject | None = None) -> None:
        super().__init__(desk.tasks, parent)
        self._desk = desk

    def export(self, target: Path, from_s: float, chosen: PastFilter) -> None:
        """Everything that stood at `from_s` or later, and is let through."""
        reader = PastReader(self._desk, self)
        reader.read(from_s)
        self._begin(self._export(target, reader, chosen), self.tr("Reading the alerts of the past…"))

    async def _export(self, target: Path, reader: PastReader, chosen: PastFilter) -> None:
        try:
            await reader.read_all()
            if reader.failure:
                self._tell(target, self.tr("Not written: {}").format(reader.failure), Level.BAD)
                return
            alerts = [alert for alert in reader.alerts if chosen.lets_through(alert)]
            if not await self._write(target, lambda out: write_csv(alerts, out)):
                return
            text = self.tr("%Ln alert(s) written", "", len(alerts))
            if reader.size >= MAX_ALERTS:
                text += " " + self.tr("Older ones are left out: choose a shorter period for them.")
            self._tell(target, text, Level.GOOD)
        finally:
            reader.stop()
            reader.deleteLater()
