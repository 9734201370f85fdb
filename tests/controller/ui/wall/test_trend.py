from controller.ui.fleet import offline, player
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle

from footlight_common.clock import ManualClock
from footlight_common.model.player import PlayerStats
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.card_layout import CardLayout, CardMetrics
from footlight_controller.ui.monitoring.card_trend import KEPT_S, MAX_PLAYERS, Trends, draw

COLOUR = "#ff0000"


def busy(percent, number=1, **changes):
    return player(number, stats=PlayerStats(cpu_percent=percent, temperature_c=52.0), **changes)


def drawn(points, size=(300, 20)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    draw(painter, QRectF(0, 0, *size), points, COLOUR)
    painter.end()
    return {x for x in range(size[0]) if any(image.pixelColor(x, y).red() > 120 for y in range(size[1]))}


async def seen(trends, clock, *percents, step_s=5.0):
    points = None
    for percent in percents:
        await clock.advance(step_s)
        points = trends.take(busy(percent))
    return points


async def test_the_line_grows_while_the_card_is_in_sight():
    clock = ManualClock()
    trends = Trends(clock)
    points = await seen(trends, clock, *[50.0] * 20)
    columns = drawn(points)
    assert columns == set(range(min(columns), 300))
    assert 95 <= len(columns) <= 102


async def test_where_the_card_was_out_of_sight_the_line_has_a_gap():
    clock = ManualClock()
    trends = Trends(clock)
    await seen(trends, clock, *[50.0] * 4)
    await clock.advance(100.0)
    points = await seen(trends, clock, *[50.0] * 4)
    columns = drawn(points)
    assert not columns & set(range(190, 280))
    assert columns & set(range(165, 185))


async def test_minutes_are_kept_and_no_more_and_of_so_many_players():
    clock = ManualClock()
    trends = Trends(clock)
    points = await seen(trends, clock, *[1.0] * 200)
    assert points[-1][0] - points[0][0] <= KEPT_S
    for number in range(2, MAX_PLAYERS + 50):
        trends.take(busy(1.0, number))
    assert len(trends._kept) == MAX_PLAYERS


def test_what_a_machine_cannot_tell_is_no_line(qapp):
    trends = Trends(ManualClock())
    assert not trends.take(player(1, stats=PlayerStats()))


def test_large_cards_have_it_and_others_do_not(qapp, theme):
    space = theme.tokens.space
    for shape, there in ((Shape.SMALL, False), (Shape.MEDIUM, False), (Shape.LARGE, True)):
        metrics = CardMetrics.of(theme.fonts, space, shape)
        cell = QRectF(0, 0, 400, metrics.cell_height(400, space))
        layout = CardLayout.of(cell, metrics, space)
        assert layout.trend.isEmpty() is not there
        assert not there or layout.inner.adjusted(0, 0, 0, 1).contains(layout.trend)


def test_a_player_that_is_offline_has_none(qapp, theme):
    delegate = CardDelegate(theme, ManualClock(), shape=Shape.LARGE)
    image = QImage(400, 500, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for view in (busy(50.0, 1), busy(50.0, 2, link=offline())):
        delegate.paint_view(painter, QRect(0, 0, 400, 500), view, QStyle.StateFlag.State_Enabled)
    painter.end()
    assert list(delegate._trends._kept) == [busy(50.0, 1).id]
