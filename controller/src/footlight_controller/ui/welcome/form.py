"""What the forms of the first start have in common: fields on a card, what went wrong, progress, and the way back."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.attempt import Attempt
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.working_bar import working_bar
from footlight_controller.ui.words import sentence


class Form(Card):
    """The button does `work`. A ValueError or FootlightError from it is shown, and the person may try again."""

    back = Signal()
    succeeded = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        work: Callable[[], Awaitable[None]],
        *,
        title: str,
        text: str,
        button: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        space = theme.tokens.space
        self._attempt = Attempt(tasks, work, self)
        self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(space.two)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.progress = working_bar()
        self.progress.hide()
        self.go_back = QPushButton(self.tr("Back"))
        self.confirm = QPushButton(button)
        self.confirm.setProperty("kind", "primary")
        for each in (self.go_back, self.confirm):
            # Enter presses what has the keyboard; in a field it means `confirm`.
            each.setAutoDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go_back)
        buttons.addStretch(1)
        buttons.addWidget(self.confirm)
        self.column.setContentsMargins(space.three, space.three, space.three, space.three)
        self.column.setSpacing(space.one_half)
        self.column.addWidget(label(title, "heading", wrap=True))
        self.column.addWidget(label(text, "muted", wrap=True))
        self.column.addSpacing(space.half)
        self.column.addLayout(self.body)
        self.column.addWidget(self.error)
        self.column.addWidget(self.progress)
        self.column.addLayout(buttons)
        self._attempt.busy_changed.connect(self._follow)
        self._attempt.failed.connect(self._fail)
        self._attempt.succeeded.connect(self.succeeded)
        self.confirm.clicked.connect(self.attempt)
        self.go_back.clicked.connect(self.leave)

    @property
    def busy(self) -> bool:
        """Whether the work is under way."""
        return self._attempt.busy

    @property
    def first(self) -> QWidget:
        """What has the keyboard at first."""
        return self.confirm

    def ready(self) -> bool:
        """Whether all is there that the work needs."""
        return True

    def attempt(self) -> None:
        """Do the work, unless it is under way or something is missing."""
        if self.ready() and not self.busy:
            self.show_error("")
            self._attempt.start()

    def leave(self) -> None:
        """Back to the choice; what is under way is given up."""
        self._attempt.cancel()
        self._follow(False)
        self.show_error("")
        self.back.emit()

    def refresh(self) -> None:
        """Something that `ready` looks at has changed."""
        self.show_error("")
        self.confirm.setEnabled(not self.busy and self.ready())

    def show_error(self, text: str) -> None:
        """What went wrong; empty when nothing did."""
        self.error.setText(sentence(text))
        self.error.setVisible(bool(text))

    def failed(self, _error: Exception) -> None:
        """The work ended with this, which is on show: let the person try again."""
        self.first.setFocus()

    def watch(self, *fields: QLineEdit) -> None:
        """What is typed into these decides whether the form is ready."""
        for field in fields:
            field.textChanged.connect(self.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only what the fields have no use for comes here.
        if event.key() in ENTER and not isinstance(self.focusWidget(), QAbstractButton):
            self.attempt()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.confirm.setEnabled(not self.busy and self.ready())

    def _follow(self, on: bool) -> None:
        self.progress.setVisible(on)
        # Not disabled: the keyboard would go on to a button, and the next key with it.
        for field in self.findChildren(QLineEdit):
            field.setReadOnly(on)
        if on and self.confirm.hasFocus():
            self.first.setFocus()
        self.confirm.setEnabled(not on and self.ready())

    def _fail(self, error: Exception) -> None:
        self.show_error(str(error))
        self.failed(error)
