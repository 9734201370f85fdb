"""When an alarm begins and ends: thresholds, debounce both ways, and exactly one end for each beginning."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.metrics import Throttling
from footlight_player.core.alarms import CLOCK_SET_S, CLOSED, COOL_C, HOT_C, Alarms, Vitals

NOW_S = 1_790_000_000.0
GB = 1_000_000_000


class Box:
    """A machine that is looked at every ten seconds."""

    def __init__(self):
        self.alarms = Alarms()
        self.told = []
        self.vitals = Vitals(monotonic_s=0.0, wall_s=NOW_S)

    def go(self, seconds, **changed):
        """Let it be like this for so long; what began (+) and ended (-)."""
        told = []
        for _ in range(round(seconds / 10)):
            at_s = self.vitals.monotonic_s + 10
            changed.setdefault("wall_s", self.vitals.wall_s + 10)
            self.vitals = replace(self.vitals, monotonic_s=at_s, **changed)
            changed.pop("wall_s")
            told += self.alarms.look(self.vitals)
        self.told += told
        return [("+" if alarm.active else "-") + f"{alarm.code} {alarm.severity}" for alarm in told]


@pytest.fixture
def box():
    return Box()


def test_a_machine_that_is_well_or_tells_nothing_is_left_alone(box):
    assert box.go(7200) == []
    well = {"temperature_c": 60.0, "disk_free_bytes": 20 * GB, "disk_total_bytes": 30 * GB, "clock_synchronised": True}
    assert box.go(7200, throttling=Throttling(), **well) == []


class TestTemperature:
    def test_it_is_told_once_it_lasts_and_once_it_is_over(self, box):
        assert box.go(20, temperature_c=81.0) == []
        assert box.go(10) == ["+temperature warning"]
        assert box.go(600) == []
        assert box.go(60, temperature_c=70.0) == []
        assert box.go(10) == ["-temperature warning"]
        assert [alarm.message for alarm in box.told] == [
            "The processor has 81 °C. Give the player air, or a fan.",
            "The processor has 70 °C.",
        ]

    def test_between_the_limits_it_stays_as_it_is(self, box):
        assert box.go(600, temperature_c=79.0) == []
        box.go(60, temperature_c=80.0)
        assert box.go(600, temperature_c=76.0) == []

    def test_a_short_heat_is_nothing(self, box):
        for _ in range(20):
            assert box.go(20, temperature_c=90.0) == []
            assert box.go(10, temperature_c=70.0) == []

    def test_a_short_breath_of_air_is_no_end(self, box):
        box.go(60, temperature_c=82.0)
        for _ in range(20):
            assert box.go(60, temperature_c=70.0) == []
            assert box.go(10, temperature_c=76.0) == []

    def test_more_heat_is_another_alarm_in_place_of_the_first(self, box):
        box.go(60, temperature_c=82.0)
        assert box.go(30, temperature_c=86.0) == ["-temperature warning", "+temperature critical"]
        assert box.go(600, temperature_c=83.0) == []
        assert box.go(80, temperature_c=79.0) == ["-temperature critical", "+temperature warning"]

    def test_what_is_very_hot_at_once_is_critical_at_once(self, box):
        assert box.go(30, temperature_c=90.0) == ["+temperature critical"]

    def test_one_reading_of_great_heat_does_not_make_it_critical(self, box):
        box.go(20, temperature_c=81.0)
        assert box.go(10, temperature_c=99.0) == ["+temperature warning"]

    def test_a_sensor_that_is_gone_ends_it_and_says_so(self, box):
        box.go(60, temperature_c=82.0)
        assert box.go(70, temperature_c=None) == ["-temperature warning"]
        assert box.told[-1].message == "It can no longer be measured."


class TestDisk:
    @pytest.mark.parametrize(
        ("free", "total", "wrong"),
        [
            (499_000_000, 4 * GB, True),
            (501_000_000, 4 * GB, False),
            (4_900_000_000, 100 * GB, True),
            (5_100_000_000, 100 * GB, False),
            (499_000_000, None, True),
        ],
    )
    def test_little_is_500_mb_or_five_percent(self, box, free, total, wrong):
        assert bool(box.go(60, disk_free_bytes=free, disk_total_bytes=total)) is wrong

    def test_a_little_more_room_is_not_room_again(self, box):
        box.go(60, disk_free_bytes=480_000_000, disk_total_bytes=4 * GB)
        assert box.go(600, disk_free_bytes=590_000_000) == []
        assert box.go(70, disk_free_bytes=610_000_000) == ["-disk warning"]

    def test_next_to_nothing_is_critical_and_says_how_much(self, box):
        assert box.go(60, disk_free_bytes=90_000_000, disk_total_bytes=4 * GB) == ["+disk critical"]
        assert "Only 90 MB are free" in box.told[-1].message


class TestPower:
    def test_low_voltage_is_told_at_once_and_stays_known_until_the_next_boot(self, box):
        now = Throttling(under_voltage=True, under_voltage_since_boot=True)
        assert box.go(10, throttling=now) == ["+under_voltage critical"]
        assert box.go(60, throttling=Throttling(under_voltage_since_boot=True)) == []
        assert box.go(10) == ["-under_voltage critical", "+under_voltage warning"]
        assert box.go(86_400) == []

    def test_what_happened_before_the_player_started_is_told(self, box):
        assert box.go(10, throttling=Throttling(under_voltage_since_boot=True)) == ["+under_voltage warning"]

    @pytest.mark.parametrize("flags", [Throttling(throttled=True), Throttling(frequency_capped=True)])
    def test_a_processor_that_is_slowed_down_for_long_is_told(self, box, flags):
        assert box.go(30, throttling=flags) == []
        assert box.go(10) == ["+throttled warning"]
        assert box.go(70, throttling=Throttling()) == ["-throttled warning"]

    def test_the_soft_limit_is_how_some_boards_live(self, box):
        soft = Throttling(soft_temperature_limit=True, soft_temperature_limit_since_boot=True)
        assert box.go(3600, throttling=soft) == []


class TestClock:
    def test_a_clock_before_any_release_is_wrong_until_it_is_set(self, box):
        assert box.go(60, wall_s=1000.0) == []
        assert box.go(10) == ["+clock warning"]
        assert "says 1970" in box.told[-1].message
        assert box.go(10, wall_s=NOW_S) == ["-clock warning"]

    def test_the_first_minute_belongs_to_the_time_server(self, box):
        assert box.go(60, wall_s=CLOCK_SET_S - 1000) == []
        assert box.go(600, wall_s=NOW_S) == []

    def test_nobody_who_keeps_it_right_for_long_is_worth_a_word(self, box):
        assert box.go(3600, clock_synchronised=False) == []
        assert box.go(80) == ["+clock info"]
        assert box.go(10, clock_synchronised=True) == ["-clock info"]

    def test_who_cannot_tell_is_not_accused(self, box):
        assert box.go(86_400, clock_synchronised=None) == []


def test_three_crashes_within_an_hour_are_told_until_they_are_past(box):
    assert box.go(10, crashes=2) == []
    assert box.go(10, crashes=3) == ["+crashes critical"]
    assert "3 times within an hour" in box.told[-1].message
    assert box.go(600, crashes=4) == []
    assert box.go(10, crashes=2) == ["-crashes critical"]


def test_when_nobody_looks_any_more_what_began_ends(box):
    box.go(60, temperature_c=90.0, crashes=3)
    ends = box.alarms.close()
    assert [(alarm.code, alarm.active, alarm.message) for alarm in ends] == [
        ("temperature", False, CLOSED),
        ("crashes", False, CLOSED),
    ]
    assert box.alarms.close() == ()


readings = st.fixed_dictionaries(
    {
        "temperature_c": st.one_of(st.none(), st.floats(60, 95)),
        "disk_free_bytes": st.one_of(st.none(), st.integers(0, 2 * GB)),
        "disk_total_bytes": st.one_of(st.none(), st.just(32 * GB)),
        "throttling": st.one_of(st.none(), st.builds(Throttling, under_voltage=st.booleans(), throttled=st.booleans())),
        "clock_synchronised": st.one_of(st.none(), st.booleans()),
        "wall_s": st.sampled_from([0.0, CLOCK_SET_S - 1, NOW_S, NOW_S + 1e9]),
        "crashes": st.integers(0, 5),
    }
)


@given(st.lists(st.tuples(readings, st.sampled_from([1.0, 10.0, 70.0, 4000.0]))))
def test_beginnings_and_ends_take_turns_whatever_is_read(moments):
    alarms, told, at_s = Alarms(), [], 0.0
    for reading, passed_s in moments:
        at_s += passed_s
        told += alarms.look(Vitals(monotonic_s=at_s, **reading))
    told += alarms.close()
    for code in {alarm.code for alarm in told}:
        of_it = [alarm for alarm in told if alarm.code == code]
        assert [alarm.active for alarm in of_it] == [True, False] * (len(of_it) // 2)
        assert [began.severity for began in of_it[::2]] == [ended.severity for ended in of_it[1::2]]
        assert all(alarm.message for alarm in of_it)


@given(st.lists(st.floats(70, 90), max_size=60))
def test_no_change_comes_before_every_reading_of_its_time_called_for_it(temperatures):
    alarms, seen = Alarms(), []
    for number, celsius in enumerate(temperatures):
        seen.append(celsius)
        told = alarms.look(Vitals(monotonic_s=10.0 * number, wall_s=NOW_S, temperature_c=celsius))
        turns = [alarm.active for alarm in told]
        # 20 s are three readings, 60 s are seven.
        assert turns != [True] or min(seen[-3:]) >= HOT_C
        assert turns != [False] or max(seen[-7:]) < COOL_C
