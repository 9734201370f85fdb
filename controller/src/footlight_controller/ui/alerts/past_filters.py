"""The strip above the alerts of the past: which of them are shown."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, rule_title
from footlight_controller.ui.alerts.past_rows import PastFilter
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.filter_field import FilterField
from footlight_controller.ui.widgets.folding_row import FoldingRow
from footlight_controller.ui.widgets.pick import Pick

# In widths of the letter n.
_FIELD_EN = 15


class PastFilters(QWidget):
    """Holds a `PastFilter`."""

    changed = Signal()
    """The person wants it otherwise."""
    left = Signal()
    """It is written; the keys are for the rows now."""
    export_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.search = FilterField(theme, self.tr("Search"), "magnify")
        self.search.setToolTip(self.tr("Anything in the alert (Ctrl+F)"))
        self.player = FilterField(theme, self.tr("Any player"), "monitor")
        self.player.setAccessibleName(self.tr("Player"))
        self.player.setToolTip(self.tr("Only alerts of this player"))
        rules: list[tuple[RuleName | None, str]] = [(None, self.tr("Any rule"))]
        self.rule = Pick(self.tr("Rule"), rules + [(rule, rule_title(rule)) for rule in RuleName])
        severities: list[tuple[Severity | None, str]] = [(None, self.tr("Any severity"))]
        severities += [(severity, SEVERITY_LOOKS[severity].word) for severity in reversed(Severity)]
        self.severity = Pick(self.tr("Severity"), severities)
        self.period = Pick[float | None](
            self.tr("Period"),
            (
                (None, self.tr("Any time")),
                (1.0, self.tr("Last 24 hours")),
                (7.0, self.tr("Last 7 days")),
                (30.0, self.tr("Last 30 days")),
                (365.0, self.tr("Last year")),
            ),
        )
        self.export = QPushButton(self.tr("Export CSV…"))
        self.export.setIconSize(beside_text(18))
        self.export.setToolTip(self.tr("All alerts of this filter as a table for spreadsheets"))
        self.export.clicked.connect(self.export_wanted)
        picks = (self.rule, self.severity, self.period)
        self._row = FoldingRow(theme, (self.search, self.player), picks, self.export, needs=self._needs)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._row)
        for field in (self.search, self.player):
            field.textChanged.connect(self.changed)
            field.left.connect(self.left)
        for pick in picks:
            pick.picked.connect(self.changed)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def filter(self) -> PastFilter:
        """As it stands."""
        return PastFilter(
            text=self.search.wanted,
            player=self.player.wanted,
            rule=self.rule.value,
            severity=self.severity.value,
            days=self.period.value,
        )

    def offer(self, players: Iterable[str]) -> None:
        """Who there is."""
        self.player.offer_names(players)

    def clear(self) -> None:
        """Let everything through."""
        for field in (self.search, self.player):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        self.rule.pick(None)
        self.severity.pick(None)
        self.period.pick(None)
        self.changed.emit()

    def begin_search(self) -> None:
        """Put the keys into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def minimumSizeHint(self) -> QSize:
        # What it needs in two rows; the layout would say what it needs as it stands.
        return QSize(self._row.middle.minimumSizeHint().width(), super().minimumSizeHint().height())

    def _needs(self) -> float:
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        return 2 * _FIELD_EN * letter + self._row.middle.sizeHint().width() + self.export.sizeHint().width()

    def _dress(self) -> None:
        colours = self._theme.colours
        icon = self._theme.icons.icon("table-arrow-down", colours.text_muted, colours.text_faint, beside=True)
        self.export.setIcon(icon)
