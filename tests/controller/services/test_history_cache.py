import sqlite3
import stat

import pytest
from controller.lives import BORN_S, ITEMS, Life, lives
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.history import Run
from footlight_common.protocol.session import Cursor
from footlight_controller.core.remembered import Numbers
from footlight_controller.core.timeline import Gap, Played
from footlight_controller.core.unfolding import Almanac, unfold
from footlight_controller.services.history_cache import HistoryCache
from footlight_controller.services.history_rows import Told
from footlight_controller.services.history_teller import HistoryTeller

PLAYER = "p1"
DAY_S = 86_400.0


def told(life, first, last, *, stream="s1", first_kept=1):
    """Some numbers of a life, as a page brings them."""
    events = [event for event in life.events if first <= event.seq <= last]
    runs = [life.runs[number] for number in sorted({event.run for event in events})]
    numbers = Numbers(first=first, last=last)
    return Told(stream=stream, events=events, numbers=numbers, runs=runs, first_kept=first_kept, last=len(life.events))


def timeline(cache, life, from_s=BORN_S, until_s=None):
    until_s = life.now_s if until_s is None else until_s
    memory, chapters = cache.chapters(PLAYER, from_s, until_s, life.now_s)
    almanac = Almanac(memory.chapters, life.now_s)
    return unfold(PLAYER, chapters, from_s, until_s, now_s=life.now_s, heard_s=life.now_s, almanac=almanac)


def whole(life, **which):
    chapters = [life.chapter(**which)]
    return unfold(PLAYER, chapters, BORN_S, life.now_s, now_s=life.now_s, heard_s=life.now_s)


def rows(cache):
    return [(row.first, row.last) for row in cache.memory(PLAYER).chapters[-1].numbers]


def inside(spans, from_s, until_s):
    """What of them lies in the period, to the millisecond."""
    parts = [
        (
            type(span).__name__,
            getattr(span, "seq", None),
            getattr(span, "why", None),
            round(max(span.started_s, from_s) - BORN_S, 3),
            round(min(span.ended_s, until_s) - BORN_S, 3),
        )
        for span in spans
    ]
    return [part for part in parts if part[3] < part[4]]


def lanes(timeline, from_s, until_s):
    found = [inside(lane, from_s, until_s) for lane in (*timeline.alerts, *timeline.links)]
    return sorted(part for lane in found for part in lane)


@pytest.fixture
def cache(tmp_path):
    cache = HistoryCache(tmp_path / "history.sqlite3")
    yield cache
    cache.close()


@given(lives(most=25), st.data())
def test_a_period_is_told_as_the_whole_story_has_it(life, data):
    """Read back in blocks, from pages that came in any order, with some missing."""
    cache = HistoryCache(None, block_events=data.draw(st.sampled_from([1, 3, 7])))
    last = len(life.events)
    size = data.draw(st.integers(1, 9))
    pages = [(first, min(first + size - 1, last)) for first in range(1, last + 1, size)]
    here = data.draw(st.lists(st.sampled_from(pages), min_size=1))
    for first, end in here:
        cache.add([(PLAYER, told(life, first, end))])
    from_s = BORN_S + data.draw(st.floats(0, life.now_s - BORN_S))
    until_s = data.draw(st.floats(from_s, life.now_s))
    kept = rows(cache)
    found, true = timeline(cache, life, from_s, until_s), whole(life, numbers=kept)
    assert inside(found.screen, from_s, until_s) == inside(true.screen, from_s, until_s)
    assert [mark.event for mark in found.marks] == [mark.event for mark in true.marks if from_s <= mark.at_s < until_s]
    assert lanes(found, from_s, until_s) == lanes(true, from_s, until_s)
    cache.close()


def test_what_is_kept_is_there_in_the_next_run_for_nobody_else_to_read(cache, tmp_path):
    life = Life().power_on().play().wait(5)
    cache.add([(PLAYER, told(life, 1, 3))])
    cache.close()
    assert stat.S_IMODE((tmp_path / "history.sqlite3").stat().st_mode) == 0o600
    again = HistoryCache(tmp_path / "history.sqlite3")
    assert timeline(again, life) == whole(life)
    again.close()


