"""Saves what a report shows, as a table for spreadsheets or for printing."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from footlight_controller.core.printed_table import PrintedTable
from footlight_controller.services.whole_file import write_whole
from footlight_controller.ui.csv_export import CSV_ENCODING
from footlight_controller.ui.dialogs.save_file import ask_where
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.table_pdf import table_pdf
from footlight_controller.ui.tasks import Tasks


class Saving(QObject):
    """Asks where to, and tells how it went. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""

    def __init__(self, tasks: Tasks, window: QWidget) -> None:
        """Dialogs belong to `window`."""
        super().__init__(window)
        self._window = window
        self._tasks = tasks

    def ask(self, title: str, name: str, ending: str, save: Callable[[Path], None]) -> None:
        """Have a person choose a file `name-DAY.ending`, then `save` it."""
        ask_where(self._window, title, name, ending, save)

    def save_table(self, target: Path, write: Callable[[io.StringIO], int]) -> None:
        """What `write` puts out, which returns how many lines that are."""

        def make() -> tuple[bytes, int]:
            out = io.StringIO(newline="")
            count = write(out)
            return out.getvalue().encode(CSV_ENCODING), count

        self._tasks.start(self._save(target, make))

    def save_print(self, target: Path, table: PrintedTable) -> None:
        """A table for paper."""
        self._tasks.start(self._save(target, lambda: (table_pdf(table), len(table.rows))))

    async def _save(self, target: Path, make: Callable[[], tuple[bytes, int]]) -> None:
        def work() -> int:
            data, count = make()
            write_whole(target, data)
            return count

        try:
            count = await asyncio.to_thread(work)
        except OSError as err:
            text = self.tr("Could not be written: {}").format(err.strerror or str(err))
            self._tell(target, text, Level.BAD)
        else:
            self._tell(target, self.tr("%n line(s) written", "", count), Level.GOOD)

    def _tell(self, target: Path, text: str, level: Level) -> None:
        self.noted.emit(Note(topic=f"export {target}", subject=target.name, text=text, level=level, seen=True))
