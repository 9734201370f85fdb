"""The main window: puts the parts together and passes on what they want."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow

from footlight_common.clock import Clock
from footlight_common.protocol.commands import Play
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.dialogs.media import item_of_text, items_of, name_filters
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.dialogs.requests import Requests
from footlight_controller.ui.discovered.finds import Finds
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.discovered.page import DiscoveredPage
from footlight_controller.ui.models.player_list import PlayerListModel, Role
from footlight_controller.ui.monitoring.page import MonitoringPage
from footlight_controller.ui.narrator import Narrator
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.player.pictures import Pictures
from footlight_controller.ui.player_menu import PlayerActions, PlayerMenu
from footlight_controller.ui.quick_bar import QuickBar
from footlight_controller.ui.quick_entries import QuickEntries
from footlight_controller.ui.quick_match import Entry
from footlight_controller.ui.restarts import Restarts
from footlight_controller.ui.settings.page import SettingsPage
from footlight_controller.ui.settings.preferences import Preferences
from footlight_controller.ui.shell.frame import Frame
from footlight_controller.ui.shell.notebook import Notebook
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING, PLACES, SETTINGS
from footlight_controller.ui.shell.tray import Tray
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.thumbnails import Thumbnails


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
        pictures: Pictures,
        *,
        preferences: Preferences | None = None,
        notebook: Notebook | None = None,
    ) -> None:
        """Without `preferences` and `notebook` nothing is kept for the next run."""
        super().__init__()
        self._theme = theme
        self._commander = commander
        self._tasks = tasks
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
        self.toasts = self.frame.toasts
        self.tray = Tray(theme, self)
        self.page = MonitoringPage(theme, clock, self.model)
        self.discovered = DiscoveredPage(theme, newcomers)
        self.player = PlayerPage(theme, clock, commander, pictures, tasks)
        self._thumbnails = Thumbnails(pictures, tasks, self)
        self.quick_bar = QuickBar(theme, self.frame)
        self.settings = SettingsPage(theme, self.preferences, tray=self.tray.there)
        self.frame.add_page(MONITORING, self.page, self.page.wall)
        self.frame.add_page(DISCOVERED, self.discovered)
        self.frame.add_page(SETTINGS, self.settings)
        self.setCentralWidget(self.frame)
        self.discovered.many_wanted.connect(self._add_found)
        self.requests = Requests(theme, tasks, commander, self.model.views, self)
        self._actions = PlayerActions(
            open=lambda view: self.open_player(view.id),
            send=commander.send,
            play_files=self._choose_files,
            play_url=self._ask_url,
            rename=self._rename,
            restart=self.player.ask_to_restart,
            copy_address=self._copy_address,
            remove=self._ask_to_remove,
        )
        commander.noted.connect(self.tell)
        self._restarts.overdue.connect(self.tell)
        commander.begun.connect(self.toasts.show_activity)
        self.page.group_bar.shown.connect(self.toasts.keep_room)
        newcomers.noted.connect(self.tell)
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
        self.page.group_files_wanted.connect(self._choose_files_for)
        self.page.wall.thumbnails_wanted.connect(self._thumbnails.want)
        self._thumbnails.fetched.connect(self.page.set_thumbnail)
        self.page.open_by_enter(True)
        self.page.player_opened.connect(self.open_player)
        self.player.back.connect(self._back)
        self.player.play_files_wanted.connect(self._choose_files)
        self.player.play_url_wanted.connect(self._ask_url)
        self.player.copy_address_wanted.connect(self._copy_address)
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
        )
        self.quick_bar.set_provider(entries, entries.hint)
        QShortcut(QKeySequence("Ctrl+K"), self, self.quick_bar.open)
        self.frame.open_page(MONITORING)
        self.frame.open_page(self.preferences.page)

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        self.model.apply(changes)
        self.page.show_changes(changes)
        self.player.show_changes(changes)
        self.discovered.show_changes(changes)
        self.frame.title_bar.show_changes(changes)
        self.frame.side_bar.buttons[DISCOVERED].show_count(self.discovered.waiting)
        self.frame.banner.show_notices(changes.notices)
        self.tray.show_changes(changes)
        self._restarts.hear(changes.events, changes.removed)
        # What a bulk command brought about is told once, for all of them.
        untold = tuple(event for event in changes.events if not self._commander.told(event))
        self.tell(*self._narrator.notes_of(untold), *self._finds.notes_of(changes.discovered))

    def tell(self, *notes: Note) -> None:
        """Show what happened as toasts, and keep what is worth it."""
        kept = self.notebook.take(notes)
        in_view = self.frame.centre.isVisible()
        self.toasts.tell(*(note for note in notes if not (in_view and note in kept)))
        if self.preferences.desktop_notes and (not self.isVisible() or self.isMinimized()):
            self.tray.tell(kept)

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
            await self._commander.add(text, {view.id for view in self.model.views()})

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
        else:
            super().keyPressEvent(event)

    def _open_menu(self, index: QModelIndex, place: QPoint, by_key: bool) -> None:
        view = index.data(Role.VIEW)
        if isinstance(view, PlayerView):
            menu = PlayerMenu(self._theme, view, self._actions, self)
            menu.popup(place)
            if by_key:
                menu.setActiveAction(menu.actions()[0])

    def _choose_files(self, view: PlayerView) -> None:
        self._open_files(self.tr("Play on {}").format(view.name), lambda urls: self._play(view, urls))

    def _choose_files_for(self, views: list[PlayerView]) -> None:
        title = self.tr("Play on %n player(s)", "", len(views))
        self._open_files(title, lambda urls: self._play_on_all(views, urls))

    def _open_files(self, title: str, take: Callable[[list[QUrl]], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(name_filters())
        # Not urlsSelected, which comes from the dialogs of some desktops only, and not from Qt's own.
        dialog.accepted.connect(lambda: take(dialog.selectedUrls()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_url(self, view: PlayerView) -> None:
        async def play(text: str) -> None:
            self._commander.send(view, Play(items=(item_of_text(text),)))

        Question(
            self._theme,
            self._tasks,
            play,
            title=self.tr("Play URL"),
            text=self.tr("A video or picture that {} can reach.").format(view.name),
            example="https://example.org/clip.mp4",
            button=self.tr("Play"),
            parent=self,
        ).open()

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
        view, chosen = index.data(Role.VIEW), self.page.choice.views
        if not isinstance(view, PlayerView):
            return
        if len(chosen) > 1 and view.id in {each.id for each in chosen}:
            self._play_on_all(chosen, urls)
        else:
            self._play(view, urls)

    def _play_on_all(self, views: list[PlayerView], urls: list[QUrl]) -> None:
        if items := items_of(urls):
            self._commander.send_all(views, Play(items=items))

    def _play(self, view: PlayerView, urls: list[QUrl]) -> None:
        if items := items_of(urls):
            self._commander.send(view, Play(items=items))

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
