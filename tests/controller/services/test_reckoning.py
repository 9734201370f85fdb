"""Sums over the past, a day at a time."""

import pytest
from controller.lives import BORN_S, ITEMS, Life

from footlight_controller.core.proof_of_play import By, ProofOfPlay, Whose
from footlight_controller.core.story import Story
from footlight_controller.core.unfolding import unfold
from footlight_controller.services import reckoning
from footlight_controller.services.reckoning import Measures, count

DAY_S = 86_400.0
LOBBY = Whose(player_id="p1", name="Lobby", area="Foyer")


class Past:
    """Of one player; `asked` has the periods of which a story was told."""

    def __init__(self, life):
        self.life = life
        self.asked = []
        self.rows = None

    async def story(self, player_id, from_s, until_s):
        self.asked.append((from_s, until_s))
        chapters = [self.life.chapter(numbers=self.rows)]
        now_s = self.life.now_s
        return Story(timeline=unfold(player_id, chapters, from_s, until_s, now_s=now_s, heard_s=now_s), events=())


def three_days():
    """An hour of each film an hour, for three days."""
    life = Life(BORN_S).power_on()
    for place in range(72):
        life.play(ITEMS[place % 2], 3600)
    return life


async def test_a_long_period_is_counted_in_pieces_and_adds_up_to_the_whole(monkeypatch):
    monkeypatch.setattr(reckoning, "COUNTED_DAYS", 1)
    past, proof = Past(three_days()), ProofOfPlay((By.ITEM,))
    await count(past, proof, LOBBY, BORN_S, BORN_S + 3 * DAY_S)
    assert all(until_s - from_s <= DAY_S for from_s, until_s in past.asked)
    assert len(past.asked) >= 3
    report = proof.report()
    assert (report.total.plays, report.total.seconds) == (72, pytest.approx(3 * DAY_S))
    assert [(line.item, line.tally.plays) for line in report.lines] == [("a.mp4", 36), ("b.mp4", 36)]


async def test_a_day_that_is_over_and_known_is_asked_for_once():
    past, measures = Past(three_days()), Measures()
    first = await measures.measure(past, "p1", BORN_S, BORN_S + 3 * DAY_S)
    asked = len(past.asked)
    assert await measures.measure(past, "p1", BORN_S, BORN_S + 3 * DAY_S) == first
    assert past.asked[asked:] == []
    assert first.playing_s == pytest.approx(3 * DAY_S)


async def test_a_day_of_which_something_is_missing_is_asked_for_again():
    past, measures = Past(three_days()), Measures()
    past.rows = [(1, 20), (30, len(past.life.events))]
    before = await measures.measure(past, "p1", BORN_S, BORN_S + DAY_S)
    assert before.unfetched_s > 0
    past.rows = None
    after = await measures.measure(past, "p1", BORN_S, BORN_S + DAY_S)
    assert (after.unknown_s, after.playing_s) == (0, pytest.approx(DAY_S))


async def test_what_is_kept_of_days_is_bounded(monkeypatch):
    monkeypatch.setattr(reckoning, "MOST_DAYS", 2)
    past, measures = Past(three_days()), Measures()
    await measures.measure(past, "p1", BORN_S, BORN_S + 3 * DAY_S)
    assert len(measures._days) <= 2
