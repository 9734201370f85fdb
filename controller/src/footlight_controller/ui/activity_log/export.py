"""Writes the lines of a filter into a CSV file, after having read them all."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from footlight_controller.core.audit_csv import write_csv
from footlight_controller.core.audit_trail import Audited
from footlight_controller.ui.activity import Activity
from footlight_controller.ui.activity_log.reader import MAX_LINES, AuditReader
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.models.audit_rows import AuditFilter
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.tasks import Tasks


class Exporter(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity] It can be cancelled; no file is left behind then."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks

    def export(
        self, target: Path, players: Iterable[tuple[str, str]], chosen: AuditFilter, *, member: str, command: str
    ) -> None:
        """Everything that these players (id, name) have of the filter; `member` and `command` are whole words of it."""
        reader = AuditReader(self._calls, self._tasks, self)
        reader.read(players, member=member, command=command)
        task = self._tasks.start(self._export(target, reader, chosen))
        activity = Activity(self.tr("Reading the activity of the players…"), 1, lambda: _cancel(task), self)
        task.add_done_callback(lambda _done: activity.end())
        self.begun.emit(activity)

    async def _export(self, target: Path, reader: AuditReader, chosen: AuditFilter) -> None:
        try:
            await reader.read_all()
            lines = [line for line in reader.trail.lines if chosen.lets_through(line)]
            try:
                await asyncio.get_running_loop().run_in_executor(None, _write, target, lines)
            except OSError as err:
                self._tell(target, self.tr("Could not be written: {}").format(err.strerror or str(err)), Level.BAD)
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

    def _tell(self, target: Path, text: str, level: Level) -> None:
        self.noted.emit(Note(topic=f"export {target}", subject=target.name, text=text, level=level, seen=True))


def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()


def _write(target: Path, lines: Sequence[Audited]) -> None:
    """Whole or not at all. Raises OSError."""
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            write_csv(lines, out)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
