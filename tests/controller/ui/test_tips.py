import pytest
from controller.ui.fleet import ODD_NAMES, player
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from footlight_controller.ui import summary
from footlight_controller.ui.notes import Note
from footlight_controller.ui.tips import LONGEST_WORD, tip
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.toast import Toast

# Qt wraps where a line has eighty letters "x", and adds a margin.
LETTERS, MARGIN = 80, 20


@pytest.fixture
def width_of(qtbot):
    """How wide Qt makes a tool tip."""
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()

    def show(text):
        QToolTip.showText(QPoint(10, 10), text, owner)
        (shown,) = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel") and each.isVisible()]
        width = shown.width()
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
        return width

    return show


@pytest.mark.parametrize("name", ["x" * 200, "日本語" * 70, "W" * 400, "word " * 80])
def test_a_name_of_any_length_wraps(width_of, theme, name):
    label = ElidedLabel(name, "strong")
    label.resize(100, 20)
    toast = Toast(theme, [Note(topic="t", subject=name, text=name)])
    toast.resize(300, 80)
    for text in (label.toolTip(), summary.tool_tip(player(name=name, area=name)), toast.toolTip()):
        assert text
        assert width_of(text) <= LETTERS * QFontMetrics(QToolTip.font()).horizontalAdvance("x") + MARGIN


@pytest.mark.parametrize("name", ODD_NAMES)
def test_nothing_of_a_text_is_lost_and_none_of_it_is_markup(qapp, name):
    text = tip(name).replace("\u200b", "")
    assert "<b>" not in text
    assert "<img" not in text
    for word in name.split():
        assert word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in text


def test_signs_of_several_characters_stay_whole(qapp):
    family = "👩‍👩‍👧"
    assert all(part.replace(family, "") == "" for part in tip(family * 40)[4:-5].split("\u200b"))


def test_short_words_are_left_as_they_are(qapp):
    assert tip("x" * LONGEST_WORD) == f"<qt>{'x' * LONGEST_WORD}</qt>"
    assert tip("") == ""
