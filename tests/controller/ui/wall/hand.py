"""What a person does with a wall, and what is chosen after it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def chosen(wall):
    return sorted({index.row() for index in wall.selectionModel().selectedIndexes()})


def press(wall, *keys, shift=False, control=False):
    modifiers = Qt.KeyboardModifier.NoModifier
    modifiers |= Qt.KeyboardModifier.ShiftModifier if shift else modifiers
    modifiers |= Qt.KeyboardModifier.ControlModifier if control else modifiers
    for key in keys:
        QTest.keyClick(wall, key, modifiers)


def click(wall, row, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, modifiers, wall._rect(row).center())
