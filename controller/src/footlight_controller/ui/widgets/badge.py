"""A small figure on something else: how many wait there."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QWidget

# More digits would be wider than what they stand on.
MOST = 99


def badge_text(count: int, most: int = MOST) -> str:
    """`7`, `99+`, and nothing for 0."""
    if count <= 0:
        return ""
    return QLocale().toString(count) if count <= most else f"{most}+"


class Badge(QLabel):
    """Hidden at 0."""

    def __init__(self, parent: QWidget | None = None, *, most: int = MOST) -> None:
        """Beyond `most` it says only that there are more."""
        super().__init__(parent)
        self._most = most
        self.setProperty("kind", "badge")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_count(self, count: int) -> None:
        """Another figure."""
        self.setText(badge_text(count, self._most))
        self.setVisible(count > 0)
