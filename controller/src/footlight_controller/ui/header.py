"""The strip on top of the window: name, connection, add."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.connection import ConnectionIndicator
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label


class Header(QFrame):
    """Of the main window."""

    add_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self.setObjectName("header")
        self.connection = ConnectionIndicator(theme)
        self.add = QPushButton(self.tr("Add player"))
        self.add.setProperty("kind", "primary")
        self.add.setToolTip(self.tr("Add a player by its address (Ctrl+N)"))
        self.add.setShortcut("Ctrl+N")
        self.add.clicked.connect(self.add_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.three, space.one_half, space.three, space.one_half)
        row.setSpacing(space.one_half)
        row.addWidget(Glyph(theme, "spotlight-beam", Tone.ACCENT, size=22, plate=34))
        row.addWidget(label("Footlight", "title"))
        row.addStretch(1)
        row.addWidget(self.connection)
        row.addSpacing(space.one_half)
        row.addWidget(self.add)
        theme.changed.connect(self._dress)
        self._dress()

    def show_changes(self, changes: Changes) -> None:
        """Take over the connection."""
        stats = changes.stats
        detail = self.tr("{} of {} players online").format(stats.online, stats.total)
        self.connection.show_state(changes.connection, detail)

    def _dress(self) -> None:
        self.add.setIcon(self._theme.icons.icon("plus", self._theme.colours.on_fill))
