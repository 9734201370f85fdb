"""How the controller as a whole stands: icon and word."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from footlight_controller.core.changes import ConnectionState
from footlight_controller.ui.status import CALLING, CONNECTION_LOOKS, NOT_SEARCHING
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import sentence


class ConnectionIndicator(QWidget):
    """Starts as searching."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = CONNECTION_LOOKS[ConnectionState.SEARCHING]
        self._glyph = Glyph(theme, look.icon, look.tone, size=20)
        self._word = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        row.addWidget(self._glyph)
        row.addWidget(self._word)
        self.show_state(ConnectionState.SEARCHING, "")

    @property
    def word(self) -> str:
        """What it says now."""
        return self._word.text()

    def show_state(
        self, state: ConnectionState, detail: str, trouble: str = "", *, known: bool = False, found: int = 0
    ) -> None:
        """`detail` goes into the tool tip. `trouble`: why nobody can be found; `known`: some are called already.

        `found`: how many are there that nobody has added yet.
        """
        look = CONNECTION_LOOKS[state]
        if state is ConnectionState.SEARCHING and known:
            look = CALLING
        elif state is ConnectionState.SEARCHING and trouble:
            look, detail = NOT_SEARCHING, sentence(trouble)
        waits = look is CONNECTION_LOOKS[ConnectionState.SEARCHING] and found > 0
        word = self.tr("{} found").format(found) if waits else look.word
        self._glyph.show_as(look.icon, Tone.ACCENT if waits else look.tone)
        self._word.setText(word)
        self.setToolTip(tip(detail))
        self.setAccessibleName(self.tr("Connection: {}").format(word))
        self.setAccessibleDescription(detail)
