"""The Log tab of a player's page; for technicians and admins."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError, NotLinked
from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_common.protocol.commands import SetLogLevel, name_of
from footlight_common.protocol.events import CommandCompleted
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.dialogs.save_file import ask_where
from footlight_controller.ui.logs.details import Details
from footlight_controller.ui.logs.filter_bar import LogBar
from footlight_controller.ui.logs.follower import LogFollower
from footlight_controller.ui.logs.foot import LogFoot
from footlight_controller.ui.logs.inbox import Row
from footlight_controller.ui.logs.raised import USUAL_LEVEL, RaisedStrip
from footlight_controller.ui.logs.rows import LogModel
from footlight_controller.ui.logs.saving import ArchiveSaver
from footlight_controller.ui.logs.state import LogState
from footlight_controller.ui.logs.table import LogTable
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player.tab import PlayerTab
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.words import one_line, sentence

LEAST_ROLE = Role.TECHNICIAN
# While somebody writes into a filter nobody is asked.
WRITES_MS = 350
# The parts that said these last lines are offered to choose from.
_OFFERS_FROM = 500


class LogTab(PlayerTab):
    """Follows while it is shown. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity]"""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        permission: Permission,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._calls = calls
        self._tasks = tasks
        self._permission = permission
        self._view: PlayerView | None = None
        self._error: FootlightError | None = None
        self._begun = False
        self._anew = True
        self._replaced = True
        self._floor = 0
        self._no_older = False
        self._new = 0
        self._nowhere = False
        self.setObjectName("page")
        self.model = LogModel(self)
        self.follower = LogFollower(calls, tasks, self)
        self.saver = ArchiveSaver(calls, tasks, self)
        self.bar = LogBar(theme)
        self.raised = RaisedStrip(theme, clock, calls, tasks)
        self.table = LogTable(theme, self.model)
        self.details = Details(theme)
        self.nothing = EmptyState(theme, "text-box-outline", "", self.tr("Show everything"))
        self.nothing.setMinimumHeight(1)
        # What it says has room where the list has; it must not make the window wider.
        self.nothing.setMinimumWidth(1)
        self.denied = EmptyState(theme, "shield-lock-outline", self.tr("For technicians and admins"))
        self.denied.setMinimumSize(1, 1)
        self.foot = LogFoot(theme)
        self._lay_out(theme)
        self._again = QTimer(self, interval=WRITES_MS)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._follow)
        self._connect()
        self._judge()

    def show_player(self, view: PlayerView | None) -> None:
        before, self._view = self._view, view
        if view is None or before is None or view.id != before.id:
            self._leave()
            self._forget()
            if view is not None and self.isVisible():
                self._begin()
        elif view.online and not before.online and self.isVisible() and self._allowed:
            self.raised.ask(view)
            if not self.follower.following:
                self._follow()
        self._judge()

    def show_changes(self, changes: Changes) -> None:
        if self._view is None or not self._begun:
            return
        asked = name_of(SetLogLevel)
        for each in changes.events:
            match each.event:
                case CommandCompleted(command=command) if command == asked and each.player_id == self._view.id:
                    self.raised.ask(self._view)
                case _:
                    pass

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._leave()

    @property
    def _allowed(self) -> bool:
        return self._view is not None and not self._permission.refusal_on(self._view, LEAST_ROLE)

    def _begin(self) -> None:
        if self._view is None or not self._allowed or self._begun:
            return
        self._begun = True
        self._follow()
        if self._view.online:
            self.raised.ask(self._view)

    def _leave(self) -> None:
        """Nobody looks: nothing is asked for."""
        self._begun = False
        self._again.stop()
        self.follower.stop()

    def _forget(self) -> None:
        """It is another player's log now."""
        self.model.clear()
        self.details.fold()
        self.raised.ask(None)
        self._error, self._no_older, self._replaced, self._floor, self._new = None, False, True, 0, 0
        self.foot.pause.setChecked(False)
        self.table.stick()

    def _follow(self) -> None:
        if self._view is None or not self._begun:
            return
        self._error, self._anew = None, True
        self.follower.follow(self._view.id, self.bar.filter)
        self._show_state()

    def _choose(self, wanted: LogFilter) -> None:
        """What is here already shows it at once; then the player is asked."""
        self.model.keep(wanted)
        self._no_older, self._replaced, self._new = bool(self._floor), True, 0
        self.table.stick()
        self._again.start()
        self._show_state()

    def _take(self, rows: list[Row]) -> None:
        if self._anew:
            rows = self._joined(rows)
        if not self.table.sticks:
            self._new += len(rows)
        self.model.append(rows)
        self.bar.offer(self._loggers())
        self._show_state()

    def _joined(self, rows: list[Row]) -> list[Row]:
        """The newest lines there are, as far as they are not shown. Where some would be missing it begins anew."""
        self._anew = False
        last, first = self.model.last, next((row for row in rows if isinstance(row, LogLine)), None)
        if self._replaced or last is None or first is None or first.seq > last.seq:
            self.model.clear()
            self._replaced = False
            known = self._floor
        else:
            known = last.seq
        return [row for row in rows if not isinstance(row, LogLine) or row.seq > known]

    def _take_older(self, lines: tuple[LogLine, ...]) -> None:
        lines = tuple(line for line in lines if line.seq > self._floor)
        self._no_older = not lines or self.model.prepend(lines) < len(lines)
        if lines:
            self.table.prepended(len(lines))
        self._show_state()

    def _want_older(self) -> None:
        first = self.model.first
        if first is not None and not self._no_older and not self.model.full and not self.follower.reading:
            self.follower.read_older(first)

    def _fail(self, error: FootlightError) -> None:
        self._error = error
        self._show_state()

    def _loggers(self) -> set[str]:
        new = {one_line(row.logger) for row in self.model.rows[-_OFFERS_FROM:] if isinstance(row, LogLine)}
        return new | set(self.bar.logger.choices)

    def _stick(self, on: bool) -> None:
        if on:
            self._new = 0
        self._show_state()

    def _pause(self, on: bool) -> None:
        self.follower.paused = on
        self._show_state()

    def _clear(self) -> None:
        last = self.model.last
        self._floor = last.seq if last is not None else self._floor
        self.model.clear()
        self.details.fold()
        self._no_older, self._new = True, 0
        self.table.stick()
        self._show_state()

    def _show_everything(self) -> None:
        self._floor, self._no_older = 0, False
        self.bar.clear()

    def _look_for(self, needle: str) -> None:
        self._nowhere = False
        self.table.show_needle(needle)
        self._show_state()

    def _find(self, step: int) -> None:
        needle = self.bar.needle
        if not needle:
            self.bar.begin_search()
            return
        here = self.table.currentIndex().row() if self.table.selectionModel().hasSelection() else -1
        start = here + step if here >= 0 else max(0, self.table.rowAt(0))
        row = self.model.find(needle, start, step)
        self._nowhere = row < 0
        if row >= 0:
            self.table.go_to(row)
        self._show_state()

    def _open(self, index: QModelIndex) -> None:
        self.details.show_row(self.model.rows[index.row()])
        self.table.scrollTo(index)

    def _move_to(self, current: QModelIndex) -> None:
        if not self.details.isHidden() and current.isValid():
            self.details.show_row(self.model.rows[current.row()])

    def _go_to_lines(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(self.model.rowCount() - 1)

    def _set_level(self, level: LogLevel, duration_s: float) -> None:
        if self._view is not None:
            self._tasks.start(self._command(self._view, SetLogLevel(level=level, duration_s=duration_s)))

    async def _command(self, view: PlayerView, action: SetLogLevel) -> None:
        try:
            await self._calls.call(lambda controller: controller.command(view.id, action))
        except FootlightError as err:
            self.noted.emit(
                Note(
                    topic=f"log level {view.id}",
                    subject=view.name,
                    subject_id=view.id,
                    text=sentence(str(err)),
                    level=Level.BAD,
                )
            )
        if self._begun and self._view is not None and self._view.id == view.id:
            self.raised.ask(view)

    def _ask_where(self) -> None:
        view = self._view
        if view is None:
            return
        name = f"footlight-log-{file_part(view.name)}"
        ask_where(self, self.tr("Save the log"), name, "tar.gz", lambda target: self.saver.save(view, target))

    def _judge(self) -> None:
        """The role may be another."""
        refusal = "" if self._view is None else self._permission.refusal_on(self._view, LEAST_ROLE)
        self.denied.show_text(self.tr("They see what the software of a player says of its work. {}").format(refusal))
        self._stack.setCurrentWidget(self.denied if refusal else self._content)
        if refusal:
            self._leave()
            # Nothing of it stays with who may not see it.
            self.model.clear()
        elif self.isVisible():
            self._begin()
        self._show_state()

    def _show_state(self) -> None:
        online = self._view is not None and self._view.online
        count = self.model.rowCount()
        state = LogState(
            count=count,
            waiting=self.follower.waiting if self.follower.paused else None,
            offline=not online or isinstance(self._error, NotLinked),
            error=self._error,
            filtered=self.bar.filter != LogFilter(),
            cleared=bool(self._floor),
            full=self.model.full,
            reading=self.follower.reading,
            nowhere=self.bar.needle if self._nowhere else "",
        )
        self.foot.more.setEnabled(online)
        self.foot.save.setEnabled(online)
        self.foot.clear.setEnabled(bool(count))
        self.foot.again.setVisible(state.error is not None and not state.offline)
        self.foot.show_fresh(self._new, on=not self.table.sticks)
        self.foot.state.show_text(state.words)
        self._lists.setCurrentWidget(self.table if count else self.nothing)
        self.nothing.button.setVisible(state.filtered or state.cleared)
        headline, text = state.words_for_nothing
        self.nothing.show_headline(headline)
        self.nothing.show_text(text)

    def _lay_out(self, theme: Theme) -> None:
        space = theme.tokens.space
        self._lists = QStackedLayout()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(space.three, space.one_half, space.three, space.one)
        column.setSpacing(space.one)
        column.addWidget(self.bar)
        column.addWidget(self.raised)
        column.addLayout(self._lists, 1)
        column.addWidget(self.details)
        column.addWidget(self.foot)
        # Only now: it shows the first one, which would be a window of its own without a parent.
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.nothing)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._content)
        self._stack.addWidget(self.denied)

    def _connect(self) -> None:
        self.follower.came.connect(self._take)
        self.follower.older.connect(self._take_older)
        self.follower.failed.connect(self._fail)
        self.follower.changed.connect(self._show_state)
        self.bar.changed.connect(self._choose)
        self.bar.needle_changed.connect(self._look_for)
        self.bar.find_wanted.connect(self._find)
        self.bar.left.connect(self._go_to_lines)
        self.table.older_wanted.connect(self._want_older)
        self.table.stuck.connect(self._stick)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(lambda current, _before: self._move_to(current))
        self.details.closed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.nothing.button.clicked.connect(self._show_everything)
        self.foot.fresh.clicked.connect(self.table.stick)
        self.foot.again.clicked.connect(self._follow)
        self.foot.pause.toggled.connect(self._pause)
        self.foot.clear.clicked.connect(self._clear)
        self.foot.save.clicked.connect(self._ask_where)
        self.foot.more_wanted.connect(lambda duration_s: self._set_level(LogLevel.DEBUG, duration_s))
        self.raised.back_wanted.connect(lambda: self._set_level(USUAL_LEVEL, 1.0))
        self.saver.noted.connect(self.noted)
        self.saver.begun.connect(self.begun)
        self._permission.changed.connect(self._judge)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Find), self.bar.begin_search)
        self._shortcut(QKeySequence("F3"), lambda: self._find(1))
        self._shortcut(QKeySequence("Shift+F3"), lambda: self._find(-1))

    def _shortcut(self, keys: QKeySequence, work: Callable[[], None]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(work)


def file_part(name: str) -> str:
    """A name as a part of a file's name."""
    plain = "".join(sign if sign.isalnum() else "-" for sign in one_line(name).lower())
    return "-".join(part for part in plain.split("-") if part)[:40] or "player"
