import itertools

import pytest
from controller.lives import BORN_S, Life, lives
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.core.availability import Availability, availability, of_areas
from footlight_controller.core.unfolding import unfold


def of(life, from_s=BORN_S, until_s=None, **which):
    until_s = life.now_s if until_s is None else until_s
    return availability(unfold("p1", [life.chapter(**which)], from_s, until_s, now_s=life.now_s, heard_s=life.now_s))


def test_what_a_player_did_all_day():
    life = Life().power_on().wait(10).play(shown_s=20, paused_s=20, reason=StopReason.CUT)
    life.power_off(30, OffReason.CUT).power_on().power_off(15).power_on().wait(5)
    found = of(life)
    assert found == Availability(playing_s=40, idle_s=15, cut_s=30, closed_s=15)
    assert (found.running, found.playing) == (0.55, 0.4)


def test_what_is_not_known_counts_for_nothing():
    life = Life().power_on().wait(10).play(shown_s=20).wait(10)
    found = of(life, BORN_S - 60, numbers=[(3, 3)])
    assert (found.unknown_s, found.known_s) == (70, 30)
    assert found.playing == pytest.approx(2 / 3)
    assert of(life, BORN_S - 60, BORN_S - 30).running is None


def test_players_add_up_to_areas():
    one, two = Availability(playing_s=10), Availability(idle_s=10)
    assert of_areas([("Hall", one), ("Bar", one), ("Hall", two)]) == {
        "Hall": Availability(playing_s=10, idle_s=10),
        "Bar": one,
    }


@given(lives(), st.data())
def test_pieces_of_a_period_add_up_to_the_whole(life, data):
    cuts = data.draw(st.lists(st.floats(0, life.now_s - BORN_S), max_size=8))
    borders = sorted({BORN_S, *(BORN_S + cut for cut in cuts), life.now_s})
    total = sum((of(life, one, other) for one, other in itertools.pairwise(borders)), Availability())
    whole = of(life)
    assert total.known_s + total.unknown_s == pytest.approx(life.now_s - BORN_S, abs=1e-3)
    for name in ("playing_s", "idle_s", "closed_s", "cut_s", "unknown_s"):
        assert getattr(total, name) == pytest.approx(getattr(whole, name), abs=1e-3)
