"""Rollups on disk: what comes back, what is put together, what goes, and what a bad disk does to it."""

import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footlight_common.errors import StorageError
from footlight_player.core.rollups import Fold, Minute, Spread
from footlight_player.services import metrics_store
from footlight_player.services.metrics_store import MAX_MINUTES_IN_MEMORY, MetricsStore

NOW_S = 1_790_000_040
DAY_S = 86_400


def minute(at_s=NOW_S, value=1.0, covered_s=60.0, **more):
    figures = {"cpu_percent": value, **more}
    return Minute(at_s, {name: Spread(each, each, each, covered_s) for name, each in figures.items()})


def kept(store, from_s=0, to_s=10**12, *wanted):
    fold, place = Fold(60, wanted), from_s
    while place is not None:
        place = store.read(place, to_s, fold)
    return {
        name: [(each.at_s, each.least, each.mean, each.most) for each in rows] for name, rows in fold.rollups().items()
    }


def times(store):
    return [at_s for at_s, *_ in kept(store).get("cpu_percent", [])]


@pytest.fixture
def told():
    return []


@pytest.fixture
def store(data_dir, told):
    store = MetricsStore(data_dir / "metrics.db", told.append)
    yield store
    store.close()


class TestKeeping:
    def test_a_minute_comes_back_as_it_was_also_to_the_next_start(self, store, data_dir):
        store.write([Minute(NOW_S, {"temperature_c": Spread(40.25, 41.5, 43.0, 60.0)})])
        store.close()
        again = MetricsStore(data_dir / "metrics.db", lambda _: None)
        assert kept(again) == {"temperature_c": [(NOW_S, 40.25, 41.5, 43.0)]}
        again.close()

    def test_a_figure_that_is_absent_in_a_minute_is_absent_in_it(self, store):
        store.write([minute(NOW_S, temperature_c=50.0), minute(NOW_S + 60)])
        assert [at_s for at_s, *_ in kept(store)["temperature_c"]] == [NOW_S]
        assert times(store) == [NOW_S, NOW_S + 60]

    def test_a_minute_that_comes_again_is_put_together_with_the_first(self, store):
        store.write([minute(value=1.0, covered_s=10, a=5.0)])
        store.write([minute(value=4.0, covered_s=20, b=6.0)])
        assert kept(store) == {
            "a": [(NOW_S, 5.0, 5.0, 5.0)],
            "b": [(NOW_S, 6.0, 6.0, 6.0)],
            "cpu_percent": [(NOW_S, 1.0, 3.0, 4.0)],
        }

    def test_it_is_asked_by_time_and_by_name(self, store):
        store.write([minute(NOW_S + 60 * number, a=float(number), b=0.0) for number in range(5)])
        assert kept(store, NOW_S + 60, NOW_S + 120, "a") == {
            "a": [(NOW_S + 60, 1.0, 1.0, 1.0), (NOW_S + 120, 2.0, 2.0, 2.0)]
        }
        assert store.span(NOW_S + 1, NOW_S + 1000) == (NOW_S + 60, NOW_S + 240)
        assert store.span(0, 10) is None

    def test_much_is_read_part_by_part(self, store, monkeypatch):
        monkeypatch.setattr(metrics_store, "_READ_AT_ONCE", 7)
        store.write([minute(NOW_S + 60 * number) for number in range(50)])
        assert times(store) == [NOW_S + 60 * number for number in range(50)]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
    @given(st.lists(st.tuples(st.integers(0, 5), st.floats(-1e9, 1e9), st.floats(0.5, 60)), min_size=1, max_size=20))
    def test_what_is_written_in_pieces_adds_up(self, pieces):
        store = MetricsStore(None, lambda _: None)
        expected = {}
        for number, value, covered_s in pieces:
            piece = minute(NOW_S + 60 * number, value, covered_s)
            store.write([piece])
            before = expected.get(piece.at_s)
            expected[piece.at_s] = piece if before is None else before.joined(piece)
        rows = {at_s: row for at_s, *row in kept(store)["cpu_percent"]}
        store.close()
        assert rows.keys() == expected.keys()
        for at_s, (least, mean, most) in rows.items():
            spread = expected[at_s].spreads["cpu_percent"]
            size = 1e-6 * max(1.0, abs(spread.least), abs(spread.most))
            assert least == pytest.approx(spread.least, abs=size + 0.001)
            assert most == pytest.approx(spread.most, abs=size + 0.001)
            assert mean == pytest.approx(spread.mean, abs=20 * size + 0.001)


