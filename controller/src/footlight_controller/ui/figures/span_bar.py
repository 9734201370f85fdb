"""The strip above the plots: how much time is shown, and whether it goes on with the present."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.figures.span import CHOICES_S
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.elided_label import ElidedLabel


class SpanBar(QWidget):
    """Follows what is shown."""

    chosen = Signal(float)
    """The last so many seconds are wanted."""
    live_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        words = (self.tr("10 min"), self.tr("Hour"), self.tr("Day"), self.tr("Week"), self.tr("30 days"))
        self.choices = {length_s: Chip(word) for length_s, word in zip(CHOICES_S, words, strict=True)}
        self.live = Chip(self.tr("Live"))
        self.live.setIconSize(beside_text(16))
        self.live.setToolTip(self.tr("Go on with the present (End)"))
        self.again = QPushButton(self.tr("Try again"))
        self.again.setProperty("kind", "plain")
        self.again.clicked.connect(self.again_wanted)
        self.again.hide()
        self.told = ElidedLabel("", "small")
        first = QHBoxLayout()
        first.setSpacing(space.one)
        for length_s, chip in self.choices.items():
            chip.setAccessibleDescription(self.tr("How much time is shown"))
            chip.clicked.connect(lambda _on=False, length_s=length_s: self.chosen.emit(length_s))
            first.addWidget(chip)
        first.addSpacing(space.one)
        first.addWidget(self.live)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(space.one)
        second.addWidget(self.told, 1)
        second.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one)
        column.addLayout(first)
        column.addLayout(second)
        self.live.clicked.connect(self._want_live)
        self.live.toggled.connect(self._dress)
        theme.changed.connect(self._dress)
        self._dress()

    def show_span(self, length_s: float, *, live: bool) -> None:
        """What is shown now."""
        for each_s, chip in self.choices.items():
            chip.setChecked(math.isclose(each_s, length_s, rel_tol=0.01))
        self.live.setChecked(live)

    def _want_live(self) -> None:
        # It is on as long as one stays with the present; only moving away ends that.
        self.live.setChecked(True)
        self.live_wanted.emit()

    def _dress(self) -> None:
        colours = self._theme.colours
        colour = colours.accent if self.live.isChecked() else colours.text_muted
        self.live.setIcon(self._theme.icons.icon("access-point", colour, colours.text_faint, beside=True))
