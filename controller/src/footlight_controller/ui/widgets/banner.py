"""Warnings that stand, across the whole width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import sentence


class Banner(QFrame):
    """Hidden while there is nothing to warn of."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, inset: bool = False) -> None:
        """`inset`: among other things of a page, with a border of its own, not across the window."""
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("banner")
        self.setProperty("inset", inset)
        self._text = label("", "body", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._line = ElidedLabel("", "body")
        self._line.hide()
        self._space = space
        self._row = row = QHBoxLayout(self)
        edge = space.two if inset else space.three
        row.setContentsMargins(edge, space.one_half, edge, space.one_half)
        row.setSpacing(space.one_half)
        row.addWidget(Glyph(theme, "alert", Tone.CAUTION, size=20), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._line, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def fold(self, on: bool) -> None:
        """Whether it has one line alone, which is cut and whole in its tool tip."""
        self._text.setVisible(not on)
        self._line.setVisible(on)
        margins = self._row.contentsMargins()
        high = self._space.half if on else self._space.one_half
        self._row.setContentsMargins(margins.left(), high, margins.right(), high)

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """These, and no others."""
        text = "\n".join(sentence(notice) for notice in notices)
        if text != self._text.text():
            self._text.setText(text)
            self._line.show_text(text)
            self.setAccessibleName(self.tr("Warning: {}").format(text))
        self.setVisible(bool(notices))
