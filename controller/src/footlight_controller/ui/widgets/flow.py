"""A layout that puts its parts beside each other, and goes on in the next row where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Each part is as wide as it wants to be; a row is as high as its highest."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 0) -> None:
        super().__init__(parent)
        self._parts: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, part: QLayoutItem) -> None:
        self._parts.append(part)

    def count(self) -> int:
        return len(self._parts)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._parts[place] if 0 <= place < len(self._parts) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._parts.pop(place) if 0 <= place < len(self._parts) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [part.sizeHint() for part in self._shown()]
        across = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(across, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for part in self._shown():
            size = size.expandedTo(part.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [part for part in self._parts if not part.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """The height it takes."""
        rows: list[list[tuple[QLayoutItem, int]]] = []
        room = -1
        for part in self._shown():
            width = min(part.sizeHint().width(), rect.width())
            if not rows or width > room:
                rows.append([])
                room = rect.width()
            rows[-1].append((part, width))
            room -= width + self.spacing()
        top = rect.top()
        mirrored = QGuiApplication.isRightToLeft()
        for row in rows:
            height = max(part.sizeHint().height() for part, _ in row)
            left = rect.left()
            for part, width in row:
                if move:
                    own = min(height, part.sizeHint().height())
                    place = QRect(QPoint(left, top + (height - own) // 2), QSize(width, own))
                    if mirrored:
                        place.moveLeft(rect.left() + rect.right() - place.right())
                    part.setGeometry(place)
                left += width + self.spacing()
            top += height + self.spacing()
        return max(0, top - self.spacing() - rect.top())
