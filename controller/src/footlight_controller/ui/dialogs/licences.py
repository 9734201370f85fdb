"""The licences of Footlight and of everything it is made with, as they came with the packages."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label

PROGRAM = "footlight-controller"
SIZE = (640, 520)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LICENCE_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)


def licences(program: str = PROGRAM) -> str:
    """One paragraph per installed package that `program` needs: name, version, licence, and its text where it has one.

    The name of a package that is not installed is not in it.
    """
    return "\n\n\n".join(_told(package) for package in _needed(program))


class Licences(QDialog):
    """Open it with `open()`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setWindowTitle(self.tr("Licences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.text = QPlainTextEdit(licences())
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Licences"))
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.three, space.three, space.three, space.three)
        column.setSpacing(space.one_half)
        column.addWidget(label(self.tr("Licences"), "heading"))
        column.addWidget(self.text, 1)
        column.addLayout(buttons)


def _needed(program: str) -> Iterator[Distribution]:
    """`program` and what it asks for, and what that asks for, each once."""
    waiting, seen = [program], set[str]()
    while waiting:
        name = waiting.pop(0)
        key = name.lower().replace("_", "-")
        if key in seen:
            continue
        seen.add(key)
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # Only for other systems, or optional.
            continue
        yield package
        needs = [wanted for wanted in package.requires or () if "extra ==" not in wanted]
        waiting += [found[0] for wanted in needs if (found := _NAME.match(wanted))]


def _told(package: Distribution) -> str:
    meta = package.metadata
    licence = next((meta[key] for key in ("License-Expression", "License") if key in meta), "")
    first = f"{meta['Name']} {package.version}"
    # Some packages put the whole text in this field.
    if licence and "\n" not in licence:
        first = f"{first}: {licence}"
    files = [file for file in package.files or () if _LICENCE_FILE.search(str(file))]
    texts = [text.strip() for file in files if (text := file.read_text(encoding="utf-8"))]
    if not texts and "\n" in licence:
        texts = [licence]
    return "\n\n".join([first, *texts])
