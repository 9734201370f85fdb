import asyncio

import pytest

from footlight_common.clock import ManualClock
from footlight_common.errors import NoPicture
from footlight_player.core.camera import ImageType
from footlight_player.services.screenshots import Screenshots


class Shot:
    def __init__(self, number):
        self.number = number

    def encode(self, width_px, kind):
        return f"{self.number} {width_px}".encode(), kind


class Camera:
    def __init__(self):
        self.grabs = 0
        self.broken = False
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def grab(self, width_px):
        self.grabs += 1
        await self.go_on.wait()
        if self.broken:
            raise NoPicture("The display is off.")
        return Shot(self.grabs)


@pytest.fixture
async def camera():
    return Camera()


@pytest.fixture
async def clock():
    return ManualClock()


@pytest.fixture
async def screenshots(camera, clock):
    screenshots = Screenshots(camera, clock)
    yield screenshots
    await screenshots.close()


async def test_all_who_ask_within_a_second_share_one_grab(screenshots, camera, clock):
    files = await asyncio.gather(
        screenshots.take(640, ImageType.PNG),
        screenshots.take(320, ImageType.JPEG),
        screenshots.take(320, ImageType.JPEG),
    )
    await clock.advance(0.9)
    files.append(await screenshots.take(320, ImageType.JPEG))
    jpeg, png = (b"1 320", ImageType.JPEG), (b"1 640", ImageType.PNG)
    assert files == [png, jpeg, jpeg, jpeg]
    assert camera.grabs == 1


async def test_after_a_second_there_is_a_new_one(screenshots, clock):
    await screenshots.take(320, ImageType.JPEG)
    await clock.advance(1.0)
    assert await screenshots.take(320, ImageType.JPEG) == (b"2 320", ImageType.JPEG)


async def test_nothing_is_grabbed_when_nobody_asks(screenshots, camera, clock):
    await clock.advance(60.0)
    assert camera.grabs == 0


async def test_after_a_failure_the_next_who_asks_gets_a_new_try(screenshots, camera):
    camera.broken = True
    with pytest.raises(NoPicture):
        await screenshots.take(320, ImageType.JPEG)
    camera.broken = False
    assert await screenshots.take(320, ImageType.JPEG) == (b"2 320", ImageType.JPEG)


async def test_one_who_goes_away_does_not_take_the_picture_from_the_others(screenshots, camera):
    camera.go_on.clear()
    leaving = asyncio.create_task(screenshots.take(320, ImageType.JPEG))
    staying = asyncio.create_task(screenshots.take(320, ImageType.JPEG))
    await asyncio.sleep(0)
    leaving.cancel()
    camera.go_on.set()
    assert await staying == (b"1 320", ImageType.JPEG)


async def test_a_slow_grab_is_not_started_twice(screenshots, camera, clock):
    camera.go_on.clear()
    first = asyncio.create_task(screenshots.take(320, ImageType.JPEG))
    await asyncio.sleep(0)
    await clock.advance(5.0)
    second = asyncio.create_task(screenshots.take(320, ImageType.JPEG))
    await asyncio.sleep(0)
    camera.go_on.set()
    assert await first == await second
    assert camera.grabs == 1


async def test_who_wants_a_larger_one_waits_for_the_next_second(screenshots, camera, clock, eventually):
    await screenshots.take(320, ImageType.JPEG)
    larger = asyncio.create_task(screenshots.take(1280, ImageType.JPEG))
    await clock.advance(0.9)
    assert camera.grabs == 1
    await clock.advance(0.1)
    assert await larger == (b"2 1280", ImageType.JPEG)
    assert await screenshots.take(320, ImageType.JPEG) == (b"2 320", ImageType.JPEG)
