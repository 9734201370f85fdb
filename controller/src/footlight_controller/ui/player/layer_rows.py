"""The card with the layers of a player's status."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.player.figures import breakable
from footlight_controller.ui.player.layers import Layer, layers_of
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.section_header import SectionHeader


class LayersCard(Card):
    """A row for each layer: icon, name, word, and why below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._shown: tuple[Layer, ...] = ()
        self._rows: list[tuple[Glyph, QLabel, QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.tokens.space.one_half)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self.column.setSpacing(theme.tokens.space.one_half)
        self.column.addWidget(SectionHeader(theme, self.tr("Status")))
        self.column.addLayout(self._grid)
        theme.changed.connect(self._dress)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """As they stand there."""
        return self._shown

    def show_player(self, view: PlayerView, wall_s: float) -> None:
        """How it stands now."""
        layers = layers_of(view, wall_s)
        if layers == self._shown:
            return
        self._shown = layers
        while len(self._rows) < len(layers):
            self._add_row()
        for (glyph, name, word, why), layer in zip(self._rows, layers, strict=True):
            glyph.show_as(layer.icon, layer.tone)
            name.setText(layer.name)
            word.setText(breakable(layer.word))
            word.setAccessibleName(f"{layer.name}: {layer.word}")
            why.setText(breakable(layer.why))
            why.setVisible(bool(layer.why))
        self._dress()

    def _add_row(self) -> None:
        space = self._theme.tokens.space
        glyph = Glyph(self._theme, "help", Tone.QUIET, size=18, plate=32)
        name, word, why = label("", "muted"), label("", "strong", wrap=True), label("", "small", wrap=True)
        for part in (word, why):
            # Also where it begins with a name written right to left.
            part.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        row = 3 * len(self._rows)
        top = Qt.AlignmentFlag.AlignTop
        if self._rows:
            self._grid.setRowMinimumHeight(row - 1, space.one_half)
        self._grid.addWidget(glyph, row, 0, 2, 1, top)
        self._grid.addWidget(name, row, 1, top)
        self._grid.addWidget(word, row, 2, top)
        self._grid.addWidget(why, row + 1, 1, 1, 2, top)
        self._rows.append((glyph, name, word, why))

    def _dress(self) -> None:
        colours = self._theme.colours
        for (_, _, word, _), layer in zip(self._rows, self._shown, strict=True):
            # Blue means playing and a link; a word that only says "as it should be" stays in the colour of text.
            plain = layer.tone in (Tone.GOOD, Tone.ACCENT)
            word.setStyleSheet(f"color: {colours.text if plain else colours.tone(layer.tone)};")
