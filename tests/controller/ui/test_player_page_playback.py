import asyncio

import pytest
from controller.ui.fleet import offline, player, playing
from controller.ui.player_desk import ITEMS, Desk
from controller.ui.stories import teller
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from footlight_common.errors import NoPicture, Unreachable
from footlight_common.model.playback import Playback, Playlist
from footlight_common.protocol.commands import (
    Play,
    Seek,
    SetVolume,
)


def by_key(rows, index):
    rows.setCurrentIndex(index)
    QTest.keyClick(rows, Qt.Key.Key_Return)


def by_mouse(rows, index):
    place = rows.visualRect(index).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


def test_the_position_runs_on_between_reports(tell, eventually):
    async def story(desk):
        desk.show(player(taken_s=desk.clock.monotonic_s()))
        assert desk.page.transport.position.text() == "1:05"
        await desk.clock.advance(2.0)
        await eventually(lambda: desk.page.transport.position.text() == "1:07")
        assert desk.page.transport.seek.value() == 670
        assert desk.page.transport.length.text() == "3:20"

    tell(story)


def test_seeking_is_sent_when_let_go_and_the_knob_stays_there(tell, eventually):
    async def story(desk):
        desk.show(player())
        seek = desk.page.transport.seek
        middle = QPointF(seek.width() / 2, seek.height() / 2).toPoint()
        QTest.mousePress(seek, Qt.MouseButton.LeftButton, pos=middle)
        desk.change(player())
        assert seek.value() == pytest.approx(1000, abs=5)
        assert desk.page.transport.position.text() in ("1:39", "1:40")
        assert desk.port.sent == []
        QTest.mouseRelease(seek, Qt.MouseButton.LeftButton, pos=middle)
        await eventually(lambda: desk.port.sent)
        assert desk.port.sent == [Seek(position_s=seek.value() / 10)]
        desk.change(player())
        assert seek.value() == pytest.approx(1000, abs=5)

    tell(story)


def test_steps_by_key_are_sent_once_where_they_end(tell, eventually):
    async def story(desk):
        desk.show(player(playback=playing(volume=50)))
        for _ in range(3):
            QTest.keyClick(desk.page.transport.volume, Qt.Key.Key_Right)
        assert desk.page.transport.level.text() == "65 %"
        await eventually(lambda: desk.port.sent)
        assert desk.port.sent == [SetVolume(level=65)]

    tell(story)


def test_a_knob_held_when_the_item_changes_is_let_go(tell):
    async def story(desk):
        desk.show(player())
        seek = desk.page.transport.seek
        QTest.mousePress(seek, Qt.MouseButton.LeftButton, pos=seek.rect().center())
        desk.change(player(playback=playing("other.mp4", position_s=3.0)))
        assert seek.value() == 30
        QTest.mouseRelease(seek, Qt.MouseButton.LeftButton, pos=seek.rect().center())
        assert desk.port.sent == []

    tell(story)


def test_a_live_stream_and_an_endless_item_cannot_be_sought_in(tell):
    async def story(desk):
        desk.show(player(playback=playing(duration_s=None)))
        assert not desk.page.transport.seek.isEnabled()
        assert desk.page.transport.length.text() == "Live"
        desk.change(player(playback=playing(duration_s=1e12)))
        assert not desk.page.transport.seek.isEnabled()

    tell(story)


def test_the_picture_is_asked_for_while_one_looks_and_one_at_a_time(tell, eventually):
    async def story(desk):
        desk.port.hold = asyncio.Event()
        desk.page.show_player(player())
        await asyncio.sleep(0)
        assert desk.port.pictures_asked == []
        desk.page.show()
        await eventually(lambda: desk.port.pictures_asked)
        desk.page.picture._ask()
        desk.change(player())
        await asyncio.sleep(0)
        assert len(desk.port.pictures_asked) == 1
        desk.port.hold.set()
        await eventually(lambda: not desk.page.picture.image.isNull())
        await eventually(lambda: len(desk.port.pictures_asked) == 2)
        assert desk.page.picture.why == ""
        desk.page.hide()
        assert not desk.page.picture._again.isActive()

    tell(story)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (NoPicture("this player has no window."), "This player has no window."),
        (Unreachable("no answer in time."), "No answer in time."),
    ],
)
def test_where_there_is_no_picture_it_says_why(tell, eventually, error, why):
    async def story(desk):
        desk.port.picture_error = error
        desk.show(player())
        await eventually(lambda: desk.page.picture.why == why)
        assert desk.page.picture.image.isNull()
        assert why in desk.page.picture.accessibleDescription()

    tell(story)


