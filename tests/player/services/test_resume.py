import json
from dataclasses import replace
from pathlib import Path

import pytest

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item, Playlist
from footlight_common.storage import Store
from footlight_player.core.memory import Memory
from footlight_player.services.resume import POSITION_INTERVAL_S, RESUME_DEBOUNCE_S, Resume

ITEMS = tuple(Item(uri=f"/media/{name}.mp4", title=name) for name in "abc")
MEMORY = Memory(playlist=Playlist(items=ITEMS, loop=True), index=1, position_s=4.5, paused=True, volume=40, muted=True)


class Disk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.open()

    def open(self) -> None:
        self.playlists = Store(self.folder / "playlist.json", self.clock, debounce_s=RESUME_DEBOUNCE_S)
        self.places = Store(self.folder / "place.json", self.clock, debounce_s=RESUME_DEBOUNCE_S)
        self.resume = Resume(self.playlists, self.places, self.clock)

    async def close(self) -> None:
        await self.playlists.close()
        await self.places.close()

    def place(self) -> dict[str, object]:
        return json.loads((self.folder / "place.json").read_text())["tables"]["place"]["1"]


@pytest.fixture
async def disk(data_dir):
    disk = Disk(data_dir)
    yield disk
    await disk.close()


async def test_what_was_playing_comes_back(disk):
    disk.resume.save(MEMORY)
    await disk.close()
    disk.open()
    assert disk.resume.load() == MEMORY


async def test_nothing_kept_is_nothing_to_play(disk):
    assert disk.resume.load() == Memory()


async def test_a_new_item_is_on_disk_within_a_second(disk, eventually):
    disk.resume.save(MEMORY)
    # The save before is over: the next begins its own wait.
    await disk.close()
    disk.resume.save(replace(MEMORY, index=2, position_s=0.0))
    await disk.clock.advance(RESUME_DEBOUNCE_S)
    await eventually(lambda: disk.place()["index"] == 2)


async def test_the_position_alone_is_kept_only_now_and_then(disk):
    disk.resume.save(MEMORY)
    await disk.close()
    for second in range(int(POSITION_INTERVAL_S) - 1):
        await disk.clock.advance(1.0)
        disk.resume.save(replace(MEMORY, position_s=5.0 + second))
    await disk.close()
    assert disk.place()["position_s"] == 4.5
    await disk.clock.advance(1.0)
    disk.resume.save(replace(MEMORY, position_s=34.0))
    await disk.close()
    assert disk.place()["position_s"] == 34.0


async def test_at_the_end_the_position_is_kept_to_the_second(disk):
    disk.resume.save(MEMORY)
    disk.resume.save(replace(MEMORY, position_s=7.25), to_the_second=True)
    await disk.close()
    assert disk.place()["position_s"] == 7.25


async def test_the_playlist_is_written_only_when_it_changes(disk):
    disk.resume.save(MEMORY)
    await disk.close()
    before = (disk.folder / "playlist.json").stat().st_mtime_ns
    disk.resume.save(replace(MEMORY, index=2))
    await disk.close()
    assert (disk.folder / "playlist.json").stat().st_mtime_ns == before


async def test_the_place_of_another_playlist_is_not_believed(disk):
    disk.resume.save(MEMORY)
    await disk.close()
    old_place = (disk.folder / "place.json").read_text()
    disk.resume.save(Memory(playlist=Playlist(items=ITEMS[:1]), volume=40))
    await disk.close()
    (disk.folder / "place.json").write_text(old_place)
    disk.open()
    assert disk.resume.load() == Memory(playlist=Playlist(items=ITEMS[:1]), volume=40, muted=True)


@pytest.mark.parametrize(
    "change", [{"index": 3}, {"index": -1}, {"index": "1"}, {"volume": 900}, {"position_s": -1.0}, {"paused": None}]
)
async def test_a_place_that_makes_no_sense_starts_idle_with_a_warning(disk, expect_log, change):
    expect_log("starts idle")
    disk.resume.save(MEMORY)
    await disk.close()
    document = {"version": 1, "tables": {"place": {"1": {**disk.place(), **change}}}}
    (disk.folder / "place.json").write_text(json.dumps(document))
    disk.open()
    assert disk.resume.load() == Memory()
