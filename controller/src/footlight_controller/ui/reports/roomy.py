"""The body of a tab: it scrolls where the window is too low for all of it, and its list takes the room that is left."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.scrolled import Scrolled

# Of the list: its header, some rows and their total.
_LEAST_LINES = 7


class Lists(QWidget):
    """Shows one of its parts: the list, or what stands in its place."""

    def __init__(self, theme: Theme, *parts: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._stack = QStackedLayout(self)
        for part in parts:
            self._stack.addWidget(part)

    def show_part(self, part: QWidget) -> None:
        """Show one of them."""
        self._stack.setCurrentWidget(part)

    def hasHeightForWidth(self) -> bool:
        # What is not on show would ask for room too.
        return False

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, round(_LEAST_LINES * QFontMetricsF(self._theme.fonts.body).height()))


def body(theme: Theme, tab: QWidget) -> QVBoxLayout:
    """What to put the parts of `tab` into, one below the other."""
    space = theme.tokens.space
    inside = QWidget()
    inside.setObjectName("page")
    # It never scrolls sideways: what is too narrow gives way within.
    inside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(inside)
    column.setContentsMargins(space.three, space.two, space.three, space.one)
    column.setSpacing(space.one)
    area = Scrolled()
    area.setWidget(inside)
    around = QVBoxLayout(tab)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    return column
