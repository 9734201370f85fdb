"""Joining a site that somebody invites to."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from footlight_common.discovery import Address
from footlight_common.errors import InvalidCode, WrongCode
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_controller.core.site_view import Inviter
from footlight_controller.ui.pairing.invitation import address_in
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.welcome import suggestions
from footlight_controller.ui.welcome.form import Form
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.code_boxes import CodeBoxes
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.words import shortened

# More at once are not meant; the others are named by their address.
MOST_INVITERS = 6


class JoinForm(Form):
    """Offers those who invite now; an address can be typed as well."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        join: Callable[[Address, str, str], Awaitable[None]],
        parent: QWidget | None = None,
    ) -> None:
        """`join` gets the address, the six digits and the name of the person."""

        async def work() -> None:
            await join(address_in(self.address.text()), self.boxes.code.shown, self.member.text().strip())

        super().__init__(
            theme,
            tasks,
            work,
            title=self.tr("Join a site"),
            text=self.tr(
                "Ask an admin to choose Invite on the page Team. Their screen shows an address and a code then."
            ),
            button=self.tr("Join site"),
            parent=parent,
        )
        self._theme = theme
        self._inviters: tuple[Inviter, ...] = ()
        self.chips = QButtonGroup(self)
        self._held = QWidget()
        self._rows = QVBoxLayout(self._held)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.tokens.space.one)
        self.found = Field(self.tr("These computers invite now"), self._held)
        self.address = line(example=self.tr("192.168.1.20:8471"))
        self.boxes = CodeBoxes(theme)
        self.member = line(suggestions.person(), example=self.tr("Your name"), longest=MAX_NAME_LENGTH)
        self._address_field = Field(
            self.tr("Address of the computer that invites"),
            self.address,
            self.tr("It stands beside the code. A computer on this network also appears here by itself."),
        )
        self.body.addWidget(self.found)
        self.body.addWidget(self._address_field)
        self.body.addWidget(Field(self.tr("Code on their screen"), self.boxes))
        self.body.addWidget(self.error)
        self.body.addWidget(
            Field(self.tr("Your name"), self.member, self.tr("Others see it beside what you do, on every player."))
        )
        self.found.hide()
        self.watch(self.address, self.boxes, self.member)
        self.boxes.refused.connect(
            lambda: self.show_error(self.tr("There is no code in that. It has six digits and looks like 123-456."))
        )

    @property
    def first(self) -> QWidget:
        return self.boxes if self.address.text() else self.address

    def ready(self) -> bool:
        return self.boxes.complete and bool(self.address.text().strip() and self.member.text().strip())

    def failed(self, error: Exception) -> None:
        if isinstance(error, WrongCode | InvalidCode):
            self.boxes.blockSignals(True)
            self.boxes.clear()
            self.boxes.blockSignals(False)
            self.boxes.show_wrong(True)
            self.confirm.setEnabled(False)
        super().failed(error)

    def show_inviters(self, inviters: tuple[Inviter, ...]) -> None:
        """Who announces an invitation now."""
        if inviters == self._inviters:
            return
        self._inviters = inviters
        typed = self.address.text()
        for chip in self.chips.buttons():
            self.chips.removeButton(chip)
            self._rows.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for inviter in [each for each in inviters if each.addresses][:MOST_INVITERS]:
            address = str(inviter.addresses[0])
            chip = Chip(self.tr("{} at {}").format(shortened(inviter.name, 30), address))
            chip.setChecked(address == typed)
            chip.clicked.connect(lambda _on=False, address=address: self._choose(address))
            self.chips.addButton(chip)
            self._rows.addWidget(chip)
        some = bool(self.chips.buttons())
        self.found.setVisible(some)
        if len(inviters) == 1 and some and not typed and not self.busy:
            # There is only one that can be meant.
            self.chips.buttons()[0].setChecked(True)
            self.address.setText(str(inviters[0].addresses[0]))

    def _choose(self, address: str) -> None:
        self.address.setText(address)
        self.boxes.setFocus()
