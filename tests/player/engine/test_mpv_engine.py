"""The engine with real mpv and real files; only the window is missing."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from player.engine.contract import EngineContract, Rig
from player.engine.media import Media
from player.engine.unseen_screen import UnseenScreen

from footlight_common.errors import MediaError, MediaMissing, MediaUnreachable, MediaUnsupported
from footlight_player.core.ports import Ended, Failed, Ready, Shown
from footlight_player.engine import mpv_engine, options
from footlight_player.engine.mpv_engine import MpvEngine
from footlight_player.engine.recycling import Recycling


@pytest.fixture
def screen() -> Iterator[UnseenScreen]:
    screen = UnseenScreen()
    yield screen
    screen.close()


@contextlib.asynccontextmanager
async def started(engine: MpvEngine, media: Media) -> AsyncIterator[Rig]:
    rig = Rig(engine=engine, short=media.short, other=media.other, long=media.long, missing=media.missing)
    await rig.start()
    try:
        yield rig
    finally:
        await engine.close()


@pytest_asyncio.fixture
async def rig(screen: UnseenScreen, media: Media) -> AsyncIterator[Rig]:
    async with started(MpvEngine(screen, board=""), media) as rig:
        yield rig


class TestContract(EngineContract):
    pass


@pytest.mark.parametrize(
    ("what", "kind", "words"),
    [
        ("missing", MediaMissing, "There is no file"),
        ("text", MediaUnsupported, "not a video or picture"),
        ("empty", MediaUnsupported, "is empty"),
        ("folder", MediaUnsupported, "is a folder"),
        ("sound", MediaUnsupported, "only sound"),
        ("playlist", MediaUnsupported, "list of other files"),
    ],
)
async def test_what_is_no_video_fails_in_words_and_the_next_item_plays(rig, media, what, kind, words):
    ticket = rig.prepare(getattr(media, what))
    failed = await rig.wait(Failed, ticket)
    assert type(failed.error) is kind
    assert words in str(failed.error)
    await rig.put_on(media.other)


async def test_a_file_that_breaks_off_has_failed_and_not_ended(rig, media):
    ticket = await rig.put_on(media.cut_off)
    failed = await rig.wait(Failed, ticket)
    assert "broke off at" in str(failed.error)
    assert rig.find(Ended, ticket) == []


async def test_an_armed_item_takes_over_from_one_that_broke_off(rig, media):
    broken = await rig.put_on(media.cut_off)
    armed = rig.prepare(media.other)
    await rig.wait(Ready, armed)
    rig.arm(armed)
    await rig.wait(Shown, armed)
    kinds = [(type(event), event.ticket) for event in rig.events]
    assert kinds.index((Failed, broken)) < kinds.index((Shown, armed))


async def test_one_frame_and_pictures_are_shown_standing_and_then_end(screen, media, monkeypatch):
    monkeypatch.setitem(options._OPTIONS, "image-display-duration", 0.5)
    async with started(MpvEngine(screen, board=""), media) as rig:
        for uri in (media.picture, media.photo, media.one_frame):
            ticket = await rig.put_on(uri)
            assert rig.engine.readings().presented_frames >= 1
            await rig.wait(Ended, ticket)


async def test_a_picture_is_not_expected_to_move(rig, media):
    await rig.put_on(media.picture)
    assert rig.engine.readings().moving is False


async def test_the_gap_after_a_still_picture_counts_from_the_cut(rig, media):
    await rig.put_on(media.picture)
    following = rig.prepare(media.other)
    await rig.wait(Ready, following)
    await asyncio.sleep(0.5)
    rig.show(following)
    shown = await rig.wait(Shown, following)
    assert shown.gap_ms < 400


async def test_a_refused_connection_is_unreachable(rig, unused_tcp_port):
    ticket = rig.prepare(f"http://name:secret@127.0.0.1:{unused_tcp_port}/clip.mp4?key=1")
    failed = await rig.wait(Failed, ticket)
    assert type(failed.error) is MediaUnreachable
    assert "refused" in str(failed.error)
    assert "secret" not in str(failed.error)


async def test_a_server_that_sends_nothing_is_given_up_and_the_deck_is_free_again(screen, media):
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, started(MpvEngine(screen, board="", open_deadline_s=0.5), media) as rig:
        ticket = rig.prepare(f"http://127.0.0.1:{port}/clip.mp4")
        failed = await rig.wait(Failed, ticket)
        assert type(failed.error) is MediaUnreachable
        await rig.put_on(media.other)


async def test_a_first_frame_that_mpv_did_not_wait_for_is_still_there(rig, screen, media):
    # mpv gives up on a frame after 200 ms, and then has nothing new to report.
    screen.slow_s = 0.4
    ticket = rig.prepare(media.long)
    await rig.wait(Ready, ticket)


async def test_the_second_of_two_quick_shows_is_what_stays(rig, media):
    await rig.put_on(media.long)
    first = rig.prepare(media.short)
    await rig.wait(Ready, first)
    rig.show(first)
    second = rig.prepare(media.other)
    rig.show(second)
    await rig.wait(Shown, second)
    await rig.wait(Ended, second)


async def test_sought_while_held_it_goes_on_from_there(rig, media):
    await rig.put_on(media.long)
    rig.call(rig.engine.pause)
    rig.call(lambda: rig.engine.seek(8.0))
    await asyncio.sleep(0.2)
    assert rig.engine.readings().position_s == pytest.approx(8.0, abs=0.1)
    rig.call(rig.engine.resume)
    await rig.until(lambda now: 8.1 < now.position_s < 12)


async def test_a_start_beyond_the_end_is_shown_and_ends(rig, media):
    ticket = rig.prepare(media.other, 30.0)
    rig.show(ticket)
    await rig.wait(Shown, ticket)
    await rig.wait(Ended, ticket)


async def test_both_decks_are_replaced_when_the_process_grows_and_the_list_plays_on(screen, media):
    recycling = Recycling(max_more_files=-1000, max_more_bytes=1 << 40, warm_up_items=1)
    async with started(MpvEngine(screen, board="", recycling=recycling), media) as rig:
        await rig.put_on(media.other)
        for _ in range(4):
            ticket = rig.prepare(media.other)
            await rig.wait(Ready, ticket)
            rig.arm(ticket)
            await rig.wait(Shown, ticket)
    again = [line for line in screen.log[2:] if line.startswith("attach")]
    assert set(again) >= {"attach 0", "attach 1"}


async def test_closing_lets_go_of_the_screen_before_mpv_ends(rig, screen, media):
    await rig.put_on(media.long)
    await rig.engine.close()
    assert screen.log[-3:] == ["blank", "detach 0", "detach 1"]
    await rig.engine.close()


async def test_a_screen_that_refuses_breaks_the_engine_for_all_to_see(screen, media, expect_log):
    expect_log("the engine broke")
    recycling = Recycling(max_more_files=-1000, max_more_bytes=1 << 40, warm_up_items=1)
    async with started(MpvEngine(screen, board="", recycling=recycling), media) as rig:
        broken = asyncio.create_task(rig.engine.until_broken())
        await rig.put_on(media.other)
        await rig.put_on(media.other)
        screen.attach = lambda _deck, _player: (_ for _ in ()).throw(MediaError("no more screen"))
        await rig.put_on(media.other)
        with pytest.raises(MediaError, match="no more screen"):
            await broken


async def test_the_engine_is_silent_while_the_window_does_not_answer(screen, media, monkeypatch, eventually):
    monkeypatch.setattr(mpv_engine, "LOOK_EVERY_S", 0.01)
    async with started(MpvEngine(screen, board=""), media) as rig:
        await rig.put_on(media.long)
        go_on = threading.Event()
        screen.do(go_on.wait)
        await eventually(lambda: rig.engine.readings().silent_s > 1)
        go_on.set()
        await eventually(lambda: rig.engine.readings().silent_s < 0.5)
