"""Temperature, wear of the card, and whether the clock is kept right."""

import pytest
from player.system.kernel_tree import make

from footlight_player.system.card import life_used_percent
from footlight_player.system.clock_sync import clock_synchronised
from footlight_player.system.thermometer import Thermometer


class TestTemperature:
    def test_it_is_that_of_the_processor_and_of_nothing_else(self, tmp_path):
        files = {"hwmon0/name": "nvme\n", "hwmon0/temp1_input": "70000\n"}
        files |= {"hwmon1/name": "coretemp\n", "hwmon1/temp1_input": "51000\n"}
        make(tmp_path / "class/hwmon", files)
        assert Thermometer(tmp_path).read_c() == 51.0

    def test_a_kernel_without_a_sensor_of_that_kind_has_a_zone(self, tmp_path):
        files = {"thermal_zone0/type": "acpitz", "thermal_zone0/temp": "27800"}
        files |= {"thermal_zone1/type": "cpu-thermal", "thermal_zone1/temp": "47774"}
        make(tmp_path / "class/thermal", files)
        assert Thermometer(tmp_path).read_c() == pytest.approx(47.774)

    def test_a_sensor_that_comes_back_under_another_number_is_found_again(self, tmp_path):
        first = make(tmp_path, {"class/hwmon/hwmon0/name": "k10temp", "class/hwmon/hwmon0/temp1_input": "40000"})
        thermometer = Thermometer(first)
        assert thermometer.read_c() == 40.0
        (tmp_path / "class/hwmon/hwmon0/temp1_input").unlink()
        make(tmp_path, {"class/hwmon/hwmon7/name": "k10temp", "class/hwmon/hwmon7/temp1_input": "41000"})
        assert thermometer.read_c() is None
        assert thermometer.read_c() == 41.0

    @pytest.mark.parametrize("text", ["", "hot", "-273200", "999999999"])
    def test_what_no_processor_can_have_is_none(self, tmp_path, text):
        make(tmp_path, {"class/hwmon/hwmon0/name": "cpu_thermal", "class/hwmon/hwmon0/temp1_input": text})
        assert Thermometer(tmp_path).read_c() is None

    def test_no_sensor_is_none(self, tmp_path):
        assert Thermometer(tmp_path).read_c() is None


class TestCard:
    @pytest.mark.parametrize(
        ("text", "percent"),
        [
            ("0x01 0x01\n", 10.0),
            ("0x02 0x0a\n", 100.0),
            ("0x0b 0x01\n", 110.0),
            ("0x00 0x03\n", 30.0),
            ("0x00 0x00\n", None),
            ("0xff 0xff\n", None),
            ("", None),
        ],
    )
    def test_the_worse_of_the_two_areas_counts_by_the_end_of_its_step(self, tmp_path, text, percent):
        make(tmp_path, {"block/mmcblk0/device/life_time": text})
        assert life_used_percent(tmp_path) == percent

    def test_a_card_that_does_not_say_it_has_none(self, tmp_path):
        make(tmp_path, {"block/mmcblk0/device/type": "SD\n", "block/sda/device/life_time": "0x05 0x05\n"})
        assert life_used_percent(tmp_path) is None


class TestClock:
    @pytest.mark.parametrize(("state", "synchronised"), [(0, True), (1, True), (4, True), (5, False), (-1, None)])
    def test_what_the_kernel_says(self, state, synchronised):
        assert clock_synchronised(lambda: state) is synchronised

    def test_this_machine_can_be_asked_without_rights(self):
        assert clock_synchronised() in (True, False, None)
