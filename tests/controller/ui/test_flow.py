import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.widgets.flow import Flow


class Part(QWidget):
    def __init__(self, width):
        super().__init__()
        self._width = width

    def sizeHint(self):
        return QSize(self._width, 20)


@pytest.fixture
def row(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder, spacing=10)
    holder.parts = [Part(100), Part(100), Part(60)]
    for part in holder.parts:
        flow.addWidget(part)
    return holder


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (400, [(0, 0), (110, 0), (220, 0)]),
        (280, [(0, 0), (110, 0), (220, 0)]),
        (279, [(0, 0), (110, 0), (0, 30)]),
        (150, [(0, 0), (0, 30), (0, 60)]),
    ],
)
def test_parts_stand_beside_each_other_as_far_as_there_is_room(row, width, places):
    row.resize(width, 200)
    row.show()
    assert [(part.x(), part.y()) for part in row.parts] == places
    assert row.layout().heightForWidth(width) == places[-1][1] + 20


def test_what_is_hidden_takes_no_room(row):
    row.parts[0].hide()
    row.resize(400, 200)
    row.show()
    assert [part.x() for part in row.parts[1:]] == [0, 110]


def test_a_part_is_never_wider_than_the_row(row):
    row.resize(80, 200)
    row.show()
    assert row.parts[0].width() == 80
