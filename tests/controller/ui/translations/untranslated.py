"""Finds the texts of a window that nobody translated."""

import re

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

# What is nobody's to translate, in another alphabet where it may be cut anywhere: names, numbers,
# units, keys, and what players and libraries say.
DATA = (
    "ΨΩΔ", "ΘΛΞ", "ΠΣΦ", "ΦΨΛ", "ΛΞΠ", "ΞΔΘ", "ΔΔΛ", "ΩΩΛ", "ΣΣΛ",
    "Footlight", "MIT", "mpv", "Qt", "Python", "Ctrl+", "Alt+Left", "Escape", "https://example.org/clip.mp4",
)  # fmt: skip
UNITS = r"[kMGT]?i?B|ms|Hz"
_OURS = re.compile(r"\[[^][]*\]")
_MARKUP = re.compile(r"</?(qt|b|br/?)>")


def untranslated(text):
    """What is left of `text` without what is translated and what is data; empty when all is well."""
    rest = _MARKUP.sub(" ", text).replace("/media/", " ")
    for data in DATA:
        rest = rest.replace(data, " ")
    # Ids and addresses.
    rest = re.sub(r"#?\b[0-9a-f]{4,16}\b|127\.0\.0\.1(:\d+)?|\b\d+(\.\d+)*\b", " ", rest)
    before = None
    while before != rest:
        # Texts may stand within texts.
        before, rest = rest, _OURS.sub(" ", rest)
    rest = re.sub(rf"\b({UNITS}|[A-Z])\b", " ", rest)
    return rest.strip() if re.search(r"[A-Za-z]{2,}", rest) else ""


class Seen:
    """Every text that a person can see or hear."""

    def __init__(self):
        self.left = set()
        self.count = 0

    def text(self, where, text):
        if text:
            self.count += 1
            if rest := untranslated(text):
                self.left.add((where, rest))

    def widgets(self, root):
        for widget in [root, *root.findChildren(QWidget)]:
            if isinstance(widget.parent(), QTabBar):
                # Qt's own, which scroll the tabs where there are too many, are Qt's to translate.
                continue
            name = f"{type(widget).__name__}"
            for get in (QWidget.accessibleName, QWidget.accessibleDescription, QWidget.toolTip, QWidget.windowTitle):
                self.text(f"{name}.{get.__name__}", get(widget))
            if isinstance(widget, QLabel | QAbstractButton):
                self.text(name, widget.text().replace("&&", "&"))
            if isinstance(widget, QLineEdit):
                self.text(name, widget.placeholderText())
            if isinstance(widget, QMenu):
                self.text(f"{name}.title", widget.title())
            if isinstance(widget, QAbstractItemView) and widget.model() is not None:
                self.model(name, widget.model())
        for action in root.findChildren(QAction):
            # Qt's own, of fields and of the window manager's menu, are Qt's to translate.
            if not isinstance(action.parent(), QLineEdit):
                self.text("QAction", action.text())

    def model(self, name, model: QAbstractItemModel):
        role = Qt.ItemDataRole
        # A list keeps from Python that it has one column.
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        for row in range(model.rowCount()):
            for column in range(columns):
                for each in (role.DisplayRole, role.AccessibleTextRole, role.ToolTipRole):
                    self.text(f"{name}.{each.name}", str(model.index(row, column).data(each) or ""))
        for column in range(columns):
            self.text(f"{name}.header", str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
