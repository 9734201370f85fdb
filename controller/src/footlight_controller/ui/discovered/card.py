"""The card of a player that was found and is not added."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from footlight_common.protocol.base import PROTOCOL_VERSION
from footlight_common.protocol.commands import Identify
from footlight_common.security.permissions import COMMANDS
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.discovered.owner import Owner, owner_of
from footlight_controller.ui.permission import Permission
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
    pair_wanted = Signal(object)
    identify_wanted = Signal(object)
    ignore_wanted = Signal(object)

    def __init__(
        self, theme: Theme, permission: Permission, player: DiscoveredPlayer, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        space = theme.tokens.space
        self._theme = theme
        self._permission = permission
        self._player = player
        self._busy = False
        self._asked_by: QPushButton | None = None
        self._name = ElidedLabel(player.name, "strong")
        self._address = ElidedLabel("", "muted")
        self._id = ElidedLabel("", "small")
        self._problem = label("", "error", wrap=True)
        self._hint = label("", "small", wrap=True)
        self._too_old = Tag(self.tr("Too old"), Tone.BAD)
        self._elsewhere = Tag(self.tr("Other site"), Tone.QUIET)
        self.add = QPushButton(self.tr("Add"))
        self.add.setProperty("kind", "primary")
        self.pair = QPushButton(self.tr("Pair…"))
        self.pair.setProperty("kind", "primary")
        self.identify = QPushButton(self.tr("Identify"))
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
        first.addWidget(self._too_old)
        first.addWidget(self._elsewhere)
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
        for button in (self.add, self.pair, self.identify):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.ignore)
        self.column.addLayout(head)
        self.column.addWidget(self._problem)
        self.column.addWidget(self._hint)
        self.column.addStretch(1)
        self.column.addWidget(self.progress)
        self.column.addLayout(buttons)
        self.add.clicked.connect(lambda: self.add_wanted.emit(self._player))
        self.pair.clicked.connect(lambda: self.pair_wanted.emit(self._player))
        self.identify.clicked.connect(lambda: self.identify_wanted.emit(self._player))
        self.ignore.clicked.connect(lambda: self.ignore_wanted.emit(self._player))
        permission.changed.connect(self._judge)
        self.show_player(player)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """In the order they are seen; those that make no sense for this player are hidden."""
        return (self.add, self.pair, self.identify, self.ignore)

    @property
    def hint(self) -> str:
        """What there is to know before it is paired; empty for nothing."""
        return "" if self._hint.isHidden() else self._hint.text()

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
        self._too_old.setVisible(not player.compatible)
        name = one_line(player.name)
        self.setAccessibleName(name)
        self.pair.setAccessibleName(self.tr("Pair {}…").format(isolated(name)))
        self.add.setAccessibleName(self.tr("Add {}").format(isolated(name)))
        self.identify.setAccessibleName(self.tr("Identify {}").format(isolated(name)))
        self.ignore.setAccessibleName(self.tr("Ignore {}").format(isolated(name)))
        self._judge()

    def show_busy(self, on: bool) -> None:
        """Whether something is under way for it."""
        self._busy = on
        if on:
            self._asked_by = next((button for button in self.buttons if button.hasFocus()), None)
            if self._asked_by is not None:
                # A button that cannot be pressed would hand the keyboard on to wherever is next.
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()
        if not on and self._asked_by is not None and self.hasFocus():
            self._asked_by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _judge(self) -> None:
        """What can be done with it, by whom it belongs to and what the person may."""
        owner = owner_of(self._player, self._permission.site)
        self._elsewhere.setVisible(owner is Owner.OTHERS)
        self.add.setVisible(owner is Owner.US)
        self.identify.setVisible(owner is Owner.US)
        self.pair.setVisible(owner is Owner.NOBODY)
        for shown, text in ((self._problem, self._why_not()), (self._hint, self._what_to_know(owner))):
            shown.setText(text)
            shown.setVisible(bool(text))
        self.pair.setToolTip(self._permission.pairing_refusal())
        self.identify.setToolTip(self._identify_refusal() or self.tr("Let it show its name on its screen"))
        self._enable()

    def _enable(self) -> None:
        able = not self._busy and self._player.compatible and self._player.announced
        self.progress.setVisible(self._busy)
        self.add.setEnabled(able)
        self.pair.setEnabled(able and not self._permission.pairing_refusal())
        self.identify.setEnabled(able and not self._identify_refusal())
        self.ignore.setEnabled(not self._busy)

    def _identify_refusal(self) -> str:
        return self._permission.refusal_here(COMMANDS[Identify])

    def _why_not(self) -> str:
        if not self._player.compatible:
            return self.tr(
                "It speaks version {} of the protocol, this app speaks version {}. Update the older of the two."
            ).format(self._player.protocol, PROTOCOL_VERSION)
        if not self._player.announced:
            return self.tr("It does not announce itself now. Switch it on, or add it by its address.")
        return ""

    def _what_to_know(self, owner: Owner) -> str:
        if self._why_not():
            return ""
        if owner is Owner.US:
            return self.tr("Belongs to your site.")
        if owner is Owner.OTHERS:
            return self.tr(
                "It belongs to another site. Use a controller of that site, or run “footlight-player reset” on the "
                "player to pair it anew."
            )
        if refusal := self._permission.pairing_refusal():
            return self.tr("New. {}.").format(refusal.rstrip("."))
        return self.tr("New. Its screen shows a code to pair it.")
