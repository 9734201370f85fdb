"""One alert that is open: what is wrong where, since when, who was told, and who looks after it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.ui.alerts.alert_words import (
    SEVERITY_LOOKS,
    acknowledged_text,
    channels_text,
    lasted_text,
    short_time,
    what,
)
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.mute_menu import fill_alert_menu
from footlight_controller.ui.player.figures import breakable
from footlight_controller.ui.theme.icons import beside_text
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.chip import Tag
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import isolated, one_line, sentence, shortened

# Of a name, in letters; the page of the player has all of it.
LONGEST = 60


class AlertRow(Card):
    """Keeps its widgets while the alert changes, so that the keyboard stays where it is."""

    player_wanted = Signal(str)
    """Id."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        space = theme.tokens.space
        self._theme, self._desk = theme, desk
        self._alert: AlertView | None = None
        self._glyph = Glyph(theme, "alert-outline", Tone.CAUTION, size=22, plate=40)
        self.severity = Tag("", Tone.CAUTION)
        self.title = label("", "strong", wrap=True)
        self.about = label("", "small", wrap=True)
        self.detail = label("", "muted", wrap=True)
        self.seen = label("", "small", wrap=True)
        self.acknowledge = QPushButton(self.tr("Acknowledge"))
        self.acknowledge.setIconSize(beside_text(18))
        self.acknowledge.clicked.connect(self._acknowledge)
        self.more = QToolButton()
        self.more.setProperty("kind", "menu")
        self.more.setIconSize(QSize(20, 20))
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        second = QHBoxLayout()
        second.setSpacing(space.one)
        second.addWidget(self.severity, 0, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.about, 1)
        words = QVBoxLayout()
        words.setSpacing(space.half)
        words.addWidget(self.title)
        words.addLayout(second)
        words.addWidget(self.detail)
        words.addWidget(self.seen)
        row = QHBoxLayout()
        row.setSpacing(space.one_half)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.acknowledge)
        row.addWidget(self.more)
        self.column.setContentsMargins(space.two, space.one_half, space.one_half, space.one_half)
        self.column.addLayout(row)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for button in (self.acknowledge, self.more):
            button.setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def alert(self) -> AlertView | None:
        """What it shows."""
        return self._alert

    def show_alert(self, alert: AlertView, name: str, wall_s: float) -> None:
        """How it stands; `name` is what the player is called now."""
        self._alert = alert
        look = SEVERITY_LOOKS[alert.severity]
        seen = alert.acknowledged is not None
        self._glyph.show_as(look.icon, Tone.QUIET if seen else look.tone)
        self.severity.setText(look.word)
        if self.severity.property("tone") != look.tone.value:
            self.severity.setProperty("tone", look.tone.value)
            self.severity.style().unpolish(self.severity)
            self.severity.style().polish(self.severity)
        title = self.tr("{}: {}").format(isolated(shortened(name, LONGEST)), what(alert))
        self.title.setText(breakable(title))
        self.about.setText(self._about(alert, wall_s))
        self.detail.setText(breakable(sentence(one_line(alert.detail))))
        self.detail.setVisible(bool(alert.detail))
        self.seen.setText(acknowledged_text(alert, wall_s))
        self.seen.setVisible(seen)
        self.acknowledge.setVisible(not seen)
        self.acknowledge.setEnabled(not seen)
        self.acknowledge.setAccessibleName(self.tr("Acknowledge: {}").format(title))
        self.more.setAccessibleName(self.tr("More about: {}").format(title))
        self.more.setToolTip(self.tr("Mute, and more"))
        texts = (look.word, title, self.detail.text(), self.about.text(), self.seen.text())
        self.setAccessibleName(", ".join(filter(None, texts)))
        tone = None if seen or look.tone is not Tone.BAD else Tone.BAD
        if self.property("tone") != (tone.value if tone else ""):
            self.show_tone(tone)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and self._alert is not None:
            self.player_wanted.emit(self._alert.player_id)

    def _about(self, alert: AlertView, wall_s: float) -> str:
        since = self.tr("since {} ({})").format(short_time(alert.began_s, wall_s), lasted_text(alert, wall_s))
        area = isolated(shortened(alert.area)) if alert.area else ""
        return " · ".join(filter(None, (since, area, channels_text(alert, self._desk.board.sending))))

    def _acknowledge(self) -> None:
        if self._alert is not None:
            self.acknowledge.setEnabled(False)
            self._desk.acknowledge(self._alert)

    def _fill(self) -> None:
        self.menu.clear()
        if self._alert is not None:
            player_id = self._alert.player_id
            opens = fill_alert_menu(self._theme, self.menu, self._desk, self._alert)
            opens.triggered.connect(lambda: self.player_wanted.emit(player_id))

    def _dress(self) -> None:
        colours, icons = self._theme.colours, self._theme.icons
        self.acknowledge.setIcon(icons.icon("check", colours.text_muted, colours.text_faint, beside=True))
        self.more.setIcon(icons.icon("dots-vertical", colours.text_muted))
