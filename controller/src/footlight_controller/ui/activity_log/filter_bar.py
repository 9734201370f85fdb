"""The strip above the activity: what is searched, and of whom, where and what."""

import itertools
from collections.abc import Iterable

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from footlight_controller.ui.activity_log.command_words import command_titles
from footlight_controller.ui.models.arranging import MAX_SEARCH
from footlight_controller.ui.models.audit_rows import AuditFilter
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.search_field import SearchField
from footlight_controller.ui.words import one_line

# In widths of the letter n.
_FIELD_EN = 15


class FilterField(SearchField):
    """Takes a part of a name, and offers those there are."""

    def __init__(self, theme: Theme, text: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._choices = QStringListModel(self)
        completer = QCompleter(self._choices, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView()
        popup.setObjectName("choices")
        completer.setPopup(popup)
        # The completer's own takes nothing from the style sheet.
        popup.setItemDelegate(QStyledItemDelegate(popup))
        self.setCompleter(completer)
        self.setPlaceholderText(text)
        self.setAccessibleName(text)
        self.setClearButtonEnabled(True)
        self.setMaxLength(MAX_SEARCH)
        self._glyph = QAction(self)
        # The icon brings a margin to that of the field.
        self.setTextMargins(-theme.tokens.space.one, 0, 0, 0)
        self.addAction(self._glyph, QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def choices(self) -> list[str]:
        """What is offered."""
        return self._choices.stringList()

    def offer(self, choices: Iterable[str]) -> None:
        """These, and no others."""
        offered = list(choices)
        if offered != self._choices.stringList():
            self._choices.setStringList(offered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._show_choices()
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.text() and event.button() is Qt.MouseButton.LeftButton:
            self._show_choices()

    def _show_choices(self) -> None:
        """All of them, or those that have what is written."""
        completer = self.completer()
        if self.choices:
            completer.setCompletionPrefix(self.text())
            completer.complete()

    def _dress(self) -> None:
        self._glyph.setIcon(self._theme.icons.icon(self._icon, self._theme.colours.text_faint))


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
        space = theme.tokens.space
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
        self._fields = QWidget()
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(space.one)
        for field in (self.member, self.player, self.command):
            fields.addWidget(field, 1)
        self._first = QHBoxLayout()
        self._first.setSpacing(space.one)
        self._first.addWidget(self.search, 1)
        self._first.addWidget(self._fields, 3)
        self._first.addStretch(0)
        self._first.addWidget(self.export)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(space.one)
        self._rows.addLayout(self._first)
        self._narrow = False
        for each in (self.search, self.member, self.player, self.command):
            each.textChanged.connect(self._tell)
            each.left.connect(self.left)
        self._order_tabs()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def filter(self) -> AuditFilter:
        """As it is written."""
        return AuditFilter(
            member=_meant(self.member),
            player=_meant(self.player),
            command=_meant(self.command),
            text=_meant(self.search),
        )

    def offer(self, members: Iterable[str], players: Iterable[str]) -> None:
        """Whom there is."""
        self.member.offer(sorted({one_line(name) for name in members}, key=natural))
        self.player.offer(sorted({one_line(name) for name in players}, key=natural))

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        """In one row, or with the fields in a second one where there is no room."""
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        one_row = 4 * _FIELD_EN * letter + self.export.sizeHint().width() + 4 * self._first.spacing()
        if (width < one_row) is not self._narrow:
            self._narrow = not self._narrow
            if self._narrow:
                self._first.removeWidget(self._fields)
                self._rows.addWidget(self._fields)
            else:
                self._rows.removeWidget(self._fields)
                self._first.insertWidget(1, self._fields, 3)
            self._order_tabs()

    def _order_tabs(self) -> None:
        """As it is seen: the fields stand beside the search, or below it."""
        fields: list[QWidget] = [self.member, self.player, self.command]
        chain = [self.search, *([self.export, *fields] if self._narrow else [*fields, self.export])]
        for before, after in itertools.pairwise(chain):
            self.setTabOrder(before, after)

    def _tell(self) -> None:
        self.changed.emit(self.filter)

    def _dress(self) -> None:
        colours = self._theme.colours
        self.export.setIcon(self._theme.icons.icon("table-arrow-down", colours.text, colours.text_faint, beside=True))
        self._fit(self.width())


def _meant(field: QLineEdit) -> str:
    return one_line(field.text()).casefold()
