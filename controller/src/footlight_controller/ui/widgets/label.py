"""Labels that take their look from the style sheet and never read markup out of somebody's name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget


def at_start() -> Qt.AlignmentFlag:
    """Where lines begin in the person's language, whichever way the text itself is written: names stay in column."""
    side = Qt.AlignmentFlag.AlignLeft if QGuiApplication.isLeftToRight() else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def label(text: str, kind: str, *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Plain text; `kind` is one of the text roles of the style sheet."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    made.setAlignment(at_start())
    return made
