"""From which level on a player keeps lines: raised for a while, until when and by whom, and put back at once."""

import contextlib

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_common.model.audit import AuditPage
from footlight_common.model.logs import LogFilter, LogLevel
from footlight_common.protocol.commands import SetLogLevel, name_of
from footlight_common.protocol.pages import LogPage
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.logs.rows import level_word
from footlight_controller.ui.moments import moment
from footlight_controller.ui.ports import ControllerPort
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import isolated, one_line, shortened

# What a player keeps without being asked for more.
USUAL_LEVEL = LogLevel.INFO
_LONGEST_WAIT_MS = 2**31 - 1


class RaisedStrip(QFrame):
    """Hidden while the usual level is in force. Qt thread, under a running loop."""

    back_wanted = Signal()
    """The usual level, now."""

    def __init__(self, theme: Theme, clock: Clock, calls: Calls, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._view: PlayerView | None = None
        space = theme.tokens.space
        self.setObjectName("banner")
        self.setProperty("inset", True)
        self._text = label("", "body", wrap=True)
        self.back = QPushButton(self.tr("Put back now"))
        self.back.clicked.connect(self.back_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.two, space.half, space.one, space.half)
        row.setSpacing(space.one_half)
        row.addWidget(Glyph(theme, "bug-outline", Tone.CAUTION, size=20), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self.back)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def ask(self, view: PlayerView | None) -> None:
        """Ask this player how it stands; None for nobody."""
        self._view = view
        if view is None:
            self._over.stop()
            self.hide()
        else:
            self._tasks.start(self._ask(view))

    async def _ask(self, view: PlayerView) -> None:
        async def ask(controller: ControllerPort) -> tuple[LogPage, AuditPage]:
            page = await controller.logs.page(view.id, LogFilter(level=LogLevel.CRITICAL), limit=1)
            if page.raised_until_s is None:
                return page, AuditPage()
            return page, await controller.audit(view.id, limit=1, command=name_of(SetLogLevel))

        # Who cannot be asked has its say elsewhere.
        with contextlib.suppress(FootlightError):
            page, audit = await self._calls.call(ask)
            if self._view is not None and self._view.id == view.id:
                self._show_page(view, page, audit)

    def _show_page(self, view: PlayerView, page: LogPage, audit: AuditPage) -> None:
        if page.raised_until_s is None or page.level is USUAL_LEVEL:
            self._over.stop()
            self.hide()
            return
        now_s = self._clock.wall_s() + (view.clock_offset_s or 0.0)
        until = QLocale().toString(moment(page.raised_until_s), self.tr("HH:mm"))
        text = self.tr("It keeps lines from “{}” on until {}, then from “{}” on again.").format(
            level_word(page.level), until, level_word(USUAL_LEVEL)
        )
        name = next((entry.name for entry in audit.entries if entry.ok), "")
        if name:
            who = self.tr("{} asked for it.").format(isolated(shortened(one_line(name))))
            text = f"{text} {who}"
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._over.start(min(max(0, round(1000 * (page.raised_until_s - now_s))), _LONGEST_WAIT_MS))
