"""Availability: how much of a period players and areas ran and played."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.plan import Plan
from footlight_controller.core.availability import Availability, of_areas
from footlight_controller.core.availability_table import write_areas_csv, write_csv
from footlight_controller.core.proof_of_play import Whose
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.reports.availability_bar import AvailabilityBar
from footlight_controller.ui.reports.availability_rows import AvailabilityColumn, AvailabilityModel, Row
from footlight_controller.ui.reports.fetching import Fetching
from footlight_controller.ui.reports.figures_table import FiguresTable
from footlight_controller.ui.reports.measuring import Measuring, Span
from footlight_controller.ui.reports.period import told
from footlight_controller.ui.reports.question_bar import meant
from footlight_controller.ui.reports.report_rows import percent
from footlight_controller.ui.reports.roomy import Lists, body
from footlight_controller.ui.reports.saving import Saving
from footlight_controller.ui.reports.shares_bar import BarDelegate, Legend
from footlight_controller.ui.reports.under_way import UnderWay
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.stat_card import StatCard
from footlight_controller.ui.words import clock_time, one_line, sentence

WRITES_MS = 350
STALE_S = 300.0
# With a thousand players rows come in faster than anybody reads.
SHOWS_MS = 200
# Narrower, the cards on top leave their room to the rows.
CARDS_FROM_LETTERS = 64
_NEEDS: Mapping[AvailabilityColumn, tuple[float, float]] = {
    AvailabilityColumn.NAME: (15.0, 2.0),
    AvailabilityColumn.AREA: (12.0, 1.0),
    AvailabilityColumn.BAR: (16.0, 4.0),
    AvailabilityColumn.RUNNING: (11.0, 0.0),
    AvailabilityColumn.PLAYING: (10.0, 0.0),
    AvailabilityColumn.IDLE: (11.0, 0.0),
    AvailabilityColumn.CLOSED: (11.0, 0.0),
    AvailabilityColumn.CUT: (11.0, 0.0),
    AvailabilityColumn.UNKNOWN: (12.0, 0.0),
}
_FIRST_GONE = (
    AvailabilityColumn.IDLE,
    AvailabilityColumn.AREA,
    AvailabilityColumn.CLOSED,
    AvailabilityColumn.CUT,
)


class AvailabilityTab(QWidget):
    """Measures while it is shown. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    player_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
        parent: QWidget | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._players = players
        self._measured_s = 0.0
        self._plan = Plan()
        space = theme.tokens.space
        self.measuring = Measuring(calls, tasks, self)
        self.fetching = Fetching(calls, tasks, self)
        self.saving = Saving(tasks, self)
        self.model = AvailabilityModel(self)
        self.bar = AvailabilityBar(theme)
        self.available = StatCard(theme, self.tr("Available"), "power-plug-outline", Tone.GOOD)
        self.playing = StatCard(theme, self.tr("Playing"), "play", Tone.ACCENT)
        self.off = StatCard(theme, self.tr("Off"), "power-plug-off-outline", Tone.QUIET)
        self.unknown = StatCard(theme, self.tr("Not known"), "help-circle-outline", Tone.CAUTION)
        self.available.setToolTip(self.tr("Share of the known time in which players ran"))
        self.playing.setToolTip(self.tr("Share of the known time in which an item was on screen"))
        self.off.setToolTip(self.tr("How long players were closed, cut off or without power, all together"))
        self.unknown.setToolTip(self.tr("Of how much time of all players nobody here knows; it counts for nothing"))
        self._cards = QWidget()
        cards = QHBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(space.one)
        for card in (self.available, self.playing, self.off, self.unknown):
            cards.addWidget(card, 1)
        self.table = FiguresTable(theme, self.model, self._needs, _FIRST_GONE)
        self.table.setItemDelegate(BarDelegate(theme, self.model, self.table))
        self.table.setAccessibleName(self.tr("Availability"))
        self.quiet = EmptyState(theme, "monitor-off", self.tr("No players"), self.tr("Show everybody"))
        self.quiet.setMinimumHeight(1)
        self.legend = Legend(theme)
        self.foot = UnderWay(theme, self.tr("Measure again"))
        self._lists = Lists(theme, self.table, self.quiet)
        column = body(theme, self)
        column.addWidget(self.bar)
        column.addWidget(self._cards)
        column.addWidget(self._lists, 1)
        column.addWidget(self.legend)
        column.addWidget(self.foot)
        self._again = QTimer(self, singleShot=True, interval=WRITES_MS)
        self._again.timeout.connect(self._measure)
        self.bar.changed.connect(self._again.start)
        self.bar.hours_wanted.connect(self._measure)
        self.bar.areas_wanted.connect(self._show)
        self.bar.left.connect(self.table.setFocus)
        self.bar.export_wanted.connect(self._ask_where)
        self.bar.fetch_wanted.connect(self._fetch)
        self._soon = QTimer(self, singleShot=True, interval=SHOWS_MS)
        self._soon.timeout.connect(self._show)
        self.measuring.changed.connect(self._show_soon)
        self.fetching.changed.connect(self._show_foot)
        self.fetching.ended.connect(self._measure)
        self.foot.cancelled.connect(self._cancel)
        self.foot.again_wanted.connect(self._measure)
        self.quiet.button.clicked.connect(self.bar.clear)
        self.table.row_opened.connect(self._open)
        self.saving.noted.connect(self.noted)
        QShortcut(QKeySequence.StandardKey.Find, self, self._begin_search)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        views = [*self._players()]
        self.bar.area.offer_names(view.identity.area for view in views)
        self.bar.player.offer_names(view.name for view in views)
        self.measuring.resume()
        if self._clock.wall_s() - self._measured_s > STALE_S or not self.measuring.span.players:
            self._measure()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self._soon.stop()
        self.measuring.pause()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The rows come first, and a figure that is cut is none.
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        self._cards.setVisible(event.size().width() >= CARDS_FROM_LETTERS * letter)

    def show_plan(self, plan: Plan) -> None:
        """What people set about alerts, and so operating hours."""
        if plan is self._plan:
            return
        self._plan = plan
        self.bar.in_hours.setVisible(bool(plan.hours) or self.bar.in_hours.isChecked())

    def export_csv(self, target: Path) -> None:
        """All rows as they are on show; how it went is told by `noted`."""
        if self.model.areas:
            areas = [(row.area, row.found) for row in self.model.rows]
            self.saving.save_table(target, lambda out: write_areas_csv(areas, out))
            return
        by_id = {each.whose.player_id: each for each in self.measuring.measured}
        players = [by_id[row.player_id] for row in self.model.rows]
        self.saving.save_table(target, lambda out: write_csv(players, out))

    def _measure(self) -> None:
        self._again.stop()
        self._measured_s = self._clock.wall_s()
        from_s, until_s = self.bar.period.bounds(self._measured_s)
        players = tuple(
            Whose(player_id=view.id, name=view.name, area=view.identity.area)
            for view in meant(self._players(), self.bar.area.wanted, self.bar.player.wanted)
        )
        hours: dict[str, Hours] = {}
        if self.bar.in_hours.isChecked():
            found = ((each.player_id, self._plan.hours_of(each.player_id, each.area)) for each in players)
            hours = {player_id: own for player_id, own in found if own is not None}
        self.measuring.measure(Span(players=players, from_s=from_s, until_s=until_s, hours=hours))

    def _show_soon(self) -> None:
        if not self.measuring.busy:
            self._soon.stop()
            self._show()
        elif not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        measuring, areas = self.measuring, self.bar.by_area.isChecked()
        self.model.show_rows(self._area_rows() if areas else self._player_rows(), areas=areas)
        total = sum((each.found for each in measuring.measured), Availability())
        self.available.show_text("\u2013" if total.running is None else percent(total.running))
        self.playing.show_text("\u2013" if total.playing is None else percent(total.playing))
        self.off.show_text(clock_time(total.closed_s + total.cut_s))
        self.unknown.show_text(clock_time(total.unknown_s))
        empty = not self.model.rows and not measuring.busy
        if empty:
            self.quiet.show_text(
                self.tr("No player has all of that in its name and area.")
                if self.bar.filters
                else self.tr("Once players are added, how long they ran stands here.")
            )
            self.quiet.button.setVisible(self.bar.filters)
        self._lists.show_part(self.quiet if empty else self.table)
        self.bar.export.setEnabled(bool(self.model.rows) and measuring.whole)
        self._show_foot()

    def _show_foot(self) -> None:
        measuring, fetching = self.measuring, self.fetching
        self.bar.fetch.setVisible(bool(self._fetchable()))
        self.bar.fetch.setEnabled(not fetching.busy and not measuring.busy)
        if fetching.busy:
            words = self.tr("Asking players… {} of %Ln", "", fetching.total)
            self.foot.show_progress(words.format(QLocale().toString(fetching.done)), fetching.done, fetching.total)
        elif measuring.busy:
            words = self.tr("Measuring… {} of %Ln player(s)", "", len(measuring.span.players))
            self.foot.show_progress(
                words.format(QLocale().toString(measuring.done)), measuring.done, len(measuring.span.players)
            )
        else:
            self.foot.show_words(self._state())

    def _state(self) -> str:
        measuring = self.measuring
        if not measuring.span.players:
            return ""
        parts = [
            told(measuring.span.from_s, measuring.span.until_s),
            self.tr("%Ln player(s)", "", len(measuring.measured)),
        ]
        if measuring.span.hours:
            parts.append(self.tr("Operating hours only"))
        if failures := self.fetching.failures | measuring.failures:
            why = next(iter(failures.values()))
            parts.append(self.tr("%Ln could not be asked: {}", "", len(failures)).format(sentence(why)))
        elif not measuring.whole:
            parts.append(self.tr("not all of them"))
        return " · ".join(parts)

    def _fetchable(self) -> list[str]:
        online = {view.id for view in self._players() if view.online}
        return [
            each.whose.player_id
            for each in self.measuring.measured
            if each.found.unfetched_s >= 1 and each.whose.player_id in online
        ]

    def _fetch(self) -> None:
        if wanted := self._fetchable():
            self.fetching.fetch(wanted, self.measuring.span.from_s, self.measuring.span.until_s)

    def _cancel(self) -> None:
        if self.fetching.busy:
            self.fetching.stop()
        else:
            self.measuring.stop()

    def _player_rows(self) -> list[Row]:
        namesakes = Namesakes(self._players())
        return [
            Row(
                name=namesakes.told(one_line(each.whose.name), each.whose.player_id),
                area=one_line(each.whose.area),
                player_id=each.whose.player_id,
                found=each.found,
            )
            for each in self.measuring.measured
        ]

    def _area_rows(self) -> list[Row]:
        found = of_areas((each.whose.area, each.found) for each in self.measuring.measured)
        return [Row(name=one_line(area) or self.tr("No area"), area=area, found=each) for area, each in found.items()]

    def _needs(self) -> Mapping[int, tuple[float, float]]:
        gone = AvailabilityColumn.AREA if self.model.areas else None
        return {column: need for column, need in _NEEDS.items() if column is not gone}

    def _open(self, row: int) -> None:
        if player_id := self.model.rows[row].player_id:
            self.player_wanted.emit(player_id)

    def _begin_search(self) -> None:
        self.bar.player.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.player.selectAll()

    def _ask_where(self) -> None:
        self.saving.ask(self.tr("Save the availability"), "footlight-availability", "csv", self.export_csv)
