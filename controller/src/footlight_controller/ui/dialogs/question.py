"""A dialog that asks for one line of text and does something with it before it goes."""

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme


class Question(Sheet):
    """`answer` gets the text. What it raises is shown under the field, and the person may try again."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        answer: Callable[[str], Awaitable[None]],
        *,
        title: str,
        text: str,
        example: str,
        button: str,
        start: str = "",
        choices: Sequence[str] = (),
        may_be_empty: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`start` stands in the field at first; `choices` are offered to what is typed."""

        async def work() -> None:
            await answer(self.field.text())

        super().__init__(theme, tasks, work, title=title, text=text, button=button, parent=parent)
        self._text = text
        self._may_be_empty = may_be_empty
        self.field = QLineEdit(start)
        self.field.selectAll()
        self.field.setPlaceholderText(example)
        if choices:
            completer = QCompleter(choices, self.field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.field.setCompleter(completer)
        self.field.setAccessibleName(title)
        self.field.setAccessibleDescription(text)
        self.place_error(self.field)
        self.field.textChanged.connect(self._field_changed)
        self.refresh()
        self.field.setFocus()

    def ready(self) -> bool:
        return self._may_be_empty or bool(self.field.text().strip())

    def show_busy(self, on: bool) -> None:
        super().show_busy(on)
        # Not disabled: the keyboard would go on to Cancel, and the next key with it.
        self.field.setReadOnly(on)
        if on and self.confirm.hasFocus():
            self.field.setFocus()

    def show_error(self, text: str) -> None:
        super().show_error(text)
        self.field.setAccessibleDescription(text or self._text)

    def failed(self, error: Exception) -> None:  # noqa: ARG002  it is on show
        self.field.setFocus()
        self.field.selectAll()

    def _field_changed(self) -> None:
        self.show_error("")
        self.refresh()
