"""Coming back from a backup of the site."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from footlight_common.errors import BackupFailed
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.welcome import suggestions
from footlight_controller.ui.welcome.form import Form
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.widgets.file_field import FileField


class RestoreForm(Form):
    """Asks for the file, its passphrase and the name of the person."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        restore: Callable[[Path, str, str], Awaitable[None]],
        parent: QWidget | None = None,
    ) -> None:
        async def work() -> None:
            await restore(self.file.file, self.passphrase.text(), self.member.text().strip())

        super().__init__(
            theme,
            tasks,
            work,
            title=self.tr("Restore from a backup"),
            text=self.tr(
                "You become an admin of its site. Whoever was removed after the backup was made has access again: look "
                "at the page Team then."
            ),
            button=self.tr("Restore site"),
            parent=parent,
        )
        title = self.tr("Choose a backup")
        self.file = FileField(theme, title, self.tr("Backups (*.footlight);;All files (*)"), saves=False)
        self.passphrase = line(secret=True)
        self.member = line(suggestions.person(), example=self.tr("Your name"), longest=MAX_NAME_LENGTH)
        self._which = Field(self.tr("File of the backup"), self.file)
        self._opens = Field(self.tr("Its passphrase"), self.passphrase)
        self.body.addWidget(self._which)
        self.body.addWidget(self._opens)
        self.body.addWidget(self.error)
        self.body.addWidget(
            Field(self.tr("Your name"), self.member, self.tr("Others see it beside what you do, on every player."))
        )
        self.watch(self.file.path, self.passphrase, self.member)

    @property
    def first(self) -> QWidget:
        return self.passphrase if self.file.path.text() else self.file.path

    def ready(self) -> bool:
        return bool(self.file.path.text().strip() and self.passphrase.text() and self.member.text().strip())

    def failed(self, error: Exception) -> None:
        super().failed(error)
        # Both have one code; the text of the one that is about the passphrase says so.
        of_file = isinstance(error, BackupFailed) and "passphrase" not in str(error)
        self.body.removeWidget(self.error)
        self.body.insertWidget(self.body.indexOf(self._which if of_file else self._opens) + 1, self.error)
        if of_file:
            self.file.path.setFocus()
        elif isinstance(error, BackupFailed):
            self.passphrase.selectAll()
