"""A bar that moves while something is under way whose end cannot be told."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QProgressBar

translate = QCoreApplication.translate


def working_bar() -> QProgressBar:
    """Keeps its place in a layout while it is hidden."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(translate("WorkingBar", "Working"))
    keeps_its_place = bar.sizePolicy()
    keeps_its_place.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(keeps_its_place)
    return bar
