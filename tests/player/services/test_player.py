import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from player.actors import actor

from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, PlaybackState, Playlist, StopReason
from footlight_common.protocol.commands import Identify, Pause, Play, SetVolume, Stop
from footlight_common.protocol.topics import Topic
from footlight_player.core.kiosk import KioskView
from footlight_player.core.memory import Memory
from footlight_player.core.ports import Readings

LONG = Play(items=(Item(uri="sim:long?duration=1000"),))


class Listener:
    def __init__(self) -> None:
        self.heard: list[dict[str, object]] = []

    def __call__(self, _: Topic, __: str, text: str) -> None:
        self.heard.append(json.loads(text))


@contextlib.asynccontextmanager
async def running(bench, progress=lambda: None) -> AsyncIterator[None]:
    task = asyncio.create_task(bench.player.run(progress))
    yield
    task.cancel()
    await asyncio.wait([task])


async def test_a_status_is_told_when_something_changed_and_not_when_time_passed(bench, eventually):
    listener = Listener()
    heard = listener.heard
    bench.player.feed.listen((Topic.DEVICES,), listener)
    bench.do(LONG)
    await bench.clock.advance(0)
    before = len(heard)
    ticks: list[int] = []
    async with running(bench, lambda: ticks.append(1)):
        await eventually(lambda: ticks)
        await bench.clock.advance(5.0)
        await eventually(lambda: len(ticks) >= 5)
    assert before > 0
    assert len(heard) == before
    assert heard[-1]["status"]["playback"]["state"] == "playing"


async def test_stats_come_once_a_second_to_whoever_asked(bench, eventually):
    listener = Listener()
    heard = listener.heard
    bench.player.feed.listen((Topic.DASHBOARD,), listener)
    bench.do(LONG)
    async with running(bench):
        await eventually(lambda: heard)
        for wanted in (2, 3, 4):
            await bench.clock.advance(1.0)
            await eventually(lambda wanted=wanted: len(heard) >= wanted)
    assert len(heard) == 4
    update = heard[-1]
    assert update["type"] == "stats_update"
    assert update["position_s"] == pytest.approx(3.0)
    assert update["stats"]["presented_fps"] == pytest.approx(30.0)


async def test_the_figures_of_this_machine_are_real(bench, eventually):
    async with running(bench):
        await eventually(lambda: bench.player.status().stats.rss_bytes)
    stats = bench.player.status().stats
    assert stats.rss_bytes > 1_000_000
    assert stats.open_files > 0
    assert 0 < stats.memory_percent < 100
    assert stats.disk_free_bytes > 0


async def test_progress_is_told_after_each_tick(bench, eventually):
    ticks: list[int] = []
    async with running(bench, lambda: ticks.append(1)):
        await eventually(lambda: ticks)
        await bench.clock.advance(1.0)
        await eventually(lambda: len(ticks) == 2)


async def test_no_progress_is_told_while_the_engine_is_silent(bench, eventually, monkeypatch):
    silences_s = {0.0: 0.0, 1.0: 11.0, 2.0: 12.0, 3.0: 0.5}
    monkeypatch.setattr(bench.engine, "readings", lambda: Readings(silent_s=silences_s[bench.clock.monotonic_s()]))
    ticks: list[float] = []
    async with running(bench, lambda: ticks.append(bench.clock.monotonic_s())):
        await eventually(lambda: ticks)
        await bench.clock.advance(3.0)
        await eventually(lambda: len(ticks) >= 2)
    assert ticks == [0.0, 3.0]


async def test_a_change_is_remembered_at_once(bench):
    bench.do(LONG)
    assert bench.memories[-1].playlist.items == LONG.items
    bench.do(SetVolume(level=5))
    assert bench.memories[-1].volume == 5


async def test_a_player_plays_on_where_it_was(bench):
    memory = Memory(playlist=Playlist(items=(Item(uri="sim:a"), Item(uri="sim:b?duration=9"))), index=1, position_s=4.0)
    await bench.player.start(memory)
    await bench.clock.advance(1.0)
    status = bench.player.status().playback
    assert (status.state, status.index) == (PlaybackState.PLAYING, 1)
    assert bench.engine.readings().position_s == pytest.approx(5.0)


async def test_the_window_shows_idle_with_the_address_until_something_plays(bench):
    bench.player.overlay.set_addresses(("127.0.0.1:8470",))
    idle = KioskView(name="Lobby", area="Foyer", addresses=("127.0.0.1:8470",), idle=True)
    assert bench.views[-1] == idle
    bench.do(LONG)
    await bench.clock.advance(0)
    assert bench.views[-1] == replace(idle, idle=False)
    bench.do(Pause())
    assert bench.views[-1].idle is False
    bench.do(Stop())
    assert bench.views[-1] == idle


async def test_identify_shows_the_name_for_as_long_as_was_asked(bench):
    bench.do(Identify(duration_s=5.0))
    await bench.clock.advance(4.9)
    assert bench.views[-1].identifying
    await bench.clock.advance(0.2)
    assert not bench.views[-1].identifying


async def test_identify_again_starts_the_time_again(bench):
    bench.do(Identify(duration_s=5.0))
    await bench.clock.advance(4.0)
    bench.do(Identify(duration_s=5.0))
    await bench.clock.advance(4.0)
    assert bench.views[-1].identifying
    await bench.clock.advance(1.1)
    assert not bench.views[-1].identifying


async def test_who_comes_and_goes_and_how_it_ends_is_told_in_order(bench):
    bench.do(Play(items=(Item(uri="sim:a?duration=60"),)))
    await bench.clock.advance(1.0)
    desk = actor("Ada")
    bench.player.enter(desk)
    bench.player.leave(desk)
    await bench.close()
    tags = [event.__struct_config__.tag for event in bench.told]
    assert tags == [
        "power_on",
        "command_completed",
        "playback_started",
        "controller_came",
        "controller_left",
        "playback_stopped",
        "power_off",
    ]
    assert [event.seq for event in bench.told] == list(range(1, 8))
    assert bench.told[5].reason is StopReason.CLOSED
    assert bench.told[6].reason is OffReason.SHUTDOWN
    assert bench.player.memory.playlist.items
