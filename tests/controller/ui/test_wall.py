from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, offline, player, playing
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QContextMenuEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Playback, PlaybackState
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.arranging import Arranging, Shape
from footlight_controller.ui.models.player_list import PlayerListModel, Role
from footlight_controller.ui.monitoring import faces
from footlight_controller.ui.monitoring import wall as wall_module
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.wall import Wall


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def painted(monkeypatch):
    """Names of the cards painted, in order."""
    names = []
    paint = CardDelegate.paint_view

    def count(self, painter, rect, view, state):
        names.append(view.name)
        paint(self, painter, rect, view, state)

    monkeypatch.setattr(CardDelegate, "paint_view", count)
    return names


@pytest.fixture
def model(qapp):
    return PlayerListModel()


@pytest.fixture
def arranged(model, clock):
    return ArrangedModel(model, clock)


@pytest.fixture
def wall(theme, clock, arranged, painted, qtbot):
    wall = Wall(theme, clock, arranged)
    wall.resize(1240, 600)
    qtbot.addWidget(wall)
    wall.show()
    qtbot.waitExposed(wall)
    # Else some card or other is painted again while a test looks.
    wall._ticker.stop()
    return wall


@pytest.fixture
def settle(painted):
    """Lets Qt lay out and paint, until it paints no more."""

    def wait():
        quiet = 0
        while quiet < 3:
            before = len(painted)
            QTest.qWait(20)
            quiet = quiet + 1 if len(painted) == before else 0

    return wait


