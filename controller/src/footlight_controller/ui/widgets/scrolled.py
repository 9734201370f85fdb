"""A page that may be higher than the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

# So that a frame of focus is whole, and one sees that there is more.
MARGIN = 24


class Scrolled(QScrollArea):
    """Brings what gets the keyboard into sight, from wherever the keyboard comes; Qt does so from within alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # What is pressed by the mouse is in sight, and must not move away under it.
        if now is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        inside = self.widget()
        if inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, MARGIN)
