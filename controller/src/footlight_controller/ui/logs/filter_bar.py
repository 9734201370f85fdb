"""The strip above a log: which lines are wanted, and what is looked for in them."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from footlight_common.model.logs import LogFilter, LogLevel
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.logs.rows import LEVEL_LOOKS, level_word
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.filter_field import FilterField
from footlight_controller.ui.words import one_line

ICON = 20
# In widths of the letter n.
_LEAST_EN = 9
_ROOMY_EN = 72


class FindField(FilterField):
    """Enter goes to the next line that has it, Shift+Enter to the one before."""

    next_wanted = Signal(int)
    """1 for the next one, -1 for the one before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.text():
            self.next_wanted.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            event.accept()
        else:
            super().keyPressEvent(event)


class LogBar(QWidget):
    """Holds a `LogFilter`."""

    changed = Signal(object)
    """[LogFilter] The person wants it otherwise."""
    needle_changed = Signal(str)
    find_wanted = Signal(int)
    """1: the next line that has the text; -1: the one before."""
    left = Signal()
    """The keys are for the lines now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        space = theme.tokens.space
        self._level = LogLevel.DEBUG
        self.level = QPushButton()
        self.level.setIconSize(beside_text(16))
        self.level.setToolTip(self.tr("Only lines of this level and above"))
        self._levels = self._level_menu()
        self.text = FilterField(theme, self.tr("Any text"), "filter-outline")
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setToolTip(self.tr("Only lines with this in them, or in the name of their part"))
        self.logger = FilterField(theme, self.tr("Any part"), "puzzle-outline")
        self.logger.setAccessibleName(self.tr("Part"))
        self.logger.setToolTip(self.tr("Only lines of this part of the player, as in footlight_player.engine"))
        self.search = FindField(theme, self.tr("Find"), "magnify")
        self.search.setToolTip(self.tr("Look for it in the lines that are shown (Ctrl+F)"))
        self.before = self._step_button(self.tr("Find the one before (Shift+F3)"))
        self.after = self._step_button(self.tr("Find the next (F3)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.one)
        row.addWidget(self.level)
        row.addWidget(self.text, 2)
        row.addWidget(self.logger, 2)
        row.addWidget(self.search, 2)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.before.clicked.connect(lambda: self.find_wanted.emit(-1))
        self.after.clicked.connect(lambda: self.find_wanted.emit(1))
        self.search.next_wanted.connect(self.find_wanted)
        self.search.textChanged.connect(self._tell_needle)
        for field in (self.text, self.logger):
            field.textChanged.connect(self._tell)
            field.left.connect(self.left)
        self.search.left.connect(self.left)
        theme.changed.connect(self._dress)
        self._dress()
        self._tell_needle("")

    @property
    def filter(self) -> LogFilter:
        """As it is written."""
        return LogFilter(level=self._level, text=one_line(self.text.text()), logger=one_line(self.logger.text()))

    @property
    def needle(self) -> str:
        """What is looked for."""
        return self.search.text()

    def offer(self, loggers: Iterable[str]) -> None:
        """Which parts there are."""
        self.logger.offer(sorted(set(loggers), key=natural))

    def choose_level(self, level: LogLevel) -> None:
        """Only lines of this one and above."""
        if level is not self._level:
            self._level = level
            self._levels[level].setChecked(True)
            self._dress()
            self._tell()

    def clear(self) -> None:
        """Let every line through."""
        for field in (self.text, self.logger):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        self._level = LogLevel.DEBUG
        self._levels[self._level].setChecked(True)
        self._dress()
        self._tell()

    def begin_search(self) -> None:
        """Put the keys into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def minimumSizeHint(self) -> QSize:
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        steps = self.before.sizeHint().width() + self.after.sizeHint().width()
        return QSize(round(steps + 2 * _LEAST_EN * letter + 6 * ICON), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In little room the level has no words, and no field for the part: it is found by the text as well."""
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        folded = self.width() < _ROOMY_EN * letter
        self.logger.setVisible(not folded or bool(self.logger.text()))
        text = "" if folded else self._words(self._level)
        if self.level.text() != text:
            self.level.setText(text)

    def _level_menu(self) -> dict[LogLevel, QAction]:
        menu = QMenu(self.level)
        group = QActionGroup(menu)
        actions = {level: menu.addAction(self._words(level)) for level in LogLevel}
        for level, action in actions.items():
            action.setCheckable(True)
            action.setChecked(level is self._level)
            action.triggered.connect(lambda _on=False, level=level: self.choose_level(level))
            group.addAction(action)
        self.level.setMenu(menu)
        return actions

    def _words(self, level: LogLevel) -> str:
        if level is LogLevel.DEBUG:
            return self.tr("Any level")
        if level is LogLevel.CRITICAL:
            return level_word(level)
        return self.tr("{} and above").format(level_word(level))

    def _step_button(self, words: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setIconSize(QSize(ICON, ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _tell(self) -> None:
        self.changed.emit(self.filter)

    def _tell_needle(self, needle: str) -> None:
        self.before.setEnabled(bool(needle))
        self.after.setEnabled(bool(needle))
        self.needle_changed.emit(needle)

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self._fit()
        self.level.setAccessibleName(self.tr("Level: {}").format(self._words(self._level)))
        icon, tone = LEVEL_LOOKS[self._level]
        if self._level is LogLevel.DEBUG:
            self.level.setIcon(icons.icon("filter-variant", colours.text_muted, beside=True))
        else:
            self.level.setIcon(icons.icon(icon, colours.tone(tone), beside=True))
        self.before.setIcon(icons.icon("chevron-up", colours.text, colours.text_faint))
        self.after.setIcon(icons.icon("chevron-down", colours.text, colours.text_faint))
