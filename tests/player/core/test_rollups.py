"""Rollups add up, whatever is put together in which order; what was not measured is not there."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.metrics import Metrics, Throttling
from footlight_player.core.rollups import MAX_CORES, MAX_ROLLUPS, Fold, Minute, Minutes, Spread, figures_of, step_for

NOW_S = 1_790_000_040

values = st.floats(-1e12, 1e12)
covers = st.floats(0.1, 60)
samples = st.lists(st.tuples(values, covers), min_size=1, max_size=40)


def spread_of(readings):
    first, *rest = (Spread(value, value, value, covered_s) for value, covered_s in readings)
    for each in rest:
        first = first.joined(each)
    return first


class TestFigures:
    def test_what_is_absent_stays_absent(self):
        assert figures_of(Metrics()) == {"presented_fps": 0.0, "dropped_fps": 0.0}

    def test_each_core_and_each_flag_has_a_name(self):
        flags = Throttling(throttled=True, under_voltage_since_boot=True)
        figures = figures_of(Metrics(cores_percent=(1.0, 99.0), throttling=flags, disk_free_bytes=5))
        assert figures == {
            "cores_percent.0": 1.0,
            "cores_percent.1": 99.0,
            "throttling.under_voltage": 0.0,
            "throttling.frequency_capped": 0.0,
            "throttling.throttled": 1.0,
            "throttling.soft_temperature_limit": 0.0,
            "disk_free_bytes": 5.0,
            "presented_fps": 0.0,
            "dropped_fps": 0.0,
        }

    def test_a_server_with_a_hundred_cores_keeps_the_first(self):
        figures = figures_of(Metrics(cores_percent=(0.0,) * 100))
        assert sum("cores" in name for name in figures) == MAX_CORES


class TestSpread:
    @given(samples)
    def test_it_is_that_of_all_readings_together(self, readings):
        whole = spread_of(readings)
        total_s = math.fsum(covered_s for _, covered_s in readings)
        assert whole.least == min(value for value, _ in readings)
        assert whole.most == max(value for value, _ in readings)
        assert whole.least <= whole.mean <= whole.most
        assert whole.covered_s == pytest.approx(total_s)
        size = max(abs(value) for value, _ in readings)
        expected = math.fsum(value * covered_s for value, covered_s in readings) / total_s
        assert whole.mean == pytest.approx(expected, abs=1e-9 * size)

    @given(samples, st.integers(0, 40))
    def test_it_does_not_matter_where_the_readings_are_cut(self, readings, place):
        place = min(max(1, place), len(readings))
        cut = [part for part in (readings[:place], readings[place:]) if part]
        parts = [spread_of(part) for part in cut]
        together = parts[0] if len(parts) == 1 else parts[0].joined(parts[1])
        whole = spread_of(readings)
        size = max(abs(value) for value, _ in readings)
        assert (together.least, together.most) == (whole.least, whole.most)
        assert together.mean == pytest.approx(whole.mean, abs=1e-9 * size)


class TestMinutes:
    def test_a_minute_is_told_when_the_next_one_begins(self):
        minutes = Minutes()
        assert minutes.add(NOW_S, 10, {"a": 1.0}) is None
        assert minutes.add(NOW_S + 59.9, 10, {"a": 3.0}) is None
        over = minutes.add(NOW_S + 60, 10, {"a": 9.0})
        assert over == Minute(NOW_S, {"a": Spread(1.0, 2.0, 3.0, 20)})
        assert minutes.current == Minute(NOW_S + 60, {"a": Spread(9.0, 9.0, 9.0, 10)})

    def test_a_figure_that_comes_and_goes_speaks_for_its_own_time(self):
        minutes = Minutes()
        minutes.add(NOW_S, 10, {"a": 1.0})
        minutes.add(NOW_S + 10, 10, {"a": 1.0, "b": 5.0})
        minutes.add(NOW_S + 20, 10, {})
        assert minutes.current.spreads == {"a": Spread(1.0, 1.0, 1.0, 20), "b": Spread(5.0, 5.0, 5.0, 10)}

    def test_a_clock_that_is_set_back_ends_the_minute(self):
        minutes = Minutes()
        minutes.add(NOW_S, 10, {"a": 1.0})
        over = minutes.add(NOW_S - 3600, 10, {"a": 2.0})
        assert (over.at_s, minutes.current.at_s) == (NOW_S, NOW_S - 3600)

    @given(st.lists(st.tuples(st.floats(0.5, 30), st.integers(0, 1000)), min_size=1, max_size=60))
    def test_means_times_seconds_are_what_was_counted(self, steps):
        """A counter that is read as a rate: nothing is lost, however often it is read."""
        minutes, told, at_s = Minutes(), [], float(NOW_S)
        for passed_s, grown in steps:
            at_s += passed_s
            told.append(minutes.add(at_s, passed_s, {"rate": grown / passed_s}))
        told.append(minutes.current)
        spreads = [minute.spreads["rate"] for minute in told if minute is not None]
        assert math.fsum(each.mean * each.covered_s for each in spreads) == pytest.approx(sum(n for _, n in steps))


class TestFold:
    @given(
        st.dictionaries(st.integers(0, 3000), st.tuples(values, covers), min_size=1), st.sampled_from([60, 300, 3600])
    )
    def test_longer_steps_say_the_same_as_the_minutes_in_them(self, minutes, step_s):
        fold = Fold(step_s)
        for number, (value, covered_s) in minutes.items():
            fold.add(Minute(NOW_S // 60 * 60 + number * 60, {"a": Spread(value, value, value, covered_s)}))
        rollups = fold.rollups()["a"]
        assert [each.at_s for each in rollups] == sorted({each.at_s for each in rollups})
        assert all(each.at_s % step_s == 0 for each in rollups)
        told = [value for value, _ in minutes.values()]
        assert min(each.least for each in rollups) == pytest.approx(min(told), abs=0.001)
        assert max(each.most for each in rollups) == pytest.approx(max(told), abs=0.001)
        assert all(each.least <= each.mean <= each.most for each in rollups)

    def test_a_step_without_a_sample_is_absent(self):
        fold = Fold(300)
        fold.add(Minute(0, {"a": Spread(1, 1, 1, 10)}))
        fold.add(Minute(900, {"a": Spread(2, 2, 2, 10), "b": Spread(3, 3, 3, 10)}))
        rollups = fold.rollups()
        assert [each.at_s for each in rollups["a"]] == [0, 900]
        assert [each.at_s for each in rollups["b"]] == [900]

    def test_only_what_was_asked_for_is_told_and_a_name_stands_for_its_parts(self):
        fold = Fold(60, ("cores_percent", "load_1", "nonsense"))
        fold.add(Minute(0, {name: Spread(1, 1, 1, 10) for name in ("cores_percent.0", "load_1", "cpu_percent")}))
        assert list(fold.rollups()) == ["cores_percent.0", "load_1"]

    @given(st.floats(0, 1e12))
    def test_steps_are_as_short_as_the_number_of_rollups_allows(self, span_s):
        step_s = step_for(span_s)
        assert step_s % 60 == 0
        assert span_s / step_s <= MAX_ROLLUPS

    def test_a_day_is_told_by_the_minute_and_thirty_days_by_the_hour(self):
        assert [step_for(days * 86_400) for days in (1, 7, 30)] == [60, 900, 3600]
