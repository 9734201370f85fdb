"""How people write a moment in the past."""

from datetime import datetime

import pytest

from footlight_controller.cli.since import since_of

NOW_S = 1_750_000_000.0


@pytest.mark.parametrize(
    ("text", "ago_s"), [("30m", 1800), ("24h", 86_400), ("7d", 604_800), ("2W", 1_209_600), (" 1 h ", 3600)]
)
def test_a_span_is_taken_from_now(text, ago_s):
    assert since_of(text, NOW_S) == NOW_S - ago_s


@pytest.mark.parametrize("text", ["2026-11-01", "2026-11-01T08:30", "2026-11-01 08:30:15"])
def test_a_date_is_of_this_machine(text):
    assert since_of(text, NOW_S) == datetime.fromisoformat(text).timestamp()


def test_a_date_with_a_zone_is_of_that_zone():
    assert since_of("2026-11-01T00:00+00:00", NOW_S) == 1_793_491_200.0


@pytest.mark.parametrize("text", ["", "yesterday", "24", "-3h", "24y", "2026-13-01", "99999999d", "0001-01-01"])
def test_what_is_no_time_is_refused_with_how_to_write_it(text):
    with pytest.raises(ValueError, match="write how long ago, as in 30m"):
        since_of(text, NOW_S)
