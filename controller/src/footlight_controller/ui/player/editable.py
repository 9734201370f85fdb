"""A line of text with a pencil: edited in place, saved with Enter, left as it was with Escape."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from footlight_common.errors import FootlightError
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import one_line, sentence

FIELD_WIDTH = 420


class EditableText(QWidget):
    """`save` gets what was typed, and raises FootlightError, which is said below the field."""

    editing_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        save: Callable[[str], Coroutine[Any, Any, None]],
        *,
        kind: str,
        name: str,
        empty: str,
        parent: QWidget | None = None,
    ) -> None:
        """`kind` is a text role, `name` what is edited, `empty` what stands where nothing was said."""
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._save = save
        self._empty = empty
        self._text = ""
        self._saving: asyncio.Task[None] | None = None
        space = theme.tokens.space
        self.shown = ElidedLabel("", kind)
        self.shown.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.pencil = QToolButton()
        self.pencil.setIconSize(QSize(16, 16))
        self._tip = self.tr("Change the {}").format(name)
        self.pencil.setToolTip(self._tip)
        self.pencil.setAccessibleName(self._tip)
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_NAME_LENGTH)
        self.field.setAccessibleName(name[:1].upper() + name[1:])
        self.field.setPlaceholderText(empty)
        self.field.setMaximumWidth(FIELD_WIDTH)
        self.confirm = QPushButton(self.tr("Save"))
        self.confirm.setProperty("kind", "primary")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("kind", "plain")
        self.error = label("", "error", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(space.half)
        row.addWidget(self.shown)
        row.addWidget(self.pencil)
        row.addWidget(self.field, 100)
        row.addWidget(self.confirm)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.half)
        column.addLayout(row)
        column.addWidget(self.error)
        self.pencil.clicked.connect(self.edit)
        self.field.returnPressed.connect(self._confirm)
        self.field.textEdited.connect(lambda _text: self._show_error(""))
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.undo)
        for part in (self.field, self.confirm, self.cancel):
            part.installEventFilter(self)
        theme.changed.connect(self._dress)
        self._dress()
        self._show_field(False)
        self._show_error("")

    @property
    def editing(self) -> bool:
        """Whether the field is open."""
        return not self.field.isHidden()

    def show_text(self, text: str) -> None:
        """What it is now; what somebody is typing stays."""
        self._text = text
        self.shown.show_text(text if one_line(text) else self._empty)

    def show_able(self, on: bool, refusal: str = "") -> None:
        """Whether it can be changed now; `refusal` is why the person may not."""
        self.pencil.setEnabled(on and not refusal)
        self.pencil.setToolTip(refusal or self._tip)

    def edit(self) -> None:
        """Open the field."""
        self.field.setText(one_line(self._text))
        self._show_field(True)
        self.field.setFocus()
        self.field.selectAll()

    def undo(self) -> None:
        """Close the field; what is being saved is left to its fate."""
        if self._saving is not None:
            self._saving.cancel()
            self._saving = None
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self.editing
        ):
            self.undo()
            return True
        return super().eventFilter(watched, event)

    def _confirm(self) -> None:
        if self._saving is not None:
            return
        text = self.field.text().strip()
        if text == one_line(self._text):
            self._close()
            return
        self._show_error("")
        self._saving = self._tasks.start(self._send(text))
        self._show_busy()

    async def _send(self, text: str) -> None:
        try:
            await self._save(text)
        except FootlightError as err:
            self._saving = None
            self._show_busy()
            self._show_error(sentence(str(err)))
            self.field.setFocus()
        else:
            self._saving = None
            self._close()

    def _close(self) -> None:
        had_focus = any(part.hasFocus() for part in (self.field, self.confirm, self.cancel))
        self._show_error("")
        self._show_field(False)
        self._show_busy()
        if had_focus:
            self.pencil.setFocus()

    def _show_busy(self) -> None:
        busy = self._saving is not None
        # Not disabled: the keyboard would go on to Cancel, and the next key with it.
        self.field.setReadOnly(busy)
        if busy and self.confirm.hasFocus():
            self.field.setFocus()
        self.confirm.setEnabled(not busy)

    def _show_field(self, on: bool) -> None:
        self.shown.setVisible(not on)
        self.pencil.setVisible(not on)
        self.field.setVisible(on)
        self.confirm.setVisible(on)
        self.cancel.setVisible(on)
        self.editing_changed.emit(on)

    def _show_error(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.field.setAccessibleDescription(text)

    def _dress(self) -> None:
        colours = self._theme.colours
        self.pencil.setIcon(self._theme.icons.icon("pencil-outline", colours.text_muted, colours.text_faint))
