"""The Timeline tab of a player: its screen, alerts and controllers in lanes, and its story in words."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.story import Story
from footlight_controller.core.timeline import Alerted, Gap, Timeline
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.player.tab import PlayerTab
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.board import TimelineBoard
from footlight_controller.ui.timeline.line import Line
from footlight_controller.ui.timeline.pointing import Pointed, begin_of
from footlight_controller.ui.timeline.reader import TimelineReader
from footlight_controller.ui.timeline.sight import DAY_S, Sight
from footlight_controller.ui.timeline.story_rows import Entry, StoryModel
from footlight_controller.ui.timeline.story_table import StoryTable
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.words import one_line

# Longer periods are read hour by hour, without lanes and story.
NEAR_S = 31.5 * DAY_S
_CLOSE_S = 600.0
SHOWS_MS = 100
# Lower, the legend would leave no room for the story.
ROOMY_FROM_LINES = 34
# Of the story, before all of it scrolls.
LEAST_ROWS = 4


class TimelineTab(PlayerTab):
    """Reads while it is shown. Qt thread, under a running loop."""

    def __init__(self, theme: Theme, clock: Clock, calls: Calls, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PlayerView | None = None
        self.setObjectName("page")
        space = theme.tokens.space
        self._notices: tuple[str, ...] = ()
        self.reader = TimelineReader(clock, calls, tasks, near_s=NEAR_S, parent=self)
        self.board = TimelineBoard(theme, clock, opens=False, tall=True)
        self.chart = self.board.chart
        self._clock = clock
        self.model = StoryModel(self)
        self.table = StoryTable(theme, self.model)
        self.heading = label("", "small", wrap=True)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space.three, space.two, space.three, space.one)
        column.setSpacing(space.one)
        column.addWidget(self.board)
        column.addWidget(self.heading)
        column.addWidget(self.table, 1)
        self.area = Scrolled()
        self.area.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.area)
        self._soon = QTimer(self, interval=SHOWS_MS)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show)
        self.board.looked.connect(self._look)
        self.chart.sight_changed.connect(lambda _: self._show_soon())
        self.chart.pointed.connect(self._show_row)
        self.table.wanted.connect(self._go_to)
        self.reader.read.connect(lambda _: self._show_soon())
        self.reader.working.connect(self._show_state)

    def show_player(self, view: PlayerView | None) -> None:
        another = (view.id if view else "") != (self._view.id if self._view else "")
        dims = view is not None and self._view is not None and view.online is not self._view.online
        self._view = view
        if (another or dims) and self.isVisible():
            if another:
                self.chart.choose(None)
            self._show()
            self._look()

    def show_changes(self, changes: Changes) -> None:
        self.reader.renew(changes.histories)
        if changes.notices != self._notices:
            self._notices = changes.notices
            self._show_state()
        self.reader.forget(changes.removed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()
        self.board.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()
        self.board.rest()
        self.reader.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.board.show_legend(event.size().height() >= ROOMY_FROM_LINES * self.fontMetrics().height())
        self._share()

    def _share(self) -> None:
        """The lanes have the room they need, and the story the rest."""
        self.chart.setFixedHeight(min(self.chart.height_of_all, max(self.height() // 3, self.chart.least_height)))
        rows = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(self.table.horizontalHeader().height() + LEAST_ROWS * rows)

    def _look(self) -> None:
        if self.isVisible():
            self.reader.look(() if self._view is None else (self._view.id,), self.board.sight)
            self._show_soon()

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        view = self._view
        if view is None:
            self.board.show_lines(())
            self.model.show_entries(())
            return
        past = self.reader.past(view.id)
        lines = [Line(key=view.id, title=self.tr("Screen"), past=past, dimmed=not view.online)]
        if past is not None and past.timeline is not None:
            lines += self._lanes(past.timeline)
        self.board.show_lines(lines)
        self._share()
        story = self.reader.story(view.id)
        self._show_story(story)
        self._show_state()

    def _lanes(self, timeline: Timeline) -> list[Line]:
        lines = [_alert_line(lane) for lane in timeline.alerts]
        for number, links in enumerate(timeline.links):
            title = self.tr("Controllers") if not number else ""
            lines.append(Line(key=f"links {number}", title=title, lane=links))
        if timeline.marks:
            lines.append(Line(key="marks", title=self.tr("Commands and more"), marks=timeline.marks))
        return lines

    def _show_story(self, story: Story | None) -> None:
        entries = () if story is None else _within(story.entries, self.board.sight)
        self.model.show_entries(entries)
        if story is None and self._view is not None and self.reader.past(self._view.id) is not None:
            text = self.tr("Zoom in to a month or less: what happened stands here then, one thing after another.")
        elif not entries:
            text = self.tr("Nothing happened in this time.")
        else:
            text = self.tr("%Ln thing(s) that happened in this time, the newest first", "", len(entries))
        self.heading.setText(text)

    def _show_state(self) -> None:
        view = self._view
        missing = view is not None and view.online and self.reader.missing_s(view.id) > 1
        if self.reader.busy:
            text = self.tr("Reading…")
        elif missing:
            text = self.tr("Fetching what the player remembers…")
        elif view is not None and not view.online:
            text = self.tr("The player is offline. What it did since then it tells once it is back.")
        else:
            text = self.tr("The wheel zooms, dragging moves.")
        self.board.show_state(text, busy=self.reader.busy or missing)
        self.board.banner.show_notices(self.reader.troubles_beside(self._notices))

    def _show_row(self, pointed: Pointed | None) -> None:
        """Whatever was chosen on the chart is in sight in the table too."""
        if pointed is not None and pointed is self.chart.chosen and self.model.rowCount():
            row = self.model.row_at(begin_of(pointed.what) + 1e-3)
            self.table.selectRow(row)

    def _go_to(self, at_s: float) -> None:
        length_s = min(self.board.sight.length_s, _CLOSE_S)
        self.board.show_sight(Sight(at_s - length_s / 2, length_s))


def _alert_line(lane: Sequence[Alerted]) -> Line:
    return Line(key=f"alert {lane[0].code}", title=one_line(lane[-1].message), lane=tuple(lane))


def _within(entries: Sequence[Entry], sight: Sight) -> Sequence[Entry]:
    """Those of the period in sight, and the gap that reaches into it."""
    begins = [_begin_s(entry) for entry in entries]
    first, last = bisect_left(begins, sight.from_s), bisect_left(begins, sight.until_s)
    before = next((entry for entry in reversed(entries[:first]) if isinstance(entry, Gap)), None)
    reaching = [before] if before is not None and before.ended_s > sight.from_s else []
    return [*reaching, *entries[first:last]]


def _begin_s(entry: Entry) -> float:
    return entry.started_s if isinstance(entry, Gap) else entry.at_s
