import pytest
from controller.ui.fleet import ODD_NAMES
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.widgets import toast as toast_module
from footlight_controller.ui.widgets.toasts import MAX_SHOWN, Toasts


def note(topic="t", subject="Lobby", **fields):
    fields = {"subject_id": subject, "text": "Online", "together": "{} players are online", **fields}
    return Note(topic=topic, subject=subject, **fields)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def toasts(theme, window):
    toasts = Toasts(theme, window)
    yield toasts
    toasts.clear()


def titles(toasts):
    return [toast.title for toast in toasts.shown]


def hover(toast):
    QApplication.sendEvent(toast, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def leave(toast):
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))


def test_toasts_stack_upwards_from_the_corner_without_overlapping(toasts, window):
    for number in range(3):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    assert titles(toasts) == ["P0", "P1", "P2"]
    first, second, third = (toast.geometry() for toast in toasts.shown)
    assert first.bottom() < second.top()
    assert second.bottom() < third.top()
    assert window.rect().contains(first.united(third))
    assert window.height() - third.bottom() < 30


def test_the_stack_stays_in_the_corner_when_the_window_grows(toasts, window):
    toasts.tell(note())
    window.resize(1200, 800)
    assert toasts.shown[0].geometry().right() > 1150
    assert toasts.shown[0].geometry().bottom() > 750


def test_several_players_with_the_same_to_tell_share_a_toast(toasts):
    for name in ("Lobby", "Bar", "Stage", "Hall", "Lobby"):
        toasts.tell(note(subject=name))
    assert titles(toasts) == ["4 players are online"]
    assert "and 1 more" in toasts.shown[0].body


def test_a_thousand_players_make_one_toast(toasts):
    for number in range(1000):
        toasts.tell(note(subject=f"P{number}"))
    assert titles(toasts) == ["1000 players are online"]


def test_what_comes_in_one_delivery_is_told_together_too(toasts):
    toasts.tell(*(note(topic=f"t{number % 2}", subject=f"P{number}") for number in range(1000)))
    assert titles(toasts) == ["500 players are online", "500 players are online"]


def test_a_later_note_of_one_player_replaces_the_earlier(toasts):
    toasts.tell(note(text="Starting to play"))
    toasts.tell(note(text="Playing clip.mp4"))
    assert [(toast.title, toast.body) for toast in toasts.shown] == [("Lobby", "Playing clip.mp4")]


def test_the_stack_is_capped_and_an_error_outlives_good_news(toasts):
    toasts.tell(note(topic="error", subject="Bar", level=Level.BAD))
    for number in range(MAX_SHOWN + 2):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    assert titles(toasts) == ["Bar", "P3", "P4", "P5"]


def test_a_toast_goes_when_its_time_is_up(toasts, monkeypatch, qtbot):
    monkeypatch.setitem(toast_module.STAYS_MS, Level.INFO, 30)
    toasts.tell(note())
    qtbot.waitUntil(lambda: not toasts.shown)


def test_while_the_pointer_is_on_one_no_toast_goes(toasts):
    toasts.tell(note(topic="a"))
    toasts.tell(note(topic="b"))
    assert [toast.counting for toast in toasts.shown] == [True, True]
    hover(toasts.shown[0])
    toasts.tell(note(topic="c"))
    toasts.tell(note(topic="b", text="again"))
    assert [toast.counting for toast in toasts.shown] == [False, False, False]
    leave(toasts.shown[0])
    assert [toast.counting for toast in toasts.shown] == [True, True, True]


def test_a_click_dismisses_and_lets_the_time_of_the_others_run_again(toasts):
    toasts.tell(note(topic="a", subject="A"))
    toasts.tell(note(topic="b", subject="B"))
    hover(toasts.shown[0])
    QTest.mouseClick(toasts.shown[0], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert titles(toasts) == ["B"]
    assert toasts.shown[0].counting


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_neither_widen_a_toast_nor_are_taken_for_markup(toasts, name):
    toasts.tell(note(subject=name, text=name))
    (toast,) = toasts.shown
    assert toast.width() == toast_module.WIDTH
    assert toast.sizeHint().width() <= toast_module.WIDTH
    assert "\n" not in toast.title
    assert toast.body.count("\n") < toast_module.MAX_LINES
    assert toast.height() < 140
    toast.grab()


def test_in_a_low_window_the_stack_leaves_the_controls_at_the_top_free(toasts, window):
    window.resize(620, 300)
    toasts.tell(note(topic="error", subject="Bar", level=Level.BAD, text="x y " * 60))
    for number in range(3):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}", text="x y " * 60))
    assert toasts.shown[0].geometry().top() > 60
    assert "Bar" in titles(toasts)