class TestPruning:
    def test_what_is_older_than_thirty_days_goes(self, store):
        old, young = NOW_S - 30 * DAY_S - 60, NOW_S - 30 * DAY_S + 60
        store.write([minute(old), minute(young), minute(NOW_S)])
        store.prune(NOW_S)
        assert times(store) == [young, NOW_S]

    def test_there_are_never_more_than_fit_whatever_the_clock_said(self, store, monkeypatch):
        store._most = 3
        store.write([minute(60 * number) for number in range(10)])
        store.prune(0.0)
        assert times(store) == [420, 480, 540]

    def test_a_clock_that_runs_ahead_takes_little_before_it_is_set_right(self, store, monkeypatch):
        monkeypatch.setattr(metrics_store, "_AGED_AT_ONCE", 2)
        store.write([minute(NOW_S + 60 * number) for number in range(5)])
        store.prune(NOW_S + 400 * DAY_S)
        assert times(store) == [NOW_S + 120, NOW_S + 180, NOW_S + 240]

    def test_what_was_written_ahead_of_time_goes_once_the_clock_is_right(self, store):
        store.write([minute(NOW_S), minute(NOW_S + 400 * DAY_S)])
        store.prune(NOW_S + 60)
        assert times(store) == [NOW_S]

    def test_before_the_clock_is_set_nothing_is_old_and_nothing_ahead(self, store):
        store.write([minute(NOW_S)])
        store.prune(1000.0)
        assert times(store) == [NOW_S]

    def test_in_memory_it_is_two_hours(self):
        store = MetricsStore(None, lambda _: None)
        store.prune(NOW_S)
        store.write([minute(NOW_S + 60 * number) for number in range(500)])
        store.prune(NOW_S + 500 * 60)
        assert len(times(store)) == MAX_MINUTES_IN_MEMORY == 120
        store.close()

    def test_thirty_days_of_everything_take_some_twenty_megabytes(self, store, data_dir):
        figures = {f"figure_{number}": float(number) for number in range(24)}
        store.write([minute(NOW_S + 60 * number, **figures) for number in range(1440)])
        store.close()
        assert (data_dir / "metrics.db").stat().st_size * 30 < 25_000_000


class TestDisk:
    def test_nobody_else_may_read_it(self, store, data_dir):
        store.write([minute()])
        assert {stat.S_IMODE(path.stat().st_mode) for path in data_dir.glob("metrics.db*")} == {0o600}

    @pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\0" * 99])
    def test_a_damaged_file_is_put_aside_and_a_new_one_begun(self, store, data_dir, told, expect_log, content):
        expect_log("metrics.db could not be read")
        (data_dir / "metrics.db").write_bytes(content)
        store.write([minute()])
        assert times(store) == [NOW_S]
        (aside,) = data_dir.glob("metrics.db.corrupt.*")
        assert aside.read_bytes() == content
        assert aside.name in told[0]

    def test_a_row_that_rotted_is_left_out(self, store):
        store.write([minute(NOW_S), minute(NOW_S + 60), minute(NOW_S + 120)])
        rotten = [(b"\xff" * 18, NOW_S), (b"\x01\x00" + b"\xff" * 40, NOW_S + 60)]
        with store._database._open as database:
            database.executemany("UPDATE minute SET spreads = ? WHERE at_s = ?", rotten)
        assert times(store) == [NOW_S + 120]

    def test_a_disk_that_takes_nothing_is_told_and_used_again_later(self, store):
        store.write([minute(NOW_S)])
        store._database._open.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StorageError, match=r"the record of figures cannot be kept.*Has the disk room"):
            store.write([minute(NOW_S + 60 * number) for number in range(1000)])
        store.write([minute(NOW_S + 60)])
        assert times(store) == [NOW_S, NOW_S + 60]
