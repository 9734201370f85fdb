"""A SQLite file on a disk that does bad things."""

import sqlite3
import stat

import pytest

from footlight_common import database
from footlight_common.database import Database
from footlight_common.errors import StorageError

SCHEMA = "CREATE TABLE note (text TEXT NOT NULL);"


@pytest.fixture
def told():
    return []


@pytest.fixture
def make(data_dir, told):
    made = []

    def build(path=data_dir / "notes.db", **wishes):
        made.append(Database(path, **{"what": "the notes", "schema": SCHEMA, "rescued": told.append} | wishes))
        return made[-1]

    yield build
    for one in made:
        one.close()


def put(text):
    def work(connection):
        with connection:
            connection.execute("INSERT INTO note VALUES (?)", (text,))

    return work


def notes(connection):
    return [text for (text,) in connection.execute("SELECT text FROM note ORDER BY rowid")]


class TestFile:
    def test_what_was_written_is_there_again(self, make):
        first = make()
        first.do(put("one"))
        first.close()
        assert make().do(notes) == ["one"]

    def test_nobody_else_may_read_it_or_its_journals(self, make, data_dir):
        make().do(put("one"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data_dir.glob("notes.db*")}
        assert modes == {"notes.db": 0o600, "notes.db-wal": 0o600, "notes.db-shm": 0o600}

    def test_every_transaction_is_on_disk_when_it_is_committed(self, make):
        modes = make().do(
            lambda connection: [
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            ]
        )
        assert modes == ["wal", 2]

    def test_it_is_prepared_before_it_has_tables(self, make):
        def prepare(connection):
            connection.execute("PRAGMA page_size = 1024")
            connection.create_function("twice", 1, lambda text: text * 2)

        paged = make(prepare=prepare)
        assert paged.do(lambda connection: connection.execute("PRAGMA page_size").fetchone()) == (1024,)
        assert paged.do(lambda connection: connection.execute("SELECT twice('a')").fetchone()) == ("aa",)

    def test_without_a_path_it_leaves_nothing(self, make, data_dir):
        passing = make(None)
        assert not passing.touched
        passing.do(put("one"))
        assert passing.touched
        assert passing.do(notes) == ["one"]
        assert list(data_dir.iterdir()) == []

    def test_a_folder_that_is_gone_is_an_error_in_words(self, make, data_dir):
        with pytest.raises(StorageError, match=r"the notes cannot be kept: .*Has the disk room"):
            make(data_dir / "none" / "notes.db").do(notes)

    def test_after_an_error_it_is_opened_again(self, make):
        again = make()
        again.do(put("one"))
        again.do(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchall())
        with pytest.raises(StorageError):
            again.do(put("x" * 9999))
        again.do(put("two"))
        assert again.do(notes) == ["one", "two"]


class TestRescue:
    @pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\0" * 99])
    def test_a_damaged_file_is_put_aside_and_said(self, make, data_dir, told, expect_log, content):
        expect_log("notes.db could not be read")
        (data_dir / "notes.db").write_bytes(content)
        fresh = make()
        fresh.do(put("one"))
        assert fresh.do(notes) == ["one"]
        (kept,) = data_dir.glob("notes.db.corrupt.*")
        assert kept.read_bytes() == content
        assert kept.name in told[0]
        assert len(told) == 1

    def test_damage_inside_is_found_when_it_is_opened(self, make, data_dir, told, expect_log):
        expect_log("notes.db could not be read")
        _damaged(make, data_dir / "notes.db")
        assert make().do(lambda connection: connection.execute("SELECT count(*) FROM note").fetchone()) == (0,)
        assert told

    def test_damage_inside_a_large_file_is_found_when_it_is_read(self, make, data_dir, told, expect_log, monkeypatch):
        expect_log("notes.db could not be read")
        monkeypatch.setattr(database, "MAX_CHECKED_BYTES", 4096)
        _damaged(make, data_dir / "notes.db")
        again = make()
        again.do(put("two"))
        assert told == []
        assert again.do(notes) == []
        assert told

    @pytest.mark.parametrize(
        ("statement", "said"),
        [
            ("CREATE TABLE songs (name TEXT)", "it holds something else"),
            ("PRAGMA user_version = 7", "its format is 7, this program knows 1"),
        ],
    )
    def test_a_file_of_something_else_is_put_aside(self, make, data_dir, told, expect_log, statement, said):
        expect_log(said)
        other = sqlite3.connect(data_dir / "notes.db")
        other.execute(statement)
        other.close()
        assert make().do(notes) == []
        assert said in told[0]


def _damaged(make, path):
    good = make(path)
    for _ in range(200):
        good.do(put("x" * 300))
    good.close()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * 16384 + content[24576:])
