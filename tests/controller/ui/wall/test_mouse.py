from controller.ui.fleet import changes_of, offline, player
from controller.ui.wall.crowd import fleet, in_two_areas
from controller.ui.wall.hand import chosen, click, press
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from footlight_controller.ui.models.player_list import Role


def test_the_right_button_asks_for_the_menu_of_the_card_under_it(wall, model, qtbot, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    at = wall.visualRect(model.index(5, 0)).center()
    with qtbot.waitSignal(wall.menu_wanted) as wanted:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(wall.viewport(), QContextMenuEvent(reason, at, wall.viewport().mapToGlobal(at)))
    assert (wanted.args[0].row(), wanted.args[2]) == (5, False)


def files():
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/media/a.mp4")])
    return mime


def drag_to(wall, mime, place):
    event = QDragMoveEvent(
        place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    wall.dragMoveEvent(event)
    return event.isAccepted()


def test_files_can_be_dropped_on_an_online_card_only(wall, model, qtbot, settle):
    model.apply(changes_of(player(1, "A"), player(2, "B", link=offline())))
    settle()
    mime = files()
    first, second = (wall.visualRect(model.index(row, 0)).center() for row in (0, 1))
    assert drag_to(wall, mime, first)
    assert not drag_to(wall, mime, second)
    assert not drag_to(wall, mime, QPoint(1200, 500))
    drop = QDropEvent(
        QPointF(first), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(wall.files_dropped) as dropped:
        wall.dropEvent(drop)
    assert dropped.args[0].data(Role.NAME) == "A"
    assert [url.toLocalFile() for url in dropped.args[1]] == ["/media/a.mp4"]


def test_clicks_choose_one_toggle_one_or_stretch_in_reading_order(wall, model, settle):
    model.apply(changes_of(*in_two_areas(2, 5)))
    settle()
    click(wall, 1)
    assert chosen(wall) == [1]
    click(wall, 4, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(wall) == [1, 2, 3, 4]
    click(wall, 2, Qt.KeyboardModifier.ControlModifier)
    assert chosen(wall) == [1, 3, 4]
    click(wall, 6, Qt.KeyboardModifier.ControlModifier)
    assert chosen(wall) == [1, 3, 4, 6]
    click(wall, 0)
    assert chosen(wall) == [0]
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert chosen(wall) == []


def test_a_band_drawn_over_cards_chooses_those_it_touches(wall, model, settle):
    model.apply(changes_of(*in_two_areas(3, 5)))
    settle()
    begin = wall._rect(1).topLeft() + QPoint(2, -10)
    end = wall._rect(5).center()
    QTest.mousePress(wall.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(wall.viewport(), (begin + end) / 2)
    QTest.mouseMove(wall.viewport(), end)
    assert chosen(wall) == [1, 2, 4, 5]
    assert not wall._band.isEmpty()
    QTest.mouseRelease(wall.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert wall._band.isEmpty()
    assert chosen(wall) == [1, 2, 4, 5]


def test_a_double_click_opens_the_player_and_enter_does_once_it_is_told_to(wall, model, qtbot, settle):
    model.apply(changes_of(*fleet(5)))
    settle()
    with qtbot.waitSignal(wall.opened) as opened:
        QTest.mouseDClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall._rect(2).center())
    assert opened.args[0].row() == 2
    wall.enter_opens = True
    wall.setCurrentIndex(wall.model().index(3, 0))
    with qtbot.waitSignal(wall.opened) as opened, qtbot.assertNotEmitted(wall.menu_wanted):
        press(wall, Qt.Key.Key_Return)
    assert opened.args[0].row() == 3
