"""The sheet that makes a player one of the site's, with the code on its screen."""

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.ui.dialogs.called import called
from footlight_controller.ui.pairing.code_sheet import CodeSheet
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.words import isolated, one_line


class PairSheet(CodeSheet):
    """Asks for the code, the name and the area."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        pair: Callable[[PairingCode, str, str], Awaitable[None]],
        *,
        player: str,
        where: str,
        name: str,
        areas: Sequence[str],
        area: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`player` is what it is called so far, `where` its address; `name` and `area` stand in their fields.

        A field that is left empty keeps what the player has.
        """

        async def named(code: PairingCode) -> None:
            await pair(code, self.name.text().strip(), self.area.text().strip())

        super().__init__(
            theme,
            tasks,
            named,
            title=self.tr("Pair {}").format(called(theme, player)),
            text=self.tr("Type the six digits that the screen at {} shows now. They change every five minutes.").format(
                isolated(where)
            ),
            button=self.tr("Pair"),
            parent=parent,
        )
        self.name = line(one_line(name), example=self.tr("As it is"), longest=MAX_NAME_LENGTH)
        self.area = line(one_line(area), example=self.tr("As it is"), longest=MAX_NAME_LENGTH)
        completer = QCompleter(list(areas), self.area)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.area.setCompleter(completer)
        self.body.addWidget(Field(self.tr("Name"), self.name))
        self.body.addWidget(Field(self.tr("Area"), self.area))
        self.boxes.setFocus()

    def show_busy(self, on: bool) -> None:
        super().show_busy(on)
        self.name.setReadOnly(on)
        self.area.setReadOnly(on)
