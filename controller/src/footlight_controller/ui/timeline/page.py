"""The Timeline page: what all players did."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.models.arrangement import Arrangement
from footlight_controller.ui.models.arranging import MAX_SEARCH, Arranging
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.board import TimelineBoard
from footlight_controller.ui.timeline.line import Line
from footlight_controller.ui.timeline.reader import TimelineReader
from footlight_controller.ui.timeline.sight import HOUR_S
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.search_field import SearchField
from footlight_controller.ui.words import one_line

# Longer periods of many players are read hour by hour.
NEAR_S = 36 * HOUR_S
# Rows that were read are shown together; a fleet is read faster than anybody looks.
SHOWS_MS = 100
SETTLES_MS = 500
# Lower, the legend would leave room for a handful of players alone.
ROOMY_FROM_LINES = 28


class TimelinePage(QWidget):
    """Reads while it is shown. Qt thread, under a running loop."""

    player_wanted = Signal(str)
    """Id of a player to be shown."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
        parent: QWidget | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self._theme = theme
        self._players = players
        self._online: set[str] = set()
        space = theme.tokens.space
        self.setObjectName("page")
        self._notices: tuple[str, ...] = ()
        self.reader = TimelineReader(clock, calls, tasks, near_s=NEAR_S, parent=self)
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search players"))
        self.search.setAccessibleName(self.tr("Search players"))
        self.search.setToolTip(self.tr("Name, area or id (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(MAX_SEARCH)
        self.search.setTextMargins(-space.one, 0, 0, 0)
        self._glyph = QAction(self.search)
        self.search.addAction(self._glyph, QLineEdit.ActionPosition.LeadingPosition)
        self.board = TimelineBoard(theme, clock, self.search)
        self.chart = self.board.chart
        self.nobody = EmptyState(theme, "chart-timeline", self.tr("No players yet"))
        self.nobody.show_text(self.tr("What the players in your list did stands here, also while nobody watched."))
        column = QVBoxLayout()
        column.setContentsMargins(space.three, space.three, space.three, space.one)
        column.addWidget(self.board)
        content = QWidget()
        content.setLayout(column)
        self._content = content
        self._stack = QStackedLayout(self)
        self._stack.addWidget(content)
        self._stack.addWidget(self.nobody)
        self._soon = QTimer(self, interval=SHOWS_MS)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_lines)
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._arrange)
        self.search.textChanged.connect(lambda _: self._arrange())
        self.search.left.connect(lambda: self.chart.setFocus(Qt.FocusReason.OtherFocusReason))
        self.board.looked.connect(self._look)
        self.board.opened.connect(self.player_wanted)
        self.reader.read.connect(lambda _: self._show_soon())
        self.reader.working.connect(self._show_state)
        QShortcut(QKeySequence.StandardKey.Find, self, self._begin_search)
        self._arrangement = Arrangement()
        theme.changed.connect(self._dress)
        self._dress()

    def show_changes(self, changes: Changes) -> None:
        """Read again of whom there is something new, once it is looked at."""
        self.reader.renew(changes.histories)
        if changes.notices != self._notices:
            self._notices = changes.notices
            self._show_state()
        self.reader.forget(changes.removed)
        if self.isVisible() and (changes.players or changes.removed) and not self._settle.isActive():
            self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self.board.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()
        self._soon.stop()
        self.board.rest()
        self.reader.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.board.show_legend(event.size().height() >= ROOMY_FROM_LINES * self.fontMetrics().height())

    def _arrange(self) -> None:
        """Everybody, in the order of Monitoring."""
        players = tuple(self._players())
        self._arrangement = Arrangement(Arranging(search=one_line(self.search.text())))
        self._arrangement.take(players)
        self._online = {view.id for view in players if view.online}
        self._namesakes = Namesakes(players)
        self._stack.setCurrentWidget(self._content if players else self.nobody)
        self._show_lines()
        self._look()

    def _show_lines(self) -> None:
        lines: list[Line] = []
        rows = self._arrangement
        sections = rows.sections()
        for section in sections:
            if len(sections) > 1 or section.title:
                title = one_line(section.title) or self.tr("Without area")
                lines.append(Line(key=f"area {section.title}", title=title, heading=True))
            lines += [self._line(rows.view_at(section.start + place)) for place in range(section.count)]
        self.board.show_lines(lines)
        self._show_state()

    def _line(self, view: PlayerView) -> Line:
        return Line(
            key=view.id,
            title=self._namesakes.told(one_line(view.name), view.id),
            dimmed=not view.online,
            past=self.reader.past(view.id),
        )

    def _look(self) -> None:
        if self.isVisible():
            seen = [line.key for line in self.chart.lines_in_sight() if not line.heading]
            self.reader.look(seen, self.board.sight)

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show_state(self) -> None:
        seen = [line.key for line in self.chart.lines_in_sight() if not line.heading]
        waiting = [each for each in seen if each in self._online and self.reader.missing_s(each) > 1]
        busy = bool(seen) and (self.reader.busy or bool(waiting))
        if not seen and self.search.text():
            text = self.tr("No player has all of that in its name or area.")
        elif busy and not waiting:
            text = self.tr("Reading…")
        elif busy:
            text = self.tr("Fetching what %n player(s) remember…", "", len(waiting))
        else:
            text = self.tr("The wheel zooms, dragging moves, Ctrl and the wheel scrolls.")
        self.board.show_state(text, busy=busy)
        self.board.banner.show_notices(self.reader.troubles_beside(self._notices))

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _dress(self) -> None:
        self._glyph.setIcon(self._theme.icons.icon("magnify", self._theme.colours.text_faint))
