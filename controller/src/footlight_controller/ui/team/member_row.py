"""One member in the list: who, since when, seen when; and for an admin the role and the way out."""

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from footlight_common.security.roles import Role
from footlight_controller.ui.moments import moment
from footlight_controller.ui.role_words import role_text, role_title
from footlight_controller.ui.team.standing import Standing
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.chip import Tag
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.initials import Initials
from footlight_controller.ui.words import age, isolated, one_line, shortened

ROLE_ICONS = {
    Role.VIEWER: "eye-outline",
    Role.OPERATOR: "play-circle-outline",
    Role.TECHNICIAN: "wrench-outline",
    Role.ADMIN: "shield-account-outline",
}

# Within this time nobody wonders why no player has seen them yet.
JUST_S = 600.0


class MemberRow(QWidget):
    """Keeps its widgets while what it shows changes, so that the keyboard stays where it is."""

    role_wanted = Signal(object, object)
    """[MemberView, Role]"""
    removal_wanted = Signal(object)
    """[MemberView] Nobody was asked yet whether it is meant."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._theme = theme
        self._standing: Standing | None = None
        self._face = Initials(theme, 1.7)
        self.name = ElidedLabel("", "strong")
        self._you = Tag(self.tr("You"), Tone.QUIET)
        self._here = Tag(self.tr("Here now"), Tone.GOOD)
        self.added = ElidedLabel("", "small")
        self.role = QPushButton()
        self.role.setIconSize(beside_text(18))
        self._menu = QMenu(self.role)
        self._menu.aboutToShow.connect(self._fill)
        # A menu forgets its active line while it opens.
        self._begin = QTimer(self._menu, singleShot=True, interval=0)
        self._begin.timeout.connect(self._begin_at_present)
        self._menu.aboutToShow.connect(self._begin.start)
        self.role.setMenu(self._menu)
        self.remove = QToolButton()
        self.remove.setIconSize(QSize(20, 20))
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove.clicked.connect(self._want_removal)
        first = QHBoxLayout()
        first.setSpacing(space.one)
        first.addWidget(self.name)
        first.addWidget(self._you)
        first.addWidget(self._here)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self.added)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space.one, 0, space.one)
        row.setSpacing(space.one_half)
        row.addWidget(self._face)
        row.addLayout(words, 1)
        row.addWidget(self.role)
        row.addWidget(self.remove)
        theme.changed.connect(self._dress)

    @property
    def standing(self) -> Standing | None:
        """What it shows."""
        return self._standing

    def show_standing(self, standing: Standing, wall_s: float, refusal: str, *, of_old: bool = False) -> None:
        """How the member stands; `refusal` says why nothing can be changed, and is empty where it can.

        `of_old`: nobody here knows how they stand now, so no role is told.
        """
        self._standing, member = standing, standing.member
        name = isolated(shortened(member.name))
        self._face.show_person(member.id, member.name)
        self.name.show_text(member.name)
        self._you.setVisible(standing.me)
        self._here.setVisible(standing.here and not standing.me)
        self.added.show_text(self._history(standing, wall_s))
        title = role_title(member.role)
        for part in (self.role, self.remove):
            part.setVisible(not of_old)
        self.role.setText(title)
        self.role.setAccessibleName(self.tr("Role of {}: {}").format(name, title))
        self.role.setToolTip(tip(refusal or self._why_fixed(standing) or role_text(member.role)))
        self.role.setEnabled(not refusal and not standing.only_admin)
        self.remove.setAccessibleName(self.tr("Remove {}…").format(name))
        self.remove.setEnabled(not refusal and not standing.me)
        self.remove.setToolTip(
            tip(refusal or (self.tr("Another admin can remove you") if standing.me else self.tr("Remove…")))
        )
        spoken = [one_line(member.name), "" if of_old else title, self._you.text() if standing.me else ""]
        spoken += [self._here.text() if standing.here and not standing.me else "", self.added.whole]
        self.setAccessibleName(", ".join(filter(None, spoken)))
        self._dress()

    def _history(self, standing: Standing, wall_s: float) -> str:
        member = standing.member
        at = moment(member.added_at_s)
        # As QLocale writes dates: its own short one leaves open which is the day and which the month.
        date = QLocale().toString(at, self.tr("d MMM yyyy"))
        if member.added_by and member.added_by != member.name:
            added = self.tr("Added {} by {}").format(date, isolated(shortened(member.added_by)))
        else:
            added = self.tr("Since {}").format(date)
        if standing.never_seen and wall_s - member.added_at_s < JUST_S:
            return self.tr("{}, just joined").format(added)
        if standing.never_seen:
            return self.tr("{}, never seen").format(added)
        if standing.here or standing.seen_s is None:
            return added
        return self.tr("{}, seen {}").format(added, age(max(0.0, wall_s - standing.seen_s)))

    def _why_fixed(self, standing: Standing) -> str:
        if standing.only_admin:
            return self.tr("A site needs an admin. Make somebody else an admin first.")
        return ""

    def _fill(self) -> None:
        self._menu.clear()
        standing = self._standing
        if standing is None:
            return
        group = QActionGroup(self._menu)
        for role in Role:
            entry = self._menu.addAction(self.tr("{}: {}").format(role_title(role), role_text(role)))
            entry.setCheckable(True)
            entry.setChecked(role is standing.member.role)
            entry.triggered.connect(lambda _on, role=role: self._want_role(role))
            group.addAction(entry)

    def _begin_at_present(self) -> None:
        for entry in self._menu.actions():
            if entry.isChecked():
                self._menu.setActiveAction(entry)

    def _want_role(self, role: Role) -> None:
        if self._standing is not None and role is not self._standing.member.role:
            self.role_wanted.emit(self._standing.member, role)

    def _want_removal(self) -> None:
        if self._standing is not None:
            self.removal_wanted.emit(self._standing.member)

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        if self._standing is not None:
            icon = ROLE_ICONS[self._standing.member.role]
            self.role.setIcon(icons.icon(icon, colours.text_muted, colours.text_faint, beside=True))
            self._line_up()
        self.remove.setIcon(icons.icon("account-remove-outline", colours.text_muted, colours.line_strong))

    def _line_up(self) -> None:
        """All buttons are as wide as the widest, so that they stand in column."""
        shown, metrics = self.role.text(), self.role.fontMetrics()
        self.role.setText(max(map(role_title, Role), key=metrics.horizontalAdvance))
        self.role.setMinimumWidth(self.role.sizeHint().width())
        self.role.setText(shown)
