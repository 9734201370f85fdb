"""What the tables of the app have in common: their colours, and columns that fill the width."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QTableView

from footlight_controller.ui.theme.tokens import Colours

C = TypeVar("C", bound=int)


def paint_table(table: QTableView, colours: Colours) -> None:
    """Give the table the colours of the theme."""
    palette = table.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(colours.ground))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(colours.line))
    table.setPalette(palette)
    # Under a style sheet it does not follow by itself when the theme changes.
    table.viewport().setPalette(palette)


def letters(table: QTableView, width_px: float) -> float:
    """How many letters of the table fit beside each other in so much."""
    return width_px / QFontMetricsF(table.font()).horizontalAdvance("n")


def letters_across(table: QTableView) -> float:
    """How many letters fit beside each other in the table."""
    return letters(table, table.viewport().width())


def show_columns(table: QTableView, columns: Iterable[C], widths: Mapping[C, float]) -> None:
    """Show the columns that have a width, in letters, and hide the others."""
    letter = QFontMetricsF(table.font()).horizontalAdvance("n")
    for column in columns:
        table.setColumnHidden(column, column not in widths)
        if column in widths:
            table.setColumnWidth(column, int(widths[column] * letter))
