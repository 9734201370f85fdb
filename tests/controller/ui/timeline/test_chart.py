import pytest
from controller.lives import ITEMS, Life
from controller.ui.timeline.conftest import NOW_S
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import PlaybackStarted
from footlight_controller.core.story import Story
from footlight_controller.core.timeline import Idle, Played, bands
from footlight_controller.core.unfolding import unfold
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.timeline.chart import TimelineChart
from footlight_controller.ui.timeline.line import Line, Past
from footlight_controller.ui.timeline.reader import past_of
from footlight_controller.ui.timeline.ribbon import ribbon_of_bands
from footlight_controller.ui.timeline.sight import DAY_S, HOUR_S, Sight

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def line(key, title, born_s=NOW_S - 6 * HOUR_S):
    life = Life(born_s).power_on().play(ITEMS[0], shown_s=HOUR_S).play(ITEMS[1], shown_s=HOUR_S).wait(HOUR_S)
    timeline = unfold(key, [life.chapter()], NOW_S - DAY_S, NOW_S, now_s=NOW_S, heard_s=NOW_S)
    return Line(key=key, title=title, past=past_of(Story(timeline=timeline, events=())))


@pytest.fixture
def chart(theme, clock, qtbot):
    chart = TimelineChart(theme, clock)
    chart.resize(1000, 300)
    qtbot.addWidget(chart)
    chart.show_sight(Sight.up_to(NOW_S, 12 * HOUR_S))
    chart.show_lines(
        [Line(key="area", title="Foyer", heading=True), *(line(f"p{n}", f"Screen {n}") for n in range(20))]
    )
    chart.show()
    qtbot.waitExposed(chart)
    chart.moved, chart.opens, chart.points = [], [], []
    chart.sight_changed.connect(chart.moved.append)
    chart.opened.connect(chart.opens.append)
    chart.pointed.connect(chart.points.append)
    return chart


def place(chart, key, at_s):
    return QPoint(round(chart.x_of(at_s)), round(chart.rect_of(key).center().y()))


def turn(chart, where, notches=1, keys=NONE):
    around = QPointF(chart.viewport().mapToGlobal(where))
    event = QWheelEvent(
        QPointF(where), around, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart.viewport(), event)


def test_the_wheel_zooms_around_the_pointer(chart):
    at_s = NOW_S - 5 * HOUR_S
    where = place(chart, "p1", at_s)
    turn(chart, where, notches=3)
    assert chart.sight.length_s < 7 * HOUR_S
    assert chart.x_of(at_s) == pytest.approx(where.x(), abs=2)
    turn(chart, where, notches=-40)
    assert chart.sight.length_s > 360 * DAY_S


def test_with_shift_it_moves_and_with_ctrl_or_over_the_titles_it_scrolls(chart):
    where, before = place(chart, "p1", NOW_S - 5 * HOUR_S), chart.sight
    turn(chart, where, keys=Qt.KeyboardModifier.ShiftModifier)
    assert chart.sight.length_s == before.length_s
    assert chart.sight.from_s < before.from_s
    turn(chart, where, notches=-1, keys=Qt.KeyboardModifier.ControlModifier)
    scrolled = chart.verticalScrollBar().value()
    assert scrolled > 0
    turn(chart, QPoint(10, where.y()), notches=-1)
    assert chart.verticalScrollBar().value() > scrolled
    assert chart.sight.length_s == before.length_s


def test_dragging_moves_time_with_the_hand(chart):
    at_s = NOW_S - 8 * HOUR_S
    begin = place(chart, "p1", at_s)
    QTest.mousePress(chart.viewport(), LEFT, NONE, begin)
    for step in (20, 60, 100):
        QTest.mouseMove(chart.viewport(), begin + QPoint(step, 0))
    QTest.mouseRelease(chart.viewport(), LEFT, NONE, begin + QPoint(100, 0))
    assert chart.x_of(at_s) == pytest.approx(begin.x() + 100, abs=2)
    assert chart.moved[-1] == chart.sight
    # A hand that moves the paper chooses nothing.
    assert chart.chosen is None


def test_a_click_chooses_what_is_there_and_a_double_click_goes_to_it(chart):
    where = place(chart, "p1", NOW_S - 5.5 * HOUR_S)
    QTest.mouseClick(chart.viewport(), LEFT, NONE, where)
    assert isinstance(chart.chosen.what, Played)
    assert "a.mp4" in chart.accessibleDescription()
    QTest.mouseDClick(chart.viewport(), LEFT, NONE, where)
    assert chart.sight.from_s < NOW_S - 6 * HOUR_S
    assert chart.sight.until_s > NOW_S - 5 * HOUR_S
    assert chart.sight.length_s < 1.2 * HOUR_S


def test_a_title_is_the_way_to_its_player_and_a_heading_to_nobody(chart):
    QTest.mouseClick(chart.viewport(), LEFT, NONE, QPoint(20, round(chart.rect_of("p2").center().y())))
    assert chart.opens == ["p2"]
    QTest.mouseClick(chart.viewport(), LEFT, NONE, QPoint(20, round(chart.rect_of("p0").top() - 10)))
    assert chart.opens == ["p2"]
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chart.opens == ["p2", "p2"]


