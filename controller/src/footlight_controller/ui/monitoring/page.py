"""The Monitoring page: how many players there are and how they stand, and a card or a row for each."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import FleetStats
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.arranging import Arranging, Shape, Show, Sort
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.choice import Choice
from footlight_controller.ui.monitoring.group_bar import GroupBar
from footlight_controller.ui.monitoring.table import PlayerTable
from footlight_controller.ui.monitoring.toolbar import Toolbar
from footlight_controller.ui.monitoring.wall import Wall
from footlight_controller.ui.player_menu import GroupMenu
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.stat_card import StatCard


class MonitoringPage(QWidget):
    """Shows a `PlayerListModel`; says what is wanted by signals."""

    add_wanted = Signal()
    player_opened = Signal(str)
    """Id. Double click; Enter too, after `open_by_enter`."""
    group_action_wanted = Signal(list, object)
    """[list[PlayerView], AnyAction] For several players at once."""
    group_files_wanted = Signal(list)
    """[list[PlayerView]] Files are to be chosen and played on all of them."""
    arranging_changed = Signal()
    """`arranging_state` has something new to keep."""

    def __init__(self, theme: Theme, clock: Clock, model: PlayerListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("page")
        self._theme = theme
        self._model = model
        self.total = StatCard(theme, self.tr("Players"), "monitor-multiple", Tone.QUIET)
        self.online = StatCard(theme, self.tr("Online"), "power-plug-outline", Tone.GOOD)
        self.playing = StatCard(theme, self.tr("Playing"), "play", Tone.ACCENT)
        self.offline = StatCard(theme, self.tr("Offline"), "power-plug-off-outline", Tone.QUIET)
        self._figures = figures = QHBoxLayout()
        figures.setSpacing(space.two)
        for card in (self.total, self.online, self.playing, self.offline):
            figures.addWidget(card, 1)
        self.arranged = ArrangedModel(model, clock, self)
        self.choice = Choice(self.arranged, self)
        self.toolbar = Toolbar(theme)
        self.wall = Wall(theme, clock, self.arranged)
        self.wall.setSelectionModel(self.choice.selection)
        self.table = PlayerTable(theme, self.arranged, self.choice.selection)
        self.empty = EmptyState(theme, "monitor-shimmer", self.tr("No players yet"), self.tr("Add player by address…"))
        self.nothing_found = EmptyState(theme, "magnify-close", self.tr("No player fits"), self.tr("Show all players"))
        self.group_bar = GroupBar(theme)
        self._stack = QStackedLayout()
        framed = QWidget()
        inset = QHBoxLayout(framed)
        # A row has no gap of its own to bring along.
        inset.setContentsMargins(space.one, space.one, 0, 0)
        inset.addWidget(self.table)
        self._table_part = framed
        for part in (self.empty, self.nothing_found, self.wall, framed):
            self._stack.addWidget(part)
        self._strip = QHBoxLayout()
        self._strip.addWidget(self.toolbar)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.group_bar)
        column = QVBoxLayout(self)
        # Cards bring half of the gap to their neighbours with them; on the right the scroll bar has its place.
        column.setContentsMargins(space.two, space.three, space.half, 0)
        column.setSpacing(space.one)
        self._edge = space.one
        column.addLayout(figures)
        column.addLayout(self._strip)
        column.addLayout(self._stack, 1)
        column.addLayout(self._foot)
        self._connect()
        self._line_up(self.wall.row_width)
        self._show_stats(FleetStats())
        self._say_why_empty(Changes())
        self._show_arrangement()

    def show_changes(self, changes: Changes) -> None:
        """Everything but the players, which the model has."""
        self._show_stats(changes.stats)
        self._say_why_empty(changes)
        self._show_arrangement()

    def arrange(self, arranging: Arranging) -> None:
        """Search, filter, order, groups and shape."""
        before = self.arranged.arranging
        self.toolbar.show_arranging(arranging)
        if arranging.shape is not before.shape and arranging.shape is not Shape.TABLE:
            self.wall.choose(arranging.shape)
        if arranging != before:
            self.arranged.arrange(arranging)
        self._show_arrangement()
        self.arranging_changed.emit()

    def arranging_state(self) -> dict[str, str]:
        """For keeping over a restart."""
        return self.arranged.arranging.state()

    def restore_arranging(self, state: Mapping[str, str]) -> None:
        """What `arranging_state` said; anything unknown in it is passed over."""
        self.arrange(Arranging.of_state(state))

    def open_by_enter(self, on: bool) -> None:
        """Whether Enter opens the player instead of its menu."""
        self.wall.enter_opens = self.table.enter_opens = on

    def set_thumbnail(self, player_id: str, image: QImage) -> None:
        """What is on screen there, asked for by `wall.thumbnails_wanted`; a null image for nothing."""
        self.wall.set_thumbnail(player_id, image)

    def show_player(self, player_id: str) -> None:
        """Bring a player into sight and make it the chosen one, if need be by dropping filter and search."""
        if not self.arranged.index_of(player_id).isValid():
            self.arrange(replace(self.arranged.arranging, search="", show=Show.ALL))
        index = self.arranged.index_of(player_id)
        if index.isValid():
            view = self.table if self.arranged.arranging.shape is Shape.TABLE else self.wall
            view.setCurrentIndex(index)
            view.setFocus()

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.add_wanted)
        self.nothing_found.button.clicked.connect(self._show_all)
        self.toolbar.changed.connect(self.arrange)
        self.toolbar.left.connect(self._go_to_players)
        self.wall.row_width_changed.connect(self._line_up)
        self.table.sort_wanted.connect(self._sort)
        self.table.menu_wanted.connect(self.wall.menu_wanted)
        self.choice.changed.connect(self._show_group)
        self.arranged.counted.connect(self._show_group)
        self.group_bar.clear_wanted.connect(self._clear_choice)
        self.group_bar.files_wanted.connect(self._want_files)
        self.group_bar.action_wanted.connect(self._want_action)
        for view in (self.wall, self.table):
            view.opened.connect(self._open)
            view.group_menu_wanted.connect(self._open_group_menu)
        QShortcut(QKeySequence.StandardKey.Find, self, self.toolbar.begin_search)

    def _show_arrangement(self) -> None:
        self.toolbar.show_counts(self.arranged.counts)
        shape = self.arranged.arranging.shape
        part: QWidget = self._table_part if shape is Shape.TABLE else self.wall
        if not self._model.rowCount():
            part = self.empty
        elif not self.arranged.rowCount():
            part = self.nothing_found
            self._say_why_nothing_fits()
        had_focus = self.wall.hasFocus() or self.table.hasFocus()
        self._stack.setCurrentWidget(part)
        if had_focus:
            self._go_to_players()
        self.toolbar.setVisible(part is not self.empty)

    def _say_why_nothing_fits(self) -> None:
        search = self.arranged.arranging.search.strip()
        text = self.tr("{} of {} players are hidden by the filter.").format(self.arranged.total, self.arranged.total)
        if search:
            text = self.tr("No name, area, id or item with “{}” among the players of this filter.").format(search)
        self.nothing_found.show_text(text)

    def _show_all(self) -> None:
        self.arrange(replace(self.arranged.arranging, search="", show=Show.ALL))
        self._go_to_players()

    def _go_to_players(self) -> None:
        part = self._stack.currentWidget()
        views: dict[QWidget | None, QWidget] = {self._table_part: self.table, self.wall: self.wall}
        view = views.get(part, self.nothing_found.button)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sort(self, sort: Sort) -> None:
        self.arrange(replace(self.arranged.arranging, sort=sort))

    def _open(self, index: QModelIndex) -> None:
        self.player_opened.emit(self.arranged.view_at(index.row()).id)

    def _open_group_menu(self, place: QPoint, by_key: bool) -> None:
        menu = GroupMenu(self._theme, self.choice.views, self)
        menu.files_wanted.connect(self._want_files)
        menu.action_wanted.connect(self._want_action)
        menu.popup(place)
        if by_key:
            menu.setActiveAction(menu.actions()[1])

    def _show_group(self) -> None:
        rows = self.choice.rows
        if len(rows) > 1 or not self.group_bar.isHidden():
            self.group_bar.show_count(len(rows), sum(self.arranged.view_at(row).online for row in rows))
            self._line_up(self.wall.row_width)

    def _clear_choice(self) -> None:
        self.choice.clear()
        self._go_to_players()

    def _want_files(self) -> None:
        self.group_files_wanted.emit(self.choice.views)

    def _want_action(self, action: object) -> None:
        self.group_action_wanted.emit(self.choice.views, action)

    def _line_up(self, row_width: int) -> None:
        """Let the figures and the strips end where the cards end."""
        right = self.wall.width() - row_width + self._edge
        self._figures.setContentsMargins(self._edge, 0, right, 0)
        self._strip.setContentsMargins(self._edge, self._edge, right, 0)
        self._foot.setContentsMargins(self._edge, 0, right, 0 if self.group_bar.isHidden() else self._edge)

    def _show_stats(self, stats: FleetStats) -> None:
        self.total.show_figure(stats.total)
        self.online.show_figure(stats.online)
        self.playing.show_figure(stats.playing)
        self.offline.show_figure(stats.offline)

    def _say_why_empty(self, changes: Changes) -> None:
        waiting = sum(not player.ignored for player in changes.discovered)
        if waiting:
            found = self.tr("Found on this network: {}. Add them on Discovered.").format(waiting)
            self.empty.show_text(found)
            return
        search = (
            self.tr("Players on this network may not be found by themselves: see the warning above.")
            if changes.discovery or changes.notices
            else self.tr("Looking on this network by mDNS; what is found waits on Discovered.")
        )
        start = self.tr("Start footlight-player on a machine with a screen, or add a player by its address.")
        self.empty.show_text(f"{search}\n{start}")
