"""A button that draws itself and carries a figure: how many wait behind it."""

from PySide6.QtWidgets import QWidget

from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.painted_button import PaintedButton


class CountButton(PaintedButton):
    """What it is called follows the figure."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._count = 0

    @property
    def count(self) -> int:
        """The figure on it; 0 for none."""
        return self._count

    def show_count(self, count: int) -> None:
        """How many wait there."""
        if count != self._count:
            self._count = count
            self._describe()
            self.update()

    def _describe(self) -> None:
        """Say name and figure for the tool tip and for screen readers."""
        raise NotImplementedError
