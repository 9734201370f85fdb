import time

import pytest

from footlight_controller.ui.figures.amounts import Unit, on_axis, round_steps, worded
from footlight_controller.ui.figures.clock_ticks import clock_ticks, uncut


@pytest.fixture
def berlin(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("high", "unit", "words"),
    [
        (100.0, Unit.PERCENT, ["0 %", "25 %", "50 %", "75 %", "100 %"]),
        (3.0, Unit.COUNT, ["0", "1", "2", "3"]),
        (0.9, Unit.PLAIN, ["0", "0.25", "0.5", "0.75", "1"]),
        (4e9, Unit.BYTES, ["0", "1 GB", "2 GB", "3 GB", "4 GB"]),
        (900e3, Unit.BYTES_S, ["0", "250 kB/s", "500 kB/s", "750 kB/s", "1 MB/s"]),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_the_marks_of_an_axis_are_round(high, unit, words):
    assert [on_axis(value, unit) for value in round_steps(0.0, high, 4, unit)] == words


@pytest.mark.usefixtures("qapp")
def test_values_are_told_with_their_units():
    assert worded(12.4, Unit.PERCENT) == "12 %"
    assert worded(1.24, Unit.PERCENT) == "1.2 %"
    assert worded(66.44, Unit.CELSIUS) == "66.4 °C"
    assert worded(2.2e6, Unit.BYTES_S) == "2.2 MB/s"


@pytest.mark.usefixtures("berlin")
def test_the_time_axis_has_round_local_times():
    ticks = clock_ticks(1_764_000_000.0, 1_764_003_600.0, 6)
    assert [words for _, words in ticks] == ["17:00", "17:10", "17:20", "17:30", "17:40", "17:50", "18:00"]


@pytest.mark.usefixtures("berlin")
def test_a_midnight_is_told_by_its_date():
    words = [words for _, words in clock_ticks(1_764_000_000.0, 1_764_000_000.0 + 86_400, 8)]
    assert words == ["18:00", "21:00", "25 Nov", "03:00", "06:00", "09:00", "12:00", "15:00"]


@pytest.mark.usefixtures("berlin")
def test_a_day_with_a_changed_clock_keeps_its_round_hours():
    # 26 October 2025: at three it was two again.
    words = [words for _, words in clock_ticks(1_761_426_000.0, 1_761_426_000.0 + 30 * 3600, 6)]
    assert words == ["26 Oct", "06:00", "12:00", "18:00", "27 Oct"]


@pytest.mark.usefixtures("berlin")
def test_weeks_stay_where_they_are_while_one_moves_along():
    month_s = 30 * 86_400
    first = {at_s for at_s, _ in clock_ticks(1_764_000_000.0, 1_764_000_000.0 + month_s, 5)}
    second = {at_s for at_s, _ in clock_ticks(1_764_100_000.0, 1_764_100_000.0 + month_s, 5)}
    assert len(first & second) >= 3


def test_words_that_the_end_of_the_axis_would_cut_are_left_out():
    ticks = [(0.0, "12:00"), (90.0, "12:01"), (98.0, "12:02")]
    assert uncut(ticks, 100.0, px_per_s=2.0, width_of=lambda words: 4.0 * len(words)) == ticks[:2]
