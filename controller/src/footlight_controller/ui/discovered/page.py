"""The Discovered page: players that were found on the network and are not added yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.discovered.card import LEAST_WIDTH, DiscoveredCard
from footlight_controller.ui.discovered.ignored import IgnoredPlayers
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.card_columns import CardColumns
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.section_header import SectionHeader

# Each card is a dozen widgets; whoever has more to add adds all at once.
STEP = 48


class DiscoveredPage(QWidget):
    """Shows what `Changes` say; what is wanted of a player goes to `newcomers`."""

    add_wanted = Signal()
    """By its address."""

    def __init__(self, theme: Theme, newcomers: Newcomers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._newcomers = newcomers
        self._discovered: tuple[DiscoveredPlayer, ...] = ()
        self._new: tuple[DiscoveredPlayer, ...] = ()
        self._most = STEP
        space = theme.tokens.space
        self.setObjectName("page")
        self.trouble = Banner(theme, inset=True)
        self.header = SectionHeader(theme, self.tr("Found on this network"))
        self.add_all = QPushButton(self.tr("Add all"))
        self.add_all.clicked.connect(lambda: newcomers.add(*self._addable()))
        self.header.buttons.addWidget(self.add_all)
        self.cards = CardColumns(theme, LEAST_WIDTH)
        self.more = QPushButton()
        self.more.setProperty("kind", "plain")
        self.more.clicked.connect(self._show_more)
        self.empty = EmptyState(theme, "radar", self.tr("Nothing new"), self.tr("Add player by address…"))
        self.empty.button.setProperty("kind", "")
        self.empty.button.clicked.connect(self.add_wanted)
        self.ignored = IgnoredPlayers(theme)
        self.ignored.show_again_wanted.connect(newcomers.show_again)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space.three, space.three, space.three, space.three)
        column.setSpacing(space.two)
        column.addWidget(self.trouble)
        column.addWidget(self.header)
        column.addWidget(self.cards)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.more)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.empty, 1)
        column.addWidget(self.ignored)
        column.addStretch(0)
        self._end = column.count() - 1
        self._column = column
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setObjectName("page")
        area.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)
        newcomers.busy_changed.connect(self._show_busy)
        self._show()
        self._show_trouble("")

    @property
    def waiting(self) -> int:
        """How many could be added or looked at: all that are not ignored."""
        return len(self._new)

    def show_changes(self, changes: Changes) -> None:
        """Take over those who are new, and whether players can be found at all."""
        self._show_trouble(changes.discovery)
        if changes.discovered is not self._discovered:
            self._discovered = changes.discovered
            self._new = tuple(player for player in changes.discovered if not player.ignored)
            self._show()

    def _show(self) -> None:
        shown = self._new[: self._most]
        there = {card.player.id: card for card in self.cards.cards if isinstance(card, DiscoveredCard)}
        cards = []
        for player in shown:
            card = there.get(player.id)
            if card is None:
                card = self._card(player)
            elif card.player != player:
                card.show_player(player)
            cards.append(card)
        if cards != self.cards.cards:
            self.cards.show_cards(cards)
        left = len(self._new) - len(shown)
        self.more.setVisible(left > 0)
        self.more.setText(self.tr("Show {} more").format(min(left, STEP)))
        some = bool(self._new)
        self.header.setVisible(some)
        self.header.badge.show_count(len(self._new))
        self.cards.setVisible(some)
        self.add_all.setVisible(len(self._addable()) > 1)
        self.empty.setVisible(not some)
        # What is left over is below the cards, or above and below the empty state.
        self._column.setStretch(self._end, 1 if some else 0)
        self.ignored.show_players(tuple(player for player in self._discovered if player.ignored))

    def _card(self, player: DiscoveredPlayer) -> DiscoveredCard:
        card = DiscoveredCard(self._theme, player)
        card.add_wanted.connect(self._newcomers.add)
        card.identify_wanted.connect(self._newcomers.identify)
        card.ignore_wanted.connect(self._newcomers.ignore)
        return card

    def _addable(self) -> list[DiscoveredPlayer]:
        return [player for player in self._new if player.compatible and player.announced]

    def _show_more(self) -> None:
        self._most += STEP
        self._show()

    def _show_busy(self, player_id: str, on: bool) -> None:
        for card in self.cards.cards:
            if isinstance(card, DiscoveredCard) and card.player.id == player_id:
                card.show_busy(on)

    def _show_trouble(self, why: str) -> None:
        self.trouble.show_notices((why,) if why else ())
        look = (
            self.tr("Players cannot be found by themselves now; above is why. A player can be added by its address.")
            if why
            else self.tr(
                "Footlight looks for players on this network by mDNS (_footlight._tcp). One that is not added yet "
                "appears here as soon as it announces itself. A player on another network can be added by its address."
            )
        )
        self.empty.show_text(look)
