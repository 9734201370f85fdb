"""All figures of a machine, from trees of real files, and of this one."""

import os

import psutil
import pytest
from player.system.kernel_tree import MEMINFO, RASPBERRY_PI, cpu_lines, interface_lines, make

from footlight_common.model.metrics import Throttling
from footlight_player.core.host import HostFigures
from footlight_player.system.machine import Machine


@pytest.fixture
def proc(tmp_path, monkeypatch):
    """What psutil reads from now on."""
    make(tmp_path / "proc", {"stat": cpu_lines((100, 100)), "meminfo": MEMINFO, "net/dev": interface_lines(lo=(1, 1))})
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path / "proc"))
    # Where it looks for itself.
    (tmp_path / "proc" / str(os.getpid())).symlink_to(f"/proc/{os.getpid()}")
    return tmp_path / "proc"


def test_a_raspberry_pi_tells_everything(tmp_path, proc):
    make(proc, {"net/dev": interface_lines(lo=(5, 5), eth0=(1000, 100))})
    machine = Machine(tmp_path, sys=make(tmp_path / "sys", RASPBERRY_PI), vcgencmd="")
    machine.read(10.0)
    make(proc, {"stat": cpu_lines((150, 150)), "net/dev": interface_lines(lo=(99_999, 99_999), eth0=(21_000, 1100))})
    figures = machine.read(20.0)
    assert (figures.cpu_percent, figures.cores_percent) == (50.0, (50.0,))
    assert (figures.memory_used_bytes, figures.memory_total_bytes) == (1_024_000_000, 4_096_000_000)
    assert figures.memory_percent == 25.0
    assert figures.temperature_c == pytest.approx(48.312)
    assert figures.throttling == Throttling(under_voltage_since_boot=True, throttled_since_boot=True)
    assert figures.disk_life_percent == 30.0
    assert (figures.received_bytes_s, figures.sent_bytes_s) == (2000.0, 100.0)
    assert figures.disk_total_bytes > figures.disk_free_bytes > 0
    assert figures.rss_bytes > 1_000_000
    assert figures.open_files > 2
    assert figures.load_1 >= 0


def test_what_does_not_exist_off_a_pi_is_absent_and_not_zero(tmp_path, proc):
    figures = Machine(tmp_path, sys=tmp_path / "sys", vcgencmd="").read(10.0)
    absent = (figures.temperature_c, figures.throttling, figures.disk_life_percent)
    assert absent == (None, None, None)
    assert (figures.received_bytes_s, figures.sent_bytes_s) == (None, None)


def test_a_box_that_hides_everything_tells_nothing_and_fails_nothing(tmp_path, proc):
    for name in ("stat", "meminfo", "net/dev", str(os.getpid())):
        (proc / name).unlink()
    machine = Machine(tmp_path / "none", sys=tmp_path / "sys", vcgencmd="")
    figures = machine.read(10.0)
    known = HostFigures(load_1=figures.load_1, clock_synchronised=figures.clock_synchronised)
    assert figures == known


def test_the_wear_of_the_card_is_read_once_an_hour(tmp_path, proc):
    sys = make(tmp_path / "sys", RASPBERRY_PI)
    machine = Machine(tmp_path, sys=sys, vcgencmd="")
    machine.read(0.0)
    make(sys, {"block/mmcblk0/device/life_time": "0x05 0x01\n"})
    assert machine.read(3599.0).disk_life_percent == 30.0
    assert machine.read(3600.0).disk_life_percent == 50.0
