"""What all sheets have that ask for the code on another screen."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from footlight_common.errors import InvalidCode, WrongCode
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.code_boxes import CodeBoxes
from footlight_controller.ui.widgets.field import Field

# What most refusals need.
ERROR_LINES = 2


class CodeSheet(Sheet):
    """What goes wrong is said beside the boxes, where there is room for it from the start: nothing jumps.

    A wrong code is chosen as a whole, so that the next one takes its place; it is not sent again, nor is the one that
    stands there after something else than a code was pasted.
    """

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        pair: Callable[[PairingCode], Awaitable[None]],
        *,
        title: str,
        text: str,
        button: str,
        parent: QWidget | None = None,
    ) -> None:
        async def work() -> None:
            await pair(self.boxes.code)

        super().__init__(theme, tasks, work, title=title, text=text, button=button, parent=parent)
        self.boxes = CodeBoxes(theme)
        self.code_field = Field(self.tr("Code on its screen"), self.boxes)
        self._spent = ""
        self.place_error(self.code_field)
        self.error.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        for part in (self.error, self.progress):
            keeps_its_place = part.sizePolicy()
            keeps_its_place.setRetainSizeWhenHidden(True)
            part.setSizePolicy(keeps_its_place)
        self.boxes.setAccessibleDescription(self.tr("Six digits, such as 123-456"))
        self.boxes.textChanged.connect(self._typed)
        self.boxes.refused.connect(self._refuse)

    def ready(self) -> bool:
        return self.boxes.complete and self.boxes.text() != self._spent

    def fit(self) -> None:
        # A label that is hidden has no font from the style yet.
        self.error.ensurePolished()
        self.error.setMinimumHeight(ERROR_LINES * self.error.fontMetrics().lineSpacing())
        # A layout within another keeps the sizes it knew until the next turn.
        self.body.invalidate()
        super().fit()

    def show_busy(self, on: bool) -> None:
        super().show_busy(on)
        self.boxes.setReadOnly(on)
        if on and self.confirm.hasFocus():
            self.boxes.setFocus()

    def failed(self, error: Exception) -> None:
        if isinstance(error, WrongCode | InvalidCode):
            self._spent = self.boxes.text()
            self.boxes.show_wrong(True)
            self.refresh()
        self.boxes.setFocus()
        self.boxes.selectAll()

    def _typed(self) -> None:
        self._spent = ""
        self.show_error("")
        self.refresh()

    def _refuse(self) -> None:
        self._spent = self.boxes.text()
        self.refresh()
        self.show_error(self.tr("There is no code in that. It has six digits and looks like 123-456."))
