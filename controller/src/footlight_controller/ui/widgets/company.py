"""Several people in a row as discs: who else is at a player."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from footlight_common.model.presence import Present
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.presence import MOST_SHOWN, others_at, present_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.initials import Discs, disc_size


def paint_company(
    painter: QPainter, discs: Discs, others: Sequence[Present], room: QRectF, size: int, *, at_end: bool = False
) -> None:
    """As many of `others` as there is room for, MOST_SHOWN at most, then how many more; a ring for who controls."""
    cell = discs.cell(size)
    cells = int(room.width() // cell)
    shown = min(len(others), MOST_SHOWN, cells)
    if len(others) > shown:
        # The number takes a cell too.
        shown = max(0, min(shown, cells - 1))
    more = len(others) - shown
    if not cells:
        return
    ratio = painter.device().devicePixelRatioF()
    x = room.right() - (shown + (more > 0)) * cell if at_end else room.x()
    # On whole pixels, or the letters go soft.
    place = QPointF(round(x), round(room.center().y() - cell / 2))
    for one in others[:shown]:
        painter.drawPixmap(place, discs.person(one.member, one.name, size, ratio, ring=one.controls))
        place.setX(place.x() + cell)
    if more:
        painter.drawPixmap(place, discs.more(more, size, ratio))


class Company(QWidget):
    """Who else is at a player; nothing, and no room for it, where nobody is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._discs = Discs(theme)
        self._others: tuple[Present, ...] = ()
        self._lines: list[str] = []
        self._away = False
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def lines(self) -> list[str]:
        """What it says of each."""
        return list(self._lines)

    def show_player(self, view: PlayerView) -> None:
        """Those who are there now."""
        others = others_at(view)
        if others == self._others:
            return
        self._others, self._lines = others, present_lines(view)
        self.setAccessibleName(self.tr("Also here: {}").format("; ".join(self._lines)) if others else "")
        self.setToolTip(tip("\n".join(self._lines)))
        self.setVisible(bool(others) and not self._away)
        self.updateGeometry()
        self.update()

    def make_room(self, on: bool) -> None:
        """Stay away while something else needs the place."""
        self._away = on
        self.setVisible(bool(self._others) and not on)

    def sizeHint(self) -> QSize:
        cell = Discs.cell(self._size)
        cells = min(len(self._others), MOST_SHOWN + 1)
        return QSize(cells * cell, cell)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_company(painter, self._discs, self._others, QRectF(self.rect()), self._size)
        painter.end()

    def _dress(self) -> None:
        self._size = round(disc_size(self._theme.fonts) * 1.2)
        self.updateGeometry()
        self.update()
