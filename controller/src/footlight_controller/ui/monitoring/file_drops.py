"""Files that are dragged over players and let go on one of them; the same on the wall and in the table."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.player_list import Role

_Flag = QItemSelectionModel.SelectionFlag


class FileDrops:
    """Answers the drag and drop events of `view`, whose rows are players; `dropped` gets the row and the files."""

    def __init__(self, view: QAbstractItemView, dropped: Callable[[QModelIndex, list[QUrl]], None]) -> None:
        self._view = view
        self._dropped = dropped
        view.setAcceptDrops(True)
        view.viewport().setAcceptDrops(True)

    def enter(self, event: QDragEnterEvent) -> None:
        """Files and URLs are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def move(self, event: QDragMoveEvent) -> None:
        """A player that is online takes them, and shows that it would."""
        index = self._view.indexAt(event.position().toPoint())
        if not event.mimeData().hasUrls() or not _online(index):
            event.ignore()
            return
        selection = self._view.selectionModel()
        # A card that is half in sight would scroll away under the pointer, and another would get the files.
        self._view.setAutoScroll(False)
        if len(selection.selectedRows()) > 1:
            # What was chosen with care is not lost to a drag that passes over.
            selection.setCurrentIndex(index, _Flag.NoUpdate)
        else:
            self._view.setCurrentIndex(index)
        self._view.setAutoScroll(True)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def drop(self, event: QDropEvent) -> None:
        """Let go."""
        index = self._view.indexAt(event.position().toPoint())
        urls: list[QUrl] = event.mimeData().urls()
        if index.isValid() and urls:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._dropped(index, urls)


def _online(index: QModelIndex) -> bool:
    view = index.data(Role.VIEW) if index.isValid() else None
    return isinstance(view, PlayerView) and view.online