def test_rows_that_touch_become_one(cache):
    life = Life().power_on().play().play().play().wait(1)
    cache.add([(PLAYER, told(life, 1, 2))])
    cache.add([(PLAYER, told(life, 6, 7))])
    assert rows(cache) == [(1, 2), (6, 7)]
    cache.add([(PLAYER, told(life, 3, 5))])
    assert rows(cache) == [(1, 7)]
    assert timeline(cache, life) == whole(life)


def test_what_is_there_is_not_kept_twice(cache):
    life = Life().power_on().play().play().wait(1)
    for first, last in ((2, 3), (1, 5), (3, 4)):
        cache.add([(PLAYER, told(life, first, last))])
    assert timeline(cache, life) == whole(life)


def test_a_clock_that_was_set_corrects_what_was_kept_before(cache):
    life = Life().power_on().play().wait(5)
    true, life.runs[1] = life.runs[1], Run(number=1, began_s=BORN_S - DAY_S)
    cache.add([(PLAYER, told(life, 1, 3))])
    assert isinstance(timeline(cache, life, BORN_S, BORN_S + 5).screen[0], type(whole(life).screen[-1]))
    life.runs[1] = true
    life.command()
    cache.add([(PLAYER, told(life, 4, 4))])
    assert timeline(cache, life) == whole(life)


def test_another_stream_begins_anew_and_keeps_what_was_before(cache):
    one = Life().power_on().play(shown_s=10)
    two = Life(BORN_S + 100).power_on().play(ITEMS[1], shown_s=10).wait(1)
    cache.add([(PLAYER, told(one, 1, 3))])
    cache.add([(PLAYER, told(two, 1, 3, stream="s2"))])
    found = [span for span in timeline(cache, two).screen if isinstance(span, Played | Gap)]
    assert [(type(span), span.started_s - BORN_S) for span in found] == [(Played, 0), (Gap, 10), (Played, 100)]


def test_players_do_not_mix(cache):
    life = Life().power_on().play().wait(1)
    cache.add([(PLAYER, told(life, 1, 3)), ("p2", told(life, 1, 1))])
    cache.remove("p2")
    assert timeline(cache, life) == whole(life)
    assert cache.memory("p2").chapters == ()


def test_until_when_a_player_was_heard_is_kept(cache):
    life = Life().power_on()
    cache.add([(PLAYER, told(life, 1, 1))])
    cache.note_heard([(PLAYER, 77.0)])
    assert cache.memory(PLAYER).heard_s == 77.0


def test_a_damaged_file_is_put_aside_and_a_new_one_begun(tmp_path, expect_log):
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    expect_log("could not be read")
    cache = HistoryCache(path)
    life = Life().power_on().play().wait(1)
    cache.add([(PLAYER, told(life, 1, 3))])
    assert timeline(cache, life) == whole(life)
    assert "fetched from the players again" in cache.rescued
    assert len(list(tmp_path.glob("*.corrupt.*"))) == 1
    cache.close()


def test_a_block_that_cannot_be_unpacked_counts_as_damage(tmp_path, expect_log):
    path = tmp_path / "history.sqlite3"
    cache = HistoryCache(path)
    life = Life().power_on().play().wait(1)
    cache.add([(PLAYER, told(life, 1, 3))])
    cache.close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE block SET body = x'00'")
    database.close()
    expect_log("could not be read")
    assert not timeline(cache, life).known
    assert cache.rescued
    cache.close()


def test_the_oldest_goes_when_there_is_too_much(tmp_path):
    cache = HistoryCache(tmp_path / "history.sqlite3", max_bytes=200_000, block_events=20)
    life = Life().power_on()
    for number in range(10_000):
        life.play(ITEMS[number % 3], shown_s=10.0 + number)
    last = len(life.events)
    cache.add([(PLAYER, told(life, 1, last))])
    while cache.prune():
        pass
    ((first, end),) = rows(cache)
    assert 1 < first < end == last
    assert (tmp_path / "history.sqlite3").stat().st_size > 0
    newest = timeline(cache, life, life.now_s - DAY_S)
    assert newest.known
    assert not timeline(cache, life).known
    cache.close()


