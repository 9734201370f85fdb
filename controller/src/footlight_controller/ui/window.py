"""The main window: puts the parts together and passes on what they want."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from footlight_common.clock import Clock
from footlight_common.errors import NotPaired, Revoked
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.activity_log.page import ActivityPage
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.dialogs.playing import Playing
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.dialogs.requests import Requests
from footlight_controller.ui.discovered.finds import Finds
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.discovered.page import DiscoveredPage
from footlight_controller.ui.enter_key import EnterKey
from footlight_controller.ui.models.player_list import PlayerListModel, Role
from footlight_controller.ui.monitoring.page import MonitoringPage
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.narrator import Narrator
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.pairing.invitation import address_in
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.player_menu import PlayerActions, PlayerMenu
from footlight_controller.ui.quick_bar import QuickBar
from footlight_controller.ui.quick_entries import QuickEntries
from footlight_controller.ui.quick_match import Entry
from footlight_controller.ui.records import Records
from footlight_controller.ui.restarts import Restarts
from footlight_controller.ui.settings.page import SettingsPage
from footlight_controller.ui.settings.preferences import Preferences
from footlight_controller.ui.shell.frame import Frame
from footlight_controller.ui.shell.notebook import Notebook
from footlight_controller.ui.shell.places import ACTIVITY, DISCOVERED, MONITORING, PLACES, SETTINGS, TEAM
from footlight_controller.ui.shell.tray import Tray
from footlight_controller.ui.site_desk import SiteDesk
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.team.page import TeamPage
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.thumbnails import Thumbnails
from footlight_controller.ui.watching import Watching


class MainWindow(QMainWindow):
    """One is enough."""

    closing = Signal()

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        commander: Commander,
        tasks: Tasks,
        newcomers: Newcomers,
        bridge: Bridge,
        *,
        preferences: Preferences | None = None,
        notebook: Notebook | None = None,
    ) -> None:
        """Without `preferences` and `notebook` nothing is kept for the next run."""
        super().__init__()
        self._enter_key = EnterKey(self)
        self._theme = theme
        self._bridge = bridge
        self._commander = commander
        self._tasks = tasks
        self.permission = Permission(self)
        self._newcomers = newcomers
        self._narrator = Narrator()
        self._restarts = Restarts(self)
        self._finds = Finds()
        self._quitting = False
        self.preferences = preferences or Preferences(parent=self)
        self.notebook = notebook or Notebook(clock, parent=self)
        self.setWindowTitle("Footlight")
        self.setWindowIcon(theme.icons.icon("spotlight-beam", theme.colours.accent))
        self.setMinimumSize(680, 480)
        self.model = PlayerListModel(self)
        self.frame = Frame(theme, clock, self.notebook)
        self.site = SiteDesk(
            theme,
            clock,
            tasks,
            bridge,
            self.permission,
            players=self.model.views,
            finds=lambda: self.discovered.finds,
            window=self,
        )
        self.toasts = self.frame.toasts
        self.tray = Tray(theme, self)
        self.page = MonitoringPage(theme, clock, self.model, permission=self.permission)
        self.discovered = DiscoveredPage(theme, newcomers, self.permission)
        self.player = PlayerPage(theme, clock, commander, bridge, tasks, permission=self.permission)
        self._watching = Watching(bridge, tasks, self.player)
        self.activity = ActivityPage(theme, bridge, tasks, self.permission, self.model.views)
        self.team = TeamPage(theme, clock, bridge, tasks, self.permission, self.model.views)
        self._thumbnails = Thumbnails(bridge, tasks, self)
        self.quick_bar = QuickBar(theme, self.frame)
        self.settings = SettingsPage(theme, self.preferences, tray=self.tray.there, site=self.site.section)
        self.frame.add_page(MONITORING, self.page, self.page.wall)
        self.frame.add_page(DISCOVERED, self.discovered)
        self.frame.add_page(ACTIVITY, self.activity, self.activity.table)
        self.frame.add_page(TEAM, self.team)
        self.frame.add_page(SETTINGS, self.settings)
        self.records = Records(
            theme,
            clock,
            bridge,
            tasks,
            self.permission,
            players=self.model.views,
            frame=self.frame,
            player=self.player,
            monitoring=self.page,
            window=self,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.frame)
        self._stack.addWidget(self.site.welcome)
        self.setCentralWidget(self._stack)
        self.site.welcome.finished.connect(self._show_part)
        self.site.noted.connect(self.tell)
        # It may be on its way into the list still.
        self.site.pairings.replaced.connect(self._open_page_of)
        for join_wanted in (self.site.section.join_wanted, self.frame.side_bar.join_wanted):
            join_wanted.connect(self._join_again)
        self.discovered.pair_wanted.connect(self.site.pairings.pair_find)
        for many_wanted in (self.discovered.many_wanted, self.page.many_wanted):
            many_wanted.connect(self._add_found)
        self.playing = Playing(theme, tasks, commander, self)
        self.requests = Requests(theme, tasks, commander, self.model.views, self)
        self._actions = PlayerActions(
            open=lambda view: self.open_player(view.id),
            send=commander.send,
            play_files=self.playing.choose_files,
            play_url=self.playing.ask_url,
            rename=self._rename,
            restart=self.player.ask_to_restart,
            copy_address=self._copy_address,
            pair=self.site.pairings.pair_known,
            replace=self.site.pairings.replace,
            unpair=self.site.pairings.unpair,
            remove=self._ask_to_remove,
        )
        commander.noted.connect(self.tell)
        commander.asked.connect(lambda views: self.tell(*self._narrator.company_of(*views)))
        self._restarts.overdue.connect(self.tell)
        commander.begun.connect(self.toasts.show_activity)
        self.page.group_bar.shown.connect(self.toasts.keep_room)
        newcomers.noted.connect(self.tell)
        for part in (self.activity, self.team, self.records):
            part.noted.connect(self.tell)
            part.player_wanted.connect(self.open_player)
        for part in (self.activity, self.records):
            part.begun.connect(self.toasts.show_activity)
        for add_wanted in (self.frame.title_bar.add_wanted, self.page.add_wanted, self.discovered.add_wanted):
            add_wanted.connect(self.ask_address)
        self.frame.centre.player_wanted.connect(self.show_player)
        self.tray.window_wanted.connect(self.bring_up)
        self.tray.quit_wanted.connect(self.quit)
        self.settings.automatic.toggled.connect(newcomers.set_automatic)
        self.preferences.changed.connect(lambda: theme.choose(self.preferences.appearance))
        self.page.wall.menu_wanted.connect(self._open_menu)
        for players in (self.page.wall, self.page.table):
            players.files_dropped.connect(self._drop_files)
        self.page.group_action_wanted.connect(self.requests.send_all)
        self.page.group_area_wanted.connect(self.requests.move)
        self.page.remove_wanted.connect(self.requests.remove)
        self.page.finds_wanted.connect(lambda: self.frame.open_page(DISCOVERED))
        self.page.group_files_wanted.connect(self.playing.choose_files_for)
        self.page.wall.thumbnails_wanted.connect(self._thumbnails.want)
        self._thumbnails.fetched.connect(self.page.set_thumbnail)
        self.page.open_by_enter(True)
        self.page.player_opened.connect(self.open_player)
        self.player.back.connect(self._back)
        self.player.play_files_wanted.connect(self.playing.choose_files)
        self.player.play_url_wanted.connect(self.playing.ask_url)
        self.player.copy_address_wanted.connect(self._copy_address)
        self.player.menu_wanted.connect(lambda view, place: self._popup_menu(view, place, True, is_open=True))
        self.player.remove_wanted.connect(self._ask_to_remove)
        entries = QuickEntries(
            players=self.model.views,
            pages=[
                Entry(place.word, self.tr("Page"), place.icon, "", partial(self.frame.open_page, place.key))
                for place in PLACES
            ],
            open_player=lambda view: self.open_player(view.id),
            send=commander.send,
            finds=lambda: self.discovered.finds,
            open_find=self._open_find,
            permission=self.permission,
        )
        self.quick_bar.set_provider(entries, entries.hint)
        self.permission.changed.connect(self.quick_bar.search_again)
        # Of the frame: without a site there is nothing to find.
        QShortcut(QKeySequence("Ctrl+K"), self.frame, self.quick_bar.open)
        self.frame.open_page(MONITORING)
        self.frame.open_page(self.preferences.page)

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        # Before the role: what follows it looks at the players.
        self.model.apply(changes)
        shut_out = not changes.stats.online and any(view.refused == Revoked.code for view in self.model.views())
        self.permission.show_site(changes.site, shut_out=shut_out)
        self._narrator.me = changes.site.me.name if changes.site is not None and changes.site.me is not None else ""
        self.site.show_changes(changes, self.team.requests.changed)
        self.frame.side_bar.show_site(changes.site, removed=self.permission.removed)
        self._show_part()
        self.page.show_changes(changes)
        self.player.show_changes(changes)
        self.activity.show_changes(changes)
        self.team.show_changes(changes)
        self.records.show_changes(changes)
        self.discovered.show_changes(changes)
        self.frame.title_bar.show_changes(changes, self.discovered.waiting)
        self.frame.side_bar.buttons[DISCOVERED].show_count(self.discovered.waiting)
        self.frame.banner.show_notices(changes.notices)
        self.tray.show_changes(changes)
        self._restarts.hear(changes.events, changes.removed)
        # What a bulk command brought about is told once, for all of them.
        untold = tuple(event for event in changes.events if not self._commander.told(event))
        self.tell(*self._narrator.notes_of(untold, changes), *self._finds.notes_of(changes.discovered, changes.site))

    def _show_part(self) -> None:
        """The first start while there is no site, and until the person has done with it; else everything."""
        welcome = self.site.welcome
        first_start = self.permission.site is None or (self._stack.currentWidget() is welcome and welcome.holds)
        part = welcome if first_start else self.frame
        if self._stack.currentWidget() is part:
            return
        self._stack.setCurrentWidget(part)
        if first_start:
            welcome.begin()
        else:
            self.frame.focus_page()

    def _join_again(self) -> None:
        self._stack.setCurrentWidget(self.site.welcome)
        self.site.welcome.join_again()

    def tell(self, *notes: Note) -> None:
        """Show what happened as toasts, and keep what is worth it."""
        if not notes:
            return
        notes = tuple(map(Namesakes(self.model.views()).note, notes))
        kept = self.notebook.take(notes)
        in_view = self.frame.centre.isVisible()
        self.toasts.tell(*(note for note in notes if not (note.quiet or (in_view and note in kept))))
        in_front = self.isVisible() and not self.isMinimized() and QGuiApplication.focusWindow() is not None
        if self.preferences.desktop_notes and not in_front:
            self.tray.tell([note for note in kept if not note.quiet])

    def show_player(self, player_id: str) -> None:
        """Go to a player on the Monitoring page."""
        if not self.model.index_of(player_id).isValid():
            gone = Note(topic="gone", subject="Footlight", text=self.tr("This player is not in the list any more."))
            self.toasts.tell(gone)
            return
        self.frame.open_page(MONITORING)
        self.page.show_player(player_id)

    def open_player(self, player_id: str) -> None:
        """Open the page of a player that is in the list."""
        view = self.model.index_of(player_id).data(Role.VIEW)
        if isinstance(view, PlayerView):
            self._open_page_of(view)

    def _open_page_of(self, view: PlayerView) -> None:
        self.player.show_player(view)
        self.frame.open_within(MONITORING, self.player, self.tr("Player"))

    def _back(self) -> None:
        view = self.player.view
        self.frame.open_page(MONITORING)
        if view is not None and self.model.index_of(view.id).isValid():
            self.page.show_player(view.id)

    def bring_up(self) -> None:
        """Show the window in front of the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """End the program, also where closing the window would leave it in the tray."""
        self._quitting = True
        self.close()
        # A window that is hidden is not told that it closes.
        self.closing.emit()

    def ask_address(self) -> None:
        """Open the dialog that adds a player."""

        async def add(text: str) -> None:
            try:
                await self._commander.add(text, {view.id for view in self.model.views()})
            except NotPaired as err:
                if refusal := self.permission.pairing_refusal():
                    msg = f"{err} {refusal}."
                    raise NotPaired(msg) from err
                address = address_in(text)
                QTimer.singleShot(0, self, lambda: self.site.pairings.pair_address(address))

        Question(
            self._theme,
            self._tasks,
            add,
            title=self.tr("Add player"),
            text=self.tr(
                "Its address is on the idle screen of the player: a host name or an IP address, and the port."
            ),
            example=self.tr("192.168.1.20:8470"),
            button=self.tr("Add"),
            parent=self,
        ).open()

    def event(self, event: QEvent) -> bool:
        self._enter_key.hear(event)
        if event.type() is QEvent.Type.ThemeChange:
            self._theme.take_system_font()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.tray.there and self.preferences.keeps_running and not self._quitting:
            event.ignore()
            self.hide()
            return
        event.accept()
        self.closing.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only what the page has no use for comes here.
        if event.key() == Qt.Key.Key_Escape:
            self.frame.escape()
        elif not self._enter_key.press(event):
            super().keyPressEvent(event)

    def _open_menu(self, index: QModelIndex, place: QPoint, by_key: bool) -> None:
        view = index.data(Role.VIEW)
        if isinstance(view, PlayerView):
            self._popup_menu(view, place, by_key)

    def _popup_menu(self, view: PlayerView, place: QPoint, by_key: bool, *, is_open: bool = False) -> None:
        def latest() -> PlayerView:
            now = self.model.index_of(view.id).data(Role.VIEW)
            return now if isinstance(now, PlayerView) else view

        menu = PlayerMenu(
            self._theme, view, self._actions, self, permission=self.permission, latest=latest, is_open=is_open
        )
        menu.popup(place)
        if by_key:
            menu.setActiveAction(menu.actions()[0])

    def _ask_to_remove(self, view: PlayerView) -> None:
        self.requests.remove([view])

    def _open_find(self, player: DiscoveredPlayer) -> None:
        self.frame.open_page(DISCOVERED)
        self.discovered.show_find(player.id)

    def _add_found(self, players: list[DiscoveredPlayer]) -> None:
        self.requests.add(len(players), lambda: self._newcomers.add(*players))

    def _rename(self, view: PlayerView) -> None:
        self.open_player(view.id)
        self.player.rename()

    def _drop_files(self, index: QModelIndex, urls: list[QUrl]) -> None:
        view = index.data(Role.VIEW)
        if isinstance(view, PlayerView):
            self.playing.drop(view, self.page.choice.views, urls)

    def _copy_address(self, view: PlayerView) -> None:
        address = str(view.addresses[0])
        QGuiApplication.clipboard().setText(address)
        self.tell(
            Note(
                topic="copied",
                subject=view.name,
                subject_id=view.id,
                text=self.tr("Copied {}").format(address),
                together=Counted("MainWindow", "%n address(es) copied", "", 2),
                level=Level.GOOD,
                icon="content-copy",
            )
        )
