"""Pictures of what is on screen, cut and rounded once for the size they are shown in."""

from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

# Far more than a screen shows at once; at 320x180 about 60 MB.
MAX_KEPT = 256


class Pictures:
    """The latest picture of each player. Qt thread."""

    def __init__(self) -> None:
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._drawn: dict[str, QPixmap] = {}

    def put(self, player_id: str, image: QImage) -> None:
        """Show `image` from now on; a null image takes the picture away."""
        self._drawn.pop(player_id, None)
        self._images.pop(player_id, None)
        if image.isNull():
            return
        self._images[player_id] = image
        if len(self._images) > MAX_KEPT:
            oldest, _ = self._images.popitem(last=False)
            self._drawn.pop(oldest, None)

    def pixmap(self, player_id: str, size: QSizeF, radius: int, ratio: float) -> QPixmap | None:
        """For a place of `size` device independent pixels; None when there is no picture."""
        image = self._images.get(player_id)
        if image is None:
            return None
        pixels = (size * ratio).toSize()
        drawn = self._drawn.get(player_id)
        if drawn is None or drawn.size() != pixels:
            drawn = self._drawn[player_id] = _rounded(image, pixels, radius * ratio)
            drawn.setDevicePixelRatio(ratio)
        return drawn


def _rounded(image: QImage, size: QSize, radius: float) -> QPixmap:
    """`image` fitted into `size` on black, as a screen of another shape would show it, with round corners."""
    fitted = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    screen = QPixmap(size)
    screen.fill(Qt.GlobalColor.black)
    painter = QPainter(screen)
    painter.drawImage((size.width() - fitted.width()) // 2, (size.height() - fitted.height()) // 2, fitted)
    painter.end()
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(screen))
    painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), radius, radius)
    painter.end()
    return pixmap
