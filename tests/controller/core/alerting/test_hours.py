"""Hours go by the clock on the wall: over midnight, on the right days, and through changes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from controller.core.alerting.scenes import BERLIN
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.errors import InvalidArgument
from footlight_controller.core.alerting.hours import DAY_MIN, Hours, Span

MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001


def at(day, hour, minute=0):
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("local", "within"),
    [(at(0, 7, 59), False), (at(0, 8), True), (at(4, 17, 59), True), (at(4, 18), False), (at(5, 12), False)],
)
def test_hours_of_weekdays(local, within):
    hours = Hours(spans=(Span(days=frozenset(range(5)), begins_min=480, ends_min=1080),))
    assert hours.hold(local) is within


@pytest.mark.parametrize(
    ("local", "within"),
    [
        (at(4, 17, 59), False),
        (at(4, 18), True),
        (at(5, 1, 59), True),
        (at(5, 2), False),
        (at(5, 18), False),
        (at(4, 1), False),
    ],
)
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(local, within):
    friday_night = Hours(spans=(Span(days=frozenset({4}), begins_min=18 * 60, ends_min=2 * 60),))
    assert friday_night.hold(local) is within


def test_hours_over_midnight_from_sunday_to_monday():
    night = Span(days=frozenset({6}), begins_min=22 * 60, ends_min=6 * 60)
    assert night.holds(at(0, 5, 59))
    assert not night.holds(at(0, 6))


def test_no_hours_at_all_are_never():
    assert not Hours().hold(at(0, 12))


@given(st.integers(0, 3 * DAY_MIN), st.integers(0, DAY_MIN - 1))
def test_hours_that_end_when_they_begin_last_a_day(minutes, begins):
    every = Span(days=frozenset(range(7)), begins_min=begins, ends_min=begins or DAY_MIN)
    assert every.holds(MONDAY + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("begin", "length_s"),
    # The night in which the clock is set ahead, one in which it is set back, and any other.
    [((2026, 3, 28), 3 * 3600), ((2026, 10, 24), 5 * 3600), ((2026, 11, 21), 4 * 3600)],
)
def test_a_change_of_the_clock_makes_the_night_shorter_or_longer(begin, length_s):
    night = Hours(spans=(Span(days=frozenset({5}), begins_min=23 * 60, ends_min=3 * 60),))
    noon = datetime(*begin, 12, tzinfo=BERLIN).astimezone(UTC)
    minutes = [noon + timedelta(minutes=each) for each in range(24 * 60)]
    assert 60 * sum(night.hold(minute.astimezone(BERLIN)) for minute in minutes) == length_s


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": frozenset()},
        {"days": frozenset({7})},
        {"days": frozenset({0}), "begins_min": 1440},
        {"days": frozenset({0}), "ends_min": 0},
        {"days": frozenset({0}), "ends_min": 1441},
    ],
)
def test_what_is_no_time_of_day_is_refused(wrong):
    with pytest.raises(InvalidArgument):
        Span(**wrong)