def fleet(count):
    return [player(number, f"P{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize("width", [400, 700, 1000, 1240, 1900, 2500])
def test_cards_fill_each_row_evenly_at_every_width(wall, model, width, settle):
    model.apply(changes_of(*fleet(50)))
    wall.resize(width, 600)
    settle()
    rects = [wall.visualRect(index) for index in wall.visible_indexes()]
    row = [rect for rect in rects if rect.top() == rects[0].top()]
    cell = wall.cell
    bar = wall.verticalScrollBar().sizeHint().width()
    assert len({rect.size() for rect in rects}) == 1
    assert [rect.left() for rect in row] == [place * cell.width() for place in range(len(row))]
    assert 0 <= width - bar - wall.row_width < len(row)
    assert len(row) == 1 or cell.width() >= wall._metrics.min_width


def test_the_cards_said_to_be_in_sight_are_those_in_sight(wall, model, settle):
    model.apply(changes_of(*fleet(1000)))
    settle()
    wall.verticalScrollBar().setValue(5003)
    settle()
    seen = [
        row
        for row in range(1000)
        if wall.visualRect(model.index(row, 0)).intersects(QRect(QPoint(0, 0), wall.viewport().size()))
    ]
    assert [index.row() for index in wall.visible_indexes()] == seen


def test_of_a_thousand_players_only_those_in_sight_are_painted(wall, model, painted, settle):
    model.apply(changes_of(*fleet(1000)))
    settle()
    assert 0 < len(set(painted)) <= len(wall.visible_indexes())
    painted.clear()
    model.apply(changes_of(replace(fleet(1000)[900], playback=playing(position_s=70.0))))
    settle()
    assert painted == []


def test_a_change_repaints_its_card_alone(wall, model, painted, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    painted.clear()
    model.apply(changes_of(player(3, "P3", playback=playing(position_s=70.0))))
    settle()
    assert painted == ["P3"]


def test_a_tick_repaints_what_plays_and_what_is_gone_without_touching_the_model(
    wall, model, painted, qtbot, settle, clock
):
    idle = player(1, "Idle", playback=Playback())
    paused = player(2, "Paused", playback=playing(state=PlaybackState.PAUSED))
    model.apply(changes_of(idle, paused, player(3, "Gone", link=offline()), player(4, "Plays")))
    settle()
    painted.clear()
    clock._monotonic_s += 1.0
    with qtbot.assertNotEmitted(model.dataChanged):
        for _ in range(wall_module.PHASES):
            wall.tick()
        settle()
    assert sorted(painted) == ["Gone", "Plays"]


def test_the_clock_of_a_card_ticks_by_itself_while_it_is_shown(theme, clock, model, painted, qtbot, monkeypatch):
    monkeypatch.setattr(wall_module, "TICK_MS", 10)
    monkeypatch.setattr(faces, "FRESH_S", 0.0)
    wall = Wall(theme, clock, ArrangedModel(model, clock))
    qtbot.addWidget(wall)
    model.apply(changes_of(player()))
    wall.show()
    qtbot.waitUntil(lambda: len(painted) > 5)
    wall.hide()
    assert not wall._ticker.isActive()


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


def test_the_right_button_asks_for_the_menu_of_the_card_under_it(wall, model, qtbot, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    at = wall.visualRect(model.index(5, 0)).center()
    with qtbot.waitSignal(wall.menu_wanted) as wanted:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(wall.viewport(), QContextMenuEvent(reason, at, wall.viewport().mapToGlobal(at)))
    assert (wanted.args[0].row(), wanted.args[2]) == (5, False)


def test_arrows_walk_over_the_cards_in_two_directions(wall, model, settle):
    model.apply(changes_of(*fleet(12)))
    settle()
    columns = wall.row_width // wall.cell.width()
    wall.setCurrentIndex(wall.model().index(0, 0))
    QTest.keyClick(wall, Qt.Key.Key_Right)
    assert wall.currentIndex().row() == 1
    QTest.keyClick(wall, Qt.Key.Key_Down)
    assert wall.currentIndex().row() == 1 + columns


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


def in_two_areas(*counts):
    """Players P1, P2 ... of which the first so many stand in area A, the next in B, and so on."""
    views, number = [], 0
    for area, count in zip("ABCDEFGH", counts, strict=False):
        for _ in range(count):
            number += 1
            views.append(player(number, f"P{number}", area=area))
    return views


def chosen(wall):
    return sorted({index.row() for index in wall.selectionModel().selectedIndexes()})


def press(wall, *keys, shift=False, control=False):
    modifiers = Qt.KeyboardModifier.NoModifier
    modifiers |= Qt.KeyboardModifier.ShiftModifier if shift else modifiers
    modifiers |= Qt.KeyboardModifier.ControlModifier if control else modifiers
    for key in keys:
        QTest.keyClick(wall, key, modifiers)


def click(wall, row, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, modifiers, wall._rect(row).center())


def test_each_area_begins_a_row_of_its_own_under_its_heading(wall, model, settle):
    model.apply(changes_of(*in_two_areas(2, 5)))
    settle()
    cell = wall.cell
    tops = [wall._rect(row).top() for row in range(7)]
    assert wall.row_width // cell.width() == 4
    assert tops == [wall._heading] * 2 + [2 * wall._heading + cell.height()] * 4 + [2 * (wall._heading + cell.height())]
    wall.model().arrange(Arranging(grouped=False))
    settle()
    assert [wall._rect(row).top() // cell.height() for row in range(7)] == [0, 0, 0, 0, 1, 1, 1]


def test_what_is_seen_at_a_place_is_what_lies_there(wall, model, settle):
    model.apply(changes_of(*in_two_areas(2, 5)))
    settle()
    assert [wall.indexAt(wall._rect(row).center()).row() for row in range(7)] == list(range(7))
    assert not wall.indexAt(QPoint(5, 5)).isValid()
    assert not wall.indexAt(wall._rect(1).center() + QPoint(wall.cell.width(), 0)).isValid()
    assert not wall.indexAt(QPoint(5, 590)).isValid()


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


def test_the_menu_of_one_of_several_chosen_is_for_all_of_them(wall, model, qtbot, settle):
    model.apply(changes_of(*fleet(5)))
    settle()
    click(wall, 1)
    click(wall, 3, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(wall.group_menu_wanted) as wanted, qtbot.assertNotEmitted(wall.menu_wanted):
        press(wall, Qt.Key.Key_Menu)
    assert wanted.args[1] is True


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


def test_pictures_are_wanted_of_the_online_players_in_sight_while_cards_are_large_and_shown(
    wall, model, qtbot, settle, monkeypatch
):
    model.apply(changes_of(*fleet(100)[1:], player(1, "P1", link=offline())))
    settle()
    with qtbot.waitSignal(wall.thumbnails_wanted) as wanted:
        wall.choose(Shape.LARGE)
    seen = [wall.model().view_at(row) for row in wall.visible_rows()]
    assert wanted.args[0] == [view.id for view in seen if view.online]
    assert len(seen) == len(wanted.args[0]) + 1
    wall.choose(Shape.SMALL)
    assert not wall._asker.isActive()
    wall.choose(Shape.LARGE)
    wall.hide()
    assert not wall._asker.isActive()


def test_scrolling_paints_only_what_comes_into_sight(wall, model, painted, settle, clock):
    model.apply(changes_of(*fleet(1000)))
    settle()
    painted.clear()
    # So that no card can be had from before.
    clock._monotonic_s += 5.0
    wall.verticalScrollBar().setValue(40)
    settle()
    assert 0 < len(painted) <= 2 * wall.row_width // wall.cell.width()
    painted.clear()
    wall.verticalScrollBar().setValue(0)
    settle()
    # What was seen a moment ago is still there, but for the card that the pointer left.
    assert len(painted) <= 1


def test_a_screen_reader_finds_one_item_for_each_card(wall, model, settle):
    model.apply(changes_of(*fleet(5)))
    settle()
    reader = QAccessible.queryAccessibleInterface(wall)
    items = [reader.child(number) for number in range(reader.childCount())]
    names = [item.text(QAccessible.Text.Name) for item in items if item.role() is QAccessible.Role.ListItem]
    assert [name.split(",")[0] for name in names] == ["P1", "P2", "P3", "P4", "P5"]
