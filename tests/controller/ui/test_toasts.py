import pytest
from controller.ui.fleet import ODD_NAMES
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from footlight_common.protocol.events import CommandCompleted
from footlight_controller.core.changes import FleetEvent
from footlight_controller.ui.activity import Activity
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note, note_of
from footlight_controller.ui.widgets import toast as toast_module
from footlight_controller.ui.widgets import toasts as toasts_module
from footlight_controller.ui.widgets.toast import tile_height
from footlight_controller.ui.widgets.toasts import LINGERS_MS, MAX_SHOWN, WAITS_MS, Toasts


def note(topic="t", subject="Lobby", **fields):
    fields = {
        "subject_id": subject,
        "text": "Online",
        "together": Counted("Notes", "%n player(s) are online"),
        **fields,
    }
    return Note(topic=topic, subject=subject, **fields)


@pytest.fixture
def window(theme, qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(QWidget(), 1)
    window.strip = Toasts(theme)
    column.addWidget(window.strip)
    window.resize(1060, 760)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def toasts(window):
    yield window.strip
    window.strip.clear()


def titles(toasts):
    return [toast.title for toast in toasts.shown]


def hover(toast):
    QApplication.sendEvent(toast, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def leave(toast):
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))


def places(toasts):
    return [toast.geometry() for toast in toasts.shown]


def overlap(rects):
    return any(one.intersects(other) for place, one in enumerate(rects) for other in rects[:place])


def test_toasts_stand_side_by_side_in_the_strip_without_overlapping(toasts, qtbot):
    for number in range(3):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    assert titles(toasts) == ["P0", "P1", "P2"]
    assert not overlap(places(toasts))
    qtbot.waitUntil(lambda: all(toasts.rect().contains(place) for place in places(toasts)))


def test_the_page_gets_its_room_back_when_the_last_has_gone(toasts, window, qtbot):
    page = window.layout().itemAt(0).widget()
    toasts.tell(note(topic="a"))
    qtbot.waitUntil(lambda: page.height() == window.height() - tile_height(toasts._theme) - 16)
    toasts.clear()
    qtbot.waitUntil(lambda: page.height() == window.height(), timeout=1000)


def test_the_page_gets_the_room_of_a_row_back_that_is_needed_no_more(toasts, window, qtbot):
    page = window.layout().itemAt(0).widget()
    one = tile_height(toasts._theme) + 8
    window.resize(900, 760)
    for number in range(toasts._columns() + 1):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    qtbot.waitUntil(lambda: page.height() == window.height() - 2 * one - 8)
    toasts.shown[0].over.emit(toasts.shown[0])
    qtbot.waitUntil(lambda: page.height() == window.height() - one - 8)


def test_what_is_told_right_after_the_last_went_moves_nothing(toasts, qtbot):
    toasts.tell(note(topic="a"))
    qtbot.waitUntil(lambda: toasts._move.state() == toasts._move.State.Stopped)
    high = toasts.height()
    heights = []
    toasts._move.valueChanged.connect(heights.append)
    toasts.clear()
    toasts.tell(note(topic="b"))
    QTest.qWait(3 * LINGERS_MS)
    assert (toasts.height(), heights) == (high, [])


def test_those_that_stay_close_up_at_the_right_end(toasts):
    for number in range(2):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    right = toasts.shown[0].x()
    toasts.shown[0].over.emit(toasts.shown[0])
    assert (titles(toasts), toasts.shown[0].x()) == (["P1"], right)


def test_under_the_pointer_one_keeps_its_place_until_the_pointer_leaves(toasts):
    for number in range(2):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    right, before = (toast.x() for toast in toasts.shown)
    toasts._held = True
    toasts._let_go(toasts._shown.pop(0))
    assert toasts.shown[0].x() == before
    leave(toasts.shown[0])
    assert toasts.shown[0].x() == right


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_beside_the_answer_to_a_command_nothing_tells_what_follows_from_it(toasts, order):
    told = [
        note(topic="command next", text="Went to the next item", answers=True),
        note(topic="started", text="Playing c2.mp4", follows=("command next",)),
    ]
    for place in order:
        toasts.tell(told[place])
    assert [toast.body for toast in toasts.shown] == ["Went to the next item"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_answer_hides_nothing_that_does_not_follow_from_it(toasts, order):
    told = [
        note(topic="added", text="Added", answers=True),
        note(topic="started", text="Playing c2.mp4", follows=("command next",)),
    ]
    for place in order:
        toasts.tell(told[place])
    assert sorted(toast.body for toast in toasts.shown) == ["Added", "Playing c2.mp4"]


def test_an_answer_of_one_player_hides_nothing_of_another(toasts):
    follows = ("command next",)
    toasts.tell(note(topic="started", subject="Bar", text="Playing c2.mp4", follows=follows))
    toasts.tell(note(topic="started", subject="Lobby", text="Playing c2.mp4", follows=follows))
    toasts.tell(note(topic="command next", text="Went to the next item", answers=True))
    assert [(toast.title, toast.body) for toast in toasts.shown] == [
        ("Bar", "Playing c2.mp4"),
        ("Lobby", "Went to the next item"),
    ]


@pytest.mark.parametrize(("width", "height"), [(1060, 760), (616, 420), (320, 300), (2400, 1300)])
def test_at_every_size_all_that_are_shown_fit_into_the_strip(toasts, window, qtbot, width, height):
    window.resize(width, height)
    for number in range(6):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}", text="x y " * 60))
    qtbot.waitUntil(lambda: all(toasts.rect().contains(place) for place in places(toasts)))
    assert not overlap(places(toasts))
    assert titles(toasts)[-1] == "P5"


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
    assert toasts.rect().adjusted(0, -200, 0, 0).contains(toast.geometry())
    assert "\n" not in toast.title
    assert toast.height() == tile_height(toasts._theme)
    assert "<script" not in toast.toolTip()
    toast.grab()


