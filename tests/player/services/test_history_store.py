"""The history on disk: how it is written, what is kept, what goes, and what a bad disk does to it."""

import sqlite3

import pytest
from player.services.happenings import BEGAN_S, CLIP, FEED, Tape, seqs

from footlight_common.errors import StorageError
from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason, Run
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import AnyNumbered, Numbered, PowerOn
from footlight_player.services import history_rows, history_store
from footlight_player.services.history_pages import Mark, Wish
from footlight_player.services.history_store import MAX_AGE_S, MIN_EVENTS, SKIPPED_NUMBERS, HistoryStore


@pytest.fixture
def told():
    return []


@pytest.fixture
def make(data_dir, told):
    made = []

    def build(**wishes):
        made.append(HistoryStore(data_dir / "history.db", told.append, **wishes))
        return made[-1]

    yield build
    for one in made:
        one.close()


@pytest.fixture
def store(make):
    return make()


def all_of(store, last=10**9) -> tuple[AnyNumbered, ...]:
    return store.page(Wish(), last).events


class TestRows:
    def test_every_kind_of_event_comes_back_as_it_was(self, store, make):
        events = Tape().everything()
        store.write(events, None)
        store.close()
        assert all_of(make()) == tuple(events)

    def test_nothing_that_is_told_cannot_be_written(self):
        assert set(history_rows.KINDS) == set(AnyNumbered.__args__)
        for kind in history_rows.KINDS:
            assert (*Numbered.__struct_fields__, *history_rows.FIELDS[kind]) == kind.__struct_fields__
        for words in (StopReason, OffReason, Severity):
            assert set(history_rows.WORDS[words]) == set(words)

    def test_places_in_rows_stay_what_they_were(self):
        assert [kind.__struct_config__.tag for kind in history_rows.KINDS] == [
            "playback_started",
            "playback_stopped",
            "playback_skipped",
            "command_completed",
            "power_on",
            "power_off",
            "controller_came",
            "controller_left",
            "clock_stepped",
            "history_lost",
            "alert",
        ]
        assert [word.value for word in history_rows.WORDS[StopReason]] == [
            "ended",
            "replaced",
            "stopped",
            "failed",
            "closed",
            "cut",
        ]

    def test_an_item_is_written_once_in_a_block_of_numbers(self, store, data_dir):
        tape = Tape()
        store.write([tape.started(item) for _ in range(50) for item in (CLIP, FEED)], None)
        store.close()
        with sqlite3.connect(data_dir / "history.db") as database:
            assert database.execute("SELECT count(*) FROM item").fetchone() == (2,)
        database.close()

    @pytest.mark.parametrize("seq", [65_530, 2**40])
    def test_items_are_the_same_on_both_sides_of_a_block(self, store, make, seq):
        tape = Tape(seq=seq)
        items = [Item(uri=f"/media/{number}.mp4") for number in range(20)]
        store.write([tape.started(item) for item in items[:10]], None)
        store.close()
        again = make()
        again.write([tape.started(item) for item in items[10:]], None)
        assert [event.item for event in all_of(again, 2**50)] == items

    def test_what_is_written_twice_is_there_once(self, store):
        events = Tape().alerts(3)
        store.write(events, None)
        store.write(events, None)
        assert all_of(store) == tuple(events)

    def test_more_items_than_are_remembered_are_all_told_apart(self, store, monkeypatch):
        monkeypatch.setattr(history_store, "_REMEMBERED_ITEMS", 3)
        tape = Tape()
        items = [Item(uri=f"/media/{number % 7}.mp4") for number in range(30)]
        store.write([tape.started(item) for item in items], None)
        assert [event.item for event in all_of(store)] == items

    def test_an_event_takes_few_bytes(self, store, data_dir):
        tape = Tape(seq=7_000_000, step_s=5.0)
        for _ in range(100):
            events = [tell(CLIP) for _ in range(50) for tell in (tape.started, tape.stopped)]
            store.write(events, None)
        store.close()
        assert (data_dir / "history.db").stat().st_size / 10_000 < 36


