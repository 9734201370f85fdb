"""The icon in the tray of the desktop: how things stand, and a word when the person is at another program."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.status import CONNECTION_LOOKS
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.words import one_line, several

SHOWN_MS = 8000


class Tray(QObject):
    """Does nothing at all where the desktop has no tray."""

    window_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._menu = QMenu(window)
        self._menu.addAction(self.tr("Show Footlight")).triggered.connect(self.window_wanted)
        self._menu.addAction(self.tr("Quit")).triggered.connect(self.quit_wanted)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.window_wanted)
        self.show_changes(Changes())
        self._icon.show()

    @property
    def there(self) -> bool:
        """Whether the desktop has a tray."""
        return self._icon is not None

    def show_changes(self, changes: Changes) -> None:
        """Take over the connection."""
        if self._icon is None:
            return
        look = CONNECTION_LOOKS[changes.connection]
        self._icon.setIcon(self._theme.icons.icon("spotlight-beam", self._theme.colours.tone(look.tone)))
        stats = changes.stats
        detail = self.tr("{} of %n player(s) online", "", stats.total).format(stats.online)
        self._icon.setToolTip(f"Footlight: {look.word}\n{detail}")

    def tell(self, notes: Iterable[Note]) -> None:
        """Have the desktop tell what is wrong, all of it in one message."""
        wrong = [note for note in notes if note.level in (Level.CAUTION, Level.BAD)]
        if self._icon is None or not wrong or not QSystemTrayIcon.supportsMessages():
            return
        first = wrong[0]
        if len(wrong) == 1:
            title, text = one_line(first.subject), one_line(first.text)
        else:
            title = self.tr("%n player(s) need attention", "", len({note.subject_id for note in wrong}))
            text = several([note.subject for note in wrong])
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Warning, SHOWN_MS)

    def hide(self) -> None:
        """Take it away: the program ends."""
        if self._icon is not None:
            self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.window_wanted.emit()