def test_an_error_is_not_pushed_out_where_there_is_room_for_few(toasts, window):
    window.resize(620, 300)
    toasts.tell(note(topic="error", subject="Bar", level=Level.BAD, text="x y " * 60))
    for number in range(3):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}", text="x y " * 60))
    assert titles(toasts) == ["Bar"]
    # Timers of Qt are right to a twentieth.
    assert toasts.shown[0]._timer.remainingTime() < 1.2 * WAITS_MS < toast_module.STAYS_MS[Level.BAD]
    toasts.shown[0].over.emit(toasts.shown[0])
    assert titles(toasts) == ["P0"]


@pytest.mark.parametrize("level", [Level.CAUTION, Level.BAD])
def test_what_went_wrong_says_all_of_it_in_as_many_lines_as_it_needs(toasts, qtbot, level):
    why = "it does not know you as a member of the site. " * 2 + "Ask an admin of the site to invite this computer."
    toasts.tell(note(topic="error", level=level, text=why))
    (toast,) = toasts.shown
    assert " ".join(toast._body.text().split()) == why
    assert toast.height() > tile_height(toasts._theme)
    qtbot.waitUntil(lambda: toasts.rect().contains(toast.geometry()))
    assert toast._body.geometry().bottom() < toast.height()


def test_a_low_and_narrow_window_gives_up_one_row_alone(toasts, window):
    window.resize(620, 420)
    for number in range(3):
        toasts.tell(note(topic=f"t{number}", subject=f"P{number}"))
    assert titles(toasts) == ["P2"]
    assert toasts.height() < 2 * tile_height(toasts._theme)


def test_while_room_is_kept_a_note_moves_nothing(toasts, window, qtbot):
    toasts.keep_room(True)
    qtbot.waitUntil(
        lambda: toasts.height() > tile_height(toasts._theme) and toasts._move.state() == toasts._move.State.Stopped
    )
    kept = toasts.height()
    toasts.tell(note())
    assert toasts.height() == kept
    toasts.clear()
    QTest.qWait(3 * LINGERS_MS)
    assert toasts.height() == kept
    toasts.keep_room(False)
    qtbot.waitUntil(lambda: toasts.height() == 0)


def test_a_low_window_keeps_no_room(toasts, window):
    window.resize(620, 420)
    toasts.keep_room(True)
    assert toasts.height() == 0


def test_what_is_cut_is_whole_in_the_tool_tip(toasts):
    why = "the file cannot be read, " * 20
    toasts.tell(note(text=why))
    assert why.strip() in toasts.shown[0].toolTip()
    toasts.tell(note(topic="short", text="Paused"))
    assert toasts.shown[1].toolTip() == ""


def test_each_level_has_an_icon_of_its_own():
    assert len({note(level=level).icon for level in Level}) == len(Level)


def test_what_is_under_way_has_a_place_in_the_strip_until_it_ends(toasts, qtbot):
    activity = Activity("Pausing 12 players…", 12, lambda: None)
    toasts.tell(note())
    toasts.show_activity(activity)
    for _ in range(9):
        activity.advance()
    (tile,) = toasts.activities
    assert tile.text == "Pausing 12 players… 9 of 12"
    assert not overlap([tile.geometry(), *places(toasts)])
    toasts.clear()
    assert toasts.activities == [tile]
    activity.end()
    assert toasts.activities == []


def test_what_is_under_way_is_cancelled_by_its_button(toasts):
    cancelled = []
    toasts.show_activity(Activity("Asking Lobby to pause…", 1, lambda: cancelled.append(True)))
    QTest.mouseClick(toasts.activities[0].cancel, Qt.MouseButton.LeftButton)
    assert cancelled == [True]


def test_what_finds_no_room_waits_for_its_place(toasts):
    activities = [Activity(f"{number}", 1, lambda: None) for number in range(MAX_SHOWN + 1)]
    for activity in activities:
        toasts.show_activity(activity)
    shown = len(toasts.activities)
    assert shown < MAX_SHOWN
    activities[0].end()
    assert [tile.activity for tile in toasts.activities] == activities[1 : shown + 1]


def test_whoever_did_something_the_toast_says_what(toasts, window):
    window.resize(620, 420)
    event = CommandCompleted(seq=1, at_s=0.0, command="pause", by="W" * 200, ok=True)
    paused = note_of(FleetEvent(player_id="a1", player_name="W" * 200, event=event), me="Front office")
    toasts.tell(paused)
    assert "paused it" in toasts.shown[0]._body.text()
    assert toasts.shown[0]._title.text().endswith("…")


def test_a_screen_reader_is_told(toasts, monkeypatch):
    told = []
    monkeypatch.setattr(toasts_module.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(toasts_module.QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    toasts.tell(note(text="Paused"))
    assert told == ["Lobby: Paused"]
