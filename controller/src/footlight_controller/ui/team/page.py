"""The Team page: everybody sees who belongs to the site; admins change it."""

import itertools
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes
from footlight_controller.core.site_view import MemberView, SiteView
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.team.behind import BehindPlayers
from footlight_controller.ui.team.member_row import MemberRow
from footlight_controller.ui.team.requests import TeamRequests
from footlight_controller.ui.team.standing import Standing, behind, present_members, standings
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.form_row import FormRow
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import isolated, shortened

WIDTH = 860
# Each row is a dozen widgets.
STEP = 48
# Who is here changes with every session of every player; nobody reads it faster.
SETTLES_MS = 300
ASKS_MS = 60_000


class TeamPage(QWidget):
    """Shows `Changes.site` and what the players say of its members. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    player_wanted = Signal(str)
    """Id of a player to be shown."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        permission: Permission,
        players: Callable[[], Iterable[PlayerView]],
        parent: QWidget | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._permission = permission
        self._players = players
        self._site: SiteView | None = None
        self._seen: Mapping[str, float] | None = None
        self._asking = False
        self._most = STEP
        self._shown: tuple[Standing, ...] = ()
        self.rows: list[MemberRow] = []
        self._holders: list[QWidget] = []
        self._chain: list[QWidget] = []
        space = theme.tokens.space
        self.setObjectName("page")
        self.requests = TeamRequests(theme, clock, calls, tasks, players, self)
        self.requests.noted.connect(self.noted)
        self.header = SectionHeader(theme, self.tr("Members"))
        self.invite = QPushButton(self.tr("Invite…"))
        self.invite.setProperty("kind", "primary")
        self.invite.setIconSize(beside_text(18))
        self.invite.clicked.connect(self.requests.invite)
        self.header.buttons.addWidget(self.invite)
        self.why = label("", "muted", wrap=True)
        self.card = Card(theme)
        self.card.column.setContentsMargins(space.two, space.half, space.two, space.half)
        self.card.column.setSpacing(0)
        self.more = QPushButton()
        self.more.setProperty("kind", "plain")
        self.more.clicked.connect(self._show_more)
        self.behind = BehindPlayers(theme)
        self.behind.player_wanted.connect(self.player_wanted)
        self.rotate = QPushButton(self.tr("Change the keys…"))
        self.rotate.clicked.connect(self.requests.rotate)
        self.keys = Card(theme)
        self.keys.column.setContentsMargins(space.two, space.half, space.two, space.half)
        self.keys.column.addWidget(
            FormRow(
                theme,
                self.tr("The site's keys"),
                self.tr("Change them after somebody left who was a technician or an admin, or lost their computer."),
                self.rotate,
            )
        )
        self.empty = EmptyState(theme, "account-group-outline", self.tr("No site yet"))
        self.empty.show_text(
            self.tr("This controller belongs to no site. On Monitoring you can make one, or join one.")
        )
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one_half)
        for part in (self.header, self.why, self.card):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.more)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(space.one)
        column.addWidget(self.behind)
        column.addSpacing(space.one)
        column.addWidget(self.keys)
        column.addStretch(1)
        held = QWidget()
        held.setLayout(column)
        held.setMaximumWidth(WIDTH)
        inside = QWidget()
        inside.setObjectName("page")
        aside = QHBoxLayout(inside)
        aside.setContentsMargins(space.three, space.three, space.three, space.three)
        aside.addWidget(held, 1000)
        aside.addStretch(1)
        self._area = Scrolled()
        self._area.setWidget(inside)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._area)
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._show)
        self._minute = QTimer(self, interval=ASKS_MS)
        self._minute.timeout.connect(self._ask)
        permission.changed.connect(self._show)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """All members, in their order, as they are shown or would be."""
        return self._shown

    def show_changes(self, changes: Changes) -> None:
        """Take over the site, and look at the players in a moment."""
        if changes.site is not self._site:
            self._site = changes.site
            self._show()
        elif self.isVisible() and (changes.players or changes.removed) and not self._settle.isActive():
            self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()
        self._ask()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
        self._settle.stop()

    def _ask(self) -> None:
        if not self._asking and self._permission.role is Role.ADMIN:
            self._asking = True
            self._tasks.start(self._fetch_seen())

    async def _fetch_seen(self) -> None:
        try:
            self._seen = await self._calls.call(lambda controller: controller.seen())
        except FootlightError:
            # No player is there that could tell; the list says what it knows.
            return
        finally:
            self._asking = False
        self._show()

    def _show(self) -> None:
        site = self._site
        self._stack.setCurrentWidget(self.empty if site is None else self._area)
        if site is None or not self.isVisible():
            return
        self.header.badge.show_count(len(site.members))
        players = tuple(self._players())
        self._shown = standings(site, present_members(players), self._seen)
        refusal = self._refusal(site)
        self.why.setText(refusal)
        self.why.setVisible(bool(refusal))
        for button in (self.invite, self.rotate):
            button.setEnabled(not refusal)
            button.setToolTip(tip(refusal))
        now_s = self._clock.wall_s()
        self._fill(self._shown[: self._most], now_s, refusal)
        left = len(self._shown) - self._most
        self.more.setVisible(left > 0)
        self.more.setText(self.tr("Show %n more", "", min(STEP, max(0, left))))
        self.behind.show_players(behind(players), Namesakes(players), now_s)
        self._order_tabs()

    def _refusal(self, site: SiteView) -> str:
        role = self._permission.role
        if role is not None and role < Role.ADMIN and not self._permission.removed:
            name = isolated(shortened(site.name))
            return self.tr("Only admins change the team. Your role in {} is {}.").format(name, role_word(role))
        if why := self._permission.refusal_here(Role.ADMIN):
            if self._permission.removed:
                why += " " + self.tr("These were its members as far as this computer knows.")
            return why
        if not site.signs_roster:
            return self.tr(
                "You are an admin, and the keys that go with it are not here yet. They come with the next player that"
                " has heard of it."
            )
        return ""

    def _fill(self, shown: tuple[Standing, ...], now_s: float, refusal: str) -> None:
        while len(self.rows) < len(shown):
            self._add_row()
        while len(self.rows) > len(shown):
            self.rows.pop()
            holder = self._holders.pop()
            self.card.column.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        for row, standing in zip(self.rows, shown, strict=True):
            row.show_standing(standing, now_s, refusal, of_old=self._permission.removed)

    def _add_row(self) -> None:
        row = MemberRow(self._theme)
        row.role_wanted.connect(self._want_role)
        row.removal_wanted.connect(self.requests.remove)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.rows:
            line = QFrame()
            line.setProperty("kind", "line")
            column.addWidget(line)
        column.addWidget(row)
        self.rows.append(row)
        self._holders.append(holder)
        self.card.column.addWidget(holder)

    def _order_tabs(self) -> None:
        """As it is seen: rows are made later than what stands below them."""
        chain: list[QWidget] = [self.invite]
        for row in self.rows:
            chain += [row.role, row.remove]
        chain += [self.more, *self.behind.buttons, self.rotate]
        if chain != self._chain:
            self._chain = chain
            for before, after in itertools.pairwise(chain):
                self.setTabOrder(before, after)

    def _want_role(self, member: MemberView, role: Role) -> None:
        me = self._site is not None and self._site.me is not None and self._site.me.id == member.id
        self.requests.set_role(member, role, me=me)

    def _show_more(self) -> None:
        first = len(self.rows)
        self._most += STEP
        self._show()
        self.rows[first].role.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self.invite.setIcon(icons.icon("account-plus-outline", colours.on_fill, colours.text_faint, beside=True))
