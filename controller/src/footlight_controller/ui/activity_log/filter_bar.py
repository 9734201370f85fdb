"""The strip above the activity: what is searched, and of whom, where and what."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.activity_log.command_words import command_titles
from footlight_controller.ui.models.audit_rows import AuditFilter
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.filter_field import FilterField
from footlight_controller.ui.widgets.folding_row import FoldingRow

# In widths of the letter n.
_FIELD_EN = 15


class FilterBar(QWidget):
    """Holds an `AuditFilter`."""

    changed = Signal(object)
    """[AuditFilter] The person wants it otherwise."""
    left = Signal()
    """It is written; the keys are for the lines now."""
    export_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.search = FilterField(theme, self.tr("Search"), "magnify")
        self.search.setToolTip(self.tr("Anything in the line (Ctrl+F)"))
        self.member = FilterField(theme, self.tr("Any member"), "account-outline")
        self.member.setAccessibleName(self.tr("Member"))
        self.member.setToolTip(self.tr("Only what this member did"))
        self.player = FilterField(theme, self.tr("Any player"), "monitor")
        self.player.setAccessibleName(self.tr("Player"))
        self.player.setToolTip(self.tr("Only what was done at this player"))
        self.command = FilterField(theme, self.tr("Any command"), "gesture-tap-button")
        self.command.setAccessibleName(self.tr("Command"))
        self.command.setToolTip(self.tr("Only this command"))
        self.command.offer(command_titles().values())
        self.export = QPushButton(self.tr("Export CSV…"))
        self.export.setIconSize(beside_text(18))
        self.export.setToolTip(self.tr("All lines of this filter as a table for spreadsheets"))
        self.export.clicked.connect(self.export_wanted)
        fields = (self.member, self.player, self.command)
        self._row = FoldingRow(theme, (self.search,), fields, self.export, needs=self._needs, stretch=3)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._row)
        for each in (self.search, self.member, self.player, self.command):
            each.textChanged.connect(self._tell)
            each.left.connect(self.left)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def filter(self) -> AuditFilter:
        """As it is written."""
        return AuditFilter(
            member=self.member.wanted,
            player=self.player.wanted,
            command=self.command.wanted,
            text=self.search.wanted,
        )

    def offer(self, members: Iterable[str], players: Iterable[str]) -> None:
        """Whom there is."""
        self.member.offer_names(members)
        self.player.offer_names(players)

    def clear(self) -> None:
        """Let everything through."""
        for field in (self.search, self.member, self.player, self.command):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        self._tell()

    def begin_search(self) -> None:
        """Put the keys into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def minimumSizeHint(self) -> QSize:
        # What it needs in two rows; the layout would say what it needs as it stands.
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        return QSize(round(3 * _FIELD_EN * letter), super().minimumSizeHint().height())

    def _needs(self) -> float:
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        return 4 * _FIELD_EN * letter + self.export.sizeHint().width()

    def _tell(self) -> None:
        self.changed.emit(self.filter)

    def _dress(self) -> None:
        colours = self._theme.colours
        self.export.setIcon(self._theme.icons.icon("table-arrow-down", colours.text, colours.text_faint, beside=True))
        self._row.fit()
