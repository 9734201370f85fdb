"""The Monitoring page: how many players there are and how they stand, and a card for each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import FleetStats
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.grid import CardGrid
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.stat_card import StatCard


class MonitoringPage(QWidget):
    """Shows a `PlayerListModel`; says what is wanted by signals."""

    add_wanted = Signal()

    def __init__(self, theme: Theme, clock: Clock, model: PlayerListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("page")
        self._model = model
        self.total = StatCard(theme, self.tr("Players"), "monitor-multiple", Tone.QUIET)
        self.online = StatCard(theme, self.tr("Online"), "power-plug-outline", Tone.GOOD)
        self.playing = StatCard(theme, self.tr("Playing"), "play", Tone.ACCENT)
        self.offline = StatCard(theme, self.tr("Offline"), "power-plug-off-outline", Tone.QUIET)
        self._figures = figures = QHBoxLayout()
        figures.setSpacing(space.two)
        for card in (self.total, self.online, self.playing, self.offline):
            figures.addWidget(card, 1)
        self.grid = CardGrid(theme, clock)
        self.grid.setModel(model)
        self.empty = EmptyState(theme, "monitor-shimmer", self.tr("No players yet"), self.tr("Add player by address…"))
        self.empty.button.clicked.connect(self.add_wanted)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.grid)
        column = QVBoxLayout(self)
        # Cards bring half of the gap to their neighbours with them; on the right the scroll bar has its place, and the
        # pixel that the grid leaves free.
        column.setContentsMargins(space.two, space.three, space.half - 1, 0)
        column.setSpacing(space.one)
        self._edge = space.one
        self.grid.row_width_changed.connect(self._line_up)
        self._line_up(self.grid.row_width)
        column.addLayout(figures)
        column.addLayout(self._stack, 1)
        self._show_stats(FleetStats())
        self._say_why_empty(())

    def show_changes(self, changes: Changes) -> None:
        """Everything but the players, which the model has."""
        self._show_stats(changes.stats)
        self._say_why_empty(changes.notices)
        self._stack.setCurrentWidget(self.grid if self._model.rowCount() else self.empty)

    def _line_up(self, row_width: int) -> None:
        """Let the figures end where the cards end."""
        self._figures.setContentsMargins(self._edge, 0, self.grid.width() - row_width + self._edge, 0)

    def _show_stats(self, stats: FleetStats) -> None:
        self.total.show_figure(stats.total)
        self.online.show_figure(stats.online)
        self.playing.show_figure(stats.playing)
        self.offline.show_figure(stats.offline)

    def _say_why_empty(self, notices: tuple[str, ...]) -> None:
        search = (
            self.tr("Players on this network may not be found by themselves: see the warning above.")
            if notices
            else self.tr("Looking on this network by mDNS; a player appears here as soon as it announces itself.")
        )
        start = self.tr("Start footlight-player on a machine with a screen, or add a player by its address.")
        self.empty.show_text(f"{search}\n{start}")
