import pytest

from footlight_controller.ui.figures.span import LONGEST_S, SHORTEST_S, Span

NOW_S = 1_750_000_000.0
HOUR = Span.until(NOW_S, 3600.0)


def test_time_does_not_go_on_past_the_present():
    assert HOUR.moved(600.0, NOW_S) == HOUR
    assert HOUR.moved(-600.0, NOW_S).moved(900.0, NOW_S) == HOUR


def test_it_does_not_go_back_further_than_a_player_remembers():
    assert HOUR.moved(-10 * LONGEST_S, NOW_S).from_s == NOW_S - LONGEST_S


def test_what_is_under_the_pointer_stays_there_while_one_zooms():
    span = HOUR.moved(-7200.0, NOW_S)
    at_s = span.from_s + 0.25 * span.length_s
    nearer = span.zoomed(0.5, at_s, NOW_S)
    assert nearer.length_s == pytest.approx(1800.0)
    assert nearer.from_s + 0.25 * nearer.length_s == pytest.approx(at_s)


def test_zooming_out_at_the_present_shows_more_of_the_past_and_none_of_the_future():
    wider = HOUR.zoomed(4.0, NOW_S - 1800.0, NOW_S)
    assert (wider.to_s, wider.length_s) == (NOW_S, pytest.approx(4 * 3600.0))


@pytest.mark.parametrize(("factor", "length_s"), [(1e-9, SHORTEST_S), (1e9, LONGEST_S)])
def test_there_is_a_shortest_and_a_longest(factor, length_s):
    assert HOUR.zoomed(factor, NOW_S - 60.0, NOW_S).length_s == pytest.approx(length_s)
