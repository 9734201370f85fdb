"""The past hour by hour, against the timeline it comes from."""

import asyncio

import pytest
from controller.lives import BORN_S, Life, lives
from hypothesis import given, settings

from footlight_controller.core.remembered import Numbers
from footlight_controller.core.timeline import Unknown, bands
from footlight_controller.services.history_cache import HistoryCache
from footlight_controller.services.history_hours import HOUR_S, HistoryHours
from footlight_controller.services.history_rows import Told
from footlight_controller.services.history_shelf import HistoryShelf
from footlight_controller.services.history_teller import HistoryTeller

FIRST_S = BORN_S // HOUR_S * HOUR_S


class Desk:
    """A shelf with one life on it; `asked` are the periods that were gone through."""

    def __init__(self, life, *, stream="s1", keep=None):
        self.cache = HistoryCache(None, block_events=5)
        self.shelf = HistoryShelf(self.cache)
        self.life = life
        self.hours = HistoryHours(self.shelf, self.ask)
        self.put(life, stream, keep)

    def put(self, life, stream="s1", keep=None):
        first, last = keep or (1, len(life.events))
        events = [event for event in life.events if first <= event.seq <= last]
        numbers = Numbers(first=first, last=last)
        told = Told(stream=stream, events=events, numbers=numbers, runs=[*life.runs.values()], last=len(life.events))
        self.cache.add([("p", told)])

    @property
    def teller(self):
        now_s = self.life.now_s
        return HistoryTeller(cache=self.cache, player_id="p", now_s=now_s, heard_s=now_s, cursor=None)

    async def ask(self, _player_id):
        return self.teller

    async def bands(self, from_s, count):
        await self.shelf.start()
        found = await self.hours.bands("p", from_s, count)
        worker, self.shelf._worker = self.shelf._worker, None
        self.shelf._saving.cancel()
        await asyncio.gather(self.shelf._saving, return_exceptions=True)
        worker.shutdown()
        return found

    @property
    def kept(self):
        return self.cache.hours("p", 0, 10**9)


@given(lives())
@settings(max_examples=40)
def test_hours_are_those_of_the_timeline_at_first_and_when_they_were_kept(life):
    desk = Desk(life)
    count = int((life.now_s - FIRST_S) // HOUR_S) + 5
    expected = bands(desk.teller.timeline(FIRST_S, life.now_s), FIRST_S, HOUR_S, count)
    for _ in range(2):
        found = asyncio.run(desk.bands(FIRST_S, count))
        assert (found.why, found.alerts) == (expected.why, expected.alerts)
        for name in ("played", "idle", "off", "unknown"):
            assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-6)


def test_years_before_a_player_was_born_are_not_kept():
    life = Life().power_on().play(shown_s=5 * HOUR_S)
    desk = Desk(life)
    found = asyncio.run(desk.bands(FIRST_S - 365 * 24 * HOUR_S, 365 * 24 + 8))
    assert found.unknown[:100] == (1.0,) * 100
    assert set(found.why[:100]) == {Unknown.BEFORE}
    assert sum(found.played) == pytest.approx(5)
    assert 3 <= len(desk.kept) <= 5


def test_what_may_still_be_fetched_is_not_kept():
    life = Life().power_on()
    for _ in range(20):
        life.play(shown_s=HOUR_S)
    desk = Desk(life, keep=(20, len(life.events)))
    found = asyncio.run(desk.bands(FIRST_S, 22))
    assert found.why[2] is Unknown.NOT_FETCHED
    assert all(hour.unknown == 0.0 for hour in desk.kept.values())
    desk.put(life)
    assert sum(asyncio.run(desk.bands(FIRST_S, 22)).played) == pytest.approx(20)


def test_what_was_before_a_history_was_lost_is_seen_from_afar_too():
    before = Life().power_on().play(shown_s=3 * HOUR_S)
    after = Life(before.now_s + HOUR_S).power_on().play(shown_s=2 * HOUR_S)
    desk = Desk(before)
    desk.life = after
    desk.put(after, stream="s2")
    found = asyncio.run(desk.bands(FIRST_S, 8))
    assert sum(found.played) == pytest.approx(5)
    assert Unknown.LOST in found.why


def test_what_lies_in_the_future_is_nothing():
    life = Life().power_on().play(shown_s=600)
    found = asyncio.run(Desk(life).bands(FIRST_S, 24))
    assert found.unknown[-20:] == found.played[-20:] == found.idle[-20:] == (0.0,) * 20
