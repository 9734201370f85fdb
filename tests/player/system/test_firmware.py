"""Flags of the firmware: where they stand on which kernel, and that what happened is not forgotten."""

import pytest
from player.system.kernel_tree import make

from footlight_common.model.metrics import Throttling
from footlight_player.system.firmware import Firmware

FLAGS = "devices/platform/soc/soc:firmware/get_throttled"
NEVER = Throttling()


def program(tmp_path, text, *, code=0):
    """A `vcgencmd` that notes each call."""
    path = tmp_path / "vcgencmd"
    path.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\necho "{text}"\nexit {code}\n')
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("0", NEVER),
        ("1", Throttling(under_voltage=True, under_voltage_since_boot=True)),
        ("2", Throttling(frequency_capped=True, frequency_capped_since_boot=True)),
        ("4", Throttling(throttled=True, throttled_since_boot=True)),
        ("8", Throttling(soft_temperature_limit=True, soft_temperature_limit_since_boot=True)),
        ("10000", Throttling(under_voltage_since_boot=True)),
        ("20000", Throttling(frequency_capped_since_boot=True)),
        ("40000", Throttling(throttled_since_boot=True)),
        ("80000", Throttling(soft_temperature_limit_since_boot=True)),
    ],
)
def test_each_bit_is_one_flag(tmp_path, text, flags):
    assert Firmware(make(tmp_path, {FLAGS: f"{text}\n"}), "").read(0.0) == flags


def test_a_pi_5_has_them_at_another_place(tmp_path):
    path = "devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled"
    assert Firmware(make(tmp_path, {path: "10000"}), "").read(0.0).under_voltage_since_boot


def test_what_the_kernel_clears_is_remembered(tmp_path):
    firmware = Firmware(make(tmp_path, {FLAGS: "50005"}), "")
    firmware.read(0.0)
    make(tmp_path, {FLAGS: "0"})
    assert firmware.read(1.0) == Throttling(under_voltage_since_boot=True, throttled_since_boot=True)


@pytest.mark.parametrize("text", ["", "none", "0x"])
def test_a_file_that_says_nothing_is_none(tmp_path, text):
    assert Firmware(make(tmp_path, {FLAGS: text}), "").read(0.0) is None


def test_no_pi_has_none(tmp_path):
    assert Firmware(tmp_path, "").read(0.0) is None


def test_a_kernel_of_others_knows_of_under_voltage_alone(tmp_path):
    place = "class/hwmon/hwmon3"
    firmware = Firmware(make(tmp_path, {f"{place}/name": "rpi_volt\n", f"{place}/in0_lcrit_alarm": "1\n"}), "")
    assert firmware.read(0.0) == Throttling(under_voltage=True, under_voltage_since_boot=True)
    make(tmp_path, {f"{place}/in0_lcrit_alarm": "0\n"})
    assert firmware.read(1.0) == Throttling(under_voltage_since_boot=True)


class TestProgram:
    def test_it_is_asked_where_no_file_says_it(self, tmp_path):
        firmware = Firmware(tmp_path / "sys", program(tmp_path, "throttled=0x50005"))
        assert firmware.read(0.0).under_voltage
        assert (tmp_path / "calls").read_text() == "get_throttled\n"

    def test_it_is_asked_every_ten_seconds_at_most(self, tmp_path):
        firmware = Firmware(tmp_path / "sys", program(tmp_path, "throttled=0x0"))
        for second in range(21):
            assert firmware.read(float(second)) == NEVER
        assert len((tmp_path / "calls").read_text().splitlines()) == 3

    @pytest.mark.parametrize("text", ["", "VCHI initialization failed", "throttled=0x", "throttled=nan"])
    def test_one_that_says_something_else_is_none(self, tmp_path, text):
        assert Firmware(tmp_path / "sys", program(tmp_path, text, code=255)).read(0.0) is None

    def test_one_that_is_not_there_is_none(self, tmp_path):
        assert Firmware(tmp_path / "sys", str(tmp_path / "none")).read(0.0) is None
