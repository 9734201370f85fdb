import pytest
from controller.ui.fleet import changes_of
from controller.ui.wall.crowd import fleet, in_two_areas
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible

from footlight_controller.ui.models.arranging import Arranging


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


def test_a_screen_reader_finds_one_item_for_each_card(wall, model, settle):
    model.apply(changes_of(*fleet(5)))
    settle()
    reader = QAccessible.queryAccessibleInterface(wall)
    items = [reader.child(number) for number in range(reader.childCount())]
    names = [item.text(QAccessible.Text.Name) for item in items if item.role() is QAccessible.Role.ListItem]
    assert [name.split(",")[0] for name in names] == ["P1", "P2", "P3", "P4", "P5"]
