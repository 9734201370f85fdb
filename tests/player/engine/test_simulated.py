from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from player.engine.contract import EngineContract, Rig

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.errors import MediaError, MediaMissing, MediaUnreachable, MediaUnsupported
from footlight_common.model.playback import Item
from footlight_player.core.ports import Ended, EngineEvent, Failed, Ready, Shown, Ticket
from footlight_player.engine.simulated import SimulatedEngine

FIRST, SECOND = Ticket(1), Ticket(2)


class TestContract(EngineContract):
    @pytest_asyncio.fixture
    async def rig(self) -> AsyncIterator[Rig]:
        rig = Rig(
            engine=SimulatedEngine(SystemClock()),
            short="sim:short?duration=0.6&open=0.02",
            other="sim:other?duration=0.6&open=0.02",
            long="sim:long?duration=20&open=0.02",
            missing="/nowhere/clip.mp4",
        )
        await rig.start()
        yield rig
        await rig.engine.close()


class Bench:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.engine = SimulatedEngine(self.clock)
        self.events: list[EngineEvent] = []

    async def put_on(self, uri: str, ticket: Ticket = FIRST) -> None:
        self.engine.prepare(ticket, Item(uri=uri))
        self.engine.show(ticket)
        await self.clock.advance(0)


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    await bench.engine.start(bench.events.append)
    yield bench
    await bench.engine.close()


async def test_time_alone_moves_it_thirty_frames_a_second(bench):
    await bench.put_on("sim:a?duration=7")
    await bench.clock.advance(2.0)
    readings = bench.engine.readings()
    assert (readings.position_s, readings.duration_s, readings.presented_frames) == (2.0, 7.0, 61)
    await bench.clock.advance(5.0)
    assert bench.events == [Ready(FIRST), Shown(FIRST, None), Ended(FIRST)]


async def test_opening_takes_as_long_as_the_uri_says(bench):
    bench.engine.prepare(FIRST, Item(uri="sim:a?open=0.2"))
    await bench.clock.advance(0.19)
    assert bench.events == []
    await bench.clock.advance(0.02)
    assert bench.events == [Ready(FIRST)]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("missing", MediaMissing), ("unsupported", MediaUnsupported), ("unreachable", MediaUnreachable)],
)
async def test_a_uri_can_fail_in_every_way(bench, word: str, kind: type[MediaError]):
    bench.engine.prepare(FIRST, Item(uri=f"sim:a?fail={word}"))
    await bench.clock.advance(0)
    (event,) = bench.events
    assert isinstance(event, Failed)
    assert type(event.error) is kind


async def test_a_uri_can_break_on_screen(bench):
    await bench.put_on("sim:a?fail=unsupported&at=3")
    await bench.clock.advance(2.9)
    assert isinstance(bench.events[-1], Shown)
    await bench.clock.advance(0.2)
    assert isinstance(bench.events[-1], Failed)
    assert bench.engine.readings().moving is False


async def test_a_uri_can_stall(bench):
    await bench.put_on("sim:a?stall=2")
    await bench.clock.advance(2.0)
    frames = bench.engine.readings().presented_frames
    await bench.clock.advance(60.0)
    readings = bench.engine.readings()
    assert (readings.presented_frames, readings.moving, readings.position_s) == (frames, True, 2.0)


async def test_a_live_stream_has_no_length_and_no_end(bench):
    await bench.put_on("sim:a?duration=live")
    await bench.clock.advance(100_000.0)
    assert bench.engine.readings().duration_s is None
    assert bench.events[-1] == Shown(FIRST, None)


@pytest.mark.parametrize("uri", ["sim:a?duration=-1", "sim:a?duration=nan", "sim:a?open=soon", "sim:a?fail=oddly"])
async def test_a_uri_that_makes_no_sense_is_unsupported(bench, uri: str):
    bench.engine.prepare(FIRST, Item(uri=uri))
    await bench.clock.advance(0)
    assert isinstance(bench.events[0], Failed)
    assert isinstance(bench.events[0].error, MediaUnsupported)


@pytest.mark.parametrize("form", ["{path}", "file://{path}"])
async def test_a_file_that_exists_plays_ten_seconds(bench, tmp_path, eventually, form: str):
    path = tmp_path / "clip one.mp4"
    path.touch()
    bench.engine.prepare(FIRST, Item(uri=form.format(path=path)))
    bench.engine.show(FIRST)
    await eventually(lambda: Shown(FIRST, None) in bench.events)
    assert bench.engine.readings().duration_s == 10.0


async def test_the_gap_of_an_armed_hand_off_is_one_frame(bench):
    await bench.put_on("sim:a?duration=7")
    bench.engine.prepare(SECOND, Item(uri="sim:b"))
    await bench.clock.advance(0)
    bench.engine.arm(SECOND)
    await bench.clock.advance(7.0)
    assert bench.events[-2:] == [Ended(FIRST), Shown(SECOND, pytest.approx(1000 / 30))]


async def test_the_gap_of_a_late_item_is_as_long_as_the_last_frame_stood(bench):
    await bench.put_on("sim:a?duration=7")
    await bench.clock.advance(7.0)
    await bench.put_on("sim:b?open=3", SECOND)
    await bench.clock.advance(3.0)
    assert bench.events[-1] == Shown(SECOND, pytest.approx(3000))


async def test_a_pause_puts_the_end_off(bench):
    await bench.put_on("sim:a?duration=7")
    await bench.clock.advance(5.0)
    bench.engine.pause()
    await bench.clock.advance(100.0)
    assert bench.engine.readings().position_s == 5.0
    bench.engine.resume()
    await bench.clock.advance(1.9)
    assert bench.events[-1] == Shown(FIRST, None)
    await bench.clock.advance(0.2)
    assert bench.events[-1] == Ended(FIRST)


async def test_a_seek_moves_the_end(bench):
    await bench.put_on("sim:a?duration=7")
    bench.engine.seek(6.5)
    await bench.clock.advance(0.6)
    assert bench.events[-1] == Ended(FIRST)


async def test_the_loudness_is_kept(bench):
    bench.engine.set_volume(30, muted=True)
    assert bench.engine.loudness == (30, True)
