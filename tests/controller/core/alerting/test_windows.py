"""Operating hours as windows of a period, for adding up what happened within them."""

import itertools
from datetime import UTC, datetime

import pytest
from controller.core.alerting.scenes import BERLIN
from controller.lives import BORN_S, ITEMS, Life
from hypothesis import given
from hypothesis import strategies as st

from footlight_controller.core.alerting.hours import DAY_MIN, Hours, Span, windows
from footlight_controller.core.availability import availability
from footlight_controller.core.unfolding import unfold

# The clocks are set back on the 25th of October 2026, and forward on the 29th of March 2026.
AUTUMN_S = datetime(2026, 10, 22, tzinfo=BERLIN).timestamp()
SPRING_S = datetime(2026, 3, 26, tzinfo=BERLIN).timestamp()
WEEK_S = 7 * 86_400.0

_spans = st.builds(
    Span,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    begins_min=st.integers(0, DAY_MIN - 1),
    ends_min=st.integers(1, DAY_MIN),
)


@given(
    st.lists(_spans, max_size=3),
    st.sampled_from([AUTUMN_S, SPRING_S]),
    st.floats(0, WEEK_S),
    st.floats(0, WEEK_S),
    st.lists(st.integers(0, 7 * DAY_MIN), min_size=20, max_size=60),
)
def test_a_minute_is_in_a_window_when_the_hours_hold_then(spans, begin_s, one, other, minutes):
    hours = Hours(spans=tuple(spans))
    from_s, until_s = begin_s + min(one, other), begin_s + max(one, other)
    found = windows(hours, from_s, until_s, BERLIN)
    assert all(start_s < end_s for start_s, end_s in found)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))
    assert all(from_s <= start_s and end_s <= until_s for start_s, end_s in found)
    for minute in minutes:
        at_s = begin_s + 60.0 * minute + 30.0
        held = from_s <= at_s < until_s and hours.hold(datetime.fromtimestamp(at_s, UTC).astimezone(BERLIN))
        assert any(start_s <= at_s < end_s for start_s, end_s in found) is held


def test_only_what_lies_within_counts():
    life = Life().power_on().play(ITEMS[0], 100).wait(100)
    timeline = unfold("p1", [life.chapter()], BORN_S, life.now_s, now_s=life.now_s, heard_s=life.now_s)
    found = availability(timeline, [(BORN_S + 50, BORN_S + 120), (BORN_S + 190, BORN_S + 400)])
    assert (found.playing_s, found.idle_s, found.known_s) == pytest.approx((50, 30, 80))
    assert availability(timeline, []).running is None
