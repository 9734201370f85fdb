"""Asks for files or a URL and has them played; takes files that are dropped."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from footlight_common.protocol.commands import Play
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.dialogs.media import item_of_text, items_of, name_filters
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme


class Playing(QObject):
    """Its dialogs belong to `window`, and block nothing else. Qt thread, under a running loop."""

    def __init__(self, theme: Theme, tasks: Tasks, commander: Commander, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._commander = commander
        self._window = window

    def choose_files(self, view: PlayerView) -> None:
        """Ask for files to play on one player."""
        self._open(self.tr("Play on {}").format(view.name), lambda urls: self.play([view], urls))

    def choose_files_for(self, views: Sequence[PlayerView]) -> None:
        """Ask for files to play on several."""
        self._open(self.tr("Play on %n player(s)", "", len(views)), lambda urls: self.play(views, urls))

    def ask_url(self, view: PlayerView) -> None:
        """Ask for the address of something to play on one player."""

        async def play(text: str) -> None:
            self._commander.send(view, Play(items=(item_of_text(text),)))

        Question(
            self._theme,
            self._tasks,
            play,
            title=self.tr("Play URL"),
            text=self.tr("A video or picture that {} can reach.").format(view.name),
            example="https://example.org/clip.mp4",
            button=self.tr("Play"),
            parent=self._window,
        ).open()

    def drop(self, view: PlayerView, chosen: Sequence[PlayerView], urls: list[QUrl]) -> None:
        """Files were let go on `view`: they play on all that are chosen when it is one of several."""
        several = len(chosen) > 1 and view.id in {each.id for each in chosen}
        self.play(chosen if several else [view], urls)

    def play(self, views: Sequence[PlayerView], urls: list[QUrl]) -> None:
        """Those of `urls` that can be played, on all of them."""
        if items := items_of(urls):
            self._commander.send_all(views, Play(items=items))

    def _open(self, title: str, take: Callable[[list[QUrl]], None]) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(name_filters())
        # Not urlsSelected, which comes from the dialogs of some desktops only, and not from Qt's own.
        dialog.accepted.connect(lambda: take(dialog.selectedUrls()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
