"""The audit on disk: what is kept, what goes, and what a bad disk does to it."""

import sqlite3
import stat

import pytest

from footlight_common.errors import StorageError
from footlight_common.security.roles import Role
from footlight_player.services import audit_store
from footlight_player.services.audit_store import MAX_AGE_S, AuditStore, Line

SITE, OTHER = "5e" * 8, "0e" * 8
NOW_S = 1_750_000_000.0


def line(command="play", at_s=NOW_S, site=SITE, **fields):
    return Line(site=site, at_s=at_s, command=command, **fields)


@pytest.fixture
def told():
    return []


@pytest.fixture
def store(data_dir, told):
    store = AuditStore(data_dir / "audit.db", told.append)
    yield store
    store.close()


def page(store, *, site=SITE, before=None, limit=500, member="", command=""):
    return store.page(site, before=before, limit=limit, member=member, command=command)


def commands(store, **wanted):
    return [entry.command for entry in page(store, **wanted).entries]


class TestPages:
    def test_an_entry_comes_back_as_it_was(self, store):
        fields = {"member": "3e" * 8, "name": "Désirée", "role": Role.OPERATOR, "controller": "Front desk"}
        store.write([line("restart", ok=False, code="role_denied", message="no", detail="now", **fields)], [])
        (entry,) = page(store).entries
        assert (entry.seq, entry.at_s, entry.command, entry.detail) == (1, NOW_S, "restart", "now")
        assert (entry.member, entry.name, entry.role, entry.controller) == tuple(fields.values())
        assert (entry.ok, entry.code, entry.message) == (False, "role_denied", "no")

    def test_the_newest_comes_first_and_the_rest_page_by_page(self, store):
        store.write([line(str(number)) for number in range(5)], [])
        first = page(store, limit=2)
        second = page(store, limit=2, before=first.next_before)
        last = page(store, limit=2, before=second.next_before)
        told = [entry.command for part in (first, second, last) for entry in part.entries]
        assert told == ["4", "3", "2", "1", "0"]
        assert last.next_before is None

    def test_a_page_that_ends_with_the_oldest_says_so(self, store):
        store.write([line(), line()], [])
        assert page(store, limit=2).next_before is None

    def test_it_is_asked_by_member_and_command(self, store):
        store.write([line("play", member="aa", name="Änne"), line("stop", member="bb", name="Stage")], [])
        assert commands(store, member="aa") == ["play"]
        assert commands(store, member="äNNE") == ["play"]
        assert commands(store, command="stop") == ["stop"]
        assert commands(store, member="aa", command="stop") == []

    def test_nothing_of_another_site_is_told(self, store):
        store.write([line("play"), line("stop", site=OTHER)], [(SITE, "aa", 1.0), (OTHER, "bb", 2.0)])
        assert commands(store) == ["play"]
        assert store.seen(SITE) == {"aa": 1.0}

    @pytest.mark.parametrize("letter", ["x", "é", "🎬", '"'])
    def test_a_page_fits_one_message_whatever_is_in_it(self, store, letter):
        store.write([line(detail=letter * 300, message=letter * 300) for _ in range(500)], [])
        whole, before = 0, None
        while True:
            part = page(store, before=before)
            assert len(audit_store.msgspec.json.encode(part)) <= 256 * 1024
            whole += len(part.entries)
            if (before := part.next_before) is None:
                break
        assert whole == 500

    def test_numbers_go_on_after_all_is_pruned_and_read_again(self, store, data_dir):
        store.write([line(at_s=NOW_S)], [])
        store.prune(NOW_S + MAX_AGE_S + 1)
        store.close()
        again = AuditStore(data_dir / "audit.db", lambda _: None)
        again.write([line()], [])
        assert [entry.seq for entry in page(again).entries] == [2]
        again.close()


class TestSeen:
    def test_the_latest_time_counts(self, store):
        store.write([], [(SITE, "aa", 1.0)])
        store.write([], [(SITE, "aa", 3.0), (SITE, "bb", 2.0)])
        assert store.seen(SITE) == {"aa": 3.0, "bb": 2.0}


