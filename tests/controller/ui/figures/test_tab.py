import asyncio
from dataclasses import replace

import pytest
from controller.ui.direct_calls import DirectCalls
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_metrics import readings, rollups
from controller.ui.stories import teller
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from footlight_common.clock import ManualClock
from footlight_common.errors import StorageError
from footlight_common.model.metrics import Throttling
from footlight_common.protocol.events import MetricsUpdate
from footlight_common.protocol.pages import MetricsPage
from footlight_controller.core.changes import FleetEvent
from footlight_controller.ui.figures.tab import FiguresTab
from footlight_controller.ui.tasks import Tasks

LOBBY, BAR = player(1, "Lobby", clock_offset_s=0.0), player(2, "Bar", clock_offset_s=0.0)
NOW_S = 1_750_000_000.0
BEGIN_S = NOW_S - 3600
PAGE = MetricsPage(
    figures={"cpu_percent": rollups(*([20.0] * 30), None, *([(10.0, 40.0, 90.0)] * 29), first_s=BEGIN_S)}, step_s=60
)


class Desk:
    def __init__(self, theme):
        self.controller = ScriptedController()
        self.metrics = self.controller.metrics
        self.calls = DirectCalls(self.controller)
        self.tasks = Tasks()
        self.clock = ManualClock(NOW_S)
        self.page = FiguresTab(theme, self.clock, self.calls, self.tasks)
        self.page.resize(1000, 600)

    def show(self, view=LOBBY):
        self.page.show_player(view)
        self.page.show()

    def say(self, at_s, view=LOBBY, **figures):
        event = MetricsUpdate(at_s=at_s, metrics=readings(**figures))
        told = FleetEvent(player_id=view.id, player_name=view.name, event=event)
        self.page.show_changes(replace(changes_of(LOBBY, BAR), events=(told,)))

    @property
    def board(self):
        return self.page.board

    @property
    def titles(self):
        return [card.subject.title for card in self.board.plots.cards]

    def card(self, key):
        return next(card for card in self.board.plots.cards if card.subject.key == key)

    def told(self, key):
        return [entry.told for entry in self.card(key).legend.entries]

    async def read(self, eventually):
        await eventually(lambda: self.metrics.asked and not self.board.reader.busy)


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


def test_nothing_is_loaded_asked_or_watched_before_somebody_looks(tell):
    async def story(desk):
        desk.page.show_player(LOBBY)
        desk.say(NOW_S)
        await asyncio.sleep(0)
        assert (desk.board, desk.metrics.asked, desk.metrics.watched) == (None, [], [])

    tell(story)


