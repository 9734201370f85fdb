"""The controls under the picture: what plays, where it is, and what to do with it."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.protocol.commands import (
    Action,
    AnyAction,
    Next,
    Pause,
    Play,
    Previous,
    Resume,
    Seek,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player.slider import Slider
from footlight_controller.ui.status import Status
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.refusal_line import RefusalLine
from footlight_controller.ui.widgets.steady_focus import SteadyFocus
from footlight_controller.ui.words import clock_time, place_in_list, why_not_online

# The position of an item, as a slider counts it.
STEPS_PER_S = 10
# Beyond what 32 bits hold, an item cannot be sought in.
LONGEST_S = 2**31 / STEPS_PER_S - 1
TICK_MS = 250
_KINDS: tuple[type[Action], ...] = (Play, Pause, Stop, Next, Previous, Seek, SetMute, SetVolume)
BUTTON = 24


class Transport(QWidget):
    """Says by `action_wanted` what a person wants of the player."""

    action_wanted = Signal(object)
    """[AnyAction]"""
    files_wanted = Signal()
    url_wanted = Signal()

    def __init__(
        self, theme: Theme, clock: Clock, parent: QWidget | None = None, *, permission: Permission | None = None
    ) -> None:
        """Without `permission` nothing is refused."""
        super().__init__(parent)
        self._permission = permission or Permission(self)
        self._theme = theme
        self._clock = clock
        self._view: PlayerView | None = None
        space = theme.tokens.space
        self.item = ElidedLabel("", "heading")
        self.place = label("", "muted")
        self.position, self.length = label("", "small"), label("", "small")
        self.seek = Slider(theme)
        self.seek.setAccessibleName(self.tr("Position"))
        self.seek.setSingleStep(5 * STEPS_PER_S)
        self.seek.setPageStep(30 * STEPS_PER_S)
        self.previous = self._button(self.tr("Previous"))
        self.play = self._button(self.tr("Play"))
        self.next = self._button(self.tr("Next"))
        self.stop = self._button(self.tr("Stop"))
        self.mute = self._button(self.tr("Mute"))
        self.volume = Slider(theme)
        self.volume.setRange(0, 100)
        self.volume.setSingleStep(5)
        self.volume.setMaximumWidth(140)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.level = label("", "small")
        self.level.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.loop = QWidget()
        self.files = QPushButton(self.tr("Play files…"))
        self.files.setProperty("kind", "primary")
        self.url = QPushButton(self.tr("Play URL…"))
        for button in (self.files, self.url):
            button.setIconSize(beside_text(16))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one)
        column.addLayout(self._first())
        column.addLayout(self._second())
        column.addLayout(self._third())
        column.addSpacing(space.half)
        column.addLayout(self._fourth())
        self.refusal = RefusalLine(theme)
        column.addWidget(self.refusal)
        self._focus = SteadyFocus(self)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_position)
        self.previous.clicked.connect(lambda: self.action_wanted.emit(Previous()))
        self.next.clicked.connect(lambda: self.action_wanted.emit(Next()))
        self.stop.clicked.connect(lambda: self.action_wanted.emit(Stop()))
        self.play.clicked.connect(lambda: self.action_wanted.emit(self._play_or_pause()))
        self.mute.clicked.connect(self._toggle_mute)
        self.seek.valueChanged.connect(self._show_times)
        self.seek.settled.connect(lambda value: self.action_wanted.emit(Seek(position_s=value / STEPS_PER_S)))
        self.volume.valueChanged.connect(self._show_level)
        self.volume.settled.connect(lambda value: self.action_wanted.emit(SetVolume(level=value)))
        self.files.clicked.connect(self.files_wanted)
        self.url.clicked.connect(self.url_wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def show_player(self, view: PlayerView) -> None:
        """What it does now."""
        before, self._view = self._view, view
        playback = view.playback
        if before is None or (before.id, before.playback.item) != (view.id, playback.item):
            self.seek.let_go()
        if before is None or before.id != view.id:
            self.volume.let_go()
        self._enable(view)
        item = playback.item
        self.item.show_text(item.name if item else self._nothing(view))
        self.place.setText(place_in_list(playback))
        self.loop.setVisible(playback.loop and item is not None)
        duration_s = playback.duration_s or 0.0
        if not self.seek.held:
            self.seek.setRange(0, round(min(duration_s, LONGEST_S) * STEPS_PER_S))
        self.volume.follow(playback.volume)
        self._show_level()
        self._show_position()
        self._follow()
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _first(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.tokens.space.one)
        row.addWidget(self.item, 1)
        row.addWidget(self.place)
        return row

    def _second(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.tokens.space.one)
        row.addWidget(self.position)
        row.addWidget(self.seek, 1)
        row.addWidget(self.length)
        return row

    def _third(self) -> QHBoxLayout:
        space = self._theme.tokens.space
        inside = QHBoxLayout(self.loop)
        inside.setContentsMargins(space.one, 0, 0, 0)
        inside.setSpacing(space.half)
        inside.addWidget(Glyph(self._theme, "repeat", Tone.ACCENT, size=16))
        inside.addWidget(label(self.tr("Loop"), "small"))
        self.loop.setToolTip(self.tr("It starts again from the first item after the last"))
        row = QHBoxLayout()
        row.setSpacing(space.half)
        for button in (self.previous, self.play, self.next, self.stop):
            row.addWidget(button)
        row.addWidget(self.loop)
        row.addStretch(1)
        row.addWidget(self.mute)
        row.addWidget(self.volume, 10)
        row.addWidget(self.level)
        return row

    def _fourth(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.tokens.space.one)
        row.addWidget(self.files)
        row.addWidget(self.url)
        row.addStretch(1)
        return row

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(BUTTON, BUTTON))
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _nothing(self, view: PlayerView) -> str:
        return self.tr("Nothing plays") if view.online else why_not_online(view)

    def _enable(self, view: PlayerView) -> None:
        playback, online = view.playback, view.online
        showing = online and playback.item is not None
        several = showing and playback.count > 1
        allowed = {kind: not self._permission.refusal(view, kind) for kind in _KINDS}
        self.refusal.show_refusal(self._permission.refusal(view, Play) if online else "")

        def enable(control: QWidget, on: bool) -> None:
            self._focus.enable(control, on and allowed[self._kind(control)])

        enable(self.play, showing)
        enable(self.stop, showing)
        enable(self.next, several and (playback.loop or playback.index + 1 < playback.count))
        enable(self.previous, several and (playback.loop or playback.index > 0))
        enable(self.seek, showing and 0 < (playback.duration_s or 0.0) <= LONGEST_S)
        enable(self.mute, online)
        enable(self.volume, online)
        enable(self.files, online)
        enable(self.url, online)

    def _kind(self, control: QWidget) -> type[Action]:
        """What the control asks of the player."""
        kinds: dict[QWidget, type[Action]] = {
            self.play: Pause,
            self.stop: Stop,
            self.next: Next,
            self.previous: Previous,
            self.seek: Seek,
            self.mute: SetMute,
            self.volume: SetVolume,
        }
        return kinds.get(control, Play)

    def _follow(self) -> None:
        running = self._view is not None and self._view.playing and self.isVisible()
        if not running:
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()

    def _show_position(self) -> None:
        if self._view is None:
            return
        position_s = self._view.position_s(self._clock.monotonic_s())
        self.seek.follow(round(min(position_s, LONGEST_S) * STEPS_PER_S))
        self._show_times()

    def _show_times(self) -> None:
        view = self._view
        if view is None or view.playback.item is None:
            self.position.clear()
            self.length.clear()
            return
        known = view.playback.duration_s is not None
        at_s = self.seek.value() / STEPS_PER_S if known else view.position_s(self._clock.monotonic_s())
        self.position.setText(clock_time(at_s))
        self.length.setText(clock_time(view.playback.duration_s or 0.0) if known else self.tr("Live"))

    def _show_level(self) -> None:
        muted = self._view is not None and self._view.playback.muted
        self.level.setText(self.tr("Muted") if muted else self.tr("{} %").format(self.volume.value()))

    def _toggle_mute(self) -> None:
        if self._view is not None:
            self.action_wanted.emit(SetMute(muted=not self._view.playback.muted))

    def _play_or_pause(self) -> AnyAction:
        return Resume() if self._paused else Pause()

    @property
    def _paused(self) -> bool:
        return self._view is not None and Status.of(self._view) is Status.PAUSED

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        muted = self._view is not None and self._view.playback.muted
        showing = self._view is not None and self._view.online and self._view.playback.item is not None
        play_icon, play_word = (
            ("pause", self.tr("Pause")) if showing and not self._paused else ("play", self.tr("Play"))
        )
        mute_icon, mute_word = ("volume-off", self.tr("Unmute")) if muted else ("volume-high", self.tr("Mute"))
        for button, icon in (
            (self.previous, "skip-previous"),
            (self.play, play_icon),
            (self.next, "skip-next"),
            (self.stop, "stop"),
            (self.mute, mute_icon),
        ):
            button.setIcon(icons.icon(icon, colours.text, colours.line_strong))
        for button, word in ((self.play, play_word), (self.mute, mute_word)):
            button.setAccessibleName(word)
            button.setToolTip(word)
        self.files.setIcon(icons.icon("folder-play-outline", colours.on_fill, colours.text_faint, beside=True))
        self.url.setIcon(icons.icon("web", colours.text, colours.text_faint, beside=True))
        for time in (self.position, self.length):
            time.setMinimumWidth(time.fontMetrics().horizontalAdvance("00:00"))
        self.length.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.level.setMinimumWidth(
            max(self.level.fontMetrics().horizontalAdvance(text) for text in ("100 %", self.tr("Muted"))) + 2
        )
