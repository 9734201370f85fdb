"""Text that can be chosen and copied, by mouse and by keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QWidget

# Lets a line be broken within a word, and must not come along into a command or an address bar.
_BREAK = "\u200b"
_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class CopyableLabel(QLabel):
    """Plain, wrapped text. By Tab all of it is chosen, so that Ctrl+C copies it at once."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flag = Qt.TextInteractionFlag
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setWordWrap(True)
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def copy(self) -> None:
        """What is chosen, or all where nothing is, into the clipboard."""
        QGuiApplication.clipboard().setText((self.selectedText() or self.text()).replace(_BREAK, ""))

    def select_all(self) -> None:
        """Choose all of it."""
        self.setSelection(0, len(self.text().encode("utf-16-le")) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _TAB:
            self.select_all()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in _TAB:
            self.setSelection(0, 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # Not that of Qt, which copies the breaks too.
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Copy")).triggered.connect(self.copy)
        menu.addAction(self.tr("Select all")).triggered.connect(self.select_all)
        menu.popup(event.globalPos())
        event.accept()
