import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_controller.ui.pace import Pace


def times_of(pace, wishes_s):
    """When each thing wished for happens, if it waits as told."""
    times_s = []
    now_s = 0.0
    for pause_s in wishes_s:
        now_s += pause_s
        now_s += pace.wait_s(now_s)
        pace.spend(now_s)
        times_s.append(now_s)
    return times_s


def test_a_few_may_happen_at_once_and_the_next_waits():
    assert times_of(Pace(30, 5), [100.0] + 5 * [0.0]) == pytest.approx([100.0] * 5 + [100.04])


def test_after_a_quiet_time_a_few_may_happen_at_once_again():
    assert times_of(Pace(30, 5), 5 * [0.0] + [10.0] + 4 * [0.0])[5:] == pytest.approx([10.0] * 5)


@given(st.lists(st.floats(0, 0.3), min_size=31, max_size=200))
def test_no_second_has_more_than_its_number(wishes_s):
    times_s = times_of(Pace(30, 5), wishes_s)
    assert min(last - first for first, last in zip(times_s, times_s[30:], strict=False)) > 0.999
