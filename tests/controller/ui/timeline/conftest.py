"""A present that stands still, and pasts that end in it."""

import pytest

from footlight_common.clock import ManualClock

NOW_S = 1_795_000_000.0


@pytest.fixture
def clock():
    return ManualClock(NOW_S)
