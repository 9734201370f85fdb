"""A field for a part of a name, which offers those there are."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QWidget

from footlight_controller.ui.models.arranging import MAX_SEARCH
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.search_field import SearchField
from footlight_controller.ui.words import one_line


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
    def wanted(self) -> str:
        """What is written, in small letters; empty for all."""
        return one_line(self.text()).strip().casefold()

    @property
    def choices(self) -> list[str]:
        """What is offered."""
        return self._choices.stringList()

    def offer(self, choices: Iterable[str]) -> None:
        """These, and no others."""
        offered = list(choices)
        if offered != self._choices.stringList():
            self._choices.setStringList(offered)

    def offer_names(self, names: Iterable[str]) -> None:
        """These, each once and in order."""
        self.offer(sorted({one_line(name) for name in names} - {""}, key=natural))

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
