"""The plots of the player on show, what is read for them, and what is said while there are none."""

import contextlib

from PySide6.QtCore import QElapsedTimer, QLocale, QTimer
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError, NotLinked
from footlight_common.protocol.events import MetricsUpdate
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.figures.plots import Plots
from footlight_controller.ui.figures.reader import MetricsReader
from footlight_controller.ui.figures.record import GAP_S, Record, Rolled
from footlight_controller.ui.figures.span import HOUR_S, Span
from footlight_controller.ui.figures.span_bar import SpanBar
from footlight_controller.ui.moments import moment
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.widgets.working_bar import working_bar
from footlight_controller.ui.words import sentence

# While one drags or zooms nobody is asked.
SETTLES_MS = 200
# After the last turn of the wheel that moved the page it goes on moving the page.
SCROLLS_MS = 400
# Of the length of what is shown: so much is read on both sides of it.
_MARGIN = 0.5
# Steps of more than a minute are read anew in finer ones when less than this share of what was read is looked at.
_FINER_BELOW = 0.2
# Live readings are kept for an hour; by then there are rollups of them.
STALE_S = HOUR_S / 2


class Board(QWidget):
    """Qt thread, under a running loop."""

    def __init__(self, theme: Theme, clock: Clock, calls: Calls, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._view: PlayerView | None = None
        self._looking = False
        self._length_s = HOUR_S
        self._live = True
        self._span: Span | None = None
        self._scrolled = QElapsedTimer()
        self.record = Record()
        self.reader = MetricsReader(calls, tasks, self)
        space = theme.tokens.space
        self.bar = SpanBar(theme)
        self.working = working_bar()
        self.plots = Plots(theme, self._is_scrolling)
        self.nothing = EmptyState(theme, "chart-line", self.tr("No figures yet"), self.tr("Try again"))
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space.three, space.half, space.three, space.three)
        column.addWidget(self.plots)
        column.addStretch(1)
        self.area = Scrolled()
        self.area.setWidget(inside)
        self.area.verticalScrollBar().valueChanged.connect(lambda: self._scrolled.start())
        head = QVBoxLayout()
        head.setContentsMargins(space.three, space.one_half, space.three, 0)
        head.setSpacing(space.half)
        head.addWidget(self.bar)
        head.addWidget(self.working)
        self._stack = QStackedLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(self._stack, 1)
        # Only now: it shows the first one, which would be a window of its own without a parent.
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.nothing)
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._read_missing)
        self.reader.changed.connect(self._show_state)
        self.reader.read.connect(self._take_rolled)
        self.bar.chosen.connect(self._choose)
        self.bar.live_wanted.connect(self._go_live)
        for again in (self.bar.again_wanted, self.nothing.button.clicked):
            again.connect(lambda: self._read())
        self.plots.moved.connect(self._move)
        self.plots.zoomed.connect(self._zoom)
        self.plots.live_wanted.connect(self._go_live)
        self.plots.pointed.connect(lambda _at_s: self._show_state())
        self._show_state()

    @property
    def span(self) -> Span:
        """What is shown."""
        return self._span or Span.until(self._now_s(), self._length_s)

    @property
    def live(self) -> bool:
        """Whether what is shown goes on with the present."""
        return self._live

    def show_player(self, view: PlayerView | None) -> None:
        """Show this one from now on."""
        before, self._view = self._view, view
        if view is None or before is None or view.id != before.id:
            self._settle.stop()
            self.reader.stop()
            self.record = Record()
            self._live, self._span = True, None
            if self._looking:
                self._begin()
        elif view.online and not before.online and self._looking:
            self._read()
        if view is not None:
            self._show_state()

    def show_changes(self, changes: Changes) -> None:
        """Take over readings of the player on show."""
        if self._view is None:
            return
        heard = False
        for each in changes.events:
            if each.player_id == self._view.id and isinstance(each.event, MetricsUpdate):
                self.record.take_live(each.event.at_s, each.event.metrics)
                heard = True
        if heard:
            self._show()
            self._show_state()
            if self._is_stale() and not self.reader.busy and self.reader.error is None:
                self._read()

    def look(self) -> None:
        """Somebody looks at it."""
        self._looking = True
        self._begin()

    def look_away(self) -> None:
        """Nobody does any more: nothing is asked for."""
        self._looking = False
        self._settle.stop()
        self.reader.stop()
        self._watch()

    def _begin(self) -> None:
        self._watch()
        self._show()
        if self._view is not None and self._view.online:
            self._read()
        self._show_state()

    def _watch(self) -> None:
        watched = (self._view.id,) if self._looking and self._view is not None else ()
        self._tasks.start(self._look_at(watched))

    async def _look_at(self, watched: tuple[str, ...]) -> None:
        # Where the program closes nobody is told any more.
        with contextlib.suppress(FootlightError):
            await self._calls.call(lambda controller: controller.metrics.look_at(*watched))

    def _now_s(self) -> float:
        """By the player's clock, as near as is known."""
        offset_s = self._view.clock_offset_s if self._view is not None else None
        now_s = self._clock.wall_s() + (offset_s or 0.0)
        latest_s = self.record.latest_s
        return latest_s if abs(now_s - latest_s) < GAP_S else now_s

    def _choose(self, length_s: float) -> None:
        self._length_s, self._live = length_s, True
        self._show()
        self._read_missing()
        self._show_state()

    def _go_live(self) -> None:
        self._choose(self._length_s)

    def _move(self, by_s: float) -> None:
        self._go_to(self.span.moved(by_s, self._now_s()))

    def _zoom(self, factor: float, at_s: float) -> None:
        now_s = self._now_s()
        # Who looks at the present goes on looking at it.
        self._go_to(self.span.zoomed(factor, now_s if self._live else at_s, now_s))

    def _go_to(self, span: Span) -> None:
        now_s = self._now_s()
        self._length_s, self._live = span.length_s, span.to_s >= now_s - 0.5
        self._span = span
        self._show()
        self._show_state()
        self._settle.start()

    def _show(self) -> None:
        """What is known, where one looks."""
        if self._live:
            self._span = Span.until(self._now_s(), self._length_s)
        self.bar.show_span(self._length_s, live=self._live)
        if self._looking:
            self.plots.show_record(self.record, self.span)

    def _take_rolled(self, rolled: Rolled) -> None:
        self.record.take_rolled(rolled)
        self._show()

    def _read_missing(self) -> None:
        rolled = self.record.rolled
        now_s = self._now_s()
        if rolled is not None:
            span = self.span
            reaches = rolled.span.holds(Span(span.from_s, min(span.to_s, rolled.span.to_s)))
            reaches = reaches and (rolled.span.to_s >= min(span.to_s, now_s - STALE_S))
            fine = rolled.step_s <= 60 or span.length_s > _FINER_BELOW * rolled.span.length_s
            if reaches and fine:
                return
        self._read()

    def _is_stale(self) -> bool:
        rolled = self.record.rolled
        return self._live and (rolled is None or self._now_s() - rolled.span.to_s > STALE_S)

    def _read(self) -> None:
        if self._view is None or not self._looking:
            return
        span, now_s = self.span, self._now_s()
        margin_s = _MARGIN * span.length_s
        self.reader.ask(self._view.id, Span(span.from_s - margin_s, span.to_s + margin_s), now_s)

    def _is_scrolling(self) -> bool:
        return self._scrolled.isValid() and not self._scrolled.hasExpired(SCROLLS_MS)

    def _show_state(self) -> None:
        error = self.reader.error
        online = self._view is not None and self._view.online
        self.working.setVisible(self.reader.busy)
        offline = not online or isinstance(error, NotLinked)
        self.bar.again.setVisible(error is not None and not offline)
        self.nothing.button.setVisible(error is not None and not offline)
        if self.record.known:
            self._stack.setCurrentWidget(self.area)
            self.bar.told.show_text(self._told(offline=offline))
            return
        self._stack.setCurrentWidget(self.nothing)
        self.bar.told.show_text("")
        if offline:
            self.nothing.show_headline(self.tr("It is offline"))
            self.nothing.show_text(self.tr("Its figures come when it is back."))
        elif error is not None:
            self.nothing.show_headline(self.tr("The figures could not be read"))
            self.nothing.show_text(sentence(str(error)))
        elif self.reader.busy:
            self.nothing.show_headline(self.tr("Reading…"))
            self.nothing.show_text(self.tr("The player hands out what it has measured."))
        else:
            self.nothing.show_headline(self.tr("No figures yet"))
            self.nothing.show_text(self.tr("They come once a second while the player is online."))

    def _told(self, *, offline: bool) -> str:
        """When that is, and what is missing."""
        locale, span = QLocale(), self.span
        at_s = self.plots.crosshair_s
        if at_s is not None:
            text = locale.toString(moment(at_s), self.tr("ddd d MMM yyyy, HH:mm:ss"))
        else:
            pattern = self.tr("ddd d MMM, HH:mm")
            begin, end = (locale.toString(moment(each), pattern) for each in (span.from_s, span.to_s))
            text = self.tr("{} to {}").format(begin, end)
        if offline:
            return self.tr("{}. It is offline: you see what was read before.").format(text)
        if self.reader.error is not None:
            return self.tr("{}. {}").format(text, sentence(str(self.reader.error)))
        if self.reader.busy:
            return self.tr("{}. Reading…").format(text)
        return text
