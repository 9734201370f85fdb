"""Writes the alerts of a filter into a CSV file, after having read them all."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.table import write_csv
from footlight_controller.ui.activity import Activity
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.past_reader import MAX_ALERTS, PastReader
from footlight_controller.ui.alerts.past_rows import PastFilter
from footlight_controller.ui.notes import Level, Note


class AlertExporter(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity] It can be cancelled; no file is left behind then."""

    def __init__(self, desk: AlertDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def export(self, target: Path, from_s: float, chosen: PastFilter) -> None:
        """Everything that stood at `from_s` or later, and is let through."""
        reader = PastReader(self._desk, self)
        reader.read(from_s)
        task = self._desk.tasks.start(self._export(target, reader, chosen))
        activity = Activity(self.tr("Reading the alerts of the past…"), 1, lambda: _cancel(task), self)
        task.add_done_callback(lambda _done: activity.end())
        self.begun.emit(activity)

    async def _export(self, target: Path, reader: PastReader, chosen: PastFilter) -> None:
        try:
            await reader.read_all()
            if reader.failure:
                self._tell(target, self.tr("Not written: {}").format(reader.failure), Level.BAD)
                return
            alerts = [alert for alert in reader.alerts if chosen.lets_through(alert)]
            try:
                await asyncio.get_running_loop().run_in_executor(None, _write, target, alerts)
            except OSError as err:
                self._tell(target, self.tr("Could not be written: {}").format(err.strerror or str(err)), Level.BAD)
                return
            text = self.tr("%Ln alert(s) written", "", len(alerts))
            if reader.size >= MAX_ALERTS:
                text += " " + self.tr("Older ones are left out: choose a shorter period for them.")
            self._tell(target, text, Level.GOOD)
        finally:
            reader.stop()
            reader.deleteLater()

    def _tell(self, target: Path, text: str, level: Level) -> None:
        self.noted.emit(Note(topic=f"export {target}", subject=target.name, text=text, level=level, seen=True))


def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()


def _write(target: Path, alerts: Sequence[AlertView]) -> None:
    """Whole or not at all. Raises OSError."""
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            write_csv(alerts, out)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
