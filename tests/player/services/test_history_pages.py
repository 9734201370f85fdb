"""The history on disk as it is found again: by number, by time and page by page."""

import sqlite3
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from player.services.happenings import BEGAN_S, Tape, seqs

from footlight_common.model.history import Run
from footlight_common.protocol.events import AnyNumbered, ClockStepped, PowerOn
from footlight_player.services.history_memory import HistoryMemory
from footlight_player.services.history_pages import Wish
from footlight_player.services.history_store import QUERIES, HistoryStore


@pytest.fixture
def store(data_dir):
    store = HistoryStore(data_dir / "history.db", lambda _: None)
    yield store
    store.close()


class TestTimes:
    def test_an_event_has_the_time_it_was_told_with_and_its_run_the_best_clock(self, store):
        tape = Tape(began_s=12.0)
        before = [tape.next(PowerOn), tape.alert()]
        tape.began_s = BEGAN_S
        after = [tape.next(ClockStepped, by_s=BEGAN_S - 12.0), tape.alert()]
        store.write([*before, *after], None)
        page = store.page(Wish(), 99)
        assert [event.at_s for event in page.events] == [12.0, 13.0, BEGAN_S + 2.0, BEGAN_S + 3.0]
        assert page.runs == (Run(number=1, began_s=BEGAN_S),)

    def test_it_is_found_by_the_best_time_the_run_had(self, store):
        tape = Tape(began_s=12.0)
        before = [tape.next(PowerOn), tape.alert()]
        tape.began_s = BEGAN_S
        store.write([*before, tape.next(ClockStepped, by_s=1.0)], None)
        assert seqs(store.page(Wish(from_s=0.0, to_s=100.0), 99)) == []
        assert seqs(store.page(Wish(from_s=BEGAN_S, to_s=BEGAN_S + 1.0), 99)) == [1, 2]

    @pytest.mark.parametrize("by_s", [365 * 86_400.0, -365 * 86_400.0])
    def test_after_a_jump_of_a_year_the_order_is_that_of_the_numbers(self, store, by_s):
        tape = Tape()
        events = tape.alerts(3)
        tape.began_s += by_s
        events += [tape.next(ClockStepped, by_s=by_s), *tape.alerts(2)]
        store.write(events, None)
        page = store.page(Wish(), 99)
        assert page.events == tuple(events)
        (run,) = page.runs
        times = [run.began_s + event.up_s for event in page.events]
        assert all(one < other for one, other in pairwise(times))
        assert seqs(store.page(Wish(from_s=BEGAN_S + by_s, to_s=BEGAN_S + by_s + 100.0), 99)) == [1, 2, 3, 4, 5, 6]

    def test_runs_that_say_they_were_at_the_same_time_are_both_found(self, store):
        tape = Tape()
        events = [tape.next(PowerOn), *tape.alerts(4), tape.off(), tape.begin(began_s=BEGAN_S), *tape.alerts(4)]
        store.write(events, None)
        assert seqs(store.page(Wish(from_s=BEGAN_S + 2, to_s=BEGAN_S + 3), 99)) == [3, 4, 9, 10]
        assert seqs(store.page(Wish(from_s=BEGAN_S + 2, to_s=BEGAN_S + 3, newest_first=True, limit=3), 99)) == [
            4,
            9,
            10,
        ]

    def test_it_is_found_without_reading_everything(self, store, data_dir):
        store.write(Tape().everything(), None)
        store.close()
        database = sqlite3.connect(data_dir / "history.db")
        for query in QUERIES:
            values = [1] * query.count("?")
            plan = [step for *_, step in database.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            assert all(step.startswith(("SEARCH", "USE TEMP B-TREE")) for step in plan), (query, plan)
        database.close()


@st.composite
def histories(draw):
    """Runs with clocks that are set, in any order of their times, with numbers that are left out."""
    tape = Tape(run=0, step_s=draw(st.sampled_from([0.001, 0.5, 100.0])))
    events: list[AnyNumbered] = []
    for _ in range(draw(st.integers(1, 5))):
        events.append(tape.begin(began_s=BEGAN_S + draw(st.integers(-500, 500))))
        for _ in range(draw(st.integers(0, 4))):
            events += tape.alerts(draw(st.integers(0, 5)))
            tape.seq += draw(st.sampled_from([0, 0, 3]))
            tape.began_s += draw(st.sampled_from([0.0, 0.0, 100.25, -100.25]))
        if draw(st.booleans()):
            events.append(tape.off())
    return events


def plain_answer(events, wish, began_s):
    def fits(event):
        at_s = began_s[event.run] + event.up_s
        return (
            event.seq > wish.after
            and (wish.before is None or event.seq < wish.before)
            and (wish.from_s is None or at_s >= wish.from_s - 1e-4)
            and (wish.to_s is None or at_s <= wish.to_s + 1e-4)
        )

    found = [event for event in events if fits(event)]
    return found[-wish.limit :] if wish.newest_first else found[: wish.limit]


@given(
    events=histories(),
    after=st.integers(0, 30),
    before=st.none() | st.integers(0, 40),
    times=st.none() | st.tuples(st.integers(-700, 700), st.integers(0, 700)),
    limit=st.integers(1, 12),
    newest_first=st.booleans(),
)
def test_any_page_is_what_was_asked_for_on_disk_and_in_memory(
    tmp_path_factory, events, after, before, times, limit, newest_first
):
    path = tmp_path_factory.mktemp("history") / "history.db"
    store, memory = HistoryStore(path, lambda _: None), HistoryMemory()
    for keeper in (store, memory):
        keeper.write(events, None)
    from_s, to_s = (None, None) if times is None else (BEGAN_S + times[0], BEGAN_S + times[0] + times[1])
    wish = Wish(after=after, before=before, from_s=from_s, to_s=to_s, limit=limit, newest_first=newest_first)
    began_s = {event.run: round(event.at_s - event.up_s, 3) for event in events}
    expected = plain_answer(events, wish, began_s)
    last = events[-1].seq
    for keeper in (store, memory):
        page = keeper.page(wish, last)
        assert list(page.events) == expected
        assert {run.number: run.began_s for run in page.runs} == {event.run: began_s[event.run] for event in expected}
    store.close()


class TestPages:
    def test_what_is_not_told_yet_is_on_no_page(self, store):
        store.write(Tape().alerts(5), None)
        page = store.page(Wish(), 3)
        assert (seqs(page), page.last) == ([1, 2, 3], 3)

    def test_all_of_it_is_read_page_by_page_in_both_directions(self, store):
        store.write(Tape().alerts(25), None)
        forward, after = [], 0
        while page := seqs(store.page(Wish(after=after, limit=7), 25)):
            forward += page
            after = page[-1]
        backward, before = [], 26
        while page := seqs(store.page(Wish(before=before, limit=7, newest_first=True), 25)):
            backward = page + backward
            before = page[0]
        assert forward == backward == list(range(1, 26))

    @pytest.mark.parametrize("letter", ["x", "é", "🎬", '"'])
    def test_a_page_fits_one_message_whatever_is_in_it(self, store, letter):
        tape = Tape()
        store.write([tape.alert(letter * 2000) for _ in range(400)], None)
        read, after = [], 0
        while events := (page := store.page(Wish(after=after), 400)).events:
            assert len(msgspec.json.encode(page)) <= 255 * 1024
            read += seqs(page)
            after = events[-1].seq
        assert read == list(range(1, 401))

    def test_many_short_runs_fit_too(self, store):
        tape = Tape()
        store.write([tape.begin() for _ in range(1000)], None)
        page = store.page(Wish(), 1000)
        assert len(msgspec.json.encode(page)) <= 255 * 1024
        assert len(page.runs) == len(page.events) == 1000

    def test_an_empty_one_says_where_it_stands(self, store):
        page = store.page(Wish(), 7)
        assert (page.events, page.first_kept, page.last, page.stream) == ((), 8, 7, store.stream)
        assert store.stream
