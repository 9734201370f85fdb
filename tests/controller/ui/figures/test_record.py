import numpy as np
import pytest
from controller.ui.scripted_metrics import readings, rollups

from footlight_common.model.metrics import Throttling
from footlight_common.protocol.pages import MetricsPage
from footlight_controller.ui.figures.record import MAX_SAMPLES, Curve, Record, Rolled
from footlight_controller.ui.figures.span import Span

BEGIN_S = 1_749_999_960
CPU = "cpu_percent"


def rolled(*values, step_s=60, to_s=None, name=CPU):
    page = MetricsPage(figures={name: rollups(*values, first_s=BEGIN_S, step_s=step_s)}, step_s=step_s)
    return Rolled.of(page, Span(BEGIN_S, to_s or BEGIN_S + len(values) * step_s))


def curve(record, name=CPU, *, fine=True):
    return Curve.of(record.pieces(name, fine=fine))


def test_a_minute_without_a_figure_is_a_gap_and_no_bridge():
    record = Record()
    record.take_rolled(rolled(10, 20, None, 30, 40))
    drawn = curve(record)
    assert [[float(x) for x in drawn.mean[run]] for run in drawn.runs()] == [[10, 10, 20, 20], [30, 30, 40, 40]]
    first, second = drawn.runs()
    assert (drawn.x[first][-1], drawn.x[second][0]) == (BEGIN_S + 120, BEGIN_S + 180)
    assert record.pieces(CPU, fine=True).at(BEGIN_S + 150) is None


def test_a_minute_alone_between_two_gaps_is_a_line_and_not_lost():
    record = Record()
    record.take_rolled(rolled(None, 20, None))
    (run,) = (drawn := curve(record)).runs()
    assert (drawn.x[run][0], drawn.x[run][-1]) == (BEGIN_S + 60, BEGIN_S + 120)


def test_live_readings_take_the_place_of_the_rollups_of_their_time_and_of_no_other():
    record = Record()
    record.take_rolled(rolled(10, 20, 30, to_s=BEGIN_S + 180))
    for second in range(90, 181):
        record.take_live(BEGIN_S + second, readings(cpu_percent=float(second)))
    pieces = record.pieces(CPU, fine=True)
    assert pieces.at(BEGIN_S + 70) == (20, 20, 20)
    assert pieces.at(BEGIN_S + 100.5) == (101, 101, 101)
    assert len(curve(record).runs()) == 1
    coarse = record.pieces(CPU, fine=False)
    assert coarse.at(BEGIN_S + 100.5) == (20, 20, 20)


def test_what_comes_live_after_the_last_rollup_goes_on_from_it():
    record = Record()
    record.take_rolled(rolled(10, 20, to_s=BEGIN_S + 100))
    record.take_live(BEGIN_S + 101, readings(cpu_percent=50.0))
    assert len(curve(record, fine=False).runs()) == 1
    assert record.pieces(CPU, fine=False).at(BEGIN_S + 101) == (50, 50, 50)


def test_seconds_without_a_reading_are_a_gap():
    record = Record()
    for second in (1, 2, 3, 20, 21):
        record.take_live(BEGIN_S + second, readings())
    assert len(curve(record).runs()) == 2
    assert record.pieces(CPU, fine=True).at(BEGIN_S + 12) is None


def test_the_least_and_the_most_stay_with_the_mean():
    record = Record()
    record.take_rolled(rolled((5, 10, 80)))
    assert record.pieces(CPU, fine=True).at(BEGIN_S + 30) == (5, 10, 80)


def test_a_figure_that_is_not_there_any_more_ends_and_one_that_is_new_begins():
    record = Record()
    for second in range(30):
        record.take_live(BEGIN_S + second, readings(temperature_c=None if second < 20 else 60.0))
    pieces = record.pieces("temperature_c", fine=True)
    assert pieces.start[0] == BEGIN_S + 19
    assert not np.isnan(pieces.mean).any()


def test_a_flag_is_told_as_the_time_for_which_it_was_set():
    record = Record()
    record.take_rolled(rolled((0, 0, 0), (0, 0.1, 1), (0, 0.5, 1), (0, 0, 0), name="throttling.throttled"))
    assert record.pieces("throttling.throttled", fine=True).when_set() == [(BEGIN_S + 60, BEGIN_S + 180)]


def test_flags_of_live_readings_have_the_names_of_rollups():
    record = Record()
    record.take_live(BEGIN_S, readings(throttling=Throttling(under_voltage=True, throttled_since_boot=True)))
    assert "throttling.under_voltage" in record.known
    assert not any("since" in name for name in record.known)
    assert record.pieces("throttling.under_voltage", fine=True).when_set() == [(BEGIN_S - 1, BEGIN_S)]


def test_what_is_kept_of_live_readings_is_bounded():
    record = Record()
    for second in range(MAX_SAMPLES + 1000):
        record.take_live(BEGIN_S + second, readings())
    assert record.pieces(CPU, fine=True).start.size <= MAX_SAMPLES + 300


def test_a_clock_that_was_set_back_begins_the_live_part_anew():
    record = Record()
    record.take_live(BEGIN_S + 1000, readings(cpu_percent=1.0))
    record.take_live(BEGIN_S, readings(cpu_percent=2.0))
    assert record.pieces(CPU, fine=True).mean.tolist() == [2.0]


def test_only_what_is_in_sight_is_handed_on():
    record = Record()
    record.take_rolled(rolled(*range(100)))
    seen = record.pieces(CPU, fine=True).within(Span(BEGIN_S + 600, BEGIN_S + 900))
    assert (seen.start[0], seen.end[-1]) == (pytest.approx(BEGIN_S + 540), pytest.approx(BEGIN_S + 1020, abs=61))


def test_nothing_known_is_nothing_drawn():
    assert curve(Record()).x.size == 0
    assert curve(Record()).runs() == []
