"""The card of a player that was found and is not added."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from footlight_common.protocol.base import PROTOCOL_VERSION
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.chip import Tag
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import isolated, one_line

LEAST_WIDTH = 320


class DiscoveredCard(Card):
    """Says what is wanted by signals, each with the DiscoveredPlayer."""

    add_wanted = Signal(object)
    identify_wanted = Signal(object)
    ignore_wanted = Signal(object)

    def __init__(self, theme: Theme, player: DiscoveredPlayer, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        space = theme.tokens.space
        self._theme = theme
        self._player = player
        self._busy = False
        self._asked_by: QPushButton | None = None
        self._name = ElidedLabel(player.name, "strong")
        self._address = ElidedLabel("", "muted")
        self._id = ElidedLabel("", "small")
        self._problem = label("", "error", wrap=True)
        self._tag = Tag(self.tr("Too old"), Tone.BAD)
        self.add = QPushButton(self.tr("Add"))
        self.add.setProperty("kind", "primary")
        self.identify = QPushButton(self.tr("Identify"))
        self.identify.setToolTip(self.tr("Let it show its name on its screen"))
        self.ignore = QPushButton(self.tr("Ignore"))
        self.ignore.setProperty("kind", "plain")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        keeps_its_place = self.progress.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(keeps_its_place)
        first = QHBoxLayout()
        first.setSpacing(space.one)
        first.addWidget(self._name, 1)
        first.addWidget(self._tag)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._address)
        words.addWidget(self._id)
        head = QHBoxLayout()
        head.setSpacing(space.one_half)
        head.addWidget(Glyph(theme, "monitor-shimmer", Tone.ACCENT, size=24, plate=44), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.one)
        buttons.addWidget(self.add)
        buttons.addWidget(self.identify)
        buttons.addStretch(1)
        buttons.addWidget(self.ignore)
        self.column.addLayout(head)
        self.column.addWidget(self._problem)
        self.column.addStretch(1)
        self.column.addWidget(self.progress)
        self.column.addLayout(buttons)
        self.add.clicked.connect(lambda: self.add_wanted.emit(self._player))
        self.identify.clicked.connect(lambda: self.identify_wanted.emit(self._player))
        self.ignore.clicked.connect(lambda: self.ignore_wanted.emit(self._player))
        self.show_player(player)

    @property
    def player(self) -> DiscoveredPlayer:
        """As it is shown."""
        return self._player

    @property
    def problem(self) -> str:
        """Why it cannot be added; empty when it can."""
        return "" if self._problem.isHidden() else self._problem.text()

    def show_player(self, player: DiscoveredPlayer) -> None:
        """What is known of it now."""
        self._player = player
        self._name.show_text(player.name)
        self._address.show_text(", ".join(str(address) for address in player.addresses) or self.tr("No address"))
        self._id.show_text(self.tr("Id {}").format(player.id))
        problem = self._why_not()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._tag.setVisible(not player.compatible)
        name = one_line(player.name)
        self.setAccessibleName(name)
        self.add.setAccessibleName(self.tr("Add {}").format(isolated(name)))
        self.identify.setAccessibleName(self.tr("Identify {}").format(isolated(name)))
        self.ignore.setAccessibleName(self.tr("Ignore {}").format(isolated(name)))
        self._enable()

    def show_busy(self, on: bool) -> None:
        """Whether something is under way for it."""
        self._busy = on
        buttons = (self.add, self.identify, self.ignore)
        if on:
            self._asked_by = next((button for button in buttons if button.hasFocus()), None)
            if self._asked_by is not None:
                # A button that cannot be pressed would hand the keyboard on to wherever is next.
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()
        if not on and self._asked_by is not None and self.hasFocus():
            self._asked_by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        able = not self._busy and self._player.compatible and self._player.announced
        self.progress.setVisible(self._busy)
        self.add.setEnabled(able)
        self.identify.setEnabled(able)
        self.ignore.setEnabled(not self._busy)

    def _why_not(self) -> str:
        if not self._player.compatible:
            return self.tr(
                "It speaks version {} of the protocol, this app speaks version {}. Update the older of the two."
            ).format(self._player.protocol, PROTOCOL_VERSION)
        if not self._player.announced:
            return self.tr("It does not announce itself now. Switch it on, or add it by its address.")
        return ""
