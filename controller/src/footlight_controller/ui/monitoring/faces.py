"""Cards as they were painted last, so that scrolling moves pictures instead of drawing words again."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle

from footlight_common.clock import Clock
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.monitoring.card import CardDelegate

# Two large windows full; at 330x155 about 50 MB.
MAX_KEPT = 256
# Clocks go by whole seconds; a card painted less long ago need not be painted again for its clock.
FRESH_S = 0.5


@dataclass(slots=True)
class _Face:
    view: PlayerView
    state: QStyle.StateFlag
    until_s: float
    """Monotonic time from which its words may be others."""
    pixmap: QPixmap


class CardFaces:
    """Pictures of whole cells. Qt thread."""

    def __init__(self, cards: CardDelegate, clock: Clock) -> None:
        self._cards = cards
        self._clock = clock
        self._kept: OrderedDict[str, _Face] = OrderedDict()

    def clear(self) -> None:
        """Colours are others."""
        self._kept.clear()

    def stale(self, view: PlayerView) -> bool:
        """Whether time alone may have changed the words of the card."""
        if not changes_with_time(view):
            return False
        face = self._kept.get(view.id)
        return face is None or face.until_s <= self._clock.monotonic_s()

    def shows(self, view: PlayerView) -> bool:
        """Whether the card was painted last from just this view."""
        face = self._kept.get(view.id)
        return face is not None and face.view is view

    def forget(self, player_id: str) -> None:
        """What this card shows has changed beside its view: its picture."""
        self._kept.pop(player_id, None)

    def pixmap(self, view: PlayerView, state: QStyle.StateFlag, cell: QSize, ratio: float) -> QPixmap:
        """The card in a cell of `cell` device independent pixels."""
        now_s, pixels = self._clock.monotonic_s(), cell * ratio
        face = self._kept.get(view.id)
        if face is not None and face.pixmap.size() != pixels:
            face = None
        if face is not None and face.view is view and face.state == state and now_s < face.until_s:
            self._kept.move_to_end(view.id)
            return face.pixmap
        pixmap = face.pixmap if face is not None else QPixmap(pixels)
        if face is None:
            pixmap.setDevicePixelRatio(ratio)
            # Opaque, which is copied several times faster than it would be blended.
            pixmap.fill(Qt.GlobalColor.black)
        painter = QPainter(pixmap)
        self._cards.paint_view(painter, QRect(0, 0, cell.width(), cell.height()), view, state)
        painter.end()
        until_s = now_s + FRESH_S if changes_with_time(view) else float("inf")
        self._kept[view.id] = _Face(view, state, until_s, pixmap)
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        return pixmap


def changes_with_time(view: PlayerView) -> bool:
    """Positions of what plays, ages of what is gone."""
    return view.playing or not view.online
