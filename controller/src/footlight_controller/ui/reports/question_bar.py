"""The strip above a proof of play: which time, whose, of what, and what has a line of its own."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from footlight_controller.core.proof_of_play import By
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.reports.period import Period
from footlight_controller.ui.reports.period_choice import PeriodChoice
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.filter_field import FilterField
from footlight_controller.ui.widgets.flow import Flow
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import one_line

# In widths of the letter n.
_FIELD_EN = 15


class NameField(FilterField):
    """Takes a part of a name, and is as wide as names mostly are."""

    def __init__(self, theme: Theme, text: str, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, icon, parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        letter = QFontMetricsF(self.font()).horizontalAdvance("n")
        return QSize(round(_FIELD_EN * letter), super().sizeHint().height())


def meant(views: Iterable[PlayerView], area: str, player: str) -> list[PlayerView]:
    """Those that have these parts, in small letters, in their area and their name; by name."""
    found = [
        view
        for view in views
        if area in one_line(view.identity.area).casefold() and player in one_line(view.name).casefold()
    ]
    return sorted(found, key=lambda view: (natural(view.name), view.id))


class QuestionBar(QWidget):
    """Nothing is asked here: `changed` tells that the person wants it otherwise."""

    changed = Signal()
    left = Signal()
    """It is written; the keys are for the lines now."""
    csv_wanted = Signal()
    pdf_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self.period = PeriodChoice(theme, Period.THIS_WEEK, self)
        self.area = NameField(theme, self.tr("Any area"), self.tr("Area"), "map-marker-outline")
        self.area.setToolTip(self.tr("Only players in this area"))
        self.player = NameField(theme, self.tr("Any player"), self.tr("Player"), "monitor")
        self.player.setToolTip(self.tr("Only this player"))
        self.item = NameField(theme, self.tr("Any item"), self.tr("Item"), "filmstrip")
        self.item.setToolTip(self.tr("Only items with this in their name or address"))
        self.chips = {
            By.ITEM: Chip(self.tr("Item")),
            By.PLAYER: Chip(self.tr("Player")),
            By.AREA: Chip(self.tr("Area")),
            By.DAY: Chip(self.tr("Day")),
        }
        self.chips[By.ITEM].setChecked(True)
        self.export = QPushButton(self.tr("Export"))
        self.export.setIconSize(beside_text(18))
        self.export.setProperty("kind", "pick")
        menu = QMenu(self.export)
        self.csv = menu.addAction(self.tr("Table for spreadsheets (CSV)…"))
        self.pdf = menu.addAction(self.tr("For printing (PDF)…"))
        self.csv.triggered.connect(self.csv_wanted)
        self.pdf.triggered.connect(self.pdf_wanted)
        self.export.setMenu(menu)
        lines = QWidget()
        row = QHBoxLayout(lines)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.half)
        row.addWidget(label(self.tr("By"), "muted"))
        for by, chip in self.chips.items():
            chip.setAccessibleName(self.tr("A line for each: {}").format(chip.text()))
            chip.setToolTip(self.tr("A line for each of these; choose several for each combination"))
            chip.clicked.connect(lambda _on, by=by: self._keep_one(by))
            row.addWidget(chip)
        flow = Flow(self, spacing=space.one)
        parts = (self.period.pick, self.period.days, self.area, self.player, self.item, lines, self.export)
        for part in parts:
            flow.addWidget(part)
        self.period.changed.connect(self.changed)
        for field in (self.area, self.player, self.item):
            field.textChanged.connect(self.changed)
            field.left.connect(self.left)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def by(self) -> tuple[By, ...]:
        """What has a line of its own, in the order of columns."""
        return tuple(by for by in (By.DAY, By.AREA, By.PLAYER, By.ITEM) if self.chips[by].isChecked())

    def chosen(self, views: Iterable[PlayerView]) -> list[PlayerView]:
        """Those of them that are meant, by name."""
        return meant(views, self.area.wanted, self.player.wanted)

    def offer(self, views: Iterable[PlayerView]) -> None:
        """Whom there is."""
        everybody = [*views]
        self.area.offer_names(view.identity.area for view in everybody)
        self.player.offer_names(view.name for view in everybody)

    def clear(self) -> None:
        """Let everybody and everything through."""
        for field in (self.area, self.player, self.item):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        self.changed.emit()

    def show_printable(self, on: bool) -> None:
        """Whether there are few enough lines for paper."""
        self.pdf.setEnabled(on)
        self.pdf.setText(
            self.tr("For printing (PDF)…") if on else self.tr("For printing (PDF): too many lines, choose fewer")
        )

    @property
    def filters(self) -> bool:
        """Whether not everybody or not everything is meant."""
        return any(field.wanted for field in (self.area, self.player, self.item))

    def _keep_one(self, by: By) -> None:
        """A report by nothing at all would be its total."""
        if not self.by:
            self.chips[by].setChecked(True)
        else:
            self.changed.emit()

    def _dress(self) -> None:
        colours = self._theme.colours
        self.export.setIcon(self._theme.icons.icon("export-variant", colours.text, colours.text_faint, beside=True))
