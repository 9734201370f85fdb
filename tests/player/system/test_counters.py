"""Rates from counters: what is new, what went away, and counters that jump back."""

import psutil
import pytest
from player.system.kernel_tree import cpu_lines, interface_lines, make

from footlight_player.system.processors import Processors
from footlight_player.system.traffic import Traffic


@pytest.fixture
def proc(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path))
    return tmp_path


class TestProcessors:
    @pytest.fixture
    def cores(self, proc):
        def set_to(*cores):
            make(proc, {"stat": cpu_lines(*cores)})

        set_to((100, 100), (100, 100))
        return set_to

    def test_each_core_and_all_together_since_the_time_before(self, cores):
        processors = Processors()
        cores((200, 100), (100, 200))
        assert processors.read_percent() == (50.0, (100.0, 0.0))
        cores((225, 175), (100, 300))
        assert processors.read_percent() == (12.5, (25.0, 0.0))

    def test_without_any_time_nothing_can_be_told(self, cores):
        assert Processors().read_percent() == (None, ())

    def test_counters_that_jump_back_make_no_figure_below_0_or_above_100(self, cores):
        processors = Processors()
        cores((90, 300), (400, 90))
        total, each = processors.read_percent()
        assert each == (0.0, 100.0)
        assert 0 <= total <= 100
        cores((1, 1), (1, 1))
        assert processors.read_percent() == (None, ())

    def test_a_core_that_is_switched_off_makes_one_gap(self, cores):
        processors = Processors()
        cores((200, 200))
        assert processors.read_percent() == (None, ())
        cores((300, 200))
        assert processors.read_percent() == (100.0, (100.0,))


class TestTraffic:
    @pytest.fixture
    def interfaces(self, proc):
        def set_to(**interfaces):
            make(proc, {"net/dev": interface_lines(**interfaces)})

        return set_to

    def test_the_first_time_nothing_can_be_told(self, interfaces):
        interfaces(eth0=(10**9, 10**9))
        assert Traffic().read_bytes_s(5.0) == (None, None)

    def test_all_interfaces_count_but_the_loopback(self, interfaces):
        traffic = Traffic()
        interfaces(lo=(0, 0), eth0=(0, 0), wlan0=(0, 0))
        traffic.read_bytes_s(0.0)
        interfaces(lo=(9999, 9999), eth0=(1000, 10), wlan0=(500, 20))
        assert traffic.read_bytes_s(10.0) == (150.0, 3.0)

    def test_a_counter_that_jumps_back_is_left_out_once(self, interfaces):
        traffic = Traffic()
        interfaces(eth0=(5000, 5000), wlan0=(0, 0))
        traffic.read_bytes_s(0.0)
        interfaces(eth0=(100, 9000), wlan0=(1000, 0))
        assert traffic.read_bytes_s(10.0) == (100.0, 0.0)
        interfaces(eth0=(200, 9000), wlan0=(1000, 0))
        assert traffic.read_bytes_s(20.0) == (10.0, 0.0)

    def test_what_an_interface_counted_before_it_was_seen_is_not_of_this_second(self, interfaces):
        traffic = Traffic()
        interfaces(lo=(0, 0), eth0=(0, 0))
        traffic.read_bytes_s(0.0)
        interfaces(lo=(0, 0), eth0=(10, 0), usb0=(10**9, 10**9))
        assert traffic.read_bytes_s(1.0) == (10.0, 0.0)

    def test_a_machine_without_a_network_has_no_rate(self, interfaces):
        traffic = Traffic()
        interfaces(lo=(0, 0))
        traffic.read_bytes_s(0.0)
        interfaces(lo=(99, 99))
        assert traffic.read_bytes_s(1.0) == (None, None)

    def test_two_readings_at_one_moment_have_no_rate(self, interfaces):
        traffic = Traffic()
        interfaces(eth0=(0, 0))
        traffic.read_bytes_s(1.0)
        assert traffic.read_bytes_s(1.0) == (None, None)
