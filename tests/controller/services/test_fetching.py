"""Pictures and playlists over HTTP, from a real player and from one that answers what it should not."""

import contextlib

import pytest
from aiohttp import web
from controller.services.boxes import Box
from controller.services.home import claimed_context, home
from controller.services.states import is_offline, is_online

from footlight_common.discovery import Address
from footlight_common.errors import (
    InvalidArgument,
    MessageTooLarge,
    NoPicture,
    NotLinked,
    NotOnThisMachine,
    ProtocolError,
    Unreachable,
)
from footlight_common.model.playback import Item, Playlist
from footlight_common.protocol.commands import Play
from footlight_controller.core.images import image_type

REAL_ID = "0123456789abcdef"
ITEMS = tuple(Item(uri=f"sim:{number}?duration=live", title=f"Clip {number}") for number in range(3))


class BlackedOut:
    """A camera with nothing before it."""

    async def grab(self, _width_px):
        msg = "The screen is off. Switch it on."
        raise NoPicture(msg)


@pytest.fixture
async def serve():
    """Starts the real server of a player with the simulated engine; returns its address."""
    boxes = []

    async def start(camera=None) -> Address:
        boxes.append(await Box(REAL_ID, camera=camera).start(home()))
        return boxes[-1].address

    yield start
    for box in boxes:
        await box.stop()


async def test_the_picture_on_the_screen_of_a_player_arrives_in_the_width_that_was_asked_for(
    controller, serve, eventually
):
    await controller.add(await serve())
    await eventually(is_online(controller, REAL_ID))
    picture = await controller.screenshot(REAL_ID, 160)
    assert image_type(picture) == "png"
    assert int.from_bytes(picture[16:20]) == 160


async def test_a_player_without_a_picture_says_why(controller, serve, eventually):
    await controller.add(await serve(BlackedOut()))
    await eventually(is_online(controller, REAL_ID))
    with pytest.raises(NoPicture, match=r"The screen is off\. Switch it on\."):
        await controller.screenshot(REAL_ID, 160)


@pytest.mark.parametrize(("width_px", "kind"), [(8, "jpeg"), (5000, "jpeg"), (160, "tiff")])
async def test_what_a_player_does_not_take_is_refused_in_its_words(controller, serve, eventually, width_px, kind):
    await controller.add(await serve())
    await eventually(is_online(controller, REAL_ID))
    with pytest.raises(InvalidArgument, match="width is a whole number from 16"):
        await controller.screenshot(REAL_ID, width_px, kind)


async def test_the_whole_playlist_of_a_player_arrives(controller, serve, eventually):
    await controller.add(await serve())
    await eventually(is_online(controller, REAL_ID))
    assert await controller.playlist(REAL_ID) == Playlist()
    await controller.command(REAL_ID, Play(items=ITEMS, loop=True))
    assert await controller.playlist(REAL_ID) == Playlist(items=ITEMS, loop=True)


async def test_nothing_is_asked_of_a_player_that_is_offline_or_unknown(online, player, eventually):
    await player.stop()
    player_id = player.identity.id
    await eventually(is_offline(online))
    with pytest.raises(NotLinked, match="the player is offline"):
        await online.screenshot(player_id, 160)
    with pytest.raises(NotLinked, match="the player is offline"):
        await online.playlist(player_id)
    with pytest.raises(NotLinked, match="not in the list any more"):
        await online.screenshot(REAL_ID, 160)


@pytest.fixture
async def told(make_controller, make_player, eventually):
    """A controller with one player, which answers every question over HTTP as the test says."""
    player = await make_player(REAL_ID)
    controller = make_controller()
    await controller.start()
    await controller.add(player.address)
    await eventually(is_online(controller, REAL_ID))
    yield controller, player
    await controller.close()


async def answer_with(respond, status=200, body=b"", headers=None):
    async def handle(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers=headers)

    await respond(handle)


@pytest.fixture
async def respond(told):
    """Puts a server with this handler at the other end of the link."""
    controller, _ = told
    runners = []

    async def put(handle) -> None:
        app = web.Application()
        app.router.add_get("/screenshot", handle)
        app.router.add_get("/playlist", handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=claimed_context(REAL_ID))
        await site.start()
        peer = Address(host="127.0.0.1", port=runner.addresses[0][1])
        controller._links.of(REAL_ID)._connection.peer = peer

    yield put
    for runner in runners:
        await runner.cleanup()


async def test_a_player_that_knows_no_pictures_is_too_old(told):
    controller, _ = told
    with pytest.raises(ProtocolError, match="too old to give out pictures of its screen"):
        await controller.screenshot(REAL_ID, 160)
    with pytest.raises(ProtocolError, match="too old to give out its playlist"):
        await controller.playlist(REAL_ID)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, b"<html>", "something else than a picture"),
        (500, b"\x1b[2J", "HTTP 500"),
        (503, b"", "HTTP 503"),
        (302, b"", "redirect"),
    ],
)
async def test_an_answer_that_is_no_picture_is_an_error_of_our_own_words(told, respond, status, body, words):
    controller, _ = told
    await answer_with(respond, status, body, {"Location": "http://192.0.2.20/"})
    with pytest.raises((ProtocolError, Unreachable), match=words):
        await controller.screenshot(REAL_ID, 160)


async def test_the_words_of_a_player_reach_nobody_unchecked(told, respond):
    controller, _ = told
    await answer_with(respond, 503, b"\x1b[2JThe screen is off.\n" + b"x" * 10_000)
    with pytest.raises(NoPicture) as caught:
        await controller.screenshot(REAL_ID, 160)
    assert str(caught.value).startswith("[2JThe screen is off. xxx")
    assert len(str(caught.value)) == 300


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"\xff\xfe", b'{"items": [{"uri": 5}]}', b'{"items": [{"uri": ""}]}', b'{"items": [], "loop": "yes"}'],
)
async def test_a_playlist_that_is_none_is_an_error(told, respond, body):
    controller, _ = told
    await answer_with(respond, body=body)
    with pytest.raises(ProtocolError, match="a playlist that cannot be read"):
        await controller.playlist(REAL_ID)


async def test_no_more_is_read_than_the_limit(told, respond):
    controller, _ = told
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while True:
                sent += 64 * 1024
                await response.write(bytes(64 * 1024))
        return response

    await respond(endless)
    with pytest.raises(MessageTooLarge, match="more than 2048 KiB"):
        await controller.screenshot(REAL_ID, 160)
    # What fits into the buffers of the two sockets was sent in vain.
    assert sent < 32 * 1024 * 1024


async def test_a_player_that_does_not_answer_is_given_up(told, respond, monkeypatch, eventually):
    controller, _ = told
    monkeypatch.setattr("footlight_controller.services.carrier.FETCH_DEADLINE_S", 0.1)
    asked = []

    async def silent(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        response = web.StreamResponse()
        await response.prepare(request)
        await eventually(lambda: request.transport is None or request.transport.is_closing())
        return response

    await respond(silent)
    with pytest.raises(Unreachable, match="did not answer within"):
        await controller.screenshot(REAL_ID, 160)
    assert len(asked) == 1


async def test_nothing_is_asked_beyond_this_machine(told):
    controller, _ = told
    controller._links.of(REAL_ID)._connection.peer = Address(host="192.0.2.20", port=80)
    with pytest.raises(NotOnThisMachine, match="not on this machine"):
        await controller.screenshot(REAL_ID, 160)
