"""The Discovered page: players that were found on the network and are not added yet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.discovered.card import LEAST_WIDTH, DiscoveredCard
from footlight_controller.ui.discovered.ignored import IgnoredPlayers
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.discovered.owner import Owner, addable, owner_of
from footlight_controller.ui.finding import fits
from footlight_controller.ui.models.arranging import MAX_SEARCH
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card_columns import CardColumns
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.widgets.search_field import SearchField
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import isolated, shortened

# Each card is a dozen widgets; whoever has more to add adds all at once.
STEP = 48
# Longer names make a button that a narrow window has no room for.
LONGEST_NAME = 24
# Fewer are seen at a glance.
SEARCH_FROM = 9


class DiscoveredPage(QWidget):
    """Shows what `Changes` say, by name; what is wanted of a player goes to `newcomers`."""

    add_wanted = Signal()
    """By its address."""
    pair_wanted = Signal(object)
    """[DiscoveredPlayer] With the code on its screen."""
    many_wanted = Signal(list)
    """[list[DiscoveredPlayer]] All on show are to be added. Nobody was asked yet whether it is meant."""

    def __init__(
        self, theme: Theme, newcomers: Newcomers, permission: Permission, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._newcomers = newcomers
        self._permission = permission
        self._discovered: tuple[DiscoveredPlayer, ...] = ()
        self._new: tuple[DiscoveredPlayer, ...] = ()
        self._found: tuple[DiscoveredPlayer, ...] = ()
        self._most = STEP
        space = theme.tokens.space
        self.setObjectName("page")
        self.header = SectionHeader(theme, self.tr("Found on this network"))
        self.add_all = QPushButton()
        self.add_all.clicked.connect(lambda: self.many_wanted.emit(self._addable()))
        self.header.buttons.addWidget(self.add_all)
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search what was found"))
        self.search.setAccessibleName(self.tr("Search what was found"))
        self.search.setToolTip(self.tr("Name, address or id (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(MAX_SEARCH)
        self._glyph = QAction(self.search)
        # The icon brings a margin to that of the field.
        self.search.setTextMargins(-space.one, 0, 0, 0)
        self.search.addAction(self._glyph, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._search)
        self.search.left.connect(lambda: self._focus_near(0))
        QShortcut(QKeySequence.StandardKey.Find, self, self._begin_search)
        self.fitting = label("", "muted")
        self.nothing = label(
            self.tr("None of them has that in its name or its address, or at the start of its id."), "muted", wrap=True
        )
        self.search_row = QWidget()
        strip = QHBoxLayout(self.search_row)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.setSpacing(space.two)
        strip.addWidget(self.search, 1)
        strip.addWidget(self.fitting, 1)
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
        column.addWidget(self.header)
        column.addWidget(self.search_row)
        column.addWidget(self.nothing)
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
        self._area = area = Scrolled()
        inside.setObjectName("page")
        area.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)
        newcomers.busy_changed.connect(self._show_busy)
        permission.changed.connect(self._sort)
        theme.changed.connect(self._dress)
        self._dress()
        self._show()
        self._show_trouble("")

    @property
    def finds(self) -> tuple[DiscoveredPlayer, ...]:
        """All that are not ignored, by name."""
        return self._new

    @property
    def waiting(self) -> int:
        """How many could be added or paired: all that are not ignored, but for those of other sites."""
        return sum(owner_of(player, self._permission.site) is not Owner.OTHERS for player in self._new)

    def show_changes(self, changes: Changes) -> None:
        """Take over those who are new, and whether players can be found at all."""
        self._show_trouble(changes.discovery)
        if changes.discovered is not self._discovered:
            self._discovered = changes.discovered
            self._sort()

    def show_find(self, player_id: str) -> None:
        """Bring a find into sight and give its card the keyboard; one that is gone is not looked for."""
        if player_id not in (player.id for player in self._new):
            return
        if self._card_of(player_id) is None:
            self.search.setText(player_id)
        card = self._card_of(player_id)
        if card is not None:
            able = (each for each in card.buttons if each.isEnabled() and not each.isHidden())
            next(able, card.ignore).setFocus(Qt.FocusReason.OtherFocusReason)
            # A card that was just made has its place after this turn.
            QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card))

    def _sort(self) -> None:
        """By name, those of other sites last."""
        site = self._permission.site
        new = (player for player in self._discovered if not player.ignored)
        self._new = tuple(
            sorted(
                new,
                key=lambda player: (owner_of(player, site) is Owner.OTHERS, natural(player.name), player.id),
            )
        )
        self._show()

    def _show(self) -> None:
        focus, place = self._focus(), self._card_with_focus()
        inside = focus is not None and self.isAncestorOf(focus)
        words = self.search.text().casefold().split()
        self._found = tuple(player for player in self._new if _fits(words, player))
        shown = self._found[: self._most]
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
            self._order_tabs()
        left = len(self._found) - len(shown)
        self.more.setVisible(left > 0)
        self.more.setText(self.tr("Show %n more", "", min(left, STEP)))
        some = bool(self._new)
        self.header.setVisible(some)
        self.header.badge.show_count(self.waiting)
        self.cards.setVisible(bool(shown))
        self.nothing.setVisible(some and not shown)
        self.search_row.setVisible(len(self._new) >= SEARCH_FROM or bool(words))
        self.fitting.setText(self.tr("%n fit(s)", "", len(self._found)) if words else "")
        ours, site = len(self._addable()), self._permission.site
        name = isolated(shortened(site.name, LONGEST_NAME)) if site is not None else ""
        self.add_all.setVisible(ours > 1)
        self.add_all.setText(self.tr("Add these %n", "", ours) if words else self.tr("Add all of {}").format(name))
        self.empty.setVisible(not some)
        # What is left over is below the cards, or above and below the empty state.
        self._column.setStretch(self._end, 1 if some else 0)
        self.ignored.show_players(tuple(player for player in self._discovered if player.ignored))
        # In a window that is not active, a widget that is gone keeps it until it is deleted.
        gone = focus is None or not focus.isVisibleTo(self)
        if inside and (gone or self._focus() is not focus):
            self._focus_near(place)

    def _focus(self) -> QWidget | None:
        # Of the window: while a sheet is open over it, the keyboard is there, and comes back here.
        return self.window().focusWidget()

    def _card_with_focus(self) -> int:
        """Its place; of the first card where none has the keyboard."""
        focus = self._focus()
        cards = enumerate(self.cards.cards)
        return next((place for place, card in cards if focus is not None and card in (focus, focus.parent())), 0)

    def _focus_near(self, place: int) -> None:
        """What had the keyboard is gone: what stands in its place has it now."""
        cards = self.cards.cards
        for part in (*cards[min(place, len(cards) - 1) :], self.ignored, self.empty):
            for button in part.findChildren(QPushButton):
                if button.isEnabled() and button.isVisibleTo(self):
                    button.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, player: DiscoveredPlayer) -> DiscoveredCard:
        card = DiscoveredCard(self._theme, self._permission, player)
        card.pair_wanted.connect(self.pair_wanted)
        card.add_wanted.connect(self._newcomers.add)
        card.identify_wanted.connect(self._newcomers.identify)
        card.ignore_wanted.connect(self._newcomers.ignore)
        return card

    def _addable(self) -> list[DiscoveredPlayer]:
        return addable(self._found, self._permission.site)

    def _card_of(self, player_id: str) -> DiscoveredCard | None:
        cards = (card for card in self.cards.cards if isinstance(card, DiscoveredCard))
        return next((card for card in cards if card.player.id == player_id), None)

    def _search(self) -> None:
        self._most = STEP
        self._show()
        self._area.verticalScrollBar().setValue(0)

    def _begin_search(self) -> None:
        if self.search_row.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def _dress(self) -> None:
        self._glyph.setIcon(self._theme.icons.icon("magnify", self._theme.colours.text_faint))

    def _order_tabs(self) -> None:
        """As they are seen: a card that was made later may stand before others."""
        before: QWidget = self.search
        for card in self.cards.cards:
            if isinstance(card, DiscoveredCard):
                for button in card.buttons:
                    QWidget.setTabOrder(before, button)
                    before = button
        for part in (self.more, self.ignored.fold):
            QWidget.setTabOrder(before, part)
            before = part

    def _show_more(self) -> None:
        self._most += STEP
        self._show()

    def _show_busy(self, player_id: str, on: bool) -> None:
        for card in self.cards.cards:
            if isinstance(card, DiscoveredCard) and card.player.id == player_id:
                card.show_busy(on)

    def _show_trouble(self, why: str) -> None:
        look = (
            self.tr("Players cannot be found by themselves now; above is why. A player can be added by its address.")
            if why
            else self.tr(
                "Footlight looks for players on this network by mDNS (_footlight._tcp). One that is not added yet "
                "appears here as soon as it announces itself. A player on another network can be added by its address."
            )
        )
        self.empty.show_text(look)


def _fits(words: Sequence[str], player: DiscoveredPlayer) -> bool:
    def has(word: str) -> bool:
        # Digits alone would be in the address of almost everybody.
        in_address = ("." in word or ":" in word) and any(word in str(address) for address in player.addresses)
        return in_address or fits((word,), player.name.casefold(), player.id)

    return all(map(has, words))
