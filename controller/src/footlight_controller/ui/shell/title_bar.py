"""The strip on top of the page: its name, the connection, add, the bell."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.ui.shell.bell import Bell
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.connection import ConnectionIndicator
from footlight_controller.ui.widgets.label import label


class TitleBar(QFrame):
    """Of the main window."""

    add_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self.setObjectName("header")
        self._title = label("", "title")
        self.connection = ConnectionIndicator(theme)
        self.bell = Bell(theme)
        self.add = QPushButton(self.tr("Add player"))
        self.add.setProperty("kind", "primary")
        self.add.setToolTip(self.tr("Add a player by its address (Ctrl+N)"))
        self.add.setShortcut("Ctrl+N")
        self.add.clicked.connect(self.add_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.three, space.one_half, space.two, space.one_half)
        row.setSpacing(space.one_half)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self.connection)
        row.addSpacing(space.one_half)
        row.addWidget(self.add)
        row.addWidget(self.bell)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def title(self) -> str:
        """Name of the page that is open."""
        return self._title.text()

    def show_title(self, title: str) -> None:
        """Another page is open."""
        self._title.setText(title)

    def show_changes(self, changes: Changes) -> None:
        """Take over the connection."""
        stats = changes.stats
        detail = self.tr("{} of {} players online").format(stats.online, stats.total)
        self.connection.show_state(changes.connection, detail)

    def _dress(self) -> None:
        self.add.setIcon(self._theme.icons.icon("plus", self._theme.colours.on_fill))
