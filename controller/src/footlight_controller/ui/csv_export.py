"""Reads what is not all there yet, then writes it into a CSV file: what each export of that kind needs."""

import asyncio
import io
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QObject, Signal

from footlight_controller.services.whole_file import write_whole
from footlight_controller.ui.activity import Activity
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.tasks import Tasks

# What a spreadsheet reads as UTF-8.
CSV_ENCODING = "utf-8-sig"


class CsvExport(QObject):
    """Who derives from it reads and chooses. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity] It can be cancelled; no file is left behind then."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def _begin(self, work: Coroutine[Any, Any, None], doing: str) -> None:
        """Work at it; `doing` says what that is."""
        task = self._tasks.start(work)
        activity = Activity(doing, 1, lambda: _cancel(task), self)
        task.add_done_callback(lambda _done: activity.end())
        self.begun.emit(activity)

    async def _write(self, target: Path, write: Callable[[TextIO], int]) -> bool:
        """What `write` puts out; whether that went well, and a person is told where it did not."""
        try:
            await asyncio.to_thread(_write_whole, target, write)
        except OSError as err:
            self._tell(target, self.tr("Could not be written: {}").format(err.strerror or str(err)), Level.BAD)
            return False
        return True

    def _tell(self, target: Path, text: str, level: Level) -> None:
        self.noted.emit(Note(topic=f"export {target}", subject=target.name, text=text, level=level, seen=True))


def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()


def _write_whole(target: Path, write: Callable[[TextIO], int]) -> None:
    """Raises OSError."""
    out = io.StringIO(newline="")
    write(out)
    write_whole(target, out.getvalue().encode(CSV_ENCODING))
