"""The strip above the availability: of when, of whom, and by what."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from footlight_controller.ui.reports.period import Period
from footlight_controller.ui.reports.period_choice import PeriodChoice
from footlight_controller.ui.reports.question_bar import NameField
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.flow import Flow


class AvailabilityBar(QWidget):
    """Nothing is measured here: it tells what the person wants."""

    changed = Signal()
    """Another period, or other players; while somebody writes, many times."""
    hours_wanted = Signal()
    """Operating hours only, or all the day."""
    areas_wanted = Signal(bool)
    """A row for each area, or for each player."""
    left = Signal()
    """It is written; the keys are for the rows now."""
    export_wanted = Signal()
    fetch_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self.period = PeriodChoice(theme, Period.TODAY, self)
        self.area = NameField(theme, self.tr("Any area"), self.tr("Area"), "map-marker-outline")
        self.player = NameField(theme, self.tr("Any player"), self.tr("Player"), "monitor")
        self.by_player = Chip(self.tr("Players"))
        self.by_area = Chip(self.tr("Areas"))
        self.by_player.setChecked(True)
        self.in_hours = Chip(self.tr("Operating hours only"))
        self.in_hours.setToolTip(
            self.tr("Only the operating hours that are set under Alerts; who has none counts always")
        )
        self.in_hours.hide()
        self.fetch = QPushButton(self.tr("Fetch what is missing"))
        self.export = QPushButton(self.tr("Export CSV…"))
        self.export.setIconSize(beside_text(18))
        chips = QWidget()
        row = QHBoxLayout(chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.half)
        for chip, areas in ((self.by_player, False), (self.by_area, True)):
            chip.clicked.connect(lambda _on, areas=areas: self.choose_areas(areas))
            row.addWidget(chip)
        flow = Flow(self, spacing=space.one)
        period = (self.period.pick, self.period.days)
        for part in (*period, self.area, self.player, chips, self.in_hours, self.export, self.fetch):
            flow.addWidget(part)
        self.period.changed.connect(self.changed)
        for field in (self.area, self.player):
            field.textChanged.connect(self.changed)
            field.left.connect(self.left)
        self.in_hours.clicked.connect(self.hours_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.fetch.clicked.connect(self.fetch_wanted)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def filters(self) -> bool:
        """Whether not everybody is wanted."""
        return bool(self.area.wanted or self.player.wanted)

    def choose_areas(self, on: bool) -> None:
        """A row for each area, or for each player."""
        self.by_player.setChecked(not on)
        self.by_area.setChecked(on)
        self.areas_wanted.emit(on)

    def clear(self) -> None:
        """Everybody is wanted."""
        self.area.clear()
        self.player.clear()

    def _dress(self) -> None:
        colours = self._theme.colours
        self.export.setIcon(self._theme.icons.icon("table-arrow-down", colours.text, colours.text_faint, beside=True))
