"""Lines of which older ones are read until the page is full, and then as somebody scrolls."""

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.line_table import LineTable

# Further back it goes only when somebody asks: a word that is nowhere would be looked for in everything there is.
MOST_ROUNDS = 12


class Reader(Protocol):
    """Has pages of lines, newest first."""

    @property
    def busy(self) -> bool:
        """Whether a page is under way."""
        ...

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to read."""
        ...

    def more(self) -> None:
        """Read older ones; nothing while some are under way, or when there are none."""
        ...


class PagedLines(QWidget):
    """The table or what stands in its place, and below it how much there is."""

    asked = Signal()
    """Somebody wants older lines, and they are being read."""

    def __init__(
        self, theme: Theme, reader: Reader, table: LineTable, *, nothing: EmptyState, quiet: EmptyState
    ) -> None:
        """`nothing` is shown when nothing fits a filter, `quiet` when there is nothing at all."""
        super().__init__()
        self._reader = reader
        self._table = table
        self._nothing = nothing
        self._quiet = quiet
        self._rounds = 0
        space = theme.tokens.space
        self.state = ElidedLabel("", "small")
        self.more = QPushButton(self.tr("Look further back"))
        self.more.setProperty("kind", "plain")
        self.more.clicked.connect(self.look_further)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(space.one)
        self.foot.addWidget(self.state, 1)
        self.foot.addWidget(self.more)
        self._parts = QStackedLayout()
        for part in (table, nothing, quiet):
            self._parts.addWidget(part)
        for empty in (nothing, quiet):
            # They take the room there is for lines, and no more.
            empty.setMinimumHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one)
        column.addLayout(self._parts, 1)
        column.addLayout(self.foot)

    def begin(self) -> None:
        """Something else is wanted: look back from the newest on."""
        self._rounds = 0

    def fill(self) -> None:
        """Read on while there is room for more lines than there are."""
        if not self._reader.busy and self._has_room() and self._rounds < MOST_ROUNDS:
            self._rounds += 1
            self._reader.more()

    def look_further(self) -> None:
        """Older ones are wanted."""
        self._rounds = 0
        self._reader.more()
        self.asked.emit()

    def show_part(self, *, filtered: bool) -> None:
        """The lines, or why there are none."""
        part: QWidget = self._table
        if not self._table.model().rowCount() and not self._reader.busy:
            part = self._nothing if filtered else self._quiet
        self._parts.setCurrentWidget(part)

    def show_state(self, text: str, *, failed: bool = False) -> None:
        """How much there is; whether the last page did not come."""
        self.state.show_text(text)
        stands = failed or self._rounds >= MOST_ROUNDS
        self.more.setText(self.tr("Try again") if failed else self.tr("Look further back"))
        self.more.setVisible(not self._reader.busy and not self._reader.ended and stands)

    def go_to_lines(self) -> None:
        """The keys are for them now."""
        has_lines = self._parts.currentWidget() is self._table
        (self._table if has_lines else self._nothing.button).setFocus(Qt.FocusReason.OtherFocusReason)
        if has_lines and not self._table.currentIndex().isValid() and self._table.model().rowCount():
            self._table.selectRow(0)

    def _has_room(self) -> bool:
        rows = self._table.viewport().height() // max(1, self._table.verticalHeader().defaultSectionSize())
        return not self._reader.ended and self._table.model().rowCount() <= rows
