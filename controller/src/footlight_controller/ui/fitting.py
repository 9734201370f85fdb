"""Where a window opens: on a screen that is there, and no larger than it."""

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# Title bar and borders, which nobody knows before the window is shown: as wide as the widest usual ones.
FRAME = QSize(8, 40)


def open_at(window: QWidget, wanted: QSize, remembered: QByteArray | None = None) -> None:
    """As it stood when it was `remembered`, as far as the screens of now allow; else `wanted` and in the middle.

    Before it is shown. A window that is larger than the screen is maximised.
    """
    if remembered is not None and window.restoreGeometry(remembered):
        if not window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            _place(window, window.geometry())
        return
    room = QGuiApplication.primaryScreen().availableGeometry()
    place = QRect(0, 0, wanted.width(), wanted.height())
    place.moveCenter(room.center())
    _place(window, place)


def fitted(place: QRect, screens: list[QRect]) -> QRect:
    """`place` of a window without its frame, moved and cut into the one of `screens` that has most of it.

    `screens` are rectangles that windows with their frames may use, the main one first.
    """
    screen = max(screens, key=lambda each: _area(each.intersected(place)))
    room = screen.adjusted(FRAME.width() // 2, FRAME.height() - FRAME.width() // 2, -FRAME.width() // 2, 0)
    room.setBottom(room.bottom() - FRAME.width() // 2)
    size = place.size().boundedTo(room.size())
    left = min(max(place.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(place.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def _place(window: QWidget, place: QRect) -> None:
    main = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not main]
    fit = fitted(place, [screen.availableGeometry() for screen in (main, *others)])
    window.setMinimumSize(window.minimumSize().boundedTo(fit.size()))
    window.setGeometry(fit)
    if fit.size() != place.size():
        # What it wanted does not fit, so it takes all there is.
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
