from hypothesis import given
from hypothesis import strategies as st

from footlight_controller.ui.timeline.sight import DAY_S, HOUR_S, LONGEST_S, SHORTEST_S, Sight

NOW_S = 1_790_000_000.0


@given(st.floats(0.01, 100.0), st.floats(0.0, 1.0), st.floats(1.0, 1000.0))
def test_what_the_pointer_is_on_stays_where_it_is(factor, share, days_ago):
    sight = Sight(NOW_S - days_ago * DAY_S, HOUR_S)
    at_s = sight.from_s + share * sight.length_s
    zoomed = sight.zoomed(factor, at_s, NOW_S + LONGEST_S)
    assert abs((at_s - zoomed.from_s) / zoomed.length_s - share) < 1e-3


@given(st.lists(st.sampled_from([0.3, 3.0]), max_size=30), st.floats(-2.0, 2.0))
def test_it_goes_from_minutes_to_a_year_and_not_far_beyond_now(factors, by):
    sight = Sight.up_to(NOW_S, DAY_S)
    for factor in factors:
        sight = sight.zoomed(factor, sight.middle_s, NOW_S).moved(by * sight.length_s, NOW_S)
        assert SHORTEST_S <= sight.length_s <= LONGEST_S
        assert sight.until_s <= NOW_S + 0.05 * sight.length_s


def test_the_present_is_near_the_end():
    sight = Sight.up_to(NOW_S, DAY_S)
    assert sight.shows_now(NOW_S)
    assert sight.until_s - NOW_S < 0.1 * DAY_S


def test_a_period_has_a_little_beside_it():
    sight = Sight.of(NOW_S - 7200, NOW_S - 3600, NOW_S)
    assert sight.from_s < NOW_S - 7200
    assert sight.until_s > NOW_S - 3600
    assert sight.length_s < 1.2 * 3600
