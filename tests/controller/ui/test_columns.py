import pytest

from footlight_controller.ui.models.arranged import Column
from footlight_controller.ui.monitoring.columns import shared


@pytest.mark.parametrize("room", [60.0, 75.0, 90.0, 107.0, 130.0, 200.0])
def test_the_columns_fill_the_room_and_no_more(room):
    assert sum(shared(room).values()) == pytest.approx(room)


def test_where_there_is_room_all_columns_are_shown():
    assert set(shared(120.0)) == set(Column)


def test_a_narrow_table_keeps_what_matters_most():
    assert set(shared(60.0)) >= {Column.STATUS, Column.NAME, Column.SHOWS}


def test_what_is_long_gets_most_of_what_is_left_over():
    little, much = shared(120.0), shared(170.0)
    gains = {column: much[column] - little[column] for column in Column}
    assert gains[Column.SHOWS] > gains[Column.NAME] > gains[Column.ADDRESS] > gains[Column.STATUS] == 0
