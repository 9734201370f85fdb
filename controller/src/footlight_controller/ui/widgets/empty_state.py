"""What stands in place of a list that has nothing in it: what that means, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label

TEXT_WIDTH = 640
PLATE = 80


class EmptyState(QWidget):
    """Icon, headline, a few sentences, one button; none where `button` is empty.

    `instead` is what is offered before `button` once `offer_instead` was called; the other is less prominent then.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        headline: str,
        button: str = "",
        instead: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._text = label("", "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(TEXT_WIDTH)
        self.button = QPushButton(button)
        self.button.setProperty("kind", "primary")
        if not button:
            # Showing one that has no parent yet would open a window for a moment.
            self.button.hide()
        self.instead = QPushButton(instead)
        self.instead.setProperty("kind", "primary")
        self.instead.hide()
        column = QVBoxLayout(self)
        column.setSpacing(space.two)
        column.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._glyph = Glyph(theme, icon, Tone.ACCENT, size=40, plate=PLATE)
        column.addWidget(self._glyph, 0, centre)
        self._headline = label(headline, "title")
        column.addWidget(self._headline, 0, centre)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._text, 100)
        row.addStretch(1)
        column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.one)
        buttons.addStretch(1)
        buttons.addWidget(self.instead)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    @property
    def headline(self) -> str:
        """What stands above the text."""
        return self._headline.text()

    def show_headline(self, headline: str) -> None:
        """Another headline."""
        self._headline.setText(headline)

    def show_text(self, text: str) -> None:
        """Other sentences under the headline."""
        self._text.setText(text)
        self._make_room()

    def offer_instead(self, on: bool, text: str = "") -> None:
        """Whether the other button is there; `text` is what stands on it from now on, where it is another."""
        if text:
            self.instead.setText(text)
        if on is not self.instead.isHidden():
            return
        had_focus = self.instead.hasFocus()
        self.instead.setVisible(on)
        self.button.setProperty("kind", "" if on else "primary")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where not all has room, the words and the button have."""
        layout = self.layout()
        if layout is None:
            return
        glyph = 0 if self._glyph.isHidden() else PLATE + layout.spacing()
        words = layout.totalHeightForWidth(self.width()) - glyph
        self._glyph.setVisible(self.height() >= words + PLATE + layout.spacing())
