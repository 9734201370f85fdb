"""The sheet that puts a new player in the place of one that broke."""

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from footlight_common.discovery import Address
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.dialogs.called import called
from footlight_controller.ui.pairing.code_sheet import CodeSheet
from footlight_controller.ui.pairing.invitation import address_in
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.words import isolated, one_line, shortened

# More would fill the sheet; the others are named by their address.
MOST_FINDS = 6


class ReplaceSheet(CodeSheet):
    """Asks which player is the new one, and for its code."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        replace: Callable[[Address, PairingCode], Awaitable[None]],
        *,
        old: PlayerView,
        named: str,
        finds: Sequence[DiscoveredPlayer],
        parent: QWidget | None = None,
    ) -> None:
        """`named` is what tells `old` apart from its namesakes; `finds` are those that belong to nobody."""

        async def at_address(code: PairingCode) -> None:
            await replace(address_in(self.address.text()), code)

        if area := one_line(old.identity.area):
            text = self.tr(
                "Its name {}, its area {} and what it last played go over to the new player. The old one leaves the "
                "list."
            ).format(called(theme, old.name), called(theme, area))
        else:
            text = self.tr(
                "Its name {} and what it last played go over to the new player. The old one leaves the list."
            ).format(called(theme, old.name))
        super().__init__(
            theme,
            tasks,
            at_address,
            title=self.tr("Replace {}").format(named),
            text=text,
            button=self.tr("Replace"),
            parent=parent,
        )
        self.address = line(example=self.tr("192.168.1.20:8470"))
        self.finds = QButtonGroup(self)
        self.body.insertWidget(0, Field(self.tr("Address of the new player"), self.address))
        offered = [find for find in finds if find.announced][:MOST_FINDS]
        if offered:
            self.body.insertWidget(0, Field(self.tr("Found on this network"), self._chips(theme, offered)))
        self.address.textChanged.connect(self.refresh)
        if len(offered) == 1:
            self.finds.buttons()[0].click()
        else:
            (self.finds.buttons()[0] if offered else self.address).setFocus()

    def ready(self) -> bool:
        return super().ready() and bool(self.address.text().strip())

    def show_busy(self, on: bool) -> None:
        super().show_busy(on)
        self.address.setReadOnly(on)
        for chip in self.finds.buttons():
            chip.setEnabled(not on)

    def _chips(self, theme: Theme, finds: Sequence[DiscoveredPlayer]) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.tokens.space.one)
        for number, find in enumerate(finds):
            address = str(find.addresses[0])
            # A new player is called as its machine, and so is the next one out of the same box.
            chip = Chip(f"{isolated(shortened(find.name, 20))}  {find.id[:4]}  {isolated(shortened(address, 24))}")
            chip.setToolTip(f"{one_line(find.name)}\n{find.id}\n{address}")
            chip.clicked.connect(lambda _on=False, address=address: self._choose(address))
            self.finds.addButton(chip)
            grid.addWidget(chip, number, 0)
        return held

    def _choose(self, address: str) -> None:
        self.address.setText(address)
        self.boxes.setFocus()
