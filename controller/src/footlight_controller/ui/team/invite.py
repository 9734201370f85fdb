"""The sheet that invites one person: a role, then a code to read out, then who came."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_common.security.roles import Role
from footlight_controller.core.site_view import MemberView, OpenInvitation
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.dialogs.called import called
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.role_words import role_title
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.team.countdown import Countdown
from footlight_controller.ui.team.role_choice import RoleChoice
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.copyable_label import CopyableLabel
from footlight_controller.ui.widgets.initials import Initials
from footlight_controller.ui.widgets.label import label


class InviteSheet(Sheet):
    """Closing it while the code is on show cancels the invitation."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        joined: Callable[[MemberView], None],
        parent: QWidget | None = None,
    ) -> None:
        """`joined` hears who came."""
        super().__init__(
            theme,
            tasks,
            self._invite,
            title=self.tr("Invite somebody"),
            text=self.tr("They start Footlight on their own computer, choose to join a site, and type a code."),
            button=self.tr("Show the code"),
            parent=parent,
        )
        self._theme = theme
        self._calls = calls
        self._tasks = tasks
        self._joined = joined
        self.choice = RoleChoice(theme)
        self.code = CopyableLabel("code")
        self.code.setWordWrap(False)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addresses = CopyableLabel("small")
        self.countdown = Countdown(theme, clock)
        self._waiting_text = label("", "muted", wrap=True)
        self._waiting = self._waiting_part(theme)
        self._face = Initials(theme, 2.2)
        self._name, self._role = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._welcome = self._welcome_part(theme)
        for part in (self.choice, self._waiting, self._welcome):
            self.body.addWidget(part)
        self._show(self.choice)
        self.choice.setFocus()

    def failed(self, _error: Exception) -> None:
        self.countdown.stop()
        self._show(self.choice)
        self.confirm.show()
        self.confirm.setText(self.tr("Show a new code"))
        self.confirm.setFocus()

    def accept(self) -> None:
        """Not yet: whoever opened it wants to see who came, and closes it then."""

    def done(self, result: int) -> None:
        waiting = self.busy
        super().done(result)
        if waiting:
            self._tasks.start(self._cancel())

    async def _invite(self) -> None:
        role = self.choice.role
        invitation = await self._calls.call(lambda controller: controller.team.invite(role))
        self._show_invitation(invitation, role)
        following = self._tasks.start(self._show_codes_after(invitation, role))
        try:
            member = await self._calls.call(lambda controller: controller.team.invited())
        finally:
            following.cancel()
        self._show_member(member)

    async def _show_codes_after(self, invitation: OpenInvitation, role: Role) -> None:
        """After three wrong ones there is another code."""
        seen: OpenInvitation | None = invitation
        while seen is not None:
            seen = await self._next(seen)
            if seen is not None:
                self._show_invitation(seen, role)
                self.show_error(self.tr("Three wrong codes were typed. This is a new one."))

    async def _next(self, seen: OpenInvitation) -> OpenInvitation | None:
        return await self._calls.call(lambda controller: controller.team.invitation_after(seen))

    async def _cancel(self) -> None:
        try:
            await self._calls.call(lambda controller: controller.team.cancel_invitation())
        except FootlightError:
            # It was over already.
            return

    def _show_invitation(self, invitation: OpenInvitation, role: Role) -> None:
        self.code.setText(invitation.code)
        self.code.setAccessibleName(self.tr("Code: {}").format(" ".join(invitation.code)))
        self.addresses.setText("\n".join(str(address) for address in invitation.addresses))
        self.addresses.setAccessibleName(self.tr("Address: {}").format(self.addresses.text()))
        text = self.tr("Waiting for somebody to type it. They join as: {}")
        self._waiting_text.setText(text.format(role_title(role)))
        self.countdown.start(invitation.ends_s)
        if self._waiting.isHidden():
            self._show(self._waiting)
            self.progress.hide()
            self.confirm.hide()
            self.code.setFocus()

    def _show_member(self, member: MemberView) -> None:
        self.countdown.stop()
        self.show_error("")
        self._face.show_person(member.id, member.name)
        name = called(self._theme, member.name, beside=self._face.sizeHint().width())
        self._name.setText(self.tr("{} is a member now").format(name))
        self._role.setText(role_title(member.role))
        self._show(self._welcome)
        self.cancel.hide()
        self.progress.hide()
        self.confirm.setText(self.tr("Done"))
        self.confirm.show()
        self.confirm.clicked.disconnect(self.attempt)
        self.confirm.clicked.connect(lambda: self.done(self.DialogCode.Accepted))
        self.confirm.setFocus()
        self._joined(member)

    def _show(self, part: QWidget) -> None:
        for each in (self.choice, self._waiting, self._welcome):
            each.setVisible(each is part)
        self.fit()

    def _waiting_part(self, theme: Theme) -> QWidget:
        space = theme.tokens.space
        part = QWidget()
        row = QHBoxLayout()
        row.setSpacing(space.two)
        row.addStretch(1)
        row.addWidget(self.code)
        row.addWidget(self.countdown, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, space.one, 0, 0)
        column.setSpacing(space.one)
        column.addLayout(row)
        column.addWidget(self._waiting_text)
        column.addWidget(
            label(
                self.tr("Their computer finds this one by itself. If it does not, this is the address:"),
                "small",
                wrap=True,
            )
        )
        column.addWidget(self.addresses)
        return part

    def _welcome_part(self, theme: Theme) -> QWidget:
        part = QWidget()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._role)
        words.addStretch(1)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, theme.tokens.space.one, 0, 0)
        row.setSpacing(theme.tokens.space.one_half)
        row.addWidget(self._face)
        row.addLayout(words, 1)
        return part