def test_a_picture_that_cannot_be_read_is_said(tell, eventually):
    async def story(desk):
        desk.port.picture = b"no picture at all"
        desk.show(player())
        await eventually(lambda: "cannot be read" in desk.page.picture.why)

    tell(story)


def test_the_picture_of_one_player_never_shows_for_another(tell, eventually):
    async def story(desk):
        desk.port.hold = asyncio.Event()
        desk.show(player(1, "Lobby"))
        await eventually(lambda: desk.port.pictures_asked)
        first, desk.port.hold = desk.port.hold, asyncio.Event()
        desk.page.show_player(player(2, "Bar"))
        await eventually(lambda: [asked for asked, _ in desk.port.pictures_asked] == [player(1).id, player(2).id])
        first.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert desk.page.picture.image.isNull()
        desk.port.hold.set()
        await eventually(lambda: not desk.page.picture.image.isNull())

    tell(story)


def test_a_picture_that_comes_after_the_player_went_is_not_shown(tell, eventually):
    async def story(desk):
        desk.port.hold = asyncio.Event()
        desk.show(player())
        await eventually(lambda: desk.port.pictures_asked)
        desk.change(player(link=offline("Away.")))
        desk.port.hold.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert desk.page.picture.image.isNull()
        assert desk.page.picture.why == "Away."

    tell(story)


def test_a_picture_of_another_shape_stands_on_black_unstretched(tell, eventually):
    async def story(desk):
        desk.show(player())
        await eventually(lambda: not desk.page.picture.image.isNull())
        shot = desk.page.picture.grab().toImage()
        middle = shot.height() // 2
        assert shot.pixelColor(shot.width() // 8, middle).name() == "#000000"
        assert shot.pixelColor(shot.width() // 2, middle).name() != "#000000"

    tell(story)


def test_the_queue_is_fetched_once_for_each_list(tell, eventually):
    async def story(desk):
        desk.show(player(playback=playing(list_number=1)))
        await eventually(lambda: desk.page.queue.model.items == ITEMS)
        desk.change(player(playback=playing(list_number=1, index=3)))
        assert desk.page.queue.model.current == 3
        await asyncio.sleep(0)
        assert len(desk.port.playlists_asked) == 1
        desk.port.items = Playlist(items=ITEMS[:2])
        desk.change(player(playback=playing(list_number=2, index=0, count=2)))
        await eventually(lambda: desk.page.queue.model.items == ITEMS[:2])
        desk.change(player(playback=Playback(list_number=3)))
        assert desk.page.queue.model.items == ()
        assert "Nothing is queued" in desk.page.queue.message.text()
        assert len(desk.port.playlists_asked) == 2

    tell(story)


@pytest.mark.parametrize("point", [by_key, by_mouse])
def test_the_queue_plays_from_where_one_points(tell, eventually, point):
    async def story(desk):
        desk.show(player())
        queue = desk.page.queue
        await eventually(lambda: queue.list.isVisible())
        point(queue.list, queue.model.index(2))
        await eventually(lambda: desk.port.sent == [Play(items=ITEMS, loop=True, start=2)])

    tell(story)


def test_a_queue_that_cannot_be_read_says_why_and_can_be_tried_again(tell, eventually):
    async def story(desk):
        desk.port.playlist_error = Unreachable("no answer in time.")
        desk.show(player())
        await eventually(lambda: desk.page.queue.message.text() == "No answer in time.")
        desk.port.playlist_error = None
        desk.page.queue.retry.click()
        await eventually(lambda: desk.page.queue.model.items == ITEMS)
        assert not desk.page.queue.retry.isVisible()

    tell(story)
