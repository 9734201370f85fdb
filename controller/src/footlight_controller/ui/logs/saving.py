"""Saves all of a player's log as a file."""

import asyncio
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from footlight_common.errors import FootlightError
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.activity import Activity
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.player.figures import size
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.words import isolated, sentence, shortened

# More often nobody reads how far it is.
TELLS_S = 0.2


class _Heard(QObject):
    """Brings the progress of one file over to the Qt thread."""

    progressed = Signal(int)


class ArchiveSaver(QObject):
    """Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity] It can be cancelled; no file is left behind then."""

    def __init__(self, calls: Calls, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._tasks = tasks

    def save(self, view: PlayerView, target: Path) -> None:
        """Fetch the log of the player into the file."""
        words = self.tr("Saving the log of {}…").format(isolated(shortened(view.name)))
        heard = _Heard()
        task = self._tasks.start(self._save(view, target, heard))
        activity = Activity(words, 1, lambda: _cancel(task), self)

        def show(size_bytes: int) -> None:
            activity.text = f"{words} {size(size_bytes)}"
            activity.changed.emit()

        def end(_done: object) -> None:
            heard.deleteLater()
            activity.end()

        heard.progressed.connect(show)
        task.add_done_callback(end)
        self.begun.emit(activity)

    async def _save(self, view: PlayerView, target: Path, heard: "_Heard") -> None:
        told_s = 0.0

        def progress(size_bytes: int) -> None:
            nonlocal told_s
            if (now_s := time.monotonic()) - told_s >= TELLS_S:
                told_s = now_s
                heard.progressed.emit(size_bytes)

        try:
            size_bytes = await self._calls.call(
                lambda controller: controller.logs.save_archive(view.id, target, progress)
            )
        except FootlightError as err:
            self._tell(view, target, sentence(str(err)), Level.BAD)
            return
        text = self.tr("The log of {} was saved: {}").format(isolated(shortened(view.name)), size(size_bytes))
        self._tell(view, target, text, Level.GOOD)

    def _tell(self, view: PlayerView, target: Path, text: str, level: Level) -> None:
        self.noted.emit(
            Note(topic=f"log {target}", subject=target.name, subject_id=view.id, text=text, level=level, seen=True)
        )


def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
