import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from footlight_controller.ui.quick_bar import QuickBar
from footlight_controller.ui.quick_match import Entry

ODD = ("x" * 200, "🎬👩‍👩‍👧" * 40, "مرحبا بالعالم", "one\ntwo\r\n\tthree", "<b>bold</b>", "")


class Desk:
    """A window with a field of its own and the bar over it."""

    def __init__(self, theme, qtbot):
        self.runs = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        self.bar = QuickBar(theme, self.window)
        self.bar.set_entries([self.entry(name) for name in ("Lobby", "Bar", "Pause Lobby")])
        self.window.show()
        qtbot.waitUntil(self.window.isVisible)
        self.window.activateWindow()
        self.field.setFocus()

    def entry(self, title, detail="Foyer"):
        return Entry(title, detail, "play", "", lambda: self.runs.append(title))

    def press(self, key):
        QTest.keyClick(self.bar.field, key)

    def type(self, text):
        QTest.keyClicks(self.bar.field, text)

    @property
    def titles(self):
        return [entry.title for entry in self.bar.found]


@pytest.fixture
def desk(theme, qtbot):
    return Desk(theme, qtbot)


def test_it_is_out_of_the_way_until_opened(desk):
    assert not desk.bar.isVisible()
    desk.bar.open()
    assert desk.bar.isVisible()
    assert desk.window.focusWidget() is desk.bar.field
    assert desk.titles == ["Lobby", "Bar", "Pause Lobby"]


def test_typing_finds_and_enter_runs_and_closes(desk):
    desk.bar.open()
    desk.type("lob")
    assert desk.titles == ["Lobby", "Pause Lobby"]
    desk.press(Qt.Key.Key_Return)
    assert desk.runs == ["Lobby"]
    assert not desk.bar.isVisible()


def test_arrows_choose_and_go_round(desk):
    desk.bar.open()
    desk.press(Qt.Key.Key_Down)
    assert desk.bar.chosen.title == "Bar"
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Up)
    assert desk.bar.chosen.title == "Pause Lobby"
    desk.press(Qt.Key.Key_Down)
    assert desk.bar.chosen.title == "Lobby"
    desk.press(Qt.Key.Key_PageDown)
    desk.press(Qt.Key.Key_Enter)
    assert desk.runs == ["Pause Lobby"]


def test_a_screen_reader_is_told_what_is_chosen(desk):
    desk.bar.open()
    desk.press(Qt.Key.Key_Down)
    assert desk.bar.field.accessibleDescription() == "Bar, Foyer"


def test_escape_closes_and_gives_the_keyboard_back(desk):
    desk.bar.open()
    desk.type("lob")
    desk.press(Qt.Key.Key_Escape)
    assert not desk.bar.isVisible()
    assert desk.window.focusWidget() is desk.field
    assert desk.runs == []
    desk.bar.open()
    assert desk.bar.field.text() == ""


def test_tab_stays_in_the_bar(desk):
    desk.bar.open()
    desk.press(Qt.Key.Key_Tab)
    assert desk.window.focusWidget() is desk.bar.field


def test_a_click_runs_and_a_click_beside_closes(desk, qtbot):
    desk.bar.open()
    place = desk.bar.list.visualRect(desk.bar.list.model().index(1, 0)).center()
    QTest.mouseClick(desk.bar.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.runs == ["Bar"]
    desk.bar.open()
    QTest.mouseClick(desk.bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not desk.bar.isVisible()
    assert desk.runs == ["Bar"]


def test_nothing_found_is_said_and_enter_does_nothing(desk):
    desk.bar.open()
    desk.type("zzz")
    assert desk.bar.nothing.isVisible()
    assert not desk.bar.list.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert desk.bar.isVisible()
    assert desk.runs == []


def test_a_provider_is_asked_for_each_thing_typed(desk):
    asked = []
    desk.bar.set_provider(lambda typed: asked.append(typed) or [desk.entry(f"Volume {typed}")])
    desk.bar.open()
    desk.type("40")
    assert asked == ["", "4", "40"]
    assert desk.titles == ["Volume 40"]


def test_the_entry_that_runs_may_open_the_bar_again(desk):
    desk.bar.set_entries([Entry("Again", "", "play", "", desk.bar.open)])
    desk.bar.open()
    desk.press(Qt.Key.Key_Return)
    assert desk.bar.isVisible()


def test_it_stays_within_a_window_that_is_sized(desk, qtbot):
    desk.bar.set_entries([desk.entry(f"Screen {number}") for number in range(40)])
    desk.bar.open()
    desk.window.resize(400, 320)
    qtbot.waitUntil(lambda: desk.bar.size() == desk.window.size())
    assert desk.bar.rect().contains(desk.bar.panel.geometry())


def test_odd_names_are_painted_within_the_panel(desk):
    desk.bar.set_entries([desk.entry(name, name) for name in ODD])
    desk.bar.open()
    assert not desk.bar.grab().isNull()
    assert desk.bar.panel.width() == 600


def test_where_nothing_fits_it_says_what_to_type_instead(desk):
    desk.bar.set_provider(lambda _typed: (), lambda typed: "Type 40." if typed == "400" else "")
    desk.bar.open()
    desk.type("400")
    assert desk.bar.nothing.isVisible()
    assert desk.bar.nothing.text() == "Type 40."
    desk.type("0")
    assert desk.bar.nothing.text() == "Nothing is called so. Try fewer letters."
