"""The keys that mean the same on the wall and in the table."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from footlight_controller.ui.enter_key import ENTER


class PlayerKeys:
    """Enter opens the current player, or its menu, which the menu key and Shift+F10 do too.

    Delete removes those that are chosen, Escape lets go of several.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        *,
        opened: Callable[[QModelIndex], None],
        menu_wanted: Callable[[QModelIndex], None],
        remove_wanted: Callable[[], None],
        chosen: Callable[[], int],
    ) -> None:
        """`chosen` counts the players that are."""
        self._view = view
        self._opened = opened
        self._menu_wanted = menu_wanted
        self._remove_wanted = remove_wanted
        self._chosen = chosen
        self.enter_opens = False

    def claims(self, event: QEvent) -> bool:
        """Whether a key is meant for the players before it means something to the window."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._clears(event):
            event.accept()
            return True
        return False

    def answers(self, event: QKeyEvent) -> bool:
        """Do what the key means; False when it means nothing here."""
        index, key = self._view.currentIndex(), event.key()
        if key in ENTER and index.isValid() and self.enter_opens:
            self._opened(index)
        elif (key in ENTER or _means_menu(event)) and index.isValid():
            self._menu_wanted(index)
        elif key == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self._remove_wanted()
        elif self._clears(event):
            self._view.selectionModel().clearSelection()
        else:
            return False
        event.accept()
        return True

    def _clears(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self._chosen() > 1


def _means_menu(event: QKeyEvent) -> bool:
    shifted_f10 = event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or shifted_f10
