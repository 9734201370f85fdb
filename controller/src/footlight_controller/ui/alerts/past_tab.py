"""What needed a person at any time: when, how long, how it ended, and who looked after it."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.export import AlertExporter
from footlight_controller.ui.alerts.past_filters import PastFilters
from footlight_controller.ui.alerts.past_reader import PastReader
from footlight_controller.ui.alerts.past_rows import PastFilter, PastModel
from footlight_controller.ui.alerts.past_table import PastTable
from footlight_controller.ui.dialogs.save_file import ask_where
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.paged_lines import PagedLines
from footlight_controller.ui.words import one_line

_DAY_S = 86_400.0
# While somebody writes into a filter nothing is read.
WRITES_MS = 250


class PastTab(QWidget):
    """Reads while it is visible."""

    player_wanted = Signal(str)

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._scope: tuple[float | None, str] | None = None
        space = theme.tokens.space
        self.setObjectName("page")
        self.reader = PastReader(desk, self)
        self.exporter = AlertExporter(desk, self)
        self.model = PastModel(self)
        self.filters = PastFilters(theme)
        self.banner = Banner(theme, inset=True)
        self.table = PastTable(theme, self.model)
        self.nothing = EmptyState(theme, "magnify-close", self.tr("Nothing fits"), self.tr("Show everything"))
        self.nothing.show_text(self.tr("None of the alerts that were read has all of that."))
        self.quiet = EmptyState(theme, "bell-check-outline", self.tr("Nothing needed a person yet"))
        self.quiet.show_text(self.tr("Every alert stands here from then on, also when it is over."))
        self.lines = PagedLines(theme, self.reader, self.table, nothing=self.nothing, quiet=self.quiet)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.three, space.two, space.three, space.one)
        column.setSpacing(space.one)
        column.addWidget(self.banner)
        column.addWidget(self.filters)
        column.addWidget(self.lines, 1)
        self._again = QTimer(self, interval=WRITES_MS)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._read_scope)
        self.reader.changed.connect(self._show)
        self.model.more_wanted.connect(self.lines.look_further)
        self.filters.changed.connect(self._choose)
        self.filters.left.connect(self.lines.go_to_lines)
        self.filters.export_wanted.connect(self._ask_where)
        self.nothing.button.clicked.connect(self.filters.clear)
        self.lines.asked.connect(self._show_state)
        self.table.player_wanted.connect(self.player_wanted)
        desk.changed.connect(self._renew)
        QShortcut(QKeySequence.StandardKey.Find, self, self.filters.begin_search)

    def show_changes(self, changes: Changes) -> None:
        """Read again what was raised or is over."""
        if changes.alerted:
            self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.filters.offer(view.name for view in self._desk.players())
        self._scope = None
        self._read_scope()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self.reader.stop()

    def export(self, target: Path) -> None:
        """Write all alerts of the filter into a file; how it went is told by `noted` of the exporter."""
        chosen = self.filters.filter
        self.exporter.export(target, self._from_s(chosen), chosen)

    def _renew(self) -> None:
        if self.isVisible():
            self.reader.renew()

    def _choose(self) -> None:
        self.lines.begin()
        self._show()
        self._again.start()

    def _from_s(self, chosen: PastFilter) -> float:
        return 0.0 if chosen.days is None else self._desk.clock.wall_s() - chosen.days * _DAY_S

    def _read_scope(self) -> None:
        """A period and a player whose name is written in full are asked for; the rest is chosen from what comes."""
        chosen = self.filters.filter
        fits = [view.id for view in self._desk.players() if one_line(view.name).casefold() == chosen.player]
        scope = chosen.days, fits[0] if len(fits) == 1 and chosen.player else ""
        if scope != self._scope:
            self._scope = scope
            self.reader.read(self._from_s(chosen), scope[1])
        else:
            self.lines.fill()
        self._show_state()

    def _show(self) -> None:
        """What was read is there, or something else is chosen from it."""
        chosen = self.filters.filter
        if self.reader.size or not self.reader.busy:
            alerts = [alert for alert in self.reader.alerts if chosen.lets_through(alert)]
            self.model.wall_s = self._desk.clock.wall_s()
            self.model.sending = self._desk.board.sending
            self.model.show_alerts(alerts, self._desk.names(), ended=self.reader.ended)
        self.lines.show_part(filtered=chosen != PastFilter())
        self.filters.export.setEnabled(bool(self.model.rowCount()))
        self.banner.show_notices((self.reader.failure,) if self.reader.failure else ())
        if not self.reader.failure:
            self.lines.fill()
        self._show_state()

    def _show_state(self) -> None:
        shown = self.model.rowCount()
        if self.reader.busy:
            text = self.tr("Reading… %Ln alert(s) so far", "", shown)
        elif self.reader.ended:
            text = self.tr("%Ln alert(s), and no older ones", "", shown)
        else:
            text = self.tr("%Ln alert(s); older ones come as you scroll", "", shown)
        self.lines.show_state(text, failed=bool(self.reader.failure))

    def _ask_where(self) -> None:
        ask_where(self, self.tr("Export the alerts"), "footlight-alerts", "csv", self.export)
