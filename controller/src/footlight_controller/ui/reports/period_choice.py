"""Chooses the period of a report."""

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from footlight_controller.ui.reports.date_field import DateField
from footlight_controller.ui.reports.period import Period, bounds, of_days
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.pick import Pick


class PeriodChoice(QObject):
    """Two widgets: `pick`, and `days` with the first and the last day, which is shown where they count."""

    changed = Signal()

    def __init__(self, theme: Theme, usual: Period, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pick = Pick(self.tr("Period"), [(each, each.word) for each in Period])
        self.pick.pick(usual)
        self.first = DateField(theme, self.tr("From"))
        self.last = DateField(theme, self.tr("To"))
        self.first.show_day(QDate.currentDate().addDays(-6))
        self.days = QWidget()
        row = QHBoxLayout(self.days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        row.addWidget(self.first)
        row.addWidget(label(self.tr("to"), "muted"))
        row.addWidget(self.last)
        self.days.hide()
        self.pick.picked.connect(self._show)
        self.pick.picked.connect(self.changed)
        for field in (self.first, self.last):
            field.chosen.connect(self.changed)
        self._show()

    @property
    def period(self) -> Period:
        """What is chosen."""
        return self.pick.value

    def bounds(self, now_s: float) -> tuple[float, float]:
        """Unix seconds; empty where all of it is in the future."""
        if self.period is Period.DAYS:
            return of_days(self.first.day, self.last.day, now_s)
        return bounds(self.period, now_s)

    def choose(self, period: Period) -> None:
        """Look at this one."""
        if period is not self.period:
            self.pick.pick(period)
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self.days.setVisible(self.period is Period.DAYS)
