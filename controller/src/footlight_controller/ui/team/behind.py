"""Which players have an older team than this controller, and since when they are gone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import age, isolated, shortened

# More are told as a number.
MOST = 20


class BehindPlayers(QWidget):
    """Hidden while all have the newest."""

    player_wanted = Signal(str)
    """Id"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[str, str, str]] = []
        self._rows: list[QWidget] = []
        self.header = SectionHeader(
            theme,
            self.tr("Players with an older team"),
            self.tr("They get it as soon as the controller of an admin or a technician sees them."),
        )
        self.card = Card(theme)
        self._more = label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.one_half)
        column.addWidget(self.header)
        column.addWidget(self.card)
        self.card.column.addWidget(self._more)
        self.hide()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Names and how they stand, as they are shown."""
        return [(name, state) for _, name, state in self._shown]

    @property
    def buttons(self) -> list[QPushButton]:
        """One for each player on show."""
        return [button for row in self._rows for button in row.findChildren(QPushButton)]

    def show_players(self, players: tuple[PlayerView, ...], namesakes: Namesakes, wall_s: float) -> None:
        """These, and no others."""
        self.setVisible(bool(players))
        self.header.badge.show_count(len(players))
        more = len(players) - MOST
        self._more.setVisible(more > 0)
        self._more.setText(self.tr("And %n more", "", max(0, more)))
        told = [(view.id, namesakes.told(view.name, view.id), self._state(view, wall_s)) for view in players[:MOST]]
        if told == self._shown:
            return
        if [row[:2] for row in told] == [row[:2] for row in self._shown]:
            for row, (_, _, state) in zip(self._rows, told, strict=True):
                row.findChildren(ElidedLabel)[1].show_text(state)
        else:
            self._fill(told)
        self._shown = told

    def _fill(self, told: list[tuple[str, str, str]]) -> None:
        for row in self._rows:
            self.card.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(*each, first=not place) for place, each in enumerate(told)]
        for place, row in enumerate(self._rows):
            self.card.column.insertWidget(place, row)

    def _row(self, player_id: str, name: str, state: str, *, first: bool) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        if not first:
            line = QFrame()
            line.setProperty("kind", "line")
            column.addWidget(line)
        inside = QHBoxLayout()
        inside.setSpacing(self._theme.tokens.space.one_half)
        show = QPushButton(self.tr("Show"))
        show.setProperty("kind", "plain")
        show.setAccessibleName(self.tr("Show {}").format(isolated(shortened(name))))
        show.clicked.connect(lambda: self.player_wanted.emit(player_id))
        inside.addWidget(Glyph(self._theme, "clock-alert-outline", Tone.CAUTION, size=20))
        inside.addWidget(ElidedLabel(name, "strong"), 1)
        inside.addWidget(ElidedLabel(state, "small"))
        inside.addWidget(show)
        column.addLayout(inside)
        return row

    def _state(self, view: PlayerView, wall_s: float) -> str:
        if view.online:
            return self.tr("Online, on its way")
        if view.last_seen_s is None:
            return self.tr("Never seen")
        return self.tr("Offline, seen {}").format(age(max(0.0, wall_s - view.last_seen_s), 1))
