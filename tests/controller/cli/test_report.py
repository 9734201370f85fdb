"""`footlight report`: proof of play in the terminal, as CSV, PDF and JSON."""

import csv
import time

import pytest
from controller.cli.pasts import LOBBY, Pasts, busy_hour
from controller.lives import BORN_S

from footlight_controller.cli.report import _until


@pytest.fixture
def pasts(behind, monkeypatch):
    monkeypatch.setattr("footlight_controller.cli.recalling.STRANGER_SETTLE_S", 0.0)
    pasts = Pasts({LOBBY: busy_hour()})
    behind.histories, behind.history = pasts, pasts.story
    return pasts


def test_each_item_has_a_line_and_the_last_is_the_total(footlight, pasts):
    answer = footlight("report")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split() for line in answer.out.splitlines()[:4]] == [
        ["ITEM", "PLAYS", "ON", "SCREEN", "COMPLETE", "BROKEN", "DROPPED"],
        ["a.mp4", "1", "10:00", "100", "%", "0", "0"],
        ["b.mp4", "1", "5:00", "0", "%", "1", "0"],
        ["Total", "2", "15:00", "50", "%", "1", "0"],
    ]
    assert answer.out.splitlines()[4].endswith("1 player.")


def test_lines_can_be_told_apart_by_more_than_one_thing(footlight, pasts):
    header, first, *_ = footlight("report", "Lobby", "--by", "area", "--by", "item").out.splitlines()
    assert header.split()[:2] == ["AREA", "ITEM"]
    assert first.split()[:2] == ["Foyer", "a.mp4"]


def test_json_ends_with_the_total(footlight, pasts):
    *lines, total = footlight("report", "--by", "player", "--json").lines
    assert [(line["player"], line["plays"], line["seconds"]) for line in lines] == [
        ({"id": LOBBY, "name": "Lobby"}, 2, pytest.approx(900))
    ]
    assert total["total"]["seconds"] == pytest.approx(900)
    assert total["total"]["completeness"] == 0.5
    assert total["unknown_s"] == 0


def test_a_table_is_saved_for_spreadsheets(footlight, pasts, tmp_path):
    answer = footlight("report", "--csv", "plays.csv")
    assert answer.out == "Saved 2 lines as plays.csv.\n"
    with (tmp_path / "plays.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["item"], row["plays"]) for row in csv.DictReader(file)] == [("a.mp4", "1"), ("b.mp4", "1")]


def test_without_anything_that_makes_pdfs_it_says_so(footlight, pasts, tmp_path):
    answer = footlight("report", "--pdf", "plays.pdf")
    assert answer.code == 1
    assert "makes no PDF" in answer.err
    assert not (tmp_path / "plays.pdf").exists()


def test_nothing_on_screen_is_said(footlight, pasts):
    pasts.lives.clear()
    assert footlight("report").out.startswith("Nothing was on screen in that time.")


def test_a_time_that_ends_before_it_begins_is_wrong_usage(footlight, pasts):
    answer = footlight("report", "--from", "1h", "--to", "2h")
    assert answer.code == 2


def test_there_is_no_report_by_anything_else(footlight, pasts):
    answer = footlight("report", "--by", "colour")
    assert answer.code == 2
    assert "player, area, day" in " ".join(answer.err.split())


def test_the_last_day_belongs_to_the_time_as_a_whole():
    day_s = _until("2026-09-21", BORN_S) - time.mktime((2026, 9, 21, 0, 0, 0, 0, 0, -1))
    assert day_s == 86_400.0
    assert _until("2026-09-21T10:00", BORN_S) == time.mktime((2026, 9, 21, 10, 0, 0, 0, 0, -1))