def test_the_pointer_tells_what_it_is_on(chart):
    found = chart.pointed_at(QPointF(place(chart, "p1", NOW_S - 4.5 * HOUR_S)))
    assert found.lines[:2] == ["Screen 1", "b.mp4"]
    assert found.lines[3] == "Played to its end"
    assert chart.pointed_at(QPointF(place(chart, "p1", NOW_S + 60))) is None
    QTest.mouseMove(chart.viewport(), place(chart, "p1", NOW_S - 4.5 * HOUR_S))
    assert chart.points[-1].text == found.text


def test_keys_do_all_that_the_mouse_does(chart):
    chart.setFocus()
    assert chart.current.key == "p0"
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current.key == "p1"
    before = chart.sight
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.sight.from_s < before.from_s
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    assert chart.sight.until_s < before.from_s + 2 * HOUR_S
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.sight.shows_now(NOW_S)
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.sight.length_s == pytest.approx(6 * HOUR_S)
    assert chart.sight.shows_now(NOW_S)
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.sight.length_s == pytest.approx(24 * HOUR_S)
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.sight.from_s % HOUR_S == pytest.approx(0, abs=1)


def test_a_line_is_told_to_screen_readers_as_far_as_it_is_in_sight(chart):
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    told = chart.accessibleDescription()
    assert told.startswith("Screen 1: Played: 2 h, Nothing on screen: 4 h")
    assert "Before its time" in told


def test_keys_go_from_span_to_span_and_zoom_to_one(chart):
    chart.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    names = []
    for _ in range(4):
        QTest.keyClick(chart, Qt.Key.Key_Left, control)
        names.append(type(chart.chosen.what))
    assert Played in names
    while not isinstance(chart.chosen.what, Idle):
        QTest.keyClick(chart, Qt.Key.Key_Right, control)
    assert "Nothing on screen" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert chart.sight.length_s < 5 * HOUR_S
    # What is chosen is brought into sight.
    QTest.keyClick(chart, Qt.Key.Key_Left, control)
    span = chart.chosen.what
    assert span.ended_s >= chart.sight.from_s


def test_the_line_that_keys_are_on_is_brought_into_sight(chart):
    chart.setFocus()
    for _ in range(19):
        QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current.key == "p19"
    assert chart.current in chart.lines_in_sight()
    assert len(chart.lines_in_sight()) < 15


def test_lines_that_are_read_again_keep_their_place(chart):
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    chart.verticalScrollBar().setValue(100)
    chart.show_lines(chart.lines)
    assert chart.current.key == "p1"
    assert chart.verticalScrollBar().value() == 100
    chart.show_lines([line("other", "Other")])
    assert chart.current is None


def test_from_afar_an_hour_says_how_it_was(chart):
    life = Life(NOW_S - 6 * HOUR_S).power_on().play(shown_s=1800).wait(HOUR_S)
    timeline = unfold("p", [life.chapter()], NOW_S - DAY_S, NOW_S, now_s=NOW_S, heard_s=NOW_S)
    from_s = (NOW_S - DAY_S) // HOUR_S * HOUR_S
    ribbon = ribbon_of_bands(bands(timeline, from_s, HOUR_S, 25), NOW_S)
    chart.show_lines([Line(key="p", title="Lobby", past=Past(from_s=from_s, until_s=NOW_S, ribbon=ribbon))])
    found = chart.pointed_at(QPointF(place(chart, "p", NOW_S - 5.9 * HOUR_S)))
    assert found.lines[:2] == ["Lobby", "One hour"]
    assert any(text.startswith("Played: ") for text in found.lines)
    assert found.lines[-1] == "Zoom in to see what it was."


@pytest.fixture
def breaking(chart):
    life = Life(NOW_S - 6 * HOUR_S).power_on().play(ITEMS[0], shown_s=HOUR_S, reason=StopReason.FAILED)
    life.play(ITEMS[1], shown_s=HOUR_S, reason=StopReason.CUT).power_off(HOUR_S, OffReason.CUT).power_on()
    life.tell(PlaybackStarted, item=ITEMS[0], index=0)
    life.now_s += HOUR_S
    life.alert("stalled").wait(NOW_S - life.now_s)
    timeline = unfold("broken", [life.chapter()], NOW_S - DAY_S, NOW_S, now_s=NOW_S, heard_s=NOW_S)
    broken = Line(key="broken", title="Broken", past=past_of(Story(timeline=timeline, events=())))
    chart.show_lines([broken])
    return broken


def test_an_item_that_broke_has_a_mark_at_its_end(chart, breaking, theme):
    assert breaking.past.broken_s == [NOW_S - 5 * HOUR_S, NOW_S - 4 * HOUR_S]
    shown = chart.viewport().grab().toImage()
    bad = QColor(theme.colours.tone(Tone.BAD)).name()
    for at_s in breaking.past.broken_s:
        where = place(chart, "broken", at_s)
        assert bad in [shown.pixelColor(where.x() + aside, where.y()).name() for aside in range(-4, 1)]


def test_a_player_that_was_cut_off_says_so(chart, breaking):
    QTest.mouseMove(chart.viewport(), place(chart, "broken", NOW_S - 3.5 * HOUR_S))
    assert "Cut off" in chart.points[-1].text
    assert breaking.past.cuts_s == [NOW_S - 4 * HOUR_S]


def test_of_an_item_it_says_how_long_no_new_frames_came(chart, breaking):
    for at_s in (NOW_S - 1.9 * HOUR_S, NOW_S - 2.5 * HOUR_S):
        QTest.mouseMove(chart.viewport(), place(chart, "broken", at_s))
        assert "No new frames for 2 h of it" in chart.points[-1].text
