import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from footlight_controller.ui.widgets.pick import Pick

DOWN, UP, HOME, END = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End


@pytest.fixture
def pick(theme, qtbot):
    held = QWidget()
    qtbot.addWidget(held)
    row = QHBoxLayout(held)
    pick = Pick("Period", [(1, "Day"), (7, "Week"), (30, "Month")])
    row.addWidget(pick)
    row.addWidget(QPushButton("Other"))
    held.show()
    held.activateWindow()
    qtbot.waitUntil(held.isActiveWindow)
    pick.setFocus()
    yield pick
    held.close()


@pytest.mark.parametrize(
    ("keys", "told"), [((DOWN, DOWN, DOWN), [7, 30]), ((END, UP), [30, 7]), ((UP, DOWN, HOME), [7, 1]), ((HOME,), [])]
)
def test_arrow_keys_pick_the_next_value_and_stay(pick, keys, told):
    heard = []
    pick.picked.connect(lambda: heard.append(pick.value))
    for key in keys:
        QTest.keyClick(pick, key)
    assert heard == told
    assert pick.hasFocus()
