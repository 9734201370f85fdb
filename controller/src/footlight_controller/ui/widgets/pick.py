"""A button that shows one of a few values, and offers them all in a menu."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

T = TypeVar("T")

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Told(QObject):
    changed = Signal()


class Pick(QPushButton, Generic[T]):
    """`name` says what is picked; it is spoken before the value, and a tool tip.

    Up and Down pick the value before and after, Home and End the first and the last, Alt+Down opens the menu.
    """

    def __init__(self, name: str, values: Sequence[tuple[T, str]], parent: QWidget | None = None) -> None:
        """Each value with its word; the first is picked."""
        super().__init__(parent)
        self._name = name
        self._values = list(values)
        self._value = self._values[0][0]
        self._told = _Told(self)
        self.picked = self._told.changed
        """The person picked another value."""
        self.setProperty("kind", "pick")
        self.setAutoDefault(False)
        self.setToolTip(name)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        # A menu forgets its active line while it opens.
        self._begin = QTimer(self._menu, singleShot=True, interval=0)
        self._begin.timeout.connect(self._begin_at_present)
        self._menu.aboutToShow.connect(self._begin.start)
        self.setMenu(self._menu)
        self._show()

    @property
    def value(self) -> T:
        """What is picked."""
        return self._value

    def offer(self, values: Sequence[tuple[T, str]]) -> None:
        """Other values; the first of them is picked where the one of before is none of them."""
        self._values = list(values)
        if self._value not in [value for value, _ in values]:
            self._value = self._values[0][0]
        self._show()

    def pick(self, value: T) -> None:
        """Show this one; nobody is told."""
        self._value = value
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showMenu()
        elif plain and key in (*_STEPS, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(Qt.Key(key))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _step(self, key: Qt.Key) -> None:
        values = [value for value, _ in self._values]
        if key in _STEPS:
            # One that is not offered any more is before the first.
            place = values.index(self._value) + _STEPS[key] if self._value in values else 0
        else:
            place = 0 if key == Qt.Key.Key_Home else len(values) - 1
        self._choose(values[max(0, min(place, len(values) - 1))])

    def _show(self) -> None:
        word = next((word for value, word in self._values if value == self._value), "")
        self.setText(word.replace("&", "&&"))
        self.setAccessibleName(f"{self._name}: {word}")

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for value, word in self._values:
            entry = self._menu.addAction(word.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(value == self._value)
            entry.triggered.connect(lambda _on, value=value: self._choose(value))
            group.addAction(entry)

    def _begin_at_present(self) -> None:
        for entry in self._menu.actions():
            if entry.isChecked():
                self._menu.setActiveAction(entry)

    def _choose(self, value: T) -> None:
        if value != self._value:
            self.pick(value)
            self._told.changed.emit()
