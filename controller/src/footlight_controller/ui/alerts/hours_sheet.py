"""Asks when anybody minds that something is wrong: of all players, of an area or of one player."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from footlight_common.errors import InvalidArgument
from footlight_controller.core.alerting.hours import DAY_MIN, Hours, Span
from footlight_controller.core.alerting.plan import HoursOf
from footlight_controller.core.alerting.target import Scope, Target
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.alerts.alert_words import target_text
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.hours_words import clock_word, day_word, minute_of
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.field import line
from footlight_controller.ui.widgets.filter_field import FilterField
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.pick import Pick
from footlight_controller.ui.words import one_line

# More than anybody has, and what a low screen has room for.
MOST_SPANS = 3
_WORKDAYS, _WEEK = frozenset(range(5)), 7
_OPENS_MIN, _CLOSES_MIN = 8 * 60, 18 * 60


class SpanRow(QWidget):
    """Days of the week, from when, until when."""

    removed = Signal()

    def __init__(self, theme: Theme, span: Span, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.days = [Chip(day_word(day)) for day in range(_WEEK)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(space.half)
        grid.setVerticalSpacing(space.half)
        for day, chip in enumerate(self.days):
            chip.setChecked(day in span.days)
            grid.addWidget(chip, *divmod(day, 5))
        self.begins, self.ends = line(clock_word(span.begins_min)), line(clock_word(span.ends_min))
        self.begins.setAccessibleName(self.tr("From"))
        self.ends.setAccessibleName(self.tr("Until"))
        for field in (self.begins, self.ends):
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("00:00") + 2 * space.one_half + space.one)
        self.remove = QToolButton()
        self.remove.setIcon(theme.icons.icon("close", theme.colours.text_muted))
        self.remove.setIconSize(QSize(18, 18))
        self.remove.setAccessibleName(self.tr("Without these hours"))
        self.remove.setToolTip(self.tr("Without these hours"))
        self.remove.clicked.connect(self.removed)
        # The last two stand in a row of their own, with the times behind them.
        times = QHBoxLayout()
        times.setSpacing(space.half)
        times.addStretch(1)
        times.addWidget(self.begins)
        times.addWidget(label("\u2013", "muted"))
        times.addWidget(self.ends)
        times.addWidget(self.remove)
        grid.addLayout(times, 1, 2, 1, 4)
        grid.setColumnStretch(5, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)

    def span(self) -> Span:
        """As it is written. Raises ValueError or InvalidArgument."""
        begins, ends = minute_of(self.begins.text()), minute_of(self.ends.text())
        if begins is None or ends is None or begins == DAY_MIN:
            msg = self.tr("Write times as in 08:00 and 18:00, and 24:00 for midnight.")
            raise ValueError(msg)
        days = frozenset(day for day, chip in enumerate(self.days) if chip.isChecked())
        if not days:
            msg = self.tr("Choose at least one day of the week.")
            raise ValueError(msg)
        # Until midnight is until the end of the day.
        return Span(days=days, begins_min=begins, ends_min=ends or DAY_MIN)


class HoursSheet(Sheet):
    """For new hours, or those of `before`."""

    def __init__(
        self,
        theme: Theme,
        desk: AlertDesk,
        players: Iterable[PlayerView],
        before: HoursOf | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            desk.tasks,
            self._save,
            title=self.tr("Operating hours"),
            text=self.tr("Outside them nothing is raised. By the clock of this computer."),
            button=self.tr("Save"),
            parent=parent,
        )
        self._theme, self._desk, self._before = theme, desk, before
        players = tuple(players)
        namesakes = Namesakes(players)
        self._players = {namesakes.told(one_line(view.name), view.id): view.id for view in players}
        self._areas = sorted({one_line(view.identity.area) for view in players if view.identity.area}, key=natural)
        self.scope = Pick(
            self.tr("Of whom"),
            (
                (Scope.ALL, self.tr("Everybody")),
                (Scope.AREA, self.tr("An area")),
                (Scope.PLAYER, self.tr("A player")),
            ),
        )
        self.name = FilterField(theme, self.tr("Name"), "magnify")
        self.whole = Pick(self.tr("When"), ((False, self.tr("At these hours")), (True, self.tr("Never"))))
        self.add = QPushButton(self.tr("More hours"))
        self.add.setProperty("kind", "plain")
        self.add.setAutoDefault(False)
        self.spans: list[SpanRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.tokens.space.one_half)
        held = QWidget()
        held.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.scope)
        self.body.addWidget(self.name)
        self.body.addWidget(self.whole)
        self.body.addWidget(held)
        self.body.addWidget(self.add)
        first = Span(days=_WORKDAYS, begins_min=_OPENS_MIN, ends_min=_CLOSES_MIN)
        if before is None:
            self._put([first])
        else:
            self.scope.pick(before.target.scope)
            self.name.setText(target_text(before.target, {value: key for key, value in self._players.items()}))
            if before.target.scope is Scope.AREA:
                self.name.setText(before.target.name)
            self.scope.setEnabled(False)
            self.name.setEnabled(False)
            self.whole.pick(not before.hours.spans)
            self._put(before.hours.spans or [first])
        self.scope.picked.connect(self._show_parts)
        self.whole.picked.connect(self._show_parts)
        self.add.clicked.connect(lambda: self._put([first]))
        (self.scope if before is None else self.whole).setFocus()
        self._show_parts()

    def _put(self, spans: Sequence[Span]) -> None:
        for span in spans:
            row = SpanRow(self._theme, span)
            row.removed.connect(lambda row=row: self._drop(row))
            self.spans.append(row)
            self._rows.addWidget(row)
        self._show_parts()

    def _drop(self, row: SpanRow) -> None:
        self.spans.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()
        self._show_parts()

    def _show_parts(self) -> None:
        scope, never = self.scope.value, self.whole.value
        self.name.setVisible(scope is not Scope.ALL)
        self.name.setPlaceholderText(self.tr("Name of the area") if scope is Scope.AREA else self.tr("Name"))
        self.name.offer(self._areas if scope is Scope.AREA else sorted(self._players, key=natural))
        for row in self.spans:
            row.setVisible(not never)
            row.remove.setVisible(len(self.spans) > 1)
        self.add.setVisible(not never and len(self.spans) < MOST_SPANS)
        self.fit()

    def _target(self) -> Target:
        scope, name = self.scope.value, one_line(self.name.text()).strip()
        if self._before is not None:
            return self._before.target
        if scope is Scope.ALL:
            return Target.everything()
        there = self._areas if scope is Scope.AREA else list(self._players)
        found = next((each for each in there if each.casefold() == name.casefold()), None)
        if found is None:
            area = self.tr("There is no area of this name. Choose one of those that are offered.")
            player = self.tr("There is no player of this name. Choose one of those that are offered.")
            raise InvalidArgument(area if scope is Scope.AREA else player)
        return Target.area(found) if scope is Scope.AREA else Target.player(self._players[found])

    async def _save(self) -> None:
        target = self._target()
        spans = () if self.whole.value else tuple(row.span() for row in self.spans)
        await self._desk.ask(lambda port: port.set_hours(target, Hours(spans=spans)))
