"""The strip above the players: search, filters, groups, order, and what a player is drawn as."""

import itertools
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from footlight_controller.ui.models.arranging import MAX_SEARCH, Arranging, Shape, Show, Sort
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.search_field import SearchField

ICON = 18
_SHAPE_ICONS = {
    Shape.SMALL: "view-comfy-outline",
    Shape.MEDIUM: "view-grid-outline",
    Shape.LARGE: "image-outline",
    Shape.TABLE: "view-list-outline",
}
# In widths of the letter n: a name, and no wider than it helps.
_SEARCH_EN = (18, 34)


class Toolbar(QWidget):
    """Holds an `Arranging`."""

    changed = Signal(object)
    """[Arranging] The person wants it otherwise."""
    left = Signal()
    """The search is written; the keys are for the players now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._arranging = Arranging()
        self._counts: dict[Show, int] = {}
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search players"))
        self.search.setAccessibleName(self.tr("Search players"))
        self.search.setToolTip(self.tr("Name, area, id or what is on (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(MAX_SEARCH)
        self._least = self._most = 0
        self._glyph = QAction(self.search)
        # The icon brings a margin to that of the field.
        self.search.setTextMargins(-theme.tokens.space.one, 0, 0, 0)
        self.search.addAction(self._glyph, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda text: self._want(search=text))
        self.search.left.connect(self.left)
        self.chips = {
            Show.ALL: Chip(self.tr("All")),
            Show.ONLINE: Chip(self.tr("Online")),
            Show.PLAYING: Chip(self.tr("Playing")),
            Show.OFFLINE: Chip(self.tr("Offline")),
            Show.ATTENTION: Chip(self.tr("Needs attention")),
        }
        self.group = self._button(self.tr("Group by area"))
        self.group.setCheckable(True)
        self.group.clicked.connect(lambda on: self._want(grouped=on))
        self.sort = self._button(self.tr("Sort"))
        self.sort.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.sort.setProperty("kind", "menu")
        self.sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sorts = self._sort_menu()
        self.shapes = {
            Shape.SMALL: self._button(self.tr("Small cards")),
            Shape.MEDIUM: self._button(self.tr("Medium cards")),
            Shape.LARGE: self._button(self.tr("Large cards with pictures")),
            Shape.TABLE: self._button(self.tr("Table")),
        }
        space = theme.tokens.space
        self._filters = QWidget()
        filters = QHBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(space.half)
        for show, chip in self.chips.items():
            # Not an exclusive group: a click on what is on is no other wish, and Qt would tell it as one.
            chip.clicked.connect(lambda _on, show=show: self._want(show=show))
            filters.addWidget(chip)
        filters.addStretch(1)
        self._looks = QWidget()
        looks = QHBoxLayout(self._looks)
        looks.setContentsMargins(0, 0, 0, 0)
        looks.setSpacing(space.half)
        looks.addWidget(self.group)
        looks.addWidget(self.sort)
        looks.addSpacing(space.one)
        for shape, button in self.shapes.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on, shape=shape: self._want(shape=shape))
            looks.addWidget(button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(space.one)
        self._first = QHBoxLayout()
        self._first.setSpacing(space.one_half)
        self._first.addWidget(self.search)
        self._first.addWidget(self._filters, 1)
        self._first.addStretch()
        self._first.addWidget(self._looks)
        self._rows.addLayout(self._first)
        self._narrow = False
        self._order_tabs()
        theme.changed.connect(self._dress)
        self._dress()
        self.show_arranging(self._arranging)

    @property
    def arranging(self) -> Arranging:
        return self._arranging

    def show_arranging(self, arranging: Arranging) -> None:
        """Take over what was decided elsewhere."""
        self._arranging = arranging
        if self.search.text() != arranging.search:
            self.search.setText(arranging.search)
        for show, chip in self.chips.items():
            chip.setChecked(show is arranging.show)
        for shape, button in self.shapes.items():
            button.setChecked(shape is arranging.shape)
        for sort, action in self.sorts.items():
            action.setChecked(sort is arranging.sort)
        self.sort.setText(self.sorts[arranging.sort].text())
        self.group.setChecked(arranging.grouped)
        # A table has its areas in a column.
        self._dress()

    def show_counts(self, counts: dict[Show, int]) -> None:
        """How many players each filter would show."""
        if counts != self._counts:
            self._counts = dict(counts)
            for show, chip in self.chips.items():
                chip.show_count(counts[show])
            self._fit(self.width())

    def begin_search(self) -> None:
        """Put the keys into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def minimumSizeHint(self) -> QSize:
        # What it needs in two rows; the layout would say what it needs as it stands.
        across = self._least + self._first.spacing() + self._looks.sizeHint().width()
        return QSize(max(across, self._filters_width(short=True)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        """In one row, or with the filters in a second one where there is no room; without figures where still none."""
        filters, looks = self._filters_width(short=False), self._looks.sizeHint().width()
        one_row = self._least + 3 * self._first.spacing() + filters + looks
        self.search.setFixedWidth(min(self._most, self._least + max(0, width - one_row) // 2))
        if (width < one_row) is not self._narrow:
            self._narrow = not self._narrow
            if self._narrow:
                self._first.removeWidget(self._filters)
                self._rows.addWidget(self._filters)
            else:
                self._rows.removeWidget(self._filters)
                self._first.insertWidget(1, self._filters, 1)
            self._order_tabs()
        for chip in self.chips.values():
            chip.shorten(width < filters)

    def _order_tabs(self) -> None:
        """As it is seen: the filters stand beside the search, or below all the rest."""
        filters, looks = [*self.chips.values()], [self.group, self.sort, *self.shapes.values()]
        chain = [self.search, *(looks + filters if self._narrow else filters + looks)]
        for before, after in itertools.pairwise(chain):
            self.setTabOrder(before, after)

    def _filters_width(self, *, short: bool) -> int:
        chips = self.chips.values()
        return sum(chip.width_of(short=short) for chip in chips) + len(chips) * self._theme.tokens.space.half

    def _want(self, **choice: object) -> None:
        arranging = replace(self._arranging, **choice)  # type: ignore[arg-type]
        differs = arranging != self._arranging
        self.show_arranging(arranging)
        if differs:
            self.changed.emit(arranging)

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setIconSize(QSize(ICON, ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _sort_menu(self) -> dict[Sort, QAction]:
        menu = QMenu(self.sort)
        group = QActionGroup(menu)
        sorts = {
            Sort.NAME: menu.addAction(self.tr("By name")),
            Sort.STATUS: menu.addAction(self.tr("By status")),
            Sort.LAST_SEEN: menu.addAction(self.tr("By last seen")),
        }
        for sort, action in sorts.items():
            action.setCheckable(True)
            action.triggered.connect(lambda _on, sort=sort: self._want(sort=sort))
            group.addAction(action)
        self.sort.setMenu(menu)
        return sorts

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        letter = round(QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n"))
        if self._least != _SEARCH_EN[0] * letter:
            self._least, self._most = (width * letter for width in _SEARCH_EN)
            self._fit(self.width())
        self._glyph.setIcon(icons.icon("magnify", colours.text_faint))
        on, off = colours.accent, colours.text_muted
        self.group.setIcon(icons.icon("format-list-group", on if self.group.isChecked() else off))
        self.sort.setIcon(icons.icon("sort", off, beside=True))
        self.sort.setIconSize(beside_text(ICON))
        for shape, button in self.shapes.items():
            button.setIcon(icons.icon(_SHAPE_ICONS[shape], on if button.isChecked() else off))
