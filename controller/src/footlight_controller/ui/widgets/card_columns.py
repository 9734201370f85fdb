"""Cards side by side in as many equal columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from footlight_controller.ui.theme.theme import Theme


class CardColumns(QWidget):
    """Owns the cards that it shows."""

    def __init__(self, theme: Theme, least_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_width = least_width
        self._cards: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.tokens.space.two)

    @property
    def cards(self) -> list[QWidget]:
        """In their order."""
        return list(self._cards)

    @property
    def columns(self) -> int:
        """How many there is room for now."""
        return max(1, (self.width() + self._grid.spacing()) // (self._least_width + self._grid.spacing()))

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """These, in this order. Those that are gone from it are deleted."""
        for card in self._cards:
            if card not in cards:
                self._grid.removeWidget(card)
                card.hide()
                card.deleteLater()
        self._cards = list(cards)
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        # Of one column: what is needed by those there are now must not keep the page from becoming narrower.
        least = max((card.minimumSizeHint().width() for card in self._cards), default=0)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.columns != self._columns:
            self._lay_out()

    def _lay_out(self) -> None:
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = self.columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // self._columns, place % self._columns)
            card.show()
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