def test_what_another_process_keeps_can_be_taken_over(tmp_path, cache):
    life = Life().power_on().play().wait(1)
    cache.add([(PLAYER, told(life, 1, 3))])
    copy = HistoryCache(None)
    copy.take_over(tmp_path / "history.sqlite3")
    assert timeline(copy, life) == whole(life)
    copy.take_over(tmp_path / "nothing.sqlite3")
    copy.close()


def test_what_cannot_be_taken_over_is_left_alone(tmp_path):
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    copy = HistoryCache(None)
    copy.take_over(path)
    assert copy.memory(PLAYER).chapters == ()
    copy.close()
    assert [each.name for each in tmp_path.iterdir()] == ["history.sqlite3"]


def heard(cache):
    return [known.heard_s for known in cache.memory(PLAYER).chapters[-1].runs]


def test_when_a_run_was_heard_is_kept_once_it_is_known_which_run_that_is(cache, tmp_path):
    life = Life().power_on().play().power_off(60).power_on().play()
    cache.note_begin(PLAYER, Cursor(stream="s1", seq=len(life.events)), BORN_S + DAY_S)
    cache.add([(PLAYER, told(life, 1, 4))])
    assert heard(cache) == [None]
    cache.add([(PLAYER, told(life, 5, 7))])
    assert heard(cache) == [None, BORN_S + DAY_S]
    cache.close()
    again = HistoryCache(tmp_path / "history.sqlite3")
    assert heard(again) == [None, BORN_S + DAY_S]
    again.close()


def test_a_run_a_year_behind_does_not_move_the_one_before_that_was_dated_well(cache):
    life = Life().power_on().play().power_off(60)
    cache.note_begin(PLAYER, Cursor(stream="s1", seq=4), BORN_S)
    cache.add([(PLAYER, told(life, 1, 4))])
    before = timeline(cache, life).screen[0]
    second = life.power_on().play(shown_s=3600).began_s
    life.runs[2] = Run(number=2, began_s=second - 365 * DAY_S)
    cache.note_begin(PLAYER, Cursor(stream="s1", seq=7), second)
    cache.add([(PLAYER, told(life, 5, 7))])
    after = [span for span in timeline(cache, life).screen if isinstance(span, Played)]
    assert (after[0].started_s, after[0].estimated) == (before.started_s, False)
    assert (after[1].started_s, after[1].estimated) == (second, True)


def test_a_file_from_before_runs_were_heard_is_read_on(cache, tmp_path):
    life = Life().power_on().play()
    cache.add([(PLAYER, told(life, 1, 3))])
    cache.close()
    with sqlite3.connect(tmp_path / "history.sqlite3") as database:
        database.execute("DROP TABLE heard")
    database.close()
    copy = HistoryCache(None)
    copy.take_over(tmp_path / "history.sqlite3")
    assert rows(copy) == [(1, 3)]
    assert rows(cache) == [(1, 3)]
    assert cache.rescued == ""
    copy.close()


def test_a_time_until_when_it_was_heard_that_lies_ahead_says_nothing(cache):
    life = Life().power_on().play().play()
    life.events.pop()
    cache.add([(PLAYER, told(life, 1, 4))])
    shown_s = []
    for heard_s in (life.now_s + 20, life.now_s + 365 * DAY_S):
        cache.note_heard([(PLAYER, heard_s)])
        teller = HistoryTeller(cache=cache, player_id=PLAYER, now_s=life.now_s + 3600, heard_s=None, cursor=None)
        plays = [span for span in teller.timeline(BORN_S, life.now_s + 3600).screen if isinstance(span, Played)]
        shown_s.append(plays[-1].length_s)
    assert shown_s == [30, 0]
