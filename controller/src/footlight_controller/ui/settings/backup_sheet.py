"""The sheet that saves the site in an encrypted file."""

import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from footlight_common.errors import BackupFailed
from footlight_common.security.site_backup import MAX_PASSPHRASE_LENGTH, MIN_PASSPHRASE_LENGTH
from footlight_controller.core.site_view import SiteView
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.widgets.file_field import FileField
from footlight_controller.ui.words import isolated, shortened

SUFFIX = ".footlight"


class BackupSheet(Sheet):
    """Asks for a passphrase, twice, and where to."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        save: Callable[[Path, str], Awaitable[None]],
        *,
        site: SiteView,
        wall_s: float,
        parent: QWidget | None = None,
    ) -> None:
        """`save` gets the file, which must not be there yet, and the passphrase; `wall_s` is now."""

        async def work() -> None:
            await save(self.file.file, self.passphrase.text())

        super().__init__(
            theme,
            tasks,
            work,
            title=self.tr("Save a backup of {}").format(isolated(shortened(site.name))),
            text=self.tr(
                "Whoever has the file and the passphrase is an admin of the site. Keep the two apart; nobody can find "
                "the passphrase out for you."
            ),
            button=self.tr("Save"),
            parent=parent,
        )
        start = str(free(_documents() / file_name(site.name, wall_s)))
        filters = self.tr("Backups (*.footlight);;All files (*)")
        self.file = FileField(theme, self.tr("Save the backup as"), filters, saves=True, start=start)
        self.passphrase = line(secret=True, longest=MAX_PASSPHRASE_LENGTH)
        self.again = line(secret=True, longest=MAX_PASSPHRASE_LENGTH)
        least = self.tr("At least %n character(s).", "", MIN_PASSPHRASE_LENGTH)
        self._again = Field(self.tr("Passphrase once more"), self.again)
        self.body.addWidget(Field(self.tr("Passphrase"), self.passphrase, least))
        self.place_error(self._again)
        self._where = Field(self.tr("File"), self.file)
        self.body.addWidget(self._where)
        for field in (self.passphrase, self.again, self.file.path):
            field.textChanged.connect(self._typed)
        self.again.editingFinished.connect(self._compare)
        self.passphrase.setFocus()

    def ready(self) -> bool:
        typed = self.passphrase.text()
        named = bool(self.file.path.text().strip())
        return named and len(typed) >= MIN_PASSPHRASE_LENGTH and typed == self.again.text()

    def show_busy(self, on: bool) -> None:
        super().show_busy(on)
        for field in (self.passphrase, self.again, self.file.path):
            field.setReadOnly(on)

    def failed(self, error: Exception) -> None:
        if isinstance(error, BackupFailed):
            self.move_error(self._where)
            self.file.path.setFocus()

    def _typed(self) -> None:
        self.show_error("")
        self.refresh()

    def _compare(self) -> None:
        if self.again.text() and self.again.text() != self.passphrase.text():
            self.move_error(self._again)
            self.show_error(self.tr("The two are not the same. Type the passphrase once more."))


def file_name(site: str, wall_s: float) -> str:
    """`Museum 2026-11-23.footlight`, without signs that have no place in the name of a file."""
    plain = "".join(sign if sign.isalnum() or sign in " -_" else "_" for sign in site)[:60].strip() or "site"
    return f"{plain} {datetime.fromtimestamp(wall_s, UTC):%Y-%m-%d}{SUFFIX}"


def free(file: Path) -> Path:
    """`file`, or the first of `Museum 2026-11-23-2.footlight`, `…-3.footlight` that is not there yet."""
    names = itertools.chain((file,), (file.with_stem(f"{file.stem}-{number}") for number in itertools.count(2)))
    return next(name for name in names if not name.exists())


def _documents() -> Path:
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(where) if where and Path(where).is_dir() else Path.home()
