"""Where a file is to be saved: the question before every export."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(window: QWidget, title: str, name: str, ending: str, save: Callable[[Path], None]) -> None:
    """Have a person choose a file, offered as `name-DAY.ending`, then `save` it. Returns at once.

    `ending` is csv, pdf or tar.gz.
    """
    translate = QCoreApplication.translate
    kinds = {
        "csv": translate("SaveFile", "Tables (*.csv)"),
        "pdf": translate("SaveFile", "PDF documents (*.pdf)"),
        "tar.gz": translate("SaveFile", "Archives (*.tar.gz)"),
    }
    dialog = QFileDialog(window, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([kinds[ending]])
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(f"{name}-{QDate.currentDate().toString(Qt.DateFormat.ISODate)}.{ending}")
    dialog.accepted.connect(lambda: save(Path(dialog.selectedFiles()[0])))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
