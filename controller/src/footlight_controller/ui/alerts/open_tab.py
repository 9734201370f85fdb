"""What needs a person now, and below it what nobody wants to hear of."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.target import Target
from footlight_controller.ui.alerts.alert_row import AlertRow
from footlight_controller.ui.alerts.alert_words import worst_first
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.mute_menu import mute_lengths
from footlight_controller.ui.alerts.silences import Silences
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled

# A hall without power has hundreds; nobody reads more at once, and each costs a moment to make.
ROWS_AT_ONCE = 30
# Alerts of one cause come in a burst.
SETTLES_MS = 150
# After one was acknowledged nothing moves for so long, and not under the pointer: the next click is meant for what was
# there.
HOLDS_MS = 4000
# Ages are told in minutes, and in seconds at first.
TICK_MS = 5000


class OpenTab(QWidget):
    """Works while it is visible."""

    player_wanted = Signal(str)

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self._most = ROWS_AT_ONCE
        self._pending = False
        self.rows: list[AlertRow] = []
        space = theme.tokens.space
        self.setObjectName("page")
        self.state = label("", "muted", wrap=True)
        self.all = QPushButton(self.tr("Acknowledge all"))
        self.all.setIconSize(beside_text(18))
        self.all.clicked.connect(self._acknowledge_all)
        self.mute = QPushButton(self.tr("Mute everything"))
        self.mute.setIconSize(beside_text(18))
        menu = QMenu(self.mute)
        for text, for_s in mute_lengths():
            act = menu.addAction(text)
            act.triggered.connect(lambda _=False, for_s=for_s: desk.mute(Target.everything(), for_s))
        self.mute.setMenu(menu)
        self.more = QPushButton()
        self.more.setProperty("kind", "plain")
        self.more.clicked.connect(self._show_more)
        self.silences = Silences(theme, desk)
        self.quiet = EmptyState(theme, "bell-check-outline", self.tr("Nothing needs a person"))
        head = QHBoxLayout()
        head.setSpacing(space.one)
        head.addWidget(self.state, 1)
        head.addWidget(self.all)
        head.addWidget(self.mute)
        self._list = QVBoxLayout()
        self._list.setSpacing(space.one)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space.three, space.two, space.three, space.three)
        column.setSpacing(space.one_half)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.quiet, 1)
        column.addWidget(self.silences)
        column.addStretch(0)
        self._column = column
        area = Scrolled()
        area.setWidget(inside)
        outside = QStackedLayout(self)
        outside.addWidget(area)
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._settled)
        self._hold = QTimer(self, interval=HOLDS_MS)
        self._hold.timeout.connect(self._let_move)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.show_board)
        desk.changed.connect(self._show_soon)
        theme.changed.connect(self._dress)
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_board()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        self._settle.stop()
        self._hold.stop()

    def show_board(self) -> None:
        """Everything as it stands now."""
        names, wall_s = self._desk.names(), self._desk.clock.wall_s()
        alerts = self._in_order()
        shown = alerts[: self._most]
        had_focus = self._focused_id()
        while len(self.rows) > len(shown):
            gone = self.rows.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(shown):
            row = AlertRow(self._theme, self._desk)
            row.player_wanted.connect(self.player_wanted)
            row.acknowledge.clicked.connect(self._hold.start)
            self.rows.append(row)
            self._list.addWidget(row)
            # The layout would do so later, and what is not visible takes no focus.
            row.show()
        for row, alert in zip(self.rows, shown, strict=True):
            row.show_alert(alert, names.get(alert.player_id, alert.player_name), wall_s)
        self._keep_focus(had_focus)
        left = len(alerts) - len(shown)
        self.more.setText(self.tr("Show %Ln more", "", min(left, ROWS_AT_ONCE)))
        self.more.setVisible(left > 0)
        unseen = len(self._desk.unseen)
        self.state.setText(self._state(len(alerts), unseen))
        self.all.setVisible(unseen > 1)
        self.all.setEnabled(True)
        self.quiet.setVisible(not alerts)
        self.quiet.show_text(self._why_quiet())
        self._column.setStretchFactor(self.quiet, 0 if alerts else 1)
        self.silences.show_board(names, wall_s)

    def _in_order(self) -> list[AlertView]:
        alerts = worst_first(self._desk.board.open)
        if self._hold.isActive():
            places = {row.alert.id: place for place, row in enumerate(self.rows) if row.alert is not None}
            alerts.sort(key=lambda alert: places.get(alert.id, len(places)))
        return alerts

    def _let_move(self) -> None:
        if not self.underMouse():
            self._hold.stop()
            self.show_board()

    def _focused_id(self) -> int | None:
        """Number of the alert whose row has the keyboard."""
        # Also while the window is behind others.
        focused = self.focusWidget()
        for row in self.rows:
            if focused in (row.acknowledge, row.more) and row.alert is not None:
                return row.alert.id
        return None

    def _keep_focus(self, alert_id: int | None) -> None:
        """The keyboard stays at the alert it was at, wherever that stands now."""
        if alert_id is None:
            return
        row = next((row for row in self.rows if row.alert is not None and row.alert.id == alert_id), None)
        if row is None:
            (self.rows[0].more if self.rows else self.mute).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.focusWidget() not in (row.acknowledge, row.more):
            (row.more if row.acknowledge.isHidden() else row.acknowledge).setFocus(Qt.FocusReason.OtherFocusReason)

    def _state(self, count: int, unseen: int) -> str:
        if not count:
            return ""
        open_now = self.tr("%Ln alert(s) open", "", count)
        if not unseen:
            return self.tr("{}, and somebody looks after each").format(open_now)
        return self.tr("{}, %Ln of them not acknowledged", "", unseen).format(open_now)

    def _why_quiet(self) -> str:
        if not self._desk.board.watching:
            return self.tr("Alerts are raised while this app runs and has a site.")
        return self.tr("When something is wrong with a player, it stands here, and you are told.")

    def _acknowledge_all(self) -> None:
        self.all.setEnabled(False)
        self._desk.acknowledge(*self._desk.unseen)

    def _show_more(self) -> None:
        self._most += ROWS_AT_ONCE
        self.show_board()

    def _show_soon(self) -> None:
        if not self.isVisible():
            return
        # The first of a burst at once, and the last.
        self._pending = self._settle.isActive()
        if not self._pending:
            self.show_board()
            self._settle.start()

    def _settled(self) -> None:
        if self._pending:
            self._pending = False
            self.show_board()

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self.all.setIcon(icons.icon("check-all", colours.text_muted, colours.text_faint, beside=True))
        self.mute.setIcon(icons.icon("bell-off-outline", colours.text_muted, colours.text_faint, beside=True))
