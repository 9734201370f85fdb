import platform

import pytest

from footlight_player.system.host_facts import host_facts, time_zone


@pytest.mark.parametrize(
    ("environment", "link", "zone"),
    [
        ({"TZ": ":Europe/Berlin"}, "any", "Europe/Berlin"),
        ({}, "zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ({}, "elsewhere", ""),
    ],
)
def test_the_time_zone_is_named(tmp_path, environment, link, zone):
    target = tmp_path / link
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    (tmp_path / "localtime").symlink_to(target)
    assert time_zone(environment, tmp_path / "localtime") == zone


def test_without_a_setting_the_system_runs_on_utc(tmp_path):
    assert time_zone({}, tmp_path / "none") == "UTC"


def test_the_facts_are_those_of_this_machine():
    facts = host_facts("Raspberry Pi 4 Model B", "1920x1080@60")
    assert platform.release() in facts.system
    assert facts.python == platform.python_version()
    assert (facts.board, facts.display) == ("Raspberry Pi 4 Model B", "1920x1080@60")
