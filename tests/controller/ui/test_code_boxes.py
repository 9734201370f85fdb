import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from footlight_common.errors import InvalidCode
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.ui.widgets.code_boxes import CodeBoxes, code_in


@pytest.fixture
def boxes(theme, qtbot):
    boxes = CodeBoxes(theme)
    qtbot.addWidget(boxes)
    boxes.resize(400, 60)
    boxes.show()
    boxes.setFocus()
    return boxes


def test_digits_move_on_by_themselves_until_the_code_is_whole(boxes):
    QTest.keyClicks(boxes, "12345")
    assert (boxes.text(), boxes.complete, boxes.cursorPosition()) == ("12345", False, 5)
    with pytest.raises(InvalidCode):
        _ = boxes.code
    QTest.keyClicks(boxes, "67")
    assert (boxes.text(), boxes.complete) == ("123456", True)
    assert boxes.code == PairingCode("123456")


@pytest.mark.parametrize("code", ["550123", "000000", "121212"])
def test_a_digit_that_is_typed_twice_is_there_twice(boxes, code):
    QTest.keyClicks(boxes, code)
    assert boxes.text() == code


def test_backspace_goes_back_a_digit_at_a_time(boxes):
    QTest.keyClicks(boxes, "123")
    QTest.keyClick(boxes, Qt.Key.Key_Backspace)
    QTest.keyClick(boxes, Qt.Key.Key_Backspace)
    QTest.keyClicks(boxes, "9")
    assert boxes.text() == "19"


def test_a_digit_takes_the_place_of_the_one_in_its_box(boxes):
    boxes.take("123456")
    QTest.keyClick(boxes, Qt.Key.Key_Home)
    QTest.keyClicks(boxes, "98")
    assert (boxes.text(), boxes.cursorPosition()) == ("983456", 2)


def test_a_click_goes_to_a_box_but_never_behind_an_empty_one(boxes):
    boxes.take("1234")
    QTest.mouseClick(boxes, Qt.MouseButton.LeftButton, pos=QPoint(80, 20))
    assert boxes.cursorPosition() == 1
    QTest.mouseClick(boxes, Qt.MouseButton.LeftButton, pos=QPoint(390, 20))
    assert boxes.cursorPosition() == 4


@pytest.mark.parametrize(
    "text",
    [
        "123456",
        "123-456",
        " 123 456\n",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        "footlight:pair?host=10.0.0.7&port=8470&code=123-456",
    ],
)
def test_a_whole_code_is_pasted_into_whatever_box(boxes, text):
    boxes.take("98")
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(boxes, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert boxes.text() == "123456"


@pytest.mark.parametrize("text", ["hello", "1234567", "footlight:pair?host=10.0.0.7&port=8470", "12a456", ""])
def test_what_holds_no_code_is_refused_and_changes_nothing(boxes, qtbot, text):
    boxes.take("98")
    with qtbot.waitSignal(boxes.refused):
        boxes.take(text)
    assert boxes.text() == "98"


@pytest.mark.parametrize("key", ["a", "%", "/"])
def test_letters_and_signs_never_get_in(boxes, qtbot, key):
    with qtbot.waitSignal(boxes.refused):
        QTest.keyClicks(boxes, key)
    assert boxes.text() == ""


def test_the_dash_between_the_halves_is_harmless(boxes, qtbot):
    with qtbot.assertNotEmitted(boxes.refused):
        QTest.keyClicks(boxes, "123-4 5 6")
    assert boxes.text() == "123456"


def test_a_text_put_in_by_an_assistive_program_is_taken_as_one(boxes):
    boxes.setText("123-456")
    assert boxes.text() == "123456"
    boxes.setText("nonsense")
    assert boxes.text() == ""


def test_while_it_is_read_only_nothing_changes(boxes):
    boxes.take("123")
    boxes.setReadOnly(True)
    QTest.keyClicks(boxes, "4")
    boxes.take("999999")
    assert boxes.text() == "123"


def test_all_is_chosen_and_replaced_at_once(boxes):
    boxes.take("123456")
    QTest.keyClick(boxes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(boxes, "7")
    assert boxes.text() == "7"


def test_it_is_one_field_for_a_screen_reader_and_narrow_boxes_still_fit(boxes, theme):
    assert boxes.accessibleName() == "Code"
    assert "digits" in boxes.accessibleDescription()
    boxes.resize(boxes.minimumSizeHint())
    boxes.take("888888")
    assert not boxes.grab().isNull()


@pytest.mark.parametrize(("text", "digits"), [("12", "12"), ("1-2", "12"), ("", ""), ("x", "")])
def test_a_part_of_a_code_is_only_taken_when_it_is_nothing_else(text, digits):
    assert code_in(text) == digits
