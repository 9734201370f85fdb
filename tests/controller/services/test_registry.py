"""The registry: what is written, how seldom, and what a stranger's file does to it."""

import dataclasses
import json

import pytest

from footlight_common.clock import ManualClock
from footlight_common.discovery import Address
from footlight_common.errors import DirectoryInUse, StorageError
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.known import IgnoredPlayer, KnownPlayer
from footlight_controller.services.registry import Registry

LOBBY = KnownPlayer(
    identity=PlayerIdentity(id="ab12000000000000", name="Lobby", area="Foyer", version="0.1.0"),
    addresses=(Address(host="127.0.0.1", port=8470), Address(host="::1", port=8471)),
    last_seen_s=1_000.0,
)

HALL = IgnoredPlayer(id="cd34000000000000", name="Hall", since_s=1_000.0)


def seen(last_seen_s: float) -> KnownPlayer:
    return dataclasses.replace(LOBBY, last_seen_s=last_seen_s)


async def test_a_row_comes_back_as_it_was(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    registry.put(LOBBY)
    await registry.close()
    again = Registry.own(data_dir, ManualClock())
    assert again.players() == [LOBBY]
    await again.close()


async def test_last_seen_alone_is_written_once_a_minute(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    registry.put(LOBBY)
    registry.put(seen(1_059.0))
    assert registry.players() == [LOBBY]
    registry.put(seen(1_060.0))
    assert registry.players() == [seen(1_060.0)]
    await registry.close()


async def test_anything_else_is_written_at_once(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    registry.put(LOBBY)
    moved = dataclasses.replace(seen(1_001.0), addresses=(Address(host="::1", port=1),))
    registry.put(moved)
    assert registry.players() == [moved]
    await registry.close()


async def test_a_removed_row_is_gone_and_the_others_are_changed_in_their_own_place(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    first, other = (
        dataclasses.replace(LOBBY, identity=PlayerIdentity(id=player_id, name="Hall"))
        for player_id in ("cd34000000000000", "ef56000000000000")
    )
    for player in (first, LOBBY, other):
        registry.put(player)
    registry.remove(LOBBY.identity.id)
    registry.remove(LOBBY.identity.id)
    moved = dataclasses.replace(other, addresses=())
    registry.put(moved)
    assert registry.players() == [first, moved]
    registry.put(LOBBY)
    await registry.close()
    again = Registry.own(data_dir, ManualClock())
    assert again.players() == [first, moved, LOBBY]
    await again.close()


async def test_who_is_ignored_comes_back_until_it_is_not(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    registry.ignore(HALL)
    registry.ignore(HALL)
    await registry.close()
    again = Registry.own(data_dir, ManualClock())
    assert again.ignored() == [HALL]
    assert again.players() == []
    again.unignore(HALL.id)
    again.unignore(HALL.id)
    assert again.ignored() == []
    await again.close()


async def test_a_copy_ignores_nobody(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    registry.ignore(HALL)
    await registry.close()
    assert Registry.copy(data_dir).ignored() == []


async def test_ignored_rows_that_are_none_are_passed_over_and_names_are_made_showable(data_dir, expect_log):
    rows = {
        "1": {"id": HALL.id, "name": "\x1b[2J", "since_s": 1.0},
        "2": {"id": "../etc", "name": "x", "since_s": 1.0},
        "3": {"id": 5},
    }
    (data_dir / "registry.json").write_text(json.dumps({"version": 1, "tables": {"ignored": rows}}))
    expect_log("passed over")
    registry = Registry.own(data_dir, ManualClock())
    assert registry.ignored() == [IgnoredPlayer(id=HALL.id, name="[2J", since_s=1.0)]
    await registry.close()


async def test_one_owner_at_a_time_and_copies_beside_it(data_dir):
    registry = Registry.own(data_dir, ManualClock())
    registry.put(LOBBY)
    await registry._store.flush()
    with pytest.raises(DirectoryInUse):
        Registry.own(data_dir, ManualClock())
    copy = Registry.copy(data_dir)
    assert copy.players() == [LOBBY]
    copy.remove(LOBBY.identity.id)
    await copy.close()
    assert registry.players() == [LOBBY]
    await registry.close()


def test_a_copy_of_nothing_is_empty_and_makes_no_directory(tmp_path):
    assert Registry.copy(tmp_path / "nowhere").players() == []
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"identity": {"id": "ab12000000000000"}},
        {"identity": {"id": "../etc", "name": "x"}},
        {"identity": {"id": "cd34000000000000", "name": "x"}, "addresses": [{"host": 1}]},
    ],
)
@pytest.mark.allow_log("passed over")
def test_a_row_that_is_none_is_passed_over(data_dir, row):
    rows = {"1": row, "2": dataclasses.asdict(LOBBY)}
    (data_dir / "registry.json").write_text(json.dumps({"version": 1, "tables": {"players": rows}}))
    assert Registry.copy(data_dir).players() == [LOBBY]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 99, "tables": {}}'])
def test_a_copy_of_a_broken_file_says_so(data_dir, text):
    (data_dir / "registry.json").write_text(text)
    copy = Registry.copy(data_dir)
    assert copy.players() == []
    assert "registry.json cannot be read" in copy.rescued
    assert "missing" in copy.rescued


def test_a_copy_of_a_broken_file_takes_the_one_before_and_says_so(data_dir):
    (data_dir / "registry.json").write_text("{")
    rows = {"1": dataclasses.asdict(LOBBY)}
    (data_dir / "registry.json.bak").write_text(json.dumps({"version": 1, "tables": {"players": rows}}))
    copy = Registry.copy(data_dir)
    assert copy.players() == [LOBBY]
    assert "the copy before it is used" in copy.rescued.lower()


def test_a_copy_of_a_whole_file_has_nothing_to_say(data_dir):
    (data_dir / "registry.json").write_text(json.dumps({"version": 1, "tables": {}}))
    assert Registry.copy(data_dir).rescued == ""


@pytest.mark.parametrize("below", ["", "deeper/still"])
@pytest.mark.parametrize("take", [Registry.copy, lambda path: Registry.own(path, ManualClock())], ids=["copy", "own"])
def test_a_file_in_place_of_the_directory_is_refused(tmp_path, below, take):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"is a file.*--data-dir"):
        take(tmp_path / "file" / below)
