"""Keeps the keyboard in its place when what has it cannot be used for a while: Qt would hand it on to a neighbour."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class SteadyFocus:
    """`holder`, which contains the widgets, has the keyboard meanwhile; keys do nothing there, Tab goes on."""

    def __init__(self, holder: QWidget) -> None:
        self._holder = holder
        self._left: QWidget | None = None

    def enable(self, widget: QWidget, on: bool) -> None:
        """In place of `widget.setEnabled(on)`."""
        if not on and widget.hasFocus():
            self._left = widget
            self._holder.setFocus(Qt.FocusReason.OtherFocusReason)
        widget.setEnabled(on)
        if on and widget is self._left:
            self._left = None
            if self._holder.hasFocus():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
