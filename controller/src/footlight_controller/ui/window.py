"""The main window: puts the parts together and passes on what they want."""

from PySide6.QtCore import QModelIndex, QPoint, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.protocol.commands import Play
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.media import item_of_text, items_of, name_filters
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.header import Header
from footlight_controller.ui.models.player_list import PlayerListModel, Role
from footlight_controller.ui.monitoring.page import MonitoringPage
from footlight_controller.ui.narrator import Narrator
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.player_menu import PlayerActions, PlayerMenu
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.toasts import Toasts
from footlight_controller.ui.words import shortened


class MainWindow(QMainWindow):
    """One is enough."""

    closing = Signal()

    def __init__(self, theme: Theme, clock: Clock, commander: Commander, tasks: Tasks) -> None:
        super().__init__()
        self._theme = theme
        self._commander = commander
        self._tasks = tasks
        self._narrator = Narrator()
        self.setWindowTitle("Footlight")
        self.setWindowIcon(theme.icons.icon("spotlight-beam", theme.colours.accent))
        self.setMinimumSize(680, 480)
        self.model = PlayerListModel(self)
        self.header = Header(theme)
        self.banner = Banner(theme)
        self.page = MonitoringPage(theme, clock, self.model)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.page, 1)
        self.setCentralWidget(centre)
        self.toasts = Toasts(theme, centre)
        self._actions = PlayerActions(
            send=commander.send,
            play_files=self._choose_files,
            play_url=self._ask_url,
            copy_address=self._copy_address,
            forget=self._ask_to_forget,
        )
        commander.noted.connect(self.toasts.tell)
        self.header.add_wanted.connect(self.ask_address)
        self.page.add_wanted.connect(self.ask_address)
        self.page.grid.menu_wanted.connect(self._open_menu)
        self.page.grid.files_dropped.connect(self._drop_files)
        QShortcut(QKeySequence.StandardKey.Cancel, self, self.toasts.clear)
        self.page.grid.setFocus()

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        self.model.apply(changes)
        self.page.show_changes(changes)
        self.header.show_changes(changes)
        self.banner.show_notices(changes.notices)
        self.toasts.tell(*self._narrator.notes_of(changes.events))

    def ask_address(self) -> None:
        """Open the dialog that adds a player."""
        Question(
            self._theme,
            self._tasks,
            self._commander.add,
            title=self.tr("Add player"),
            text=self.tr(
                "Its address is on the idle screen of the player: a host name or an IP address, and the port."
            ),
            example=self.tr("192.168.1.20:8470"),
            button=self.tr("Add"),
            parent=self,
        ).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit()

    def _open_menu(self, index: QModelIndex, place: QPoint, by_key: bool) -> None:
        view = index.data(Role.VIEW)
        if isinstance(view, PlayerView):
            menu = PlayerMenu(self._theme, view, self._actions, self)
            menu.popup(place)
            if by_key:
                menu.setActiveAction(menu.actions()[0])

    def _choose_files(self, view: PlayerView) -> None:
        dialog = QFileDialog(self, self.tr("Play on {}").format(view.name))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(name_filters())
        dialog.urlsSelected.connect(lambda urls: self._play(view, urls))
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

    def _ask_to_forget(self, view: PlayerView) -> None:
        dialog = Confirmation(
            self._theme,
            title=self.tr("Forget {}?").format(shortened(view.name)),
            text=self.tr("It is taken out of the list. If it announces itself again, it stays away until you add it."),
            button=self.tr("Forget"),
            parent=self,
        )
        dialog.accepted.connect(lambda: self._commander.forget(view))
        dialog.open()

    def _drop_files(self, index: QModelIndex, urls: list[QUrl]) -> None:
        view = index.data(Role.VIEW)
        if isinstance(view, PlayerView):
            self._play(view, urls)

    def _play(self, view: PlayerView, urls: list[QUrl]) -> None:
        if items := items_of(urls):
            self._commander.send(view, Play(items=items))

    def _copy_address(self, view: PlayerView) -> None:
        address = str(view.addresses[0])
        QGuiApplication.clipboard().setText(address)
        self.toasts.tell(
            Note(
                topic="copied",
                subject=view.name,
                subject_id=view.id,
                text=self.tr("Copied {}").format(address),
                together=self.tr("{} addresses copied"),
                level=Level.GOOD,
                icon="content-copy",
            )
        )
