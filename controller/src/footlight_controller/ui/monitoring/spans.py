"""Between rows and Qt's selections of them."""

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionRange


def rows_of(selection: QItemSelection) -> set[int]:
    """All rows of which anything is selected."""
    spans = cast("Iterable[QItemSelectionRange]", selection)
    return {row for span in spans for row in range(span.top(), span.bottom() + 1)}


def selection_of(model: QAbstractItemModel, rows: Sequence[int]) -> QItemSelection:
    """`rows` in rising order, from the first column to the last."""
    selection, last = QItemSelection(), model.columnCount() - 1
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end] == rows[end - 1] + 1:
            end += 1
        selection.select(model.index(rows[start], 0), model.index(rows[end - 1], last))
        start = end
    return selection
