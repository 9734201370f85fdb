"""A document survives kills, full disks and damage, and says what happened to it."""

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys

import pytest

from footlight_common.errors import DirectoryInUse, StorageError
from footlight_common.storage import AtomicJSONStorage, DataDirectory

KILLS = 20


def tables(number):
    return {"_default": {"1": {"number": number}}}


@pytest.fixture
def path(data_dir):
    return data_dir / "registry.json"


@pytest.fixture
def storage(path):
    return AtomicJSONStorage(path)


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_no_file_is_no_document(storage):
    assert storage.read() is None
    assert storage.rescued == ""


def test_document_comes_back(path, storage):
    storage.write(tables(1))
    assert AtomicJSONStorage(path).read() == tables(1)


def test_emptied_document_is_empty_and_not_the_one_before(path, storage):
    storage.write(tables(1))
    storage.write({})
    assert AtomicJSONStorage(path).read() == {}


def test_text_of_any_kind_comes_back(path, storage):
    odd = {"_default": {"1": {"name": "Küche 🎬", "file": os.fsdecode(b"\xff.mp4"), "nul": "\x00"}}}
    storage.write(odd)
    assert AtomicJSONStorage(path).read() == odd


def test_only_the_owner_may_read(path, storage):
    storage.write(tables(1))
    storage.write(tables(2))
    assert [stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()] == [0o600, 0o600]


def test_the_copy_before_is_kept_and_nothing_else(path, storage):
    for number in range(4):
        storage.write(tables(number))
    assert names(path.parent) == ["registry.json", "registry.json.bak"]
    assert json.loads((path.parent / "registry.json.bak").read_text())["tables"] == tables(2)


def test_a_save_cut_off_half_way_is_cleared_away_by_the_next(path, storage):
    storage.write(tables(1))
    (path.parent / "registry.json.new").write_text('{"version": 1, "tab')
    os.link(path, path.parent / "registry.json.old")
    os.link(path, path.parent / "registry.json.bak")
    storage.write(tables(2))
    assert AtomicJSONStorage(path).read() == tables(2)
    assert names(path.parent) == ["registry.json", "registry.json.bak"]


def test_disk_without_second_names_keeps_a_copy_too(path, storage, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    storage.write(tables(1))
    storage.write(tables(2))
    assert AtomicJSONStorage(path).read() == tables(2)
    assert json.loads((path.parent / "registry.json.bak").read_text())["tables"] == tables(1)


DAMAGED = [
    b"",
    b"\x00" * 500,
    b"{",
    b"[]",
    b"null",
    b"{}",
    b"\xff",
    b"[" * 100_000,
    b'{"version": 1}',
    b'{"version": 1, "tables": []}',
    b'{"version": 1, "tables": {"_default": []}}',
    b'{"version": 1, "tables": {"_default": {"one": {}}}}',
    b'{"version": 1, "tables": {"_default": {"1": 1}}}',
    b'{"version": 99, "tables": {}}',
    b'{"tables": {}}',
]


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda damage: repr(damage[:45]))
def test_damaged_document_is_put_aside_and_the_one_before_used(path, storage, damage, expect_log):
    expect_log("registry.json could not be read")
    storage.write(tables(1))
    storage.write(tables(2))
    path.write_bytes(damage)
    again = AtomicJSONStorage(path)
    assert again.read() == tables(1)
    [kept] = path.parent.glob("*.corrupt.*")
    assert kept.read_bytes() == damage
    assert kept.name in again.rescued
    assert "the copy before it is used" in again.rescued


@pytest.mark.allow_log("could not be read")
def test_after_a_rescue_nothing_is_lost_by_starting_again_or_saving(path, storage):
    storage.write(tables(1))
    storage.write(tables(2))
    path.write_bytes(b"{")
    AtomicJSONStorage(path).read()
    second = AtomicJSONStorage(path)
    assert second.read() == tables(1)
    assert second.rescued == ""
    second.write(tables(3))
    assert AtomicJSONStorage(path).read() == tables(3)


@pytest.mark.allow_log("could not be read")
def test_document_and_copy_both_damaged_start_empty_and_both_are_kept(path, storage):
    path.write_bytes(b"{")
    (path.parent / "registry.json.bak").write_bytes(b"[")
    assert storage.read() is None
    assert "registry.json.corrupt." in storage.rescued
    assert "registry.json.bak.corrupt." in storage.rescued
    assert "it starts empty" in storage.rescued
    assert len(names(path.parent)) == 2


def test_what_cannot_be_read_for_another_reason_is_an_error_and_stays(path, storage):
    path.mkdir()
    with pytest.raises(StorageError, match="Is a directory"):
        storage.read()
    assert names(path.parent) == ["registry.json"]


SAVES_FOR_EVER = """
import sys
from footlight_common.storage import AtomicJSONStorage
storage = AtomicJSONStorage(sys.argv[1])
for number in range(int(sys.argv[2]), 10**9):
    storage.write({"_default": {"1": {"number": number, "ballast": "x" * 20_000}}})
    print(number, flush=True)
"""


def test_kill_at_any_moment_loses_nothing_that_was_saved(path, storage):
    chance = random.Random(8470)
    saved = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVES_FOR_EVER, str(path), str(saved + 1)], stdout=subprocess.PIPE, text=True
        )
        with process:
            told = [int(process.stdout.readline()) for _ in range(chance.randint(1, 12))]
            process.send_signal(signal.SIGKILL)
            told += [int(line) for line in process.stdout]
        document = AtomicJSONStorage(path).read()
        assert document is not None
        saved = document["_default"]["1"]["number"]
        # The one after the last that was told may have been renamed already.
        assert told[-1] <= saved <= told[-1] + 1
    assert storage.rescued == ""
    assert set(names(path.parent)) <= {"registry.json", "registry.json.bak", "registry.json.new", "registry.json.old"}


SAVES_ON_A_FULL_DISK = """
import resource, sys
from footlight_common.errors import StorageError
from footlight_common.storage import AtomicJSONStorage
storage = AtomicJSONStorage(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    storage.write({"_default": {"1": {"ballast": "x" * 20_000}}})
except StorageError as err:
    print(err)
"""


def test_full_disk_is_an_error_that_leaves_the_old_document(path, storage):
    storage.write(tables(1))
    storage.write(tables(2))
    said = subprocess.run(
        [sys.executable, "-c", SAVES_ON_A_FULL_DISK, str(path)], capture_output=True, text=True, check=True, timeout=30
    )
    assert said.stdout.startswith(f"cannot save {path}: File too large. What was saved before is intact")
    assert AtomicJSONStorage(path).read() == tables(2)
    assert names(path.parent) == ["registry.json", "registry.json.bak"]


HOLDS = """
import sys
from pathlib import Path
from footlight_common.storage import DataDirectory
with DataDirectory(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_directory_has_one_owner_until_it_ends_however_it_ends(tmp_path):
    path = tmp_path / "made" / "here"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout.readline() == "held\n"
        with pytest.raises(DirectoryInUse, match="another process uses the data directory"):
            DataDirectory(path)
        owner.kill()
    with DataDirectory(path) as directory:
        assert directory.path == path
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    DataDirectory(path).close()


def test_directory_that_cannot_be_made_is_an_error_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"cannot use the data directory .*: (File exists|Not a directory)\. Choose"):
        DataDirectory(tmp_path / "file" / "data")
