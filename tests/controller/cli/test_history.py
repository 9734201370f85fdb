"""`footlight history`: what happened, one line each."""

import dataclasses
import time

import pytest
from controller.cli.pasts import HALL, LOBBY, Pasts, busy_hour
from controller.lives import Life

from footlight_common.errors import Unreachable
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.view import LinkState, LinkStatus


@pytest.fixture
def pasts(behind, lobby, monkeypatch):
    monkeypatch.setattr("footlight_controller.cli.recalling.STRANGER_SETTLE_S", 0.0)
    behind.views[HALL] = dataclasses.replace(lobby, identity=PlayerIdentity(id=HALL, name="Hall"))
    pasts = Pasts({LOBBY: busy_hour(), HALL: Life(time.time() - 3000).power_on().wait(3000)})
    behind.histories, behind.history = pasts, pasts.story
    return pasts


def test_what_happened_is_told_in_order_in_the_words_of_watch(footlight, pasts):
    answer = footlight("history", "Lobby")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split("Lobby  ")[1] for line in answer.out.splitlines()[1:]] == [
        "started, version 1",
        "plays a.mp4",
        "a.mp4 ended after 10:00",
        "plays b.mp4",
        "b.mp4 was cut off after 5:00",
        "was cut off: it lost power, crashed or was killed",
        "started, version 1",
        "pause, as Desk asked",
    ]
    assert "nothing is known until" in answer.out.splitlines()[0]
    assert pasts.fetched == [LOBBY]


def test_the_lines_of_several_players_stand_in_one_list(footlight, pasts):
    answer = footlight("history", "Lobby", "Hall", "--json", "--since", "55m")
    assert [(line["player"]["name"], line["event"]) for line in answer.lines][:4] == [
        ("Hall", "unknown"),
        ("Lobby", "playback_stopped"),
        ("Lobby", "playback_started"),
        ("Hall", "power_on"),
    ]
    times = [line["at"] for line in answer.lines]
    assert times == sorted(times)


def test_json_has_the_number_the_best_time_and_what_the_clock_said(footlight, pasts):
    life = Life(time.time() - 100).power_on()
    life.error_s = 1000.0
    pasts.lives[LOBBY] = life.command().wait(100)
    line = footlight("history", "Lobby", "--json").lines[-1]
    assert (line["event"], line["seq"], line["estimated"], line["command"]) == ("command_completed", 2, False, "pause")
    assert line["clock"] - line["at"] == pytest.approx(1000)


def test_the_end_of_the_time_can_be_said(footlight, pasts):
    lines = footlight("history", "Lobby", "--json", "--until", "51m").lines
    assert [line["event"] for line in lines][1:] == ["power_on", "playback_started"]


def test_a_time_that_was_guessed_is_marked(footlight, pasts):
    life = Life(time.time() - 100).power_on()
    life.runs[1] = dataclasses.replace(life.runs[1], began_s=0.0)
    pasts.lives[LOBBY] = life.wait(100).command()
    assert footlight("history", "Lobby").out.splitlines()[-1].startswith("~")


def test_of_a_player_that_is_offline_what_is_kept_is_shown(footlight, behind, pasts, lobby):
    behind.views[LOBBY] = dataclasses.replace(lobby, link=LinkStatus(state=LinkState.OFFLINE, reason="no route"))
    answer = footlight("history", "Lobby")
    assert answer.code == 0
    assert answer.err == "footlight: Lobby is offline: no route What is kept here is shown.\n"
    assert "plays a.mp4" in answer.out
    assert pasts.fetched == []


def test_a_player_that_does_not_answer_is_named_and_what_is_here_is_shown(footlight, pasts):
    pasts.failures[LOBBY] = Unreachable("it did not answer.")
    answer = footlight("history", "Lobby")
    assert answer.err == "footlight: Lobby: it did not answer.\n"
    assert "plays a.mp4" in answer.out


def test_a_time_that_is_none_is_wrong_usage(footlight, pasts):
    answer = footlight("history", "Lobby", "--since", "yesterday")
    assert answer.code == 2
    assert "30m, 24h, 7d or 2w" in " ".join(answer.err.split())


def test_an_unknown_player_is_said(footlight, pasts, monkeypatch):
    answer = footlight("history", "Nobody")
    assert answer.code == 1
    assert "Nobody" in answer.err
