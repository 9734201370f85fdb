"""What can be done with all chosen players at once; stands below them while several are chosen."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from footlight_common.protocol.commands import (
    Action,
    AnyAction,
    Identify,
    Pause,
    Play,
    Rename,
    Restart,
    Resume,
    SetVolume,
    Stop,
)
from footlight_controller.ui.player_menu import VOLUMES
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.steady_focus import SteadyFocus

ICON = 18


class GroupBar(QFrame):
    """Says by signals what is wanted."""

    files_wanted = Signal()
    action_wanted = Signal(object)
    """[AnyAction]"""
    area_wanted = Signal()
    """Move them to another area."""
    remove_wanted = Signal()
    shown = Signal(bool)
    """Whether it is in sight now."""
    clear_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        self._icons: list[tuple[QToolButton, str]] = []
        self._narrow = False
        self._with_words = 0
        self._text = label("", "strong")
        space = theme.tokens.space
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(space.two, space.one, space.one, space.one)
        row.setSpacing(space.half)
        row.addWidget(self._text)
        row.addSpacing(space.two)
        self.play = self._add(self.tr("Play files…"), "folder-play-outline", self.files_wanted.emit)
        self.pause = self._add(self.tr("Pause"), "pause", lambda: self.action_wanted.emit(Pause()))
        self.resume = self._add(self.tr("Resume"), "play", lambda: self.action_wanted.emit(Resume()))
        self.stop = self._add(self.tr("Stop…"), "stop", lambda: self.action_wanted.emit(Stop()))
        self.volume = self._add(self.tr("Volume"), "volume-medium", lambda: None)
        self.volume.setProperty("kind", "menu")
        self.volume.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.volume)
        for level in VOLUMES:
            entry = menu.addAction(self.tr("{} %").format(level))
            entry.triggered.connect(lambda _on, level=level: self.action_wanted.emit(_volume(level)))
        self.volume.setMenu(menu)
        self.identify = self._add(self.tr("Identify"), "eye-outline", lambda: self.action_wanted.emit(Identify()))
        self.more = self._add(self.tr("More"), "dots-horizontal", lambda: None)
        self.more.setProperty("kind", "menu")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more = QMenu(self.more)
        more.setToolTipsVisible(True)
        self.move_entry = more.addAction(self.tr("Move to area…"))
        self.move_entry.triggered.connect(lambda _on: self.area_wanted.emit())
        self.restart_entry = more.addAction(self.tr("Restart…"))
        self.restart_entry.triggered.connect(lambda _on: self.action_wanted.emit(Restart()))
        self.remove_entry = more.addAction(self.tr("Remove…"))
        self.remove_entry.triggered.connect(lambda _on: self.remove_wanted.emit())
        self.more.setMenu(more)
        self._focus = SteadyFocus(self)
        row.addStretch(1)
        self.clear = self._add(self.tr("Clear selection"), "close", self.clear_wanted.emit)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def show_count(self, count: int, online: int, refusal: Callable[[type[Action]], str] = lambda _: "") -> None:
        """Appear for two and more; what needs a connection is greyed when none of them has one.

        `refusal` says why none of them would do such a command for this member; empty where one would.
        """
        self.setVisible(count > 1)
        self._text.setText(self.tr("%n player(s) selected", "", count))
        self.setAccessibleName(self._text.text())
        asked: tuple[tuple[QToolButton, type[Action]], ...] = (
            (self.play, Play),
            (self.pause, Pause),
            (self.resume, Resume),
            (self.stop, Stop),
            (self.volume, SetVolume),
            (self.identify, Identify),
        )
        for button, kind in asked:
            why = refusal(kind)
            self._focus.enable(button, online > 0 and not why)
            button.setToolTip(why or button.text())
        entries: tuple[tuple[QAction, type[Action]], ...] = ((self.move_entry, Rename), (self.restart_entry, Restart))
        for entry, kind in entries:
            why = refusal(kind)
            entry.setEnabled(online > 0 and not why)
            entry.setToolTip(why)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # With the icons alone; the layout would say what it needs as it stands.
        buttons = len(self._icons) * (ICON + 3 * self._theme.tokens.space.one)
        return QSize(self._text.sizeHint().width() + buttons, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit(False)

    def _fit(self) -> None:
        """Words beside the icons where there is room for all of them."""
        style = Qt.ToolButtonStyle
        if not self._narrow:
            # As wide as they are with their words; once they are without, they no longer say.
            self._with_words = sum(button.sizeHint().width() for button, _ in self._icons)
        margins, gaps = self._row.contentsMargins(), (len(self._icons) + 1) * self._row.spacing()
        needed = self._text.sizeHint().width() + margins.left() + margins.right() + gaps + self._with_words
        narrow = self.width() < needed
        if narrow is not self._narrow:
            self._narrow = narrow
            for button, _ in self._icons:
                button.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
            self._dress()

    def _add(self, text: str, icon: str, call: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(call)
        self._icons.append((button, icon))
        self._row.addWidget(button)
        return button

    def _dress(self) -> None:
        colours = self._theme.colours
        for button, icon in self._icons:
            beside = not self._narrow
            button.setIconSize(beside_text(ICON) if beside else QSize(ICON, ICON))
            button.setIcon(self._theme.icons.icon(icon, colours.text_muted, colours.text_faint, beside=beside))


def _volume(level: int) -> AnyAction:
    return SetVolume(level=level)
