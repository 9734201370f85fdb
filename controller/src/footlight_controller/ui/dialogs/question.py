"""A dialog that asks for one line of text and does something with it before it goes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from footlight_common.errors import FootlightError
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import sentence

WIDTH = 440


class Question(QDialog):
    """Open it with `open()`; Escape cancels, also what is under way.

    `answer` gets the text. A ValueError or FootlightError from it is shown under the field, and the person may try
    again; when it returns, the dialog closes.
    """

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
        super().__init__(parent)
        space = theme.tokens.space
        self._tasks = tasks
        self._answer = answer
        self._may_be_empty = may_be_empty
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
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
        self.error = label("", "error", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Working"))
        keeps_its_place = self.progress.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(keeps_its_place)
        self.confirm = QPushButton(button)
        self.confirm.setProperty("kind", "primary")
        self.confirm.setDefault(True)
        # Enter means Cancel only while that has the keyboard.
        self.cancel = QPushButton(self.tr("Cancel"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.three, space.three, space.three, space.three)
        column.setSpacing(space.one_half)
        column.addWidget(label(title, "heading"))
        column.addWidget(label(text, "muted", wrap=True))
        column.addWidget(self.field)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self.confirm.clicked.connect(self._try)
        self.cancel.clicked.connect(self.reject)
        self.field.textChanged.connect(self._field_changed)
        self._task: asyncio.Task[None] | None = None
        self._show_busy(False)
        self._field_changed(start)

    def done(self, result: int) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the wrapped texts need, which a dialog does not find out by itself."""
        if (layout := self.layout()) is not None:
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH))

    def _try(self) -> None:
        if self._task is None:
            self._task = self._tasks.start(self._ask(self.field.text()))

    async def _ask(self, text: str) -> None:
        self._show_error("")
        self._show_busy(True)
        try:
            await self._answer(text)
        except (FootlightError, ValueError) as err:
            self._task = None
            self._show_busy(False)
            self._show_error(str(err))
            self.field.setFocus()
            self.field.selectAll()
        else:
            self._task = None
            self.accept()

    def _field_changed(self, text: str) -> None:
        self.confirm.setEnabled(self._may_be_empty or bool(text.strip()))
        self._show_error("")

    def _show_busy(self, on: bool) -> None:
        self.progress.setVisible(on)
        # Not disabled: the keyboard would go on to Cancel, and the next key with it.
        self.field.setReadOnly(on)
        if on and self.confirm.hasFocus():
            self.field.setFocus()
        self.confirm.setEnabled(not on and (self._may_be_empty or bool(self.field.text().strip())))

    def _show_error(self, text: str) -> None:
        self.error.setText(sentence(text))
        self.error.setVisible(bool(text))
        self._fit()
        self.field.setAccessibleDescription(text)