class TestRuns:
    def test_a_new_file_has_nothing_to_finish(self, store):
        found = store.look()
        assert (found.last_seq, found.last_run, found.unfinished) == (0, 0, None)

    def test_a_run_that_was_ended_is_done(self, store, make):
        tape = Tape()
        store.write([tape.next(PowerOn), tape.started(), tape.stopped(), tape.off()], None)
        store.close()
        found = make().look()
        assert (found.last_seq, found.last_run, found.unfinished) == (4, 1, None)
        assert found.stream == store.stream

    def test_of_a_run_that_was_cut_the_last_mark_is_known(self, store, make):
        tape = Tape()
        shown = tape.started()
        mark = Mark(run=1, started_seq=1, up_s=15.25, played_s=15.0, presented_frames=450, dropped_frames=3)
        store.write([shown, tape.alert()], None)
        store.write([], mark)
        store.close()
        cut = make().look().unfinished
        assert (cut.run, cut.up_s, cut.started) == (Run(number=1, began_s=BEGAN_S), 15.25, shown)
        assert (cut.played_s, cut.presented_frames, cut.dropped_frames) == (15.0, 450, 3)

    def test_a_mark_of_the_item_before_says_nothing_of_this_one(self, store, make):
        tape = Tape(step_s=10.0)
        mark = Mark(run=1, started_seq=1, up_s=5.0, played_s=5.0, presented_frames=150)
        store.write([tape.started()], mark)
        second = (tape.stopped(), tape.started(FEED))
        store.write(second, None)
        store.close()
        cut = make().look().unfinished
        assert (cut.up_s, cut.started, cut.played_s, cut.presented_frames) == (20.0, second[1], 0.0, 0)

    def test_a_mark_of_the_run_before_says_nothing_of_this_one(self, store, make):
        tape = Tape()
        store.write([tape.started(), tape.off(), tape.begin()], Mark(run=1, started_seq=1, up_s=500.0, played_s=5.0))
        store.close()
        cut = make().look().unfinished
        assert (cut.run.number, cut.up_s, cut.started) == (2, 0.0, None)

    def test_where_nobody_knows_which_numbers_were_given_others_are_used(self, store, make):
        store.write(Tape().alerts(3), None)
        store.doubt()
        store.close()
        again = make()
        found = again.look()
        assert (found.last_seq, found.skipped) == (3 + SKIPPED_NUMBERS, True)
        again.write(Tape(seq=found.last_seq).alerts(1), None)
        again.close()
        assert not make().look().skipped


