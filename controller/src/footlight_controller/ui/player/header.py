"""The top of the page of a player: back, its name and area, its status, and what can be done with it as a whole."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from footlight_common.protocol.commands import Rename
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player.actions import PlayerButtons
from footlight_controller.ui.player.editable import EditableText
from footlight_controller.ui.status import look_of
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.chip import Tag
from footlight_controller.ui.widgets.company import Company
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.words import one_line


class PlayerHeader(QWidget):
    """Renames by itself; the rest is wanted by signals."""

    back = Signal()

    def __init__(
        self,
        theme: Theme,
        rename: Callable[[PlayerView, Rename], Awaitable[None]],
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        permission: Permission | None = None,
    ) -> None:
        """`rename` may raise FootlightError, which is said where the name is edited.

        Without `permission` nothing is refused.
        """
        super().__init__(parent)
        self._permission = permission or Permission(self)
        self._theme = theme
        self._send_rename = rename
        self._view: PlayerView | None = None
        space = theme.tokens.space
        self.back_button = QToolButton()
        self.back_button.setIconSize(QSize(24, 24))
        self.back_button.setAccessibleName(self.tr("Back to all players"))
        self.back_button.setToolTip(self.tr("Back to all players (Alt+Left)"))
        self.back_button.clicked.connect(self.back)
        self.name = EditableText(
            theme, tasks, self._rename, kind="title", name=self.tr("name"), empty=self.tr("No name")
        )
        self.area = EditableText(theme, tasks, self._move, kind="muted", name=self.tr("area"), empty=self.tr("No area"))
        self._glyph = Glyph(theme, "monitor", Tone.QUIET, size=24, plate=48)
        self.status = Tag("", Tone.QUIET)
        self.status.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.company = Company(theme)
        self.buttons = PlayerButtons(theme, permission=self._permission)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.area)
        middle = Qt.AlignmentFlag.AlignVCenter
        row = QHBoxLayout()
        row.setSpacing(space.one_half)
        row.addWidget(self.back_button, 0, middle)
        row.addWidget(self._glyph, 0, middle)
        row.addLayout(words, 1)
        row.addWidget(self.company, 0, middle)
        row.addWidget(self.status, 0, middle)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(space.one_half)
        self._rows.addLayout(row, 1)
        self._rows.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignRight | middle)
        for text in (self.name, self.area):
            text.editing_changed.connect(self._make_room)
        theme.changed.connect(self._dress)
        self._dress()

    def show_player(self, view: PlayerView) -> None:
        """How it is called and how it stands."""
        if self._view is not None and self._view.id != view.id:
            self.undo()
        self._view = view
        look = look_of(view)
        self.name.show_text(view.name)
        self.area.show_text(view.identity.area)
        refusal = self._permission.refusal(view, Rename)
        self.name.show_able(view.online, refusal)
        self.area.show_able(view.online, refusal)
        self._glyph.show_as(look.icon, look.tone)
        self.company.show_player(view)
        self.status.setText(look.word)
        self.status.setAccessibleName(self.tr("Status: {}").format(look.word))
        if self.status.property("tone") != look.tone.value:
            self.status.setProperty("tone", look.tone.value)
            self.status.style().unpolish(self.status)
            self.status.style().polish(self.status)
        self.setAccessibleName(one_line(view.name))
        self.buttons.show_player(view)

    def fold(self, on: bool) -> None:
        """Where there is no room beside the name, the buttons stand below it."""
        self._rows.setDirection(QBoxLayout.Direction.TopToBottom if on else QBoxLayout.Direction.LeftToRight)

    def undo(self) -> None:
        """Close what is being edited."""
        self.name.undo()
        self.area.undo()

    def _make_room(self) -> None:
        # A narrow window has no room for the field beside the buttons.
        editing = self.name.editing or self.area.editing
        self.status.setVisible(not editing)
        self.company.make_room(editing)
        self.buttons.setVisible(not editing)

    async def _rename(self, text: str) -> None:
        await self._send(Rename(name=text))

    async def _move(self, text: str) -> None:
        await self._send(Rename(area=text))

    async def _send(self, action: Rename) -> None:
        if self._view is not None:
            await self._send_rename(self._view, action)

    def _dress(self) -> None:
        self.back_button.setIcon(self._theme.icons.icon("arrow-left", self._theme.colours.text))
