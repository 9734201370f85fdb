import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.widgets.scrolled import Scrolled


@pytest.fixture
def area(qtbot):
    """Twenty buttons one below the other, and one that is not among them, above."""
    window, area, inside = QWidget(), Scrolled(), QWidget()
    qtbot.addWidget(window)
    area.owner = window
    area.outside = QPushButton("Outside")
    area.buttons = [QPushButton(str(number)) for number in range(20)]
    column = QVBoxLayout(inside)
    for button in area.buttons:
        column.addWidget(button)
    area.setWidget(inside)
    column = QVBoxLayout(window)
    column.addWidget(area.outside)
    column.addWidget(area)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return area


def test_what_gets_the_keyboard_from_outside_is_brought_into_sight(area):
    for button in (area.buttons[-1], area.buttons[0]):
        area.outside.setFocus()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.visibleRegion().boundingRect() == button.rect()


def test_what_is_pressed_by_the_mouse_does_not_move_away_under_it(area):
    bar = area.verticalScrollBar()
    bar.setValue(area.buttons[2].y() + area.buttons[2].height() - 6)
    before, cut = bar.value(), area.buttons[2]
    QTest.mousePress(
        cut.window().windowHandle(),
        Qt.MouseButton.LeftButton,
        pos=cut.mapTo(cut.window(), cut.visibleRegion().boundingRect().center()),
    )
    assert cut.hasFocus()
    assert bar.value() == before
    QTest.mouseRelease(
        cut.window().windowHandle(),
        Qt.MouseButton.LeftButton,
        pos=cut.mapTo(cut.window(), cut.visibleRegion().boundingRect().center()),
    )
