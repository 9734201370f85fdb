"""The strip on top of the page: its name, the connection, add, the bell."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
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
        self.add.setAccessibleName(self.add.text())
        self.add.setToolTip(self.tr("Add a player by its address (Ctrl+N)"))
        # Not a shortcut of the button, which loses it with its text.
        QShortcut(QKeySequence("Ctrl+N"), self, self.add_wanted.emit)
        self.add.clicked.connect(self.add_wanted)
        self._said: tuple[object, ...] = ()
        self._row = row = QHBoxLayout(self)
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
        self._fit()

    def show_changes(self, changes: Changes, found: int = 0) -> None:
        """Take over the connection; `found`: how many players are there to be added."""
        stats = changes.stats
        said = (changes.connection, changes.discovery, stats.total, stats.online, found)
        if said == self._said:
            return
        self._said = said
        detail = self.tr("{} of %n player(s) online", "", stats.total).format(stats.online)
        self.connection.show_state(changes.connection, detail, changes.discovery, known=stats.total > 0, found=found)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the words have no room beside it, the button is its icon."""
        word = self.add.accessibleName()
        wide = self.fontMetrics().horizontalAdvance(word) if not self.add.text() else 0
        needed = sum(part.sizeHint().width() for part in (self._title, self.connection, self.add, self.bell)) + wide
        margins = self._row.contentsMargins()
        needed += margins.left() + margins.right() + 6 * self._row.spacing()
        self.add.setText(word if self.width() >= needed else "")

    def _dress(self) -> None:
        self.add.setIcon(self._theme.icons.icon("plus", self._theme.colours.on_fill))
