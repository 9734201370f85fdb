"""`footlight availability`: how much players ran, in the terminal, as CSV and JSON."""

import csv
import time
from dataclasses import replace

import pytest
from controller.cli.pasts import LOBBY, Pasts
from controller.lives import ITEMS, Life

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.core.periods import Length, period


@pytest.fixture
def pasts(behind, monkeypatch):
    """A day of 20 minutes, as it were: half of them play, a quarter is idle, and a quarter cut."""
    monkeypatch.setattr("footlight_controller.cli.recalling.STRANGER_SETTLE_S", 0.0)
    now_s = time.time()
    life = Life(now_s - 1200).power_on().play(ITEMS[0], 600, reason=StopReason.CUT)
    life.power_off(300, OffReason.CUT).power_on().wait(300)
    monkeypatch.setattr("footlight_controller.cli.availability.period", lambda _length, _at_s: (now_s - 1200, now_s))
    pasts = Pasts({LOBBY: life})
    behind.histories = pasts
    return pasts


def test_each_player_has_a_line_and_the_last_is_the_total(footlight, pasts):
    answer = footlight("availability")
    assert (answer.code, answer.err) == (0, "")
    lines = [line.split() for line in answer.out.splitlines()]
    assert lines[0] == ["PLAYER", "AVAILABLE", "PLAYING", "IDLE", "CLOSED", "CUT", "UNKNOWN"]
    assert lines[1][:5] == ["Lobby", "75.0", "%", "50.0", "%"]
    assert lines[1][-2:] == ["5:00", "0:00"]
    assert lines[2][:2] == ["Total", "75.0"]
    assert answer.out.splitlines()[-1].endswith("1 player.")


def test_areas_have_lines_instead(footlight, pasts):
    lines = footlight("availability", "--area").out.splitlines()
    assert lines[0].split()[0] == "AREA"
    assert lines[1].split()[:2] == ["Foyer", "75.0"]


def test_json_ends_with_the_total(footlight, pasts):
    *lines, total = footlight("availability", "--json").lines
    assert [(line["player"], line["area"]) for line in lines] == [({"id": LOBBY, "name": "Lobby"}, "Foyer")]
    assert lines[0]["available"] == total["total"]["available"] == 0.75
    assert lines[0]["cut_s"] == pytest.approx(300, abs=1)
    assert lines[0]["unknown_s"] == pytest.approx(0, abs=1)


def test_json_of_areas_names_the_area_alone(footlight, pasts):
    line, _total = footlight("availability", "--area", "--json").lines
    assert line["area"] == "Foyer"
    assert "player" not in line


def test_a_table_is_saved_for_spreadsheets(footlight, pasts, tmp_path):
    answer = footlight("availability", "--csv", "times.csv")
    assert answer.out == "Saved 1 line as times.csv.\n"
    with (tmp_path / "times.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["player"], row["available"], row["playing"]) for row in csv.DictReader(file)] == [
            ("Lobby", "0.7500", "0.5000")
        ]


def test_of_areas_too(footlight, pasts, tmp_path):
    footlight("availability", "--area", "--csv", "times.csv")
    with (tmp_path / "times.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["area"], row["available"]) for row in csv.DictReader(file)] == [("Foyer", "0.7500")]


def test_a_name_is_no_formula(footlight, pasts, behind, tmp_path):
    view = behind.views[LOBBY]
    behind.views[LOBBY] = replace(view, identity=replace(view.identity, name="=1+1"))
    footlight("availability", "--csv", "times.csv")
    assert "'=1+1" in (tmp_path / "times.csv").read_text(encoding="utf-8-sig")


def test_of_whom_nothing_is_known_there_is_no_share(footlight, pasts):
    pasts.lives.clear()
    line, total = footlight("availability", "--json").lines
    assert (line["available"], total["total"]["playing"]) == (None, None)
    assert line["unknown_s"] == pytest.approx(1200, abs=1)


def test_an_earlier_week_can_be_looked_at(footlight, behind, monkeypatch):
    monkeypatch.setattr("footlight_controller.cli.recalling.STRANGER_SETTLE_S", 0.0)
    behind.histories = Pasts({})
    total = footlight("availability", "--length", "week", "--at", "2026-09-23", "--json").lines[-1]
    begin_s, end_s = period(Length.WEEK, time.mktime((2026, 9, 23, 0, 0, 0, 0, 0, -1)))
    assert (total["from"], total["until"]) == (begin_s, end_s)


def test_a_moment_that_is_none_is_wrong_usage(footlight, pasts):
    assert footlight("availability", "--at", "someday").code == 2
    assert footlight("availability", "--length", "year").code == 2
    assert footlight("availability", "--at", "2099-01-01").code == 2