def test_the_past_is_read_and_the_present_watched_while_somebody_looks(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        player_id, from_s, to_s = desk.metrics.asked[0]
        assert player_id == LOBBY.id
        assert from_s < BEGIN_S
        assert to_s > NOW_S
        assert desk.metrics.watched == [(LOBBY.id,)]
        desk.page.hide()
        await eventually(lambda: desk.metrics.watched[-1] == ())
        desk.say(NOW_S + 1)
        assert desk.board.record.latest is None

    tell(story)


def test_there_is_a_plot_for_what_a_machine_has_and_none_for_what_it_has_not(tell, eventually):
    async def story(desk):
        desk.show()
        await desk.read(eventually)
        desk.say(NOW_S)
        assert desk.titles == ["Processor", "Load", "Memory in use", "Frames"]
        desk.say(NOW_S + 1, temperature_c=50.0, open_files=12)
        assert desk.titles == [
            "Processor",
            "Load",
            "Memory in use",
            "Temperature",
            "Frames",
            "Open files of the player",
        ]

    tell(story)


def test_live_readings_come_second_by_second_and_only_those_of_the_player_on_show(tell, eventually):
    async def story(desk):
        desk.show()
        await desk.read(eventually)
        desk.say(NOW_S, cpu_percent=31.0)
        await eventually(lambda: desk.told("cpu"))
        assert desk.told("cpu") == ["all cores 31 %", "busiest core 14 %"]
        desk.say(NOW_S + 1, BAR, cpu_percent=99.0)
        desk.say(NOW_S + 1, cpu_percent=44.0)
        await eventually(lambda: desk.told("cpu")[0] == "all cores 44 %")
        assert desk.board.span.to_s == NOW_S + 1
        await eventually(lambda: desk.told("memory") == ["800.0 MB of 4.0 GB"])

    tell(story)


def test_the_crosshair_tells_the_values_of_its_moment_in_all_plots(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        desk.say(NOW_S)
        await eventually(lambda: desk.told("cpu") and not desk.board.plots._waiting)
        canvas = desk.card("cpu").canvas
        _move(canvas, QPoint(round(canvas.width() * 0.8), 50))
        assert desk.told("cpu")[0] == "all cores 40 % (10 % to 90 %)"
        assert desk.told("load") == ["\u2013"]
        assert "2025" in desk.board.bar.told.whole
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
        assert desk.told("load") == ["0.40"]

    tell(story)


def test_keys_move_the_crosshair_zoom_and_go_back_to_the_present(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        plots = desk.board.plots
        plots.setFocus()
        QTest.keyClick(plots, Qt.Key.Key_Left)
        assert plots.crosshair_s == pytest.approx(desk.board.span.to_s - 60.0)
        assert "Processor" in plots.accessibleDescription()
        QTest.keyClick(plots, Qt.Key.Key_PageUp)
        assert not desk.board.live
        assert desk.board.span.to_s == pytest.approx(NOW_S - 1800)
        QTest.keyClick(plots, Qt.Key.Key_Plus)
        assert desk.board.span.length_s == pytest.approx(1800)
        QTest.keyClick(plots, Qt.Key.Key_End)
        assert desk.board.live
        assert desk.board.span.to_s == NOW_S

    tell(story)


def test_the_wheel_zooms_all_plots_and_a_drag_moves_them(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        desk.say(NOW_S)
        canvas = desk.card("cpu").canvas
        middle = QPoint(canvas.width() // 2, 50)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
        _move(canvas, middle + QPoint(100, 0))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 0))
        assert not desk.board.live
        assert desk.board.span.to_s < NOW_S - 300
        before = desk.board.span
        _turn(canvas, middle, 120)
        assert desk.board.span.length_s == pytest.approx(0.8 * before.length_s)
        assert not desk.board.bar.live.isChecked()
        desk.board.bar.live.click()
        assert desk.board.live

    tell(story)


def test_a_wheel_that_scrolls_the_page_goes_on_scrolling_it(tell, eventually):
    async def story(desk):
        desk.page.resize(700, 300)
        desk.show()
        await desk.read(eventually)
        desk.say(NOW_S)
        bar = desk.board.area.verticalScrollBar()
        await eventually(lambda: bar.maximum() > 0)
        bar.setValue(10)
        before = desk.board.span
        canvas = desk.card("cpu").canvas
        _turn(canvas, QPoint(canvas.width() // 2, 50), 120)
        assert desk.board.span == before

    tell(story)


def test_what_lies_further_back_is_read_when_one_comes_to_rest_there(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        desk.board.plots.moved.emit(-86_400.0)
        desk.board.plots.moved.emit(-3600.0)
        await eventually(lambda: len(desk.metrics.asked) == 2)
        _, from_s, to_s = desk.metrics.asked[1]
        span = desk.board.span
        assert from_s < span.from_s < span.to_s < to_s

    tell(story)


def test_what_was_read_already_is_not_asked_for_again(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        desk.board.plots.moved.emit(-600.0)
        await eventually(lambda: not desk.board._settle.isActive())
        assert len(desk.metrics.asked) == 1

    tell(story)


def test_each_length_of_time_is_a_click_away(tell, eventually):
    async def story(desk):
        desk.show()
        await desk.read(eventually)
        for length_s, chip in desk.board.bar.choices.items():
            chip.click()
            assert desk.board.span.length_s == length_s
            assert [each.isChecked() for each in desk.board.bar.choices.values()].count(True) == 1
            await desk.read(eventually)
        assert len(desk.metrics.asked) >= 4

    tell(story)


def test_an_error_is_told_and_it_can_be_tried_again(tell, eventually):
    async def story(desk):
        desk.metrics.answer = StorageError("the disk does not answer. Is it full?")
        desk.show()
        await desk.read(eventually)
        assert desk.board.nothing.headline == "The figures could not be read"
        assert desk.board.nothing.text == "The disk does not answer. Is it full?"
        desk.say(NOW_S)
        assert "The disk does not answer" in desk.board.bar.told.whole
        assert desk.board.bar.again.isVisibleTo(desk.page)
        desk.metrics.answer = PAGE
        desk.board.bar.again.click()
        await eventually(lambda: desk.board.record.rolled is not None)
        assert not desk.board.bar.again.isVisibleTo(desk.page)

    tell(story)


def test_while_it_is_offline_what_was_read_stays_and_it_is_read_again_when_it_is_back(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        desk.page.show_player(replace(LOBBY, link=offline()))
        assert desk.titles == ["Processor"]
        assert "offline" in desk.board.bar.told.whole
        desk.page.show_player(LOBBY)
        await eventually(lambda: len(desk.metrics.asked) == 2)
        assert "offline" not in desk.board.bar.told.whole

    tell(story)


def test_of_one_that_was_offline_all_the_time_that_is_said(tell):
    async def story(desk):
        desk.show(replace(LOBBY, link=offline()))
        assert desk.board.nothing.headline == "It is offline"
        assert desk.metrics.asked == []

    tell(story)


def test_another_player_begins_anew(tell, eventually):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        desk.metrics.answer = MetricsPage()
        desk.page.show_player(BAR)
        await eventually(lambda: desk.metrics.watched[-1] == (BAR.id,))
        await eventually(lambda: desk.metrics.asked[-1][0] == BAR.id and not desk.board.reader.busy)
        assert desk.board.nothing.isVisible()
        desk.page.show_player(None)
        await eventually(lambda: desk.metrics.watched[-1] == ())

    tell(story)


def test_an_answer_that_comes_late_for_the_player_before_is_not_shown(tell, eventually):
    async def story(desk):
        desk.metrics.answer, desk.metrics.hold = PAGE, asyncio.Event()
        desk.show()
        await eventually(lambda: desk.metrics.asked)
        desk.page.show_player(replace(BAR, link=offline()))
        desk.metrics.hold.set()
        await asyncio.sleep(0)
        assert desk.board.record.rolled is None

    tell(story)


def test_throttling_is_told_as_it_is_and_as_it_was(tell, eventually):
    async def story(desk):
        desk.show()
        await desk.read(eventually)
        state = Throttling(throttled=True, throttled_since_boot=True, under_voltage_since_boot=True)
        desk.say(NOW_S, temperature_c=81.0, throttling=state)
        await eventually(lambda: desk.card("temperature").said)
        assert desk.card("temperature").said == (
            "Now: throttled.",
            "At least once since the power came on: voltage too low.",
        )

    tell(story)


def test_the_decoder_and_the_wear_of_the_card_are_told_in_words(tell, eventually):
    async def story(desk):
        desk.show()
        await desk.read(eventually)
        figures = {"disk_free_bytes": 10**9, "disk_total_bytes": 10**10, "disk_life_percent": 90.0, "decoder": "no"}
        desk.say(NOW_S, dropped_frames=3, presented_frames=997, **figures)
        await eventually(lambda: desk.card("disk").said)
        assert desk.card("disk").said == ("The card says that 90 % of its life is used. Replace it soon.",)
        (words,) = desk.card("frames").said
        assert words.startswith("Decoded by the processor (software). 3 of 1")

    tell(story)


def test_a_plot_shows_its_line_its_band_and_its_gap(tell, eventually, theme):
    async def story(desk):
        desk.metrics.answer = PAGE
        desk.show()
        await desk.read(eventually)
        await eventually(lambda: not desk.board.plots._waiting)
        canvas = desk.card("cpu").canvas
        image = canvas.grab().toImage()
        area = canvas._chart.area(canvas.width(), canvas.height())

        def colours(share):
            x = round((area.left() + share * area.width()) * image.devicePixelRatio())
            return {image.pixelColor(x, y).name() for y in range(image.height())}

        ratio = len(colours(0.25)), len(colours(0.507)), len(colours(0.8))
        line = theme.colours.accent
        assert any(_near(colour, line) for colour in colours(0.25))
        assert any(_near(colour, line) for colour in colours(0.8))
        assert not any(_near(colour, line) for colour in colours(0.507)), ratio

    tell(story)


def _near(colour, other):
    parts = ([int(each[place : place + 2], 16) for place in (1, 3, 5)] for each in (colour, other))
    return all(abs(one - two) < 60 for one, two in zip(*parts, strict=True))


def _move(widget, place):
    """Without the pointer of the desktop, which would stay there for the tests that follow."""
    kind, button, plain = QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(place), QPointF(widget.mapToGlobal(place)), button, button, plain)
    QApplication.sendEvent(widget, event)


def _turn(widget, place, by):
    event = QWheelEvent(
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
