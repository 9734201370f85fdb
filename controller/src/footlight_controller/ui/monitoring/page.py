"""The Monitoring page: how many players there are and how they stand, and a card or a row for each."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.protocol.commands import Play
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import FleetStats
from footlight_controller.ui.discovered.owner import Owner, addable, owner_of
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.arranging import Arranging, Shape, Show, Sort
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.choice import Choice
from footlight_controller.ui.monitoring.group_bar import GroupBar
from footlight_controller.ui.monitoring.table import PlayerTable
from footlight_controller.ui.monitoring.toolbar import Toolbar
from footlight_controller.ui.monitoring.wall import Wall
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player_menu import GroupMenu
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.stat_card import StatCard
from footlight_controller.ui.words import isolated, shortened

# Longer names make a button that a narrow window has no room for.
LONGEST_NAME = 24
# Lower, the figures would leave no room for the players.
FIGURES_FROM_LINES = 16


class MonitoringPage(QWidget):
    """Shows a `PlayerListModel`; says what is wanted by signals."""

    add_wanted = Signal()
    player_opened = Signal(str)
    """Id. Double click; Enter too, after `open_by_enter`."""
    group_action_wanted = Signal(list, object)
    """[list[PlayerView], AnyAction] For several players at once."""
    group_files_wanted = Signal(list)
    """[list[PlayerView]] Files are to be chosen and played on all of them."""
    group_area_wanted = Signal(list)
    """[list[PlayerView]] They are to stand in another area."""
    remove_wanted = Signal(list)
    """[list[PlayerView]] Nobody was asked yet whether it is meant."""
    finds_wanted = Signal()
    """Go to those that were found and wait to be added."""
    many_wanted = Signal(list)
    """[list[DiscoveredPlayer]] All players of the site that were found are to be added. Nobody was asked yet."""
    arranging_changed = Signal()
    """`arranging_state` has something new to keep."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        model: PlayerListModel,
        parent: QWidget | None = None,
        *,
        permission: Permission | None = None,
    ) -> None:
        """Without `permission` nothing is refused."""
        super().__init__(parent)
        self._permission = permission or Permission(self)
        space = theme.tokens.space
        self.setObjectName("page")
        self._theme = theme
        self._model = model
        self._ours: list[DiscoveredPlayer] = []
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
        self.empty = EmptyState(
            theme,
            "monitor-shimmer",
            self.tr("No players yet"),
            self.tr("Add player by address…"),
            self.tr("Go to Discovered"),
        )
        self.nothing_found = EmptyState(theme, "magnify-close", self.tr("No player fits"), self.tr("Show all players"))
        self.group_bar = GroupBar(theme)
        self._stack = QStackedLayout()
        framed = QWidget()
        inset = QHBoxLayout(framed)
        # A row has no gap of its own to bring along.
        self._end = space.three - space.half
        inset.setContentsMargins(space.one, space.one, self._end, 0)
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
        if arranging.search != before.search:
            # What was found first stands on top, wherever the list was.
            self.wall.scrollToTop()
            self.table.scrollToTop()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The players come first; the filters have the figures too.
        roomy = event.size().height() >= FIGURES_FROM_LINES * QFontMetricsF(self._theme.fonts.body).height()
        for card in (self.total, self.online, self.playing, self.offline):
            card.setVisible(roomy)

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.add_wanted)
        self.empty.instead.clicked.connect(self._take_finds)
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
        self.group_bar.area_wanted.connect(self._want_area)
        self.group_bar.remove_wanted.connect(self._want_removed)
        self._permission.changed.connect(self._show_group)
        for view in (self.wall, self.table):
            view.drops.refusal = lambda player: self._permission.refusal(player, Play)
            view.opened.connect(self._open)
            view.group_menu_wanted.connect(self._open_group_menu)
            view.remove_wanted.connect(self._want_removed)
        QShortcut(QKeySequence.StandardKey.Find, self, self.toolbar.begin_search)

    def _take_finds(self) -> None:
        if self._ours:
            self.many_wanted.emit(self._ours)
        else:
            self.finds_wanted.emit()

    def _show_arrangement(self) -> None:
        self.toolbar.show_counts(self.arranged.counts)
        self.table.show_arranging(self.arranged.arranging)
        shape = self.arranged.arranging.shape
        part: QWidget = self._table_part if shape is Shape.TABLE else self.wall
        if not self._model.rowCount():
            part = self.empty
        elif not self.arranged.rowCount():
            part = self.nothing_found
            self._say_why_nothing_fits()
        had_focus = self.wall.hasFocus() or self.table.hasFocus()
        self._stack.setCurrentWidget(part)
        self._line_up(self.wall.row_width)
        if had_focus:
            self._go_to_players()
        self.toolbar.setVisible(part is not self.empty)

    def _say_why_nothing_fits(self) -> None:
        search = self.arranged.arranging.search.strip()
        text = self.tr("%n of %n player(s) are hidden by the filter.", "", self.arranged.total)
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

    def _sort(self, sort: Sort, grouped: bool) -> None:
        self.arrange(replace(self.arranged.arranging, sort=sort, grouped=grouped))

    def _open(self, index: QModelIndex) -> None:
        self.player_opened.emit(self.arranged.view_at(index.row()).id)

    def _open_group_menu(self, place: QPoint, by_key: bool) -> None:
        menu = GroupMenu(
            self._theme, self.choice.views, self, permission=self._permission, latest=lambda: self.choice.views
        )
        menu.files_wanted.connect(self._want_files)
        menu.action_wanted.connect(self._want_action)
        menu.area_wanted.connect(self._want_area)
        menu.remove_wanted.connect(self._want_removed)
        menu.popup(place)
        if by_key:
            menu.setActiveAction(menu.first_entry())

    def _show_group(self) -> None:
        rows = self.choice.rows
        if len(rows) > 1 or not self.group_bar.isHidden():
            online = [view for row in rows if (view := self.arranged.view_at(row)).online]
            role = self._permission.best_role(online)
            self.group_bar.show_count(len(rows), len(online), partial(self._permission.refusal_as, role))
            self._line_up(self.wall.row_width)

    def _clear_choice(self) -> None:
        self.choice.clear()
        self._go_to_players()

    def _want_files(self) -> None:
        self.group_files_wanted.emit(self.choice.views)

    def _want_area(self) -> None:
        self.group_area_wanted.emit(self.choice.views)

    def _want_removed(self) -> None:
        self.remove_wanted.emit(self.choice.views)

    def _want_action(self, action: object) -> None:
        self.group_action_wanted.emit(self.choice.views, action)

    def _line_up(self, row_width: int) -> None:
        """Let the figures and the strips end where the cards end."""
        in_table = self.arranged.arranging.shape is Shape.TABLE
        right = self._end if in_table else self.wall.width() - row_width + self._edge
        self._figures.setContentsMargins(self._edge, 0, right, 0)
        self._strip.setContentsMargins(self._edge, self._edge, right, 0)
        self._foot.setContentsMargins(self._edge, 0, right, 0 if self.group_bar.isHidden() else self._edge)

    def _show_stats(self, stats: FleetStats) -> None:
        self.total.show_figure(stats.total)
        self.online.show_figure(stats.online)
        self.playing.show_figure(stats.playing)
        self.offline.show_figure(stats.offline)

    def _say_why_empty(self, changes: Changes) -> None:
        site = self._permission.site
        new = (player for player in changes.discovered if not player.ignored)
        waiting = sum(owner_of(player, site) is not Owner.OTHERS for player in new)
        self._ours = addable(changes.discovered, site)
        if self._ours and site is not None:
            name = isolated(shortened(site.name, LONGEST_NAME))
            self.empty.offer_instead(True, self.tr("Add all of {}").format(name))
            found = self.tr("%n player(s) of {} were found on this network.", "", len(self._ours)).format(name)
            others = waiting - len(self._ours)
            more = self.tr("%n more wait(s) on Discovered.", "", others) if others else ""
            self.empty.show_text(" ".join(filter(None, (found, more))))
            return
        self.empty.offer_instead(waiting > 0, self.tr("Go to Discovered"))
        if waiting:
            found = self.tr("Found on this network: {}. Pair or add them on Discovered.").format(waiting)
            self.empty.show_text(found)
            return
        search = (
            self.tr("Players on this network may not be found by themselves: see the warning above.")
            if changes.discovery or changes.notices
            else self.tr("Looking on this network by mDNS; what is found waits on Discovered.")
        )
        start = self.tr("Start footlight-player on a machine with a screen, or add a player by its address.")
        self.empty.show_text(f"{search}\n{start}")
