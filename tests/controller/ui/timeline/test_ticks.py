import itertools
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_controller.ui.timeline.ticks import STEPS_S, step_for, stretches, ticks

BERLIN = ZoneInfo("Europe/Berlin")
HOUR_S, DAY_S = 3600, 86_400


def at(*moment):
    return datetime(*moment, tzinfo=BERLIN).timestamp()


def texts(found):
    return [tick.text for tick in found]


def test_hours_are_those_of_the_clock_on_the_wall_when_one_is_missing():
    found = ticks(at(2026, 3, 29), at(2026, 3, 29, 6), HOUR_S, BERLIN)
    assert texts(found) == ["29 Mar", "01:00", "03:00", "04:00", "05:00", "06:00"]
    assert found[2].at_s - found[1].at_s == HOUR_S


def test_hours_are_those_of_the_clock_on_the_wall_when_one_comes_twice():
    found = ticks(at(2026, 10, 25), at(2026, 10, 25, 6), HOUR_S, BERLIN)
    assert texts(found)[:4] == ["25 Oct", "01:00", "02:00", "03:00"]
    assert found[3].at_s - found[2].at_s == 2 * HOUR_S


def test_days_begin_at_midnight_whatever_summer_time_does():
    found = ticks(at(2026, 10, 24), at(2026, 10, 27), DAY_S, BERLIN)
    assert [tick.at_s for tick in found] == [at(2026, 10, day) for day in (24, 25, 26, 27)]
    assert texts(found) == ["Sat 24", "Sun 25", "Mon 26", "Tue 27"]


def test_every_other_day_begins_anew_with_the_month():
    found = ticks(at(2026, 10, 28), at(2026, 11, 4), 2 * DAY_S, BERLIN)
    assert texts(found) == ["27 Oct", "29 Oct", "31 Oct", "1 Nov", "3 Nov"]
    assert [tick.text for tick in found if tick.major] == ["1 Nov"]


@pytest.mark.parametrize(
    ("step_s", "expected"),
    [
        (31 * DAY_S, ["Nov", "Dec", "Jan", "Feb"]),
        (92 * DAY_S, ["Oct", "Jan"]),
        (366 * DAY_S, ["2025", "2026"]),
        (7 * DAY_S, 14),
    ],
)
def test_longer_steps_are_weeks_months_quarters_and_years(step_s, expected):
    found = ticks(at(2025, 11, 10), at(2026, 2, 10), step_s, BERLIN)
    assert texts(found) == expected or len(found) == expected


def test_above_the_ticks_stands_what_they_belong_to():
    days = stretches(at(2026, 10, 24, 20), at(2026, 10, 26, 1), HOUR_S, BERLIN)
    assert [each.text for each in days] == ["Sat 24 Oct 2026", "Sun 25 Oct 2026", "Mon 26 Oct 2026"]
    assert [each.until_s for each in days[:-1]] == [each.from_s for each in days[1:]]
    assert days[1].until_s - days[1].from_s == 25 * HOUR_S
    months = stretches(at(2026, 10, 24), at(2026, 11, 2), DAY_S, BERLIN)
    assert [each.text for each in months] == ["October 2026", "November 2026"]
    years = stretches(at(2025, 6, 1), at(2026, 2, 1), 31 * DAY_S, BERLIN)
    assert [each.text for each in years] == ["2025", "2026"]


@given(st.floats(60, 400 * DAY_S), st.integers(3, 30), st.floats(0, 3 * 365 * DAY_S))
def test_ticks_are_in_order_and_no_more_than_there_is_room_for(length_s, most, later_s):
    from_s = at(2025, 1, 1) + later_s
    step_s = step_for(length_s, most)
    found = ticks(from_s, from_s + length_s, step_s, BERLIN)
    assert all(before.at_s < after.at_s for before, after in itertools.pairwise(found))
    inside = [tick for tick in found if tick.at_s >= from_s]
    # Months begin anew: their first ticks are closer to each other.
    assert len(inside) <= most + 2 + length_s / (28 * DAY_S)
    assert step_s in STEPS_S
