"""The path of a file, typed or chosen."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.field import line


class FileField(QWidget):
    """A line with a button beside it."""

    def __init__(
        self, theme: Theme, title: str, filters: str, *, saves: bool, start: str = "", parent: QWidget | None = None
    ) -> None:
        """`title` heads the dialog; `saves`: it may be a file that is not there yet."""
        super().__init__(parent)
        self._title = title
        self._filters = filters
        self._saves = saves
        self.path = line(start)
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAccessibleName(title)
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.path)

    @property
    def file(self) -> Path:
        """As it is typed; `~` is the home directory."""
        return Path(self.path.text().strip()).expanduser()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.path.setAccessibleName(name)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), self._title, self.path.text())
        dialog.setNameFilter(self._filters)
        if self._saves:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(self.path.text())
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.accepted.connect(lambda: self.path.setText(dialog.selectedFiles()[0]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
