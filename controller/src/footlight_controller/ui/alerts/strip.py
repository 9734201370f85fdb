"""One line over the page while something needs a person and nobody looks after it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, what
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import isolated, one_line


class AlertStrip(QFrame):
    """Hidden while nothing is pressing, and while `cover` says that all of it is on show anyway."""

    wanted = Signal()
    """The person wants to see them."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self._desk = desk
        self._covered = False
        self.setObjectName("alert-strip")
        self._glyph = Glyph(theme, "alert-outline", Tone.CAUTION, size=20)
        self._text = ElidedLabel("", "strong")
        self._more = label("", "muted")
        self.button = QPushButton(self.tr("Show alerts"))
        self.button.setProperty("kind", "plain")
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.three, space.half, space.two, space.half)
        row.setSpacing(space.one_half)
        row.addWidget(self._glyph)
        row.addWidget(self._text)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self.button)
        desk.changed.connect(self.show_board)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return " ".join(filter(None, (self._text.whole, self._more.text())))

    def cover(self, on: bool) -> None:
        """Whether the alerts are on show."""
        self._covered = on
        self.show_board()

    def show_board(self) -> None:
        """What matters most of what stands now, and how many more there are."""
        pressing = self._desk.pressing
        self.setVisible(bool(pressing) and not self._covered)
        if not pressing:
            return
        worst, more = pressing[0], len(pressing) - 1
        look = SEVERITY_LOOKS[worst.severity]
        self._glyph.show_as(look.icon, look.tone)
        self._text.show_text(self.tr("{}: {}").format(isolated(one_line(worst.player_name)), what(worst)))
        self._more.setText(self.tr("{}, and %Ln more", "", more).format(look.word) if more else look.word)
        self.setAccessibleName(self.tr("Alert: {}").format(self.text))
        tone = "bad" if worst.severity is Severity.CRITICAL else "caution"
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
