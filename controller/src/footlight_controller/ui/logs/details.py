"""All of one line of a log, with its traceback, to read and to copy."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from footlight_controller.ui.logs.inbox import Row
from footlight_controller.ui.logs.rows import written
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label

ICON = 20
LINES = 8


class Details(QWidget):
    """Hidden until a line is to be read."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The whole line"))
        self.close_button = QToolButton()
        self.close_button.setIconSize(QSize(ICON, ICON))
        self.close_button.setToolTip(self.tr("Close (Escape)"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.clicked.connect(self.fold)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("The whole line"), "strong"), 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.half)
        column.addLayout(head)
        column.addWidget(self.text)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_row(self, row: Row) -> None:
        """All of it."""
        self.text.setPlainText(written(row))
        self.show()

    def fold(self) -> None:
        """Show none any more."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fold()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._theme.fonts.small.pointSizeF())
        self.text.setFont(font)
        self.text.setFixedHeight(LINES * self.text.fontMetrics().height() + 2 * self._theme.tokens.space.one)
        colours = self._theme.colours
        self.close_button.setIcon(self._theme.icons.icon("close", colours.text, colours.text_faint))
