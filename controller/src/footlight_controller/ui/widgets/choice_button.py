"""A large button with an icon, a headline and a sentence: one of a few ways to go on."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label


class ChoiceButton(QPushButton):
    """As high as its words need at the width it has."""

    def __init__(self, theme: Theme, icon: str, headline: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setProperty("kind", "choice")
        self.setAutoDefault(True)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(headline, "strong", wrap=True))
        words.addWidget(label(text, "muted", wrap=True))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(space.two, space.two, space.two, space.two)
        row.setSpacing(space.two)
        row.addWidget(Glyph(theme, icon, Tone.ACCENT, size=24, plate=44), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(Glyph(theme, "chevron-right", Tone.QUIET, size=20), 0, Qt.AlignmentFlag.AlignVCenter)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._row.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.totalMinimumSize()
