"""The open alerts of one player, on its page: what is wrong, and Acknowledge."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, acknowledged_text, short_time, what
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph

# The page is of the player; more of them stand on the Alerts page.
MOST = 3


class _Line(QFrame):
    def __init__(self, theme: Theme, desk: AlertDesk) -> None:
        super().__init__()
        space = theme.tokens.space
        self._desk = desk
        self._alert: AlertView | None = None
        self.setObjectName("alert-strip")
        self.setProperty("inset", True)
        self._glyph = Glyph(theme, "alert-outline", Tone.CAUTION, size=20)
        self._what = ElidedLabel("", "strong")
        self._about = ElidedLabel("", "small")
        self.button = QPushButton(self.tr("Acknowledge"))
        self.button.clicked.connect(self._acknowledge)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.one_half, space.half, space.half, space.half)
        row.setSpacing(space.one_half)
        row.addWidget(self._glyph)
        row.addWidget(self._what)
        row.addWidget(self._about)
        row.addStretch(1)
        row.addWidget(self.button)

    @property
    def alert_id(self) -> int | None:
        """Number of what it shows."""
        return None if self._alert is None else self._alert.id

    def show_alert(self, alert: AlertView, wall_s: float) -> None:
        """How it stands."""
        self._alert = alert
        look, seen = SEVERITY_LOOKS[alert.severity], acknowledged_text(alert, wall_s)
        self._glyph.show_as(look.icon, look.tone)
        self._what.show_text(what(alert))
        since = self.tr("{}, since {}").format(look.word, short_time(alert.began_s, wall_s))
        self._about.show_text(" · ".join(filter(None, (since, seen))))
        self.button.setVisible(not seen)
        self.button.setEnabled(not seen)
        self.button.setAccessibleName(self.tr("Acknowledge: {}").format(what(alert)))
        self.setAccessibleName(f"{self._what.whole}, {self._about.whole}")
        tone = "quiet" if seen else "bad" if alert.severity is Severity.CRITICAL else "caution"
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def _acknowledge(self) -> None:
        if self._alert is not None:
            self.button.setEnabled(False)
            self._desk.acknowledge(self._alert)


class AlertsAtPlayer(QWidget):
    """Hidden while there are none."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self._player_id = ""
        self.lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens.space.half)
        desk.changed.connect(self._show)
        self.hide()

    def show_player(self, player_id: str) -> None:
        """Those of this one from now on; an empty id for nobody."""
        if player_id != self._player_id:
            self._player_id = player_id
            # In the order of how much they matter.
            self.hide()
            self._show()

    def _show(self) -> None:
        alerts = self._desk.at(self._player_id)[:MOST]
        if self.isVisible():
            # What a click is meant for stays under the pointer.
            places = {line.alert_id: place for place, line in enumerate(self.lines)}
            alerts.sort(key=lambda alert: places.get(alert.id, MOST))
        wall_s = self._desk.clock.wall_s()
        while len(self.lines) < len(alerts):
            self.lines.append(_Line(self._theme, self._desk))
            self._column.addWidget(self.lines[-1])
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(alerts))
            if place < len(alerts):
                line.show_alert(alerts[place], wall_s)
        self.setVisible(bool(alerts))