class TestPruning:
    def test_the_oldest_go_when_it_is_too_large_and_the_others_keep_their_numbers(self, make):
        store = make(max_bytes=100 * 1024)
        tape = Tape()
        for _ in range(20):
            store.write(tape.alerts(500), None)
        while store.prune(BEGAN_S):
            pass
        page = store.page(Wish(), 10_000)
        assert 1 < page.first_kept <= 10_000 - MIN_EVENTS + 1
        assert page.events[0].seq == page.first_kept
        assert seqs(store.page(Wish(after=9990), 10_000)) == list(range(9991, 10_001))
        assert seqs(store.page(Wish(before=page.first_kept, newest_first=True), 10_000)) == []

    def test_the_file_does_not_grow_beyond_that(self, make, data_dir):
        store = make(max_bytes=200 * 1024)
        tape = Tape()
        for _ in range(60):
            store.write(tape.alerts(500), None)
            while store.prune(BEGAN_S):
                pass
        store.close()
        assert (data_dir / "history.db").stat().st_size <= 260 * 1024

    def test_it_goes_in_small_steps(self, make, monkeypatch):
        monkeypatch.setattr(history_store, "PRUNED_AT_ONCE", 10)
        store = make(max_bytes=0)
        store.write(Tape().alerts(MIN_EVENTS + 25), None)
        firsts = []
        while store.prune(BEGAN_S):
            firsts.append(store.page(Wish(limit=1), 10**6).first_kept)
        assert firsts == [11, 21, 26]

    def test_what_is_too_old_goes_by_the_best_clock_of_its_run(self, store):
        tape = Tape(step_s=86_400.0)
        store.write([*tape.alerts(300), tape.off(), tape.begin(after_s=86_400.0)], None)
        store.write(Tape(seq=302, run=2, began_s=tape.began_s, step_s=1.0).alerts(MIN_EVENTS - 202), None)
        store.prune(BEGAN_S + MAX_AGE_S + 50.5 * 86_400)
        assert store.page(Wish(limit=1), 10**6).first_kept == 52

    def test_a_run_without_a_clock_is_as_old_as_the_one_after_it(self, store):
        tape = Tape(began_s=5.0)
        events = [*tape.alerts(20), tape.off(), tape.begin(began_s=BEGAN_S), *tape.alerts(MIN_EVENTS + 100)]
        store.write(events, None)
        store.prune(BEGAN_S + MAX_AGE_S - 1)
        assert store.page(Wish(limit=1), 10**6).first_kept == 1
        store.prune(BEGAN_S + MAX_AGE_S + 10)
        assert store.page(Wish(limit=1), 10**6).first_kept == 22

    def test_a_clock_that_was_never_set_tells_no_age(self, store):
        store.write(Tape(began_s=2e9).alerts(MIN_EVENTS + 5), None)
        store.prune(1000.0)
        assert store.page(Wish(limit=1), 10**6).first_kept == 1

    def test_the_latest_stay_however_old_they_are_and_numbers_go_on(self, store, make):
        store.write(Tape().alerts(MIN_EVENTS + 5), None)
        while store.prune(BEGAN_S + 10 * MAX_AGE_S):
            pass
        store.close()
        assert make().look().last_seq == MIN_EVENTS + 5
        assert make().page(Wish(limit=1), 10**6).first_kept == 6

    def test_names_runs_and_clocks_go_with_their_events(self, make, data_dir, monkeypatch):
        monkeypatch.setattr(history_store, "_BLOCK_BITS", 4)
        store = make(max_bytes=0)
        tape = Tape()
        for number in range(20):
            store.write([tape.begin(), *[tape.started(Item(uri=f"/{number}")) for _ in range(99)]], None)
        while store.prune(BEGAN_S):
            pass
        page = store.page(Wish(), 2000)
        assert page.events[1].item == Item(uri="/10")
        assert [run.number for run in page.runs] == list(range(12, 22))
        store.close()
        with sqlite3.connect(data_dir / "history.db") as database:
            for table in ("run", "clock"):
                assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] <= 11
            assert database.execute("SELECT count(*) FROM item").fetchone()[0] <= 80
        database.close()


class TestDisk:
    def test_a_damaged_file_is_put_aside_and_the_stream_is_another(self, store, make, data_dir, told, expect_log):
        expect_log("history.db could not be read")
        store.write(Tape().alerts(3), None)
        store.close()
        (data_dir / "history.db").write_bytes(b"no database at all" * 99)
        again = make()
        again.write(Tape(seq=3, run=2).alerts(2), None)
        assert seqs(again.page(Wish(), 5)) == [4, 5]
        assert again.stream != store.stream
        assert list(data_dir.glob("history.db.corrupt.*"))
        assert told

    def test_a_row_that_is_no_event_is_damage(self, store, make, data_dir, told, expect_log):
        expect_log("the event 2 is none")
        store.write(Tape().alerts(3), None)
        store.close()
        with sqlite3.connect(data_dir / "history.db") as database:
            database.execute("UPDATE event SET kind = 99 WHERE seq = 2")
        database.close()
        assert all_of(make()) == ()
        assert told

    def test_what_a_disk_did_not_take_is_taken_later(self, store):
        tape = Tape()
        store.write([tape.started(CLIP)], None)
        store._database._open.execute("PRAGMA max_page_count = 1")
        more = [tape.started(FEED), *tape.alerts(200)]
        with pytest.raises(StorageError, match="the history cannot be kept"):
            store.write(more, None)
        store.write(more, None)
        assert [event.seq for event in all_of(store)] == list(range(1, 203))
        assert all_of(store)[1].item == FEED
