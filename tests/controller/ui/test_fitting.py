import pytest
from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.fitting import FRAME, fitted, open_at

MAIN, SECOND = QRect(0, 0, 1280, 800), QRect(1280, 0, 1920, 1080)


@pytest.mark.parametrize(
    "place",
    [
        QRect(0, 0, 1280, 800),
        QRect(900, 600, 800, 600),
        QRect(-5000, -5000, 700, 500),
        QRect(1400, 500, 1920, 1080),
        QRect(5000, 5000, 3000, 2000),
    ],
)
def test_a_window_with_its_frame_is_wholly_on_one_screen(place):
    fit = fitted(place, [MAIN, SECOND])
    with_frame = fit.adjusted(-FRAME.width() // 2, -(FRAME.height() - FRAME.width() // 2), FRAME.width() // 2, 0)
    assert MAIN.contains(with_frame) or SECOND.contains(with_frame)


def test_a_window_that_fits_stays_where_it_was():
    place = QRect(1500, 200, 900, 700)
    assert fitted(place, [MAIN, SECOND]) == place


def test_a_window_of_a_screen_that_is_gone_comes_to_the_main_one():
    assert MAIN.contains(fitted(QRect(1500, 200, 900, 700), [MAIN]))


@pytest.fixture
def room(qapp):
    return QGuiApplication.primaryScreen().availableGeometry()


def test_the_first_start_is_in_the_middle_of_the_screen(qtbot, room):
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, QSize(400, 300))
    assert window.size() == QSize(400, 300)
    assert (window.geometry().center() - room.center()).manhattanLength() < 60


def test_a_window_that_does_not_fit_is_maximised_and_none_of_it_is_beyond_the_screen(qtbot, room):
    window = QWidget()
    window.setMinimumSize(room.size() * 2)
    qtbot.addWidget(window)
    open_at(window, room.size() * 2)
    assert window.windowState() & Qt.WindowState.WindowMaximized
    assert room.contains(window.normalGeometry())


def test_a_remembered_place_that_is_not_there_any_more_is_corrected(qtbot, room):
    before = QWidget()
    qtbot.addWidget(before)
    before.setGeometry(room.right() - 50, room.bottom() - 50, 600, 400)
    remembered = before.saveGeometry()
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, QSize(400, 300), remembered)
    assert room.contains(window.geometry())
    assert window.size() == QSize(600, 400)


def test_a_damaged_memory_is_as_none(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, QSize(400, 300), QByteArray(b"nonsense"))
    assert window.size() == QSize(400, 300)
