"""The Activity page: what all players were asked for, newest first; for technicians and admins."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.errors import NotLinked
from footlight_common.protocol.events import CommandCompleted
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes, DeviceOnline
from footlight_controller.core.site_view import SiteView
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.activity_log.command_words import command_titles
from footlight_controller.ui.activity_log.export import Exporter
from footlight_controller.ui.activity_log.filter_bar import FilterBar
from footlight_controller.ui.activity_log.reader import AuditReader
from footlight_controller.ui.activity_log.table import AuditTable
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.dialogs.save_file import ask_where
from footlight_controller.ui.models.audit_rows import AuditFilter, AuditModel
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.paged_lines import PagedLines
from footlight_controller.ui.words import isolated, one_line, several, shortened

LEAST_ROLE = Role.TECHNICIAN
# While somebody writes into a filter nobody is asked.
WRITES_MS = 350
SETTLES_MS = 500
# With a thousand players pages come in faster than anybody reads.
SHOWS_MS = 100
# Lower, a strip of warnings would leave no room for the lines.
ROOMY_FROM_LINES = 13


class ActivityPage(QWidget):
    """Reads while it is shown. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    begun = Signal(object)
    """[Activity]"""
    player_wanted = Signal(str)
    """Id of a player to be shown."""

    def __init__(
        self,
        theme: Theme,
        calls: Calls,
        tasks: Tasks,
        permission: Permission,
        players: Callable[[], Iterable[PlayerView]],
        parent: QWidget | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self._theme = theme
        self._permission = permission
        self._players = players
        self._scope: tuple[tuple[tuple[str, str], ...], str, str] = ((), "", "")
        self._low = False
        self._missing: list[str] = []
        space = theme.tokens.space
        self.setObjectName("page")
        self.reader = AuditReader(calls, tasks, self)
        self.exporter = Exporter(calls, tasks, self)
        self.model = AuditModel(self)
        self.filters = FilterBar(theme)
        self.banner = Banner(theme, inset=True)
        self.table = AuditTable(theme, self.model)
        self.nothing = EmptyState(theme, "magnify-close", self.tr("Nothing fits"), self.tr("Show everything"))
        self.quiet = EmptyState(theme, "history", self.tr("Nothing was asked of the players yet"))
        self.quiet.show_text(self.tr("Whatever somebody asks of a player stands here from then on."))
        self.nothing.show_text(self.tr("None of the lines that were read has all of that in it."))
        self.lines = PagedLines(theme, self.reader, self.table, nothing=self.nothing, quiet=self.quiet)
        self.filtered = QPushButton(self.tr("Filtered"))
        self.filtered.setProperty("kind", "chip")
        self.filtered.setIconSize(beside_text(16))
        self.filtered.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.filtered.setToolTip(self.tr("Not everything is shown. Show everything"))
        self.filtered.setAccessibleDescription(self.tr("Show everything"))
        self.filtered.hide()
        self.denied = EmptyState(theme, "shield-lock-outline", self.tr("For technicians and admins"))
        self.lines.foot.insertWidget(0, self.filtered)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(space.three, space.three, space.three, space.one)
        column.setSpacing(space.one)
        column.addWidget(self.banner)
        column.addWidget(self.filters)
        column.addWidget(self.lines, 1)
        self._content = content
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.denied)
        self._stack.addWidget(content)
        self._again = QTimer(self, interval=WRITES_MS)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._read_scope)
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._show_missing)
        self._soon = QTimer(self, interval=SHOWS_MS)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show)
        self.reader.changed.connect(self._show_soon)
        self.model.more_wanted.connect(self.lines.look_further)
        self.filters.changed.connect(self._choose)
        self.filters.left.connect(self.lines.go_to_lines)
        self.filters.export_wanted.connect(self._ask_where)
        for everything in (self.nothing.button, self.filtered):
            everything.clicked.connect(self.filters.clear)
        theme.changed.connect(self._dress)
        self._dress()
        self.lines.asked.connect(self._show_state)
        self.table.player_wanted.connect(self.player_wanted)
        self.exporter.noted.connect(self.noted)
        self.exporter.begun.connect(self.begun)
        permission.changed.connect(self._judge)
        QShortcut(QKeySequence.StandardKey.Find, self, self.filters.begin_search)
        self._judge()

    def show_changes(self, changes: Changes) -> None:
        """Ask players again where something was done."""
        if not self.isVisible() or not self._allowed:
            return
        for event in changes.events:
            if isinstance(event.event, CommandCompleted):
                self.reader.renew(event.player_id)
            elif isinstance(event.event, DeviceOnline) and self._in_scope(event.player_name):
                self.reader.add(event.player_id, event.player_name)
        if (changes.players or changes.removed) and not self._settle.isActive():
            self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self._settle.stop()
        self._soon.stop()
        self.reader.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = event.size().height() < ROOMY_FROM_LINES * QFontMetricsF(self._theme.fonts.body).height()
        if low is not self._low:
            # The lines come first; what is missing is told below them then.
            self._low = low
            self._show_missing()
            self._show_state()

    @property
    def _allowed(self) -> bool:
        return not self._permission.refusal_here(LEAST_ROLE)

    def _judge(self) -> None:
        """The role may be another."""
        refusal = self._permission.refusal_here(LEAST_ROLE)
        role, site = self._permission.role, self._permission.site
        removed = self._permission.removed
        if refusal and role is not None and site is not None and not removed:
            refusal = self.tr("Your role in {} is {}.").format(isolated(shortened(site.name)), role_word(role))
        self.denied.show_headline(
            self.tr("You were removed from the site") if removed else self.tr("For technicians and admins")
        )
        text = (
            self.tr("{} Then choose Join again in Settings.")
            if removed
            else self.tr("They see who asked which player for what, and when. {}")
        )
        self.denied.show_text(text.format(refusal))
        before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self.denied if refusal else self._content)
        if refusal:
            self.reader.stop()
        elif before is self.denied and self.isVisible():
            self._begin()

    def _begin(self) -> None:
        if self._allowed:
            self._scope = ((), "", "")
            self._offer()
            self._read_scope()
            self._show_missing()

    def _choose(self, chosen: AuditFilter) -> None:
        self.lines.begin()
        self.model.choose(chosen)
        self._show_lists()
        self._again.start()

    def _read_scope(self) -> None:
        """Players are asked for what is written in full; the rest is chosen from what they say."""
        players, member, command = scope = self._scope_of(self.filters.filter)
        if scope != self._scope:
            self._scope = scope
            self.reader.read(players, member=member, command=command)
        else:
            self.lines.fill()
        self._show_state()

    def _scope_of(self, chosen: AuditFilter) -> tuple[tuple[tuple[str, str], ...], str, str]:
        players = tuple((view.id, view.name) for view in self._players() if view.online and self._in_scope(view.name))
        members = {name.casefold(): name for name in self.filters.member.choices}
        commands = {title.casefold(): word for word, title in command_titles().items()}
        return players, members.get(chosen.member, ""), commands.get(chosen.command, "")

    def _in_scope(self, name: str) -> bool:
        wanted = self.filters.filter.player
        return not wanted or wanted in one_line(name).casefold()

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        """What was read is there."""
        trail = self.reader.trail
        if trail.size or not self.reader.busy:
            self.model.show_lines(trail.lines, ended=self.reader.ended)
        if not self.reader.busy:
            self._offer()
            self._show_missing()
        self._show_lists()
        self.lines.fill()
        self._show_state()

    def _show_lists(self) -> None:
        self.lines.show_part(filtered=self.model.filter != AuditFilter())
        self.filtered.setVisible(self.model.filter != AuditFilter())
        self.filters.export.setEnabled(bool(self.model.rowCount()))

    def _dress(self) -> None:
        colours = self._theme.colours
        icon = self._theme.icons.icon("close", colours.text, colours.text_faint, beside=True)
        self.filtered.setIcon(icon)

    def _show_state(self) -> None:
        shown = self.model.rowCount()
        if self.reader.busy:
            text = self.tr("Reading… %Ln line(s) so far", "", shown)
        elif self.reader.ended:
            text = self.tr("%Ln line(s), and no older ones", "", shown)
        else:
            text = self.tr("%Ln line(s); older ones come as you scroll", "", shown)
        self.lines.show_state(". ".join([text, *self._missing]) if self._low else text)

    def _show_missing(self) -> None:
        """Whose lines are not here, and why."""
        players = tuple(self._players())
        namesakes = Namesakes(players)
        away = namesakes.names(view for view in players if not view.online and self._in_scope(view.name))
        notices: list[str] = []
        if away:
            missing = self.tr("%n player(s) are offline, and what was done there is missing: {}", "", len(away))
            notices.append(missing.format(several(away)))
        by_why: dict[str, list[str]] = {}
        names = {view.id: namesakes.told(view.name, view.id) for view in players}
        for player_id, why in self.reader.trail.failures.items():
            if not isinstance(why, NotLinked):
                by_why.setdefault(str(why), []).append(names.get(player_id, player_id[:4]))
        for text, refused in by_why.items():
            notices.append(self.tr("{} did not tell: {}").format(several(refused), text))
        self._missing = notices
        self.banner.show_notices(() if self._low else tuple(notices))

    def _offer(self) -> None:
        site: SiteView | None = self._permission.site
        members = [member.name for member in site.members] if site is not None else []
        members += {line.entry.name for line in self.reader.trail.lines if line.entry.name}
        players = tuple(self._players())
        self.model.tell_apart(Namesakes(players))
        self.filters.offer(members, [view.name for view in players])

    def _ask_where(self) -> None:
        ask_where(self, self.tr("Export the activity"), "footlight-activity", "csv", self.export)

    def export(self, target: Path) -> None:
        """Write all lines of the filter into a file; how it went is told by `noted`."""
        chosen = self.filters.filter
        players, member, command = self._scope_of(chosen)
        self.exporter.export(target, players, chosen, member=member, command=command)
