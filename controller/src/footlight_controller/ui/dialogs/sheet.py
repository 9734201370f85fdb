"""What every dialog that does something has: heading, fields, what went wrong, progress, and Cancel."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.attempt import Attempt
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.working_bar import working_bar
from footlight_controller.ui.words import sentence

WIDTH = 440


class Sheet(QDialog):
    """Open it with `open()`; Escape cancels, also what is under way. Put widgets into `body`.

    The button does `work`. A ValueError or FootlightError from it is shown in the sheet, and the person may try again;
    when it returns, the sheet closes with `accepted`.
    """

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
        super().__init__(parent)
        space = theme.tokens.space
        self._attempt = Attempt(tasks, work, self)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.body = QVBoxLayout()
        self.body.setSpacing(space.one_half)
        self.error = label("", "error", wrap=True)
        self.progress = working_bar()
        self.confirm = QPushButton(button)
        self.confirm.setProperty("kind", "primary")
        self.confirm.setDefault(True)
        # Enter means Cancel only while that has the keyboard.
        self.cancel = QPushButton(self.tr("Cancel"))
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.cancel)
        self._buttons.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.three, space.three, space.three, space.three)
        column.setSpacing(space.one_half)
        column.addWidget(label(title, "heading", wrap=True))
        column.addWidget(label(text, "muted", wrap=True))
        column.addLayout(self.body)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        column.addLayout(self._buttons)
        self.error.hide()
        self.progress.hide()
        self._attempt.busy_changed.connect(self._follow)
        self._attempt.failed.connect(self._fail)
        self._attempt.succeeded.connect(self.accept)
        self.confirm.clicked.connect(self.attempt)
        self.cancel.clicked.connect(self.reject)

    @property
    def busy(self) -> bool:
        """Whether the work is under way."""
        return self._attempt.busy

    def attempt(self) -> None:
        """Do the work, unless it is under way or `ready` says that something is missing."""
        if self.ready() and not self.busy:
            self.show_error("")
            self._attempt.start()

    def ready(self) -> bool:
        """Whether all is there that the work needs."""
        return True

    def refresh(self) -> None:
        """Something that `ready` looks at has changed."""
        self.confirm.setEnabled(not self.busy and self.ready())

    def place_error(self, field: QWidget) -> None:
        """Put `field` into the body, and what went wrong from now on right below it."""
        self.body.addWidget(field)
        self.body.addWidget(self.error)

    def move_error(self, field: QWidget) -> None:
        """What went wrong stands right below `field` of the body from now on."""
        self.body.removeWidget(self.error)
        self.body.insertWidget(self.body.indexOf(field) + 1, self.error)
        self.fit()

    def show_busy(self, on: bool) -> None:
        """The work begins or has ended. Fields are read-only meanwhile, for a disabled one hands the keyboard on."""
        self.progress.setVisible(on)
        self.confirm.setEnabled(not on and self.ready())

    def show_error(self, text: str) -> None:
        """What went wrong; empty when nothing did."""
        self.error.setText(sentence(text))
        self.error.setVisible(bool(text))
        self.fit()

    def failed(self, error: Exception) -> None:
        """The work ended with this, which is on show: let the person try again."""

    def done(self, result: int) -> None:
        self._attempt.cancel()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_tabs()
        self.refresh()
        self.fit()

    def fit(self) -> None:
        """As high as the wrapped texts need, which a dialog does not find out by itself."""
        if (layout := self.layout()) is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def _follow(self, on: bool) -> None:
        self.show_busy(on)

    def _fail(self, error: Exception) -> None:
        self.show_error(str(error))
        self.failed(error)

    def _order_tabs(self) -> None:
        """As they are seen: the buttons were there before the fields."""
        before: QWidget | None = None
        items = (self.body.itemAt(place) for place in range(self.body.count()))
        places = (item.widget() for item in items if item is not None)
        fields = (inner for outer in places if outer is not None for inner in (outer, *outer.findChildren(QWidget)))
        stops = (field for field in fields if field.focusPolicy() & Qt.FocusPolicy.TabFocus and not field.focusProxy())
        for widget in (*stops, self.cancel, self.confirm):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