class TestPruning:
    def test_the_oldest_go_when_there_are_too_many(self, store, monkeypatch):
        monkeypatch.setattr(audit_store, "MAX_ENTRIES", 3)
        store.write([line(str(number)) for number in range(5)], [])
        store.prune(NOW_S)
        assert commands(store) == ["4", "3", "2"]

    def test_what_is_too_old_goes(self, store):
        store.write([line("old", at_s=NOW_S - MAX_AGE_S - 1), line("young", at_s=NOW_S - MAX_AGE_S + 1)], [])
        store.prune(NOW_S)
        assert commands(store) == ["young"]

    def test_what_was_written_before_the_clock_was_set_stays(self, store):
        store.write([line("first", at_s=12.0)], [])
        store.prune(NOW_S)
        assert commands(store) == ["first"]

    def test_a_clock_that_runs_ahead_takes_little_before_it_is_set_right(self, store, monkeypatch):
        monkeypatch.setattr(audit_store, "_AGED_AT_ONCE", 2)
        store.write([line(str(number), at_s=NOW_S + number) for number in range(5)], [])
        store.prune(NOW_S * 2)
        assert commands(store) == ["4", "3", "2"]


class TestDisk:
    def test_nobody_else_may_read_it(self, store, data_dir):
        store.write([line()], [])
        assert {stat.S_IMODE(path.stat().st_mode) for path in data_dir.glob("audit.db*")} == {0o600}

    @pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\0" * 99])
    def test_a_damaged_file_is_put_aside_and_a_new_one_begun(self, store, data_dir, told, expect_log, content):
        expect_log("audit.db could not be read")
        (data_dir / "audit.db").write_bytes(content)
        store.write([line("play")], [])
        assert commands(store) == ["play"]
        (kept,) = data_dir.glob("audit.db.corrupt.*")
        assert kept.read_bytes() == content
        assert kept.name in told[0]

    def test_damage_inside_is_found_when_it_is_opened(self, store, data_dir, told, expect_log):
        expect_log("audit.db could not be read")
        store.write([line(detail="x" * 300) for _ in range(200)], [])
        store.close()
        path = data_dir / "audit.db"
        content = path.read_bytes()
        path.write_bytes(content[:8192] + b"\xff" * 16384 + content[24576:])
        store.write([line("stop")], [])
        assert commands(store) == ["stop"]
        assert told

    def test_a_database_of_something_else_is_put_aside(self, store, data_dir, expect_log):
        expect_log("it holds something else")
        other = sqlite3.connect(data_dir / "audit.db")
        other.execute("CREATE TABLE songs (name TEXT)")
        other.close()
        store.write([line("play")], [])
        assert commands(store) == ["play"]

    def test_a_disk_that_takes_nothing_is_told_and_used_again_later(self, store, data_dir):
        store.write([line("play")], [])
        store._database._open.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StorageError, match="Has the disk room"):
            store.write([line("x", detail="y" * 300) for _ in range(200)], [])
        store.write([line("stop")], [])
        assert commands(store) == ["stop", "play"]

    def test_a_folder_that_is_gone_is_an_error_in_words(self, data_dir):
        store = AuditStore(data_dir / "none" / "audit.db", lambda _: None)
        with pytest.raises(StorageError, match="the audit cannot be kept"):
            store.write([line()], [])

    def test_what_was_written_is_there_after_a_kill(self, store, data_dir):
        store.write([line("play")], [])
        copy = data_dir / "copy"
        copy.mkdir()
        for path in data_dir.glob("audit.db*"):
            (copy / path.name).write_bytes(path.read_bytes())
        again = AuditStore(copy / "audit.db", lambda _: None)
        assert commands(again) == ["play"]
        again.close()

    def test_in_memory_nothing_is_left(self, data_dir):
        store = AuditStore(None, lambda _: None)
        store.prune(NOW_S)
        store.write([line()], [])
        assert commands(store) == ["play"]
        store.close()
        assert list(data_dir.iterdir()) == []
