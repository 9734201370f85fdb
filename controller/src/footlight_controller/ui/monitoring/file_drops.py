"""Files that are dragged over players and let go on one of them; the same on the wall and in the table."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.player_list import Role

_Flag = QItemSelectionModel.SelectionFlag


class FileDrops:
    """Answers the drag and drop events of `view`, whose rows are players; `dropped` gets the row and the files."""

    def __init__(self, view: QAbstractItemView, dropped: Callable[[QModelIndex, list[QUrl]], None]) -> None:
        self._view = view
        self._dropped = dropped
        self.refusal: Callable[[PlayerView], str] = lambda _view: ""
        """Says why a player would not play for this member; empty when it would."""
        view.setAcceptDrops(True)
        view.viewport().setAcceptDrops(True)

    def enter(self, event: QDragEnterEvent) -> None:
        """Files and URLs are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def move(self, event: QDragMoveEvent) -> None:
        """A player that is online takes them, and shows that it would."""
        place = event.position().toPoint()
        index = self._view.indexAt(place)
        view = index.data(Role.VIEW) if index.isValid() else None
        if not event.mimeData().hasUrls() or not isinstance(view, PlayerView) or not view.online:
            event.ignore()
            return
        if why := self.refusal(view):
            event.ignore()
            QToolTip.showText(self._view.viewport().mapToGlobal(place), why, self._view)
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
