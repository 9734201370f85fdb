"""Buttons for what is done with a player as a whole."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from footlight_common.protocol.commands import Identify, Restart
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.steady_focus import SteadyFocus

ICON = 16


class PlayerButtons(QWidget):
    """Only say what is wanted. Each keeps its place, also while it makes no sense."""

    identify_wanted = Signal()
    restart_wanted = Signal()
    copy_wanted = Signal()
    remove_wanted = Signal()
    menu_wanted = Signal()
    """Everything else that can be done with it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, permission: Permission | None = None) -> None:
        """Without `permission` nothing is refused."""
        super().__init__(parent)
        self._permission = permission or Permission(self)
        self._theme = theme
        self.copy = QToolButton()
        self.copy.setIconSize(QSize(20, 20))
        self.copy.setToolTip(self.tr("Copy address"))
        self.copy.setAccessibleName(self.tr("Copy address"))
        self.identify = QPushButton(self.tr("Identify"))
        self.restart = QPushButton(self.tr("Restart…"))
        self.remove = QPushButton(self.tr("Remove…"))
        self.remove.setProperty("kind", "danger")
        self.remove.setToolTip(self.tr("Take it out of the list"))
        self.menu = QToolButton()
        self.menu.setIconSize(QSize(20, 20))
        self.menu.setToolTip(self.tr("More commands"))
        self.menu.setAccessibleName(self.tr("More commands"))
        self._focus = SteadyFocus(self)
        for wordy in (self.identify, self.restart, self.remove):
            wordy.setIconSize(beside_text(ICON))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        for button, wanted in (
            (self.copy, self.copy_wanted),
            (self.identify, self.identify_wanted),
            (self.restart, self.restart_wanted),
            (self.remove, self.remove_wanted),
            (self.menu, self.menu_wanted),
        ):
            row.addWidget(button)
            button.clicked.connect(wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def show_player(self, view: PlayerView) -> None:
        """What can be done now."""
        self._focus.enable(self.copy, bool(view.addresses))
        for button, kind, tip in (
            (self.identify, Identify, self.tr("Let it show its name on its screen")),
            (self.restart, Restart, self.tr("Start the player program anew")),
        ):
            refusal = self._permission.refusal(view, kind)
            self._focus.enable(button, view.online and not refusal)
            button.setToolTip(refusal or tip)

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self.copy.setIcon(icons.icon("content-copy", colours.text_muted, colours.text_faint))
        self.menu.setIcon(icons.icon("dots-vertical", colours.text_muted, colours.text_faint))
        self.identify.setIcon(icons.icon("eye-outline", colours.text, colours.text_faint, beside=True))
        self.restart.setIcon(icons.icon("restart", colours.text, colours.text_faint, beside=True))
        self.remove.setIcon(icons.icon("delete-outline", colours.bad, colours.text_faint, beside=True))
