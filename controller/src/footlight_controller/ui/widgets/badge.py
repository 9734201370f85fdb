"""A small figure on something else: how many wait there."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QWidget

# More digits would be wider than what they stand on.
MOST = 99


def badge_text(count: int) -> str:
    """`7`, `99+`, and nothing for 0."""
    if count <= 0:
        return ""
    return QLocale().toString(count) if count <= MOST else f"{MOST}+"


class Badge(QLabel):
    """Hidden at 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "badge")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_count(self, count: int) -> None:
        """Another figure."""
        self.setText(badge_text(count))
        self.setVisible(count > 0)
