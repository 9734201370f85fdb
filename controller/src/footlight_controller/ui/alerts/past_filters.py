"""The strip above the alerts of the past: which of them are shown."""

import itertools
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.ui.activity_log.filter_bar import FilterField
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, rule_title
from footlight_controller.ui.alerts.past_rows import PastFilter
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.pick import Pick
from footlight_controller.ui.words import one_line

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
        space = theme.tokens.space
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
        self._picks = QWidget()
        picks = QHBoxLayout(self._picks)
        picks.setContentsMargins(0, 0, 0, 0)
        picks.setSpacing(space.one)
        for pick in (self.rule, self.severity, self.period):
            picks.addWidget(pick)
        picks.addStretch(1)
        self._first = QHBoxLayout()
        self._first.setSpacing(space.one)
        self._first.addWidget(self.search, 1)
        self._first.addWidget(self.player, 1)
        self._first.addWidget(self._picks)
        self._first.addWidget(self.export)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(space.one)
        self._rows.addLayout(self._first)
        self._narrow = False
        for field in (self.search, self.player):
            field.textChanged.connect(self.changed)
            field.left.connect(self.left)
        for pick in (self.rule, self.severity, self.period):
            pick.picked.connect(self.changed)
        self._order_tabs()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def filter(self) -> PastFilter:
        """As it stands."""
        return PastFilter(
            text=one_line(self.search.text()).strip().casefold(),
            player=one_line(self.player.text()).strip().casefold(),
            rule=self.rule.value,
            severity=self.severity.value,
            days=self.period.value,
        )

    def offer(self, players: Iterable[str]) -> None:
        """Who there is."""
        self.player.offer(sorted({one_line(name) for name in players}, key=natural))

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
        return QSize(self._picks.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        """In one row, or with the picks in a second one where there is no room."""
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        buttons = self._picks.sizeHint().width() + self.export.sizeHint().width()
        narrow = width < 2 * _FIELD_EN * letter + buttons + 4 * self._first.spacing()
        if narrow is not self._narrow:
            self._narrow = narrow
            if narrow:
                self._first.removeWidget(self._picks)
                self._rows.addWidget(self._picks)
            else:
                self._rows.removeWidget(self._picks)
                self._first.insertWidget(2, self._picks)
            self._order_tabs()

    def _order_tabs(self) -> None:
        """As it is seen."""
        picks: list[QWidget] = [self.rule, self.severity, self.period]
        chain = [self.search, self.player, *([self.export, *picks] if self._narrow else [*picks, self.export])]
        for before, after in itertools.pairwise(chain):
            self.setTabOrder(before, after)

    def _dress(self) -> None:
        colours = self._theme.colours
        icon = self._theme.icons.icon("table-arrow-down", colours.text_muted, colours.text_faint, beside=True)
        self.export.setIcon(icon)
