"""The files: how many, how large, whose; and what a power cut or a full disk leaves."""

import errno
import os
import stat

import pytest

from footlight_common.errors import StorageError
from footlight_common.model.logs import LogLevel, LogLine
from footlight_player.services.logs.files import LogFiles


def line(seq, text="x"):
    return LogLine(seq=seq, at_s=1.5, level=LogLevel.INFO, logger="a.b", text=text)


def fill(files, lines):
    while lines:
        lines = lines[files.append(lines) :]


@pytest.fixture
def files(tmp_path):
    files = LogFiles(tmp_path / "logs", max_bytes=1000, max_files=3)
    yield files
    files.close()


def test_what_was_written_is_read_back(files, tmp_path):
    written = [line(1, "one\ntwo"), line(2, "drei ≠ 3")]
    fill(files, written)
    assert LogFiles(tmp_path / "logs").tail(10) == written


def test_nobody_else_may_read_it(files, tmp_path):
    fill(files, [line(1)])
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "logs", *files.paths())]
    assert modes == [0o700, 0o600]


def test_the_oldest_file_makes_room(files):
    fill(files, [line(n, "x" * 100) for n in range(100)])
    assert [path.name for path in files.paths()] == [f"player-{n:06d}.jsonl" for n in range(15, 18)]
    assert all(path.stat().st_size <= 1000 for path in files.paths())
    assert files.tail(1000) == [line(n, "x" * 100) for n in range(84, 100)]


def test_the_next_run_goes_on_in_the_newest_file(files, tmp_path):
    fill(files, [line(1)])
    again = LogFiles(tmp_path / "logs", max_bytes=1000, max_files=3)
    fill(again, [line(2)])
    again.close()
    assert len(again.paths()) == 1
    assert [each.seq for each in again.tail(10)] == [1, 2]


@pytest.mark.parametrize("left", [b'{"seq": 7, "at_s"', b"\0" * 100, b"\xff\xfe\n", b"[]\n"])
def test_half_a_line_from_a_power_cut_spoils_no_other(files, tmp_path, left):
    fill(files, [line(1)])
    with files.paths()[0].open("ab") as file:
        file.write(left)
    again = LogFiles(tmp_path / "logs")
    fill(again, [line(2)])
    again.close()
    assert [each.seq for each in again.tail(10)] == [1, 2]


def test_the_newest_lines_below_a_number_across_files(files):
    fill(files, [line(n, "x" * 100) for n in range(100)])
    assert [each.seq for each in files.before(95, lambda each: each.seq % 3 == 0, 3)] == [87, 90, 93]
    assert [each.seq for each in files.before(88, lambda _: True, 100)] == [84, 85, 86, 87]
    assert files.tail(2) == [line(98, "x" * 100), line(99, "x" * 100)]


def test_a_full_disk_is_said_in_words_and_leaves_no_half_line(files, monkeypatch):
    fill(files, [line(1)])
    write, left = os.write, [10]

    def full(file, data):
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, data[: left.pop()])

    monkeypatch.setattr("footlight_player.services.logs.files.os.write", full)
    with pytest.raises(
        StorageError, match=r"cannot write the log to .*: No space left on device\. Has the disk room\?"
    ):
        files.append([line(2)])
    monkeypatch.undo()
    fill(files, [line(3)])
    assert [each.seq for each in files.tail(10)] == [1, 3]


def test_a_folder_that_is_not_there_is_an_empty_log(tmp_path):
    assert LogFiles(tmp_path / "none").tail(5) == []


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "player-000001.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError):
        LogFiles(folder).append([line(1)])
    assert not (tmp_path / "elsewhere").exists()
