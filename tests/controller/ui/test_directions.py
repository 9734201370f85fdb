import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.label import label

HEBREW = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"


def inked(widget):
    """First and last column with a letter in it."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = QColor(image.pixel(image.width() - 1, 0)).name()
    columns = [
        x for x in range(image.width()) if any(image.pixelColor(x, y).name() != ground for y in range(image.height()))
    ]
    return columns[0], columns[-1]


@pytest.fixture(params=[ElidedLabel, label], ids=["elided", "plain"])
def text(request, theme, qtbot):
    def make(words):
        made = request.param(words, "strong")
        made.setStyleSheet("background: #101010")
        made.resize(400, 30)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_a_name_written_right_to_left_begins_where_all_others_begin(text):
    names = [text("Lobby"), text(HEBREW)]
    starts = [inked(name)[0] for name in names]
    assert all(start < 8 for start in starts)
    assert inked(names[1])[1] < 200


def test_of_a_name_written_right_to_left_the_end_is_cut(theme, qtbot):
    name = ElidedLabel(HEBREW * 20, "strong")
    qtbot.addWidget(name)
    name.resize(200, 30)
    assert name.text().startswith(HEBREW)
    assert name.text().endswith("\u2026")
    assert name.alignment() & Qt.AlignmentFlag.AlignAbsolute
