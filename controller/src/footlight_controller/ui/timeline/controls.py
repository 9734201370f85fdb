"""The strip above the timeline: how much of time is in sight, and which."""

from PySide6.QtCore import QDate, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from footlight_controller.ui.reports.date_field import DateField
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.sight import DAY_S, HOUR_S
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.flow import Flow

ICON = 20
# What is in sight may differ by so much from what a chip says, and still be that.
_ABOUT = 0.02


class Controls(QWidget):
    """Tells what is wanted; shows what is."""

    length_wanted = Signal(float)
    """[s]"""
    closer_wanted = Signal()
    farther_wanted = Signal()
    now_wanted = Signal(bool)
    """Follow the present, or do not."""
    day_wanted = Signal(QDate)

    def __init__(self, theme: Theme, first: QWidget | None = None, parent: QWidget | None = None) -> None:
        """`first` stands before all else."""
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self.chips = {
            HOUR_S: Chip(self.tr("Hour")),
            DAY_S: Chip(self.tr("Day")),
            7 * DAY_S: Chip(self.tr("Week")),
            30 * DAY_S: Chip(self.tr("Month")),
            365 * DAY_S: Chip(self.tr("Year")),
        }
        self.closer = self._button(self.tr("Zoom in"), self.tr("Zoom in (+, or the wheel)"))
        self.farther = self._button(self.tr("Zoom out"), self.tr("Zoom out (-, or the wheel)"))
        self.now = Chip(self.tr("Now"))
        self.now.setToolTip(self.tr("Follow the present (End)"))
        self.day = DateField(theme, self.tr("Go to"))
        self.row = Flow(self, spacing=space.one)
        for part in (first, *self.chips.values(), self.farther, self.closer, self.now, self.day):
            if part is not None:
                self.row.addWidget(part)
        for length_s, chip in self.chips.items():
            # What is on stays on; the timeline says which it is.
            chip.clicked.connect(lambda _on, chip=chip, length_s=length_s: self._want_length(chip, length_s))
        self.closer.clicked.connect(self.closer_wanted)
        self.farther.clicked.connect(self.farther_wanted)
        self.now.clicked.connect(self.now_wanted)
        self.day.chosen.connect(self.day_wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What holds it asks how low it can be, and not how low at its width.
        self.setFixedHeight(self.row.heightForWidth(event.size().width()))

    def show_length(self, length_s: float) -> None:
        """So much of time is in sight."""
        for each_s, chip in self.chips.items():
            chip.setChecked(abs(length_s / each_s - 1) <= _ABOUT)

    def show_following(self, on: bool) -> None:
        """Whether what is in sight moves on with the clock."""
        self.now.setChecked(on)

    def show_day(self, day: QDate) -> None:
        """Which day is in the middle of what is in sight."""
        if not self.day.hasFocus():
            self.day.show_day(day)

    def _want_length(self, chip: Chip, length_s: float) -> None:
        chip.setChecked(True)
        self.length_wanted.emit(length_s)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setIconSize(QSize(ICON, ICON))
        return button

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self.closer.setIcon(icons.icon("magnify-plus-outline", colours.text_muted))
        self.farther.setIcon(icons.icon("magnify-minus-outline", colours.text_muted))
