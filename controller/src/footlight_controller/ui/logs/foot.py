"""The strip below a log: how many lines there are, and what can be done with all of them."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.elided_label import ElidedLabel

ICON = 16
# In widths of the letter n: what the words at the beginning keep.
_STATE_EN = 12.0
_NAMED = ("pause", "clear", "more", "save")
RAISED_FOR_S = (600.0, 3600.0, 8 * 3600.0)


class LogFoot(QWidget):
    """Buttons and words; whoever owns it says what they do."""

    more_wanted = Signal(float)
    """Debug lines for so many seconds."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.state = ElidedLabel("", "small")
        self.fresh = self._button("")
        self.fresh.setProperty("kind", "primary")
        self.fresh.hide()
        self.again = self._button(self.tr("Try again"))
        self.again.setProperty("kind", "plain")
        self.again.hide()
        self.pause = self._button("")
        self.pause.setCheckable(True)
        self.clear = self._button("")
        self.clear.setToolTip(self.tr("Clear: empty the list here. The player keeps its lines."))
        self.more = self._button("")
        self.more.setToolTip(self.tr("More detail: have the player keep debug lines for a while"))
        menu = QMenu(self.more)
        words = (self.tr("for 10 minutes"), self.tr("for an hour"), self.tr("for 8 hours"))
        for duration_s, span in zip(RAISED_FOR_S, words, strict=True):
            action = menu.addAction(self.tr("Debug lines too, {}").format(span))
            action.triggered.connect(lambda _on=False, duration_s=duration_s: self.more_wanted.emit(duration_s))
        self.more.setMenu(menu)
        self.save = self._button("")
        self.save.setToolTip(self.tr("Save all that the player keeps of its log, as one file to pass on"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        row.addWidget(self.state, 1)
        for button in (self.again, self.fresh, self.pause, self.clear, self.more, self.save):
            row.addWidget(button)
        self._row = row
        self._folded = False
        self._words: dict[QPushButton, str] = {}
        self.pause.toggled.connect(self._dress)
        theme.changed.connect(self._dress)
        self._dress()

    def show_fresh(self, new: int, *, on: bool) -> None:
        """Whether one may go to the end, and how many lines are new there."""
        self.fresh.setVisible(on)
        self.fresh.setText(self.tr("%Ln new line(s)", "", new) if new else self.tr("To the end"))

    def minimumSizeHint(self) -> QSize:
        # Of the icons: the words go where there is no room.
        icons = sum(beside_text(ICON).width() + 2 * self._theme.tokens.space.two for _ in _NAMED)
        return QSize(icons + self._row.spacing() * len(_NAMED), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """With their words where these have room beside the state."""
        metrics, space = QFontMetricsF(self._theme.fonts.body), self._theme.tokens.space
        named = [self.pause, self.clear, self.more, self.save]
        words = sum(metrics.horizontalAdvance(self._words[button]) for button in named)
        fixed = len(_NAMED) * (beside_text(ICON).width() + 2 * space.two + space.one) + 2 * space.two
        fresh = self.fresh.sizeHint().width() + space.one
        self._folded = words + fixed + fresh + _STATE_EN * metrics.horizontalAdvance("n") > self.width()
        for button in named:
            text = "" if self._folded else self._words[button]
            if button.text() != text:
                button.setText(text)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setIconSize(beside_text(ICON))
        return button

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        paused = self.pause.isChecked()
        for button, icon in (
            (self.pause, "play" if paused else "pause"),
            (self.clear, "notification-clear-all"),
            (self.more, "bug-outline"),
            (self.save, "archive-arrow-down-outline"),
        ):
            button.setIcon(icons.icon(icon, colours.text, colours.text_faint, beside=True))
        self.fresh.setIcon(icons.icon("arrow-down", colours.on_fill, beside=True))
        self._words = {
            self.pause: self.tr("Go on") if paused else self.tr("Pause"),
            self.clear: self.tr("Clear"),
            self.more: self.tr("More detail"),
            self.save: self.tr("Save all…"),
        }
        self.pause.setToolTip(self.tr("Hold the list as it is; nothing is lost"))
        for button, words in self._words.items():
            button.setAccessibleName(words)
        self._fit()
