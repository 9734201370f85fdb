"""The notification centre: a panel from the right with the notes that stay."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from footlight_common.clock import Clock
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.notes import Part
from footlight_controller.ui.shell.note_list import NOTE, PART, NoteDelegate, NoteListModel
from footlight_controller.ui.shell.notebook import KeptNote, Notebook
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.label import label

WIDTH = 400
# Ages are told in minutes.
TICK_MS = 10_000


class NoteCentre(QFrame):
    """Lies over the right side of `host` while it is open. What was in it when it closes has been read."""

    closed = Signal()
    player_wanted = Signal(str)
    """Id of the player that a note is about."""

    def __init__(self, theme: Theme, clock: Clock, notebook: Notebook, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._notebook = notebook
        space = theme.tokens.space
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Notifications"))
        self.list = QListView()
        self.list.setObjectName("notes")
        self.list.setAccessibleName(self.tr("Notifications"))
        self.model = NoteListModel(notebook, clock, self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(NoteDelegate(theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._jump)
        self.list.installEventFilter(self)
        self._empty = EmptyState(theme, "bell-sleep-outline", self.tr("Nothing to tell"))
        self._empty.show_text(self.tr("What needs you stays here until you clear it."))
        self.clear = QPushButton(self.tr("Clear all"))
        self.clear.setProperty("kind", "plain")
        self.clear.clicked.connect(notebook.clear)
        self._close = QToolButton()
        self._close.setIconSize(QSize(20, 20))
        self._close.setAccessibleName(self.tr("Close the notifications"))
        self._close.setToolTip(self.tr("Close (Escape)"))
        self._close.clicked.connect(self.close_panel)
        head = QHBoxLayout()
        head.setContentsMargins(space.two, space.one_half, space.one, space.one_half)
        head.setSpacing(space.one)
        head.addWidget(label(self.tr("Notifications"), "heading"))
        head.addStretch(1)
        head.addWidget(self.clear)
        head.addWidget(self._close)
        line = QFrame()
        line.setProperty("kind", "line")
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addLayout(self._stack, 1)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.list.viewport().update)
        notebook.changed.connect(self._show_notes)
        theme.changed.connect(self._dress)
        host.installEventFilter(self)
        self._dress()
        self._show_notes()
        self.hide()

    def open_panel(self) -> None:
        """Show it, with the newest first."""
        self.model.open(None)
        self._place()
        self.show()
        self.raise_()
        self.list.scrollToTop()
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        (self.list if self._notebook.kept else self._close).setFocus()

    def close_panel(self) -> None:
        """Take it away."""
        if not self.isHidden():
            self.hide()
            self._notebook.mark_read()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._place()
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and self._answers(event.key())
        ):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _place(self) -> None:
        width = min(WIDTH, self._host.width())
        self.setGeometry(QRect(self._host.width() - width, 0, width, self._host.height()))

    def _answers(self, key: int) -> bool:
        """Enter goes to the player or opens the note; the arrows open and close it, as in a tree."""
        index = self.list.currentIndex()
        note = index.data(NOTE)
        if not isinstance(note, KeptNote):
            return False
        if key in (*ENTER, Qt.Key.Key_Space):
            self._jump(index)
        elif key == Qt.Key.Key_Right and note.parts:
            self.model.open(note)
        elif key == Qt.Key.Key_Left and note.parts:
            row = index.row() if index.data(PART) is None else index.row() - 1 - note.parts.index(index.data(PART))
            self.list.setCurrentIndex(self.model.index(row, 0))
            self.model.open(None)
        else:
            return False
        return True

    def _jump(self, index: QModelIndex) -> None:
        note, part = index.data(NOTE), index.data(PART)
        if not isinstance(note, KeptNote):
            return
        if part is None and note.parts:
            self.model.open(None if self.model.is_open(note) else note)
            return
        player_id = part.subject_id if isinstance(part, Part) else note.subject_id
        if player_id:
            self.close_panel()
            self.player_wanted.emit(player_id)

    def _show_notes(self) -> None:
        some = bool(self._notebook.kept)
        self._stack.setCurrentWidget(self.list if some else self._empty)
        self.clear.setEnabled(some)

    def _dress(self) -> None:
        self._close.setIcon(self._theme.icons.icon("close", self._theme.colours.text_muted))
