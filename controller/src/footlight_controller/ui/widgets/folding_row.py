"""A search field, what it can be narrowed down by, and a button: in one row, or in two where there is no room."""

import itertools
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from footlight_controller.ui.theme.theme import Theme


class FoldingRow(QWidget):
    """In the second row there is what stands in the middle of the first."""

    def __init__(
        self,
        theme: Theme,
        first: Sequence[QWidget],
        middle: Sequence[QWidget],
        last: QWidget,
        *,
        needs: Callable[[], float],
        stretch: int = 0,
    ) -> None:
        """`needs` says how wide one row is, but for the space between the four parts of it.

        The `middle` grows with `stretch` where each of the `first` grows with 1; with 0 it stays as it is.
        """
        super().__init__()
        self._groups = (list(first), list(middle), last)
        self._needs = needs
        self._stretch = stretch
        self._narrow = False
        space = theme.tokens.space
        self.middle = QWidget()
        row = QHBoxLayout(self.middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.one)
        for part in middle:
            row.addWidget(part, 1 if stretch else 0)
        if not stretch:
            row.addStretch(1)
        self._first = QHBoxLayout()
        self._first.setSpacing(space.one)
        for part in first:
            self._first.addWidget(part, 1)
        self._first.addWidget(self.middle, stretch)
        self._first.addWidget(last)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(space.one)
        self._rows.addLayout(self._first)
        self._order_tabs()

    def minimumSizeHint(self) -> QSize:
        # What it needs in two rows; the layout would say what it needs as it stands.
        return QSize(self.middle.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """To its width; after what it needs has changed."""
        narrow = self.width() < self._needs() + 4 * self._first.spacing()
        if narrow is self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._first.removeWidget(self.middle)
            self._rows.addWidget(self.middle)
        else:
            self._rows.removeWidget(self.middle)
            self._first.insertWidget(len(self._groups[0]), self.middle, self._stretch)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """As it is seen."""
        first, middle, last = self._groups
        chain = [*first, *([last, *middle] if self._narrow else [*middle, last])]
        for before, after in itertools.pairwise(chain):
            self.setTabOrder(before, after)
