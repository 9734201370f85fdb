"""Enter does to a button what Space does, as people expect who know the web."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterKey:
    """Presses the button of a window that had the focus already when Enter went down.

    A field that takes Enter may move the focus to a button before the window hears of the key; that one is not meant.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._aimed_at: QWidget | None = None

    def hear(self, event: QEvent) -> None:
        """To be told of every event of the window: the first of a key tells where the focus was."""
        if event.type() is QEvent.Type.ShortcutOverride:
            self._aimed_at = self._window.focusWidget()

    def press(self, event: QKeyEvent) -> bool:
        """Press the button that this key is for. Whether there is one."""
        button, self._aimed_at = self._aimed_at, None
        if event.key() not in ENTER or event.isAutoRepeat() or button is not self._window.focusWidget():
            return False
        if not isinstance(button, QAbstractButton) or not button.isEnabled():
            return False
        button.click()
        return True
