"""Buttons for what is done with a player as a whole."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.theme.theme import Theme


class PlayerButtons(QWidget):
    """Only say what is wanted. Forget takes the place of what an offline player cannot do."""

    identify_wanted = Signal()
    restart_wanted = Signal()
    copy_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.copy = QToolButton()
        self.copy.setIconSize(QSize(20, 20))
        self.copy.setToolTip(self.tr("Copy address"))
        self.copy.setAccessibleName(self.tr("Copy address"))
        self.identify = QPushButton(self.tr("Identify"))
        self.identify.setToolTip(self.tr("Let it show its name on its screen"))
        self.restart = QPushButton(self.tr("Restart…"))
        self.restart.setToolTip(self.tr("Start the player program anew"))
        self.forget = QPushButton(self.tr("Forget…"))
        self.forget.setProperty("kind", "danger")
        self.forget.setToolTip(self.tr("Take it out of the list"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        for button, wanted in (
            (self.copy, self.copy_wanted),
            (self.identify, self.identify_wanted),
            (self.restart, self.restart_wanted),
            (self.forget, self.forget_wanted),
        ):
            row.addWidget(button)
            button.clicked.connect(wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def show_player(self, view: PlayerView) -> None:
        """What can be done now."""
        self.copy.setEnabled(bool(view.addresses))
        self.identify.setVisible(view.online)
        self.restart.setVisible(view.online)
        self.forget.setVisible(not view.online)

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self.copy.setIcon(icons.icon("content-copy", colours.text_muted, colours.text_faint))
        self.identify.setIcon(icons.icon("eye-outline", colours.text, colours.text_faint))
        self.restart.setIcon(icons.icon("restart", colours.text, colours.text_faint))
        self.forget.setIcon(icons.icon("delete-outline", colours.bad, colours.text_faint))
