"""The players that somebody chose to ignore: folded away, each with a way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.words import isolated, one_line

# Each is a row of widgets; nobody looks through more.
MOST = 100


class IgnoredPlayers(QWidget):
    """Hidden while there are none."""

    show_again_wanted = Signal(object)
    """[DiscoveredPlayer]"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self._players: tuple[DiscoveredPlayer, ...] = ()
        self._rows: list[QWidget] = []
        self.fold = QPushButton()
        self.fold.setProperty("kind", "fold")
        self.fold.setCheckable(True)
        self.card = Card(theme)
        self.card.hide()
        head = QHBoxLayout()
        head.addWidget(self.fold)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one)
        column.addLayout(head)
        column.addWidget(self.card)
        self.fold.toggled.connect(self._unfold)
        theme.changed.connect(self._dress)
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """One for each player on show."""
        return [button for row in self._rows for button in row.findChildren(QPushButton)]

    def show_players(self, players: tuple[DiscoveredPlayer, ...]) -> None:
        """These, and no others."""
        if players == self._players:
            return
        self._players = players
        self.setVisible(bool(players))
        self._dress()
        self._fill()

    def _unfold(self, on: bool) -> None:
        self.card.setVisible(on)
        self._dress()
        self._fill()

    def _fill(self) -> None:
        for row in self._rows:
            self.card.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(player) for player in self._players[:MOST]] if self.fold.isChecked() else []
        for row in self._rows:
            self.card.column.addWidget(row)

    def _row(self, player: DiscoveredPlayer) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.tokens.space.two)
        line.addWidget(ElidedLabel(player.name, "strong"), 1)
        line.addWidget(ElidedLabel(self.tr("Id {}").format(player.id), "small"))
        button = QPushButton(self.tr("Show again"))
        button.setAccessibleName(self.tr("Show {} again").format(isolated(one_line(player.name))))
        button.clicked.connect(lambda: self.show_again_wanted.emit(player))
        line.addWidget(button)
        return row

    def _dress(self) -> None:
        name = "chevron-down" if self.fold.isChecked() else "chevron-right"
        self.fold.setIcon(self._theme.icons.icon(name, self._theme.colours.accent))
        self.fold.setText(self.tr("Ignored ({})").format(len(self._players)))
