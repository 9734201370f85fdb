"""The page of one player."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from footlight_common.clock import Clock
from footlight_common.protocol.commands import AnyAction, Identify, Rename, Restart
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player.facts import FactsCard
from footlight_controller.ui.player.header import PlayerHeader
from footlight_controller.ui.player.layer_rows import LayersCard
from footlight_controller.ui.player.live_picture import LivePicture
from footlight_controller.ui.player.pictures import Pictures
from footlight_controller.ui.player.queue import QueueCard
from footlight_controller.ui.player.tab import PlayerTab
from footlight_controller.ui.player.transport import Transport
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.words import shortened

# Narrower than so many letters, the two columns would not hold their texts; they stand one below the other then.
TWO_COLUMNS_FROM_LETTERS = 86
# Narrower, the name would have no room beside the buttons.
ONE_LINE_FROM_LETTERS = 98
# "For 3 min" is told in seconds at first.
TICK_MS = 1000

_ROOM = (QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
_NO_ROOM = (QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)


class PlayerPage(QWidget):
    """Follows the player it was last given. Qt thread, under a running loop."""

    back = Signal()
    play_files_wanted = Signal(object)
    """[PlayerView]"""
    play_url_wanted = Signal(object)
    """[PlayerView]"""
    copy_address_wanted = Signal(object)
    """[PlayerView] That has an address."""
    menu_wanted = Signal(object, QPoint)
    """[PlayerView] Its menu, at this place of the screen."""
    remove_wanted = Signal(object)
    """[PlayerView] Nobody was asked yet whether it is meant."""
    looked_at = Signal(str)
    """Id of the player that is in sight now; empty for none. May come again with the same."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        commander: Commander,
        pictures: Pictures,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        permission: Permission | None = None,
    ) -> None:
        """Without `permission` nothing is refused."""
        super().__init__(parent)
        self._permission = permission or Permission(self)
        self._theme = theme
        self._clock = clock
        self._commander = commander
        self._view: PlayerView | None = None
        self._more: list[PlayerTab] = []
        space = theme.tokens.space
        self.setObjectName("page")
        self.header = PlayerHeader(theme, commander.rename, tasks, permission=self._permission)
        self.picture = LivePicture(theme, pictures, tasks)
        self.transport = Transport(theme, clock, permission=self._permission)
        self.queue = QueueCard(theme, pictures, tasks)
        self.layers = LayersCard(theme)
        self.facts = FactsCard(theme)
        self.gone = EmptyState(
            theme, "monitor-off", self.tr("This player is not in the list any more"), self.tr("Back to all players")
        )
        screen = Card(theme)
        screen.column.setSpacing(space.two)
        screen.column.addWidget(self.picture)
        screen.column.addWidget(self.transport)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(space.two)
        for share, cards in ((11, (screen, self.queue)), (9, (self.layers, self.facts))):
            held = QWidget()
            held.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column = QVBoxLayout(held)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(space.two)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._columns.addWidget(held, share)
        overview = QWidget()
        overview.setObjectName("page")
        self._overview = column = QVBoxLayout(overview)
        column.setContentsMargins(space.three, space.two, space.three, space.three)
        column.setSpacing(space.two)
        column.addLayout(self._columns)
        column.addStretch(1)
        self.area = Scrolled()
        self.area.setWidget(overview)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(self.tr("What is shown of this player"))
        self.tabs.addTab(self.tr("Overview"))
        self.tabs.hide()
        self._tabbed = QStackedWidget()
        self._tabbed.addWidget(self.area)
        self.tabs.currentChanged.connect(self._open)
        top = QVBoxLayout()
        top.setContentsMargins(space.three, space.two, space.three, 0)
        top.setSpacing(space.one_half)
        top.addWidget(self.header)
        top.addWidget(self.tabs)
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._tabbed, 1)
        self._held = Scrolled()
        self._held.setWidget(whole)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._held)
        self._stack.addWidget(self.gone)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addLayout(self._stack)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_ages)
        self._connect()

    @property
    def view(self) -> PlayerView | None:
        """The player on show, as it was last known; None before the first and after it was removed."""
        return self._view

    def add_tab(self, word: str, tab: PlayerTab) -> None:
        """One more thing to show beside the overview."""
        self._more.append(tab)
        tab.setSizePolicy(*_NO_ROOM)
        self._tabbed.addWidget(tab)
        self.tabs.addTab(word)
        self.tabs.show()
        tab.show_player(self._view)

    def add_strip(self, strip: QWidget) -> None:
        """Something about the player on show that stands on top of its overview."""
        self._overview.insertWidget(0, strip)

    def open_tab(self, tab: PlayerTab | None = None) -> None:
        """Show this one of its tabs; the overview for None."""
        self.tabs.setCurrentIndex(0 if tab is None else self._tabbed.indexOf(tab))

    def show_player(self, view: PlayerView) -> None:
        """Show this one from now on."""
        if self._view is None or self._view.id != view.id:
            # Which tab was on show last is a matter of the player before.
            self.open_tab()
            self.area.verticalScrollBar().setValue(0)
        self._view = view
        self._stack.setCurrentWidget(self._held)
        self.header.show_player(view)
        self.picture.show_player(view)
        self.transport.show_player(view)
        self.queue.show_player(view)
        self.facts.show_player(view)
        for tab in self._more:
            tab.show_player(view)
        self._show_ages()
        if self.isVisible():
            self.looked_at.emit(view.id)

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new of the player on show."""
        for tab in self._more:
            tab.show_changes(changes)
        if self._view is None:
            return
        if self._view.id in changes.removed:
            self._show_gone(self._view)
        elif (view := changes.players.get(self._view.id)) is not None:
            self.show_player(view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_ages()
        self._tick.start()
        self.looked_at.emit(self._view.id if self._view is not None else "")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        self.looked_at.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not the font's own average, which some fonts reckon over signs that are seldom used.
        letters = self.width() / QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        wide = letters >= TWO_COLUMNS_FROM_LETTERS
        self.picture.fit(self.window().height())
        self.header.fold(letters < ONE_LINE_FROM_LETTERS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _connect(self) -> None:
        buttons, transport = self.header.buttons, self.transport
        self._permission.changed.connect(self._judge)
        self.header.back.connect(self.back)
        self.gone.button.clicked.connect(self.back)
        back = QShortcut(QKeySequence("Alt+Left"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.back)
        transport.action_wanted.connect(self._send)
        self.queue.play_wanted.connect(self._send)
        buttons.identify_wanted.connect(lambda: self._send(Identify()))
        buttons.restart_wanted.connect(self._ask_to_restart)
        transport.files_wanted.connect(lambda: self.play_files_wanted.emit(self._view))
        transport.url_wanted.connect(lambda: self.play_url_wanted.emit(self._view))
        buttons.copy_wanted.connect(lambda: self.copy_address_wanted.emit(self._view))
        buttons.menu_wanted.connect(self._want_menu)
        buttons.remove_wanted.connect(lambda: self.remove_wanted.emit(self._view))

    def _open(self, place: int) -> None:
        # The page scrolls where the tab on show has no room; the others need none.
        for each, tab in enumerate((self.area, *self._more)):
            tab.setSizePolicy(*(_ROOM if each == place else _NO_ROOM))
        self._tabbed.setCurrentIndex(place)

    def _want_menu(self) -> None:
        button = self.header.buttons.menu
        self.menu_wanted.emit(self._view, button.mapToGlobal(button.rect().bottomLeft()))

    def _judge(self) -> None:
        """The person may do more than before, or less."""
        if self._view is not None:
            self.header.show_player(self._view)
            self.transport.show_player(self._view)

    def _send(self, action: AnyAction) -> None:
        if self._view is None:
            return
        if why := self._permission.refusal(self._view, type(action)):
            # What has no button to grey, such as a row of the queue.
            self._commander.refuse(self._view, why)
        else:
            self._commander.send(self._view, action)

    def rename(self) -> None:
        """Let the name be edited, where it stands."""
        view = self._view
        if view is not None and view.online and not self._permission.refusal(view, Rename):
            self.header.name.edit()

    def _ask_to_restart(self) -> None:
        if self._view is not None:
            self.ask_to_restart(self._view)

    def ask_to_restart(self, view: PlayerView) -> None:
        """Have a player, on show or not, start anew, if it is meant."""
        dialog = Confirmation(
            self._theme,
            title=self.tr("Restart {}?").format(shortened(view.name)),
            text=self.tr("Its screen is dark for some seconds. Then it plays on where it was."),
            button=self.tr("Restart"),
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self._commander.send(view, Restart()))
        dialog.open()

    def _show_ages(self) -> None:
        if self._view is not None:
            self.layers.show_player(self._view, self._clock.wall_s())

    def _show_gone(self, view: PlayerView) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._view = None
        self.looked_at.emit("")
        self.header.undo()
        self.picture.show_player(None)
        self.queue.show_player(None)
        for tab in self._more:
            tab.show_player(None)
        self.gone.show_text(self.tr("{} was removed. Add it again to have it back.").format(shortened(view.name)))
        self._stack.setCurrentWidget(self.gone)
        if had_focus:
            self.gone.button.setFocus()
