from controller.ui.fleet import changes_of, player
from controller.ui.wall.crowd import fleet, in_two_areas
from controller.ui.wall.hand import chosen, click, press
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from footlight_controller.ui.models.player_list import Role


def test_enter_and_the_menu_key_ask_for_the_menu_of_the_current_card(wall, model, qtbot, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    wall.setCurrentIndex(wall.model().index(2, 0))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
        with qtbot.waitSignal(wall.menu_wanted) as wanted:
            QTest.keyClick(wall, key)
        index, place, by_key = wanted.args
        assert (index.row(), by_key) == (2, True)
        assert wall.visualRect(index).contains(wall.viewport().mapFromGlobal(place))


def test_arrows_walk_over_the_cards_in_two_directions(wall, model, settle):
    model.apply(changes_of(*fleet(12)))
    settle()
    columns = wall.row_width // wall.cell.width()
    wall.setCurrentIndex(wall.model().index(0, 0))
    QTest.keyClick(wall, Qt.Key.Key_Right)
    assert wall.currentIndex().row() == 1
    QTest.keyClick(wall, Qt.Key.Key_Down)
    assert wall.currentIndex().row() == 1 + columns


def test_arrows_cross_from_area_to_area_in_their_column_and_stop_at_the_ends(wall, model, settle):
    model.apply(changes_of(*in_two_areas(2, 5, 1)))
    settle()
    wall.setCurrentIndex(wall.model().index(1, 0))
    rows = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left):
        press(wall, key)
        rows.append(wall.currentIndex().row())
    assert rows == [3, 6, 7, 7, 6, 5]
    press(wall, Qt.Key.Key_Home)
    assert wall.currentIndex().row() == 0
    press(wall, Qt.Key.Key_Up, Qt.Key.Key_Left)
    assert wall.currentIndex().row() == 0
    press(wall, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert wall.currentIndex().row() == 7


def test_the_card_the_keys_go_to_comes_into_sight_whole_and_the_first_with_its_heading(wall, model, settle):
    model.apply(changes_of(*fleet(400)))
    settle()
    wall.setCurrentIndex(wall.model().index(0, 0))
    viewport = QRect(QPoint(0, 0), wall.viewport().size())
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageUp):
        press(wall, key)
        assert viewport.contains(wall.visualRect(wall.currentIndex()))
    press(wall, Qt.Key.Key_Home)
    assert wall.verticalOffset() == 0


def test_typing_finds_a_player_by_the_start_of_its_name(wall, model, settle):
    model.apply(changes_of(player(1, "Bar"), player(2, "Lobby"), player(3, "Stage 1"), player(4, "Stage 2")))
    settle()
    wall.setFocus()
    QTest.keyClicks(wall, "stage 2")
    assert wall.currentIndex().data(Role.NAME) == "Stage 2"
    assert chosen(wall) == [3]


def test_keys_choose_several(wall, model, settle):
    model.apply(changes_of(*in_two_areas(2, 5)))
    settle()
    wall.setCurrentIndex(wall.model().index(1, 0))
    press(wall, Qt.Key.Key_Right, Qt.Key.Key_Right, shift=True)
    assert chosen(wall) == [1, 2, 3]
    press(wall, Qt.Key.Key_Left, shift=True)
    assert chosen(wall) == [1, 2]
    press(wall, Qt.Key.Key_End, control=True)
    press(wall, Qt.Key.Key_Space, control=True)
    assert chosen(wall) == [1, 2, 6]
    press(wall, Qt.Key.Key_Space)
    assert chosen(wall) == [1, 2]
    press(wall, Qt.Key.Key_A, control=True)
    assert chosen(wall) == list(range(7))
    press(wall, Qt.Key.Key_Escape)
    assert (chosen(wall), wall.currentIndex().row()) == ([], 6)


def test_the_menu_of_one_of_several_chosen_is_for_all_of_them(wall, model, qtbot, settle):
    model.apply(changes_of(*fleet(5)))
    settle()
    click(wall, 1)
    click(wall, 3, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(wall.group_menu_wanted) as wanted, qtbot.assertNotEmitted(wall.menu_wanted):
        press(wall, Qt.Key.Key_Menu)
    assert wanted.args[1] is True
