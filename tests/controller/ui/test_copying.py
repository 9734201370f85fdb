import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.player.figures import breakable
from footlight_controller.ui.widgets.copyable_label import CopyableLabel

ADDRESS = "a-player-with-a-very-long-name.example.org:8470"


@pytest.fixture
def text(theme, qtbot):
    """After a button, in a window that is active."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    first, text = QPushButton("first"), CopyableLabel("body")
    text.setText(breakable(ADDRESS))
    column.addWidget(first)
    column.addWidget(text)
    holder.show()
    holder.activateWindow()
    qtbot.waitExposed(holder)
    first.setFocus()
    QGuiApplication.clipboard().clear()
    yield text
    holder.close()


def test_by_tab_all_of_it_is_chosen_and_copied_without_the_places_where_a_line_may_break(text, qtbot):
    QTest.keyClick(text.window().focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(text.hasFocus)
    assert text.selectedText() == breakable(ADDRESS)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ADDRESS


def test_a_part_can_be_chosen_by_mouse(text):
    start = QPoint(1, text.height() // 2)
    end = start + QPoint(text.fontMetrics().horizontalAdvance("a-player"), 0)
    QTest.mousePress(text, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(text, end)
    QTest.mouseRelease(text, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert text.selectedText() in breakable(ADDRESS)
    assert 1 < len(text.selectedText()) < len(ADDRESS)


def test_its_menu_copies_all_where_nothing_is_chosen(text, qtbot):
    place = text.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(text, QContextMenuEvent(reason, place, text.mapToGlobal(place)))
    menu = text.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == ADDRESS
