import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from player.actors import actor

from footlight_common.clock import SystemClock
from footlight_common.discovery import DEFAULT_PORT
from footlight_common.errors import ListenError, NoPicture
from footlight_common.model.playback import Item, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import MAX_MESSAGE_BYTES, SUBPROTOCOL
from footlight_common.protocol.commands import Command, Play
from footlight_common.ration import abort
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.server.listener import Listener
from footlight_player.server.ws import MAX_CONTROLLERS, MAX_HALF_OPEN
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.trust import Trust
from footlight_player.system.machine import Machine

PLAYER = "0123456789abcdef"
HELLO = {"type": "hello", "name": "desk"}


class Site:
    def __init__(self, client: aiohttp.ClientSession, trust: Trust) -> None:
        clock = SystemClock()
        self.trust = trust
        self.client = client
        self.player = Player(
            identity=PlayerIdentity(id=PLAYER, name="Lobby", version="1.2"),
            engine=SimulatedEngine(clock),
            clock=clock,
            probe=HostProbe(clock, Machine(Path("/"))),
            show=lambda _: None,
            remember=lambda _: None,
        )
        self.screenshots = Screenshots(SimulatedCamera(lambda: self.player.playback), clock)
        self.listener = Listener(self.player, trust, self.screenshots, clock)
        self.port = 0

    def url(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    async def connect(self, **options: object) -> aiohttp.ClientWebSocketResponse:
        return await self.client.ws_connect(self.url("/ws"), protocols=[SUBPROTOCOL], **options)

    async def join(self) -> aiohttp.ClientWebSocketResponse:
        """A controller that was welcomed."""
        link = await self.connect()
        await link.send_json(HELLO)
        assert (await link.receive_json(timeout=5))["type"] == "welcome"
        return link


@pytest_asyncio.fixture
async def site(house) -> AsyncIterator[Site]:
    async with house.client() as client:
        site = Site(client, await house.trust(PLAYER, SystemClock()))
        await site.player.start(Memory())
        site.port = await site.listener.start("127.0.0.1", 0)
        site.player.execute(Command(id="1", action=Play(items=(Item(uri="sim:a?duration=live"),))), actor("test"))
        yield site
        await site.listener.close("shutdown", "The test is over.")
        await site.player.close()


async def goodbye(link: aiohttp.ClientWebSocketResponse) -> tuple[dict[str, object], aiohttp.WSMessage]:
    """The last message and the close frame."""
    last = await link.receive_json(timeout=5)
    closing = await link.receive(timeout=5)
    return last, closing


class TestHTTP:
    async def test_about_says_who_it_is(self, site, house):
        async with site.client.get(site.url("/about")) as answer:
            assert answer.status == 200
            assert answer.headers["Server"] == ""
            assert await answer.json() == {
                "id": "0123456789abcdef",
                "name": "Lobby",
                "version": "1.2",
                "protocol": 1,
                "claimed": True,
                "site": house.site.id,
                "epoch": 1,
                "successions": [],
            }

    @pytest.mark.parametrize("path", ["/about", "/ws", "/nothing"])
    async def test_pages_in_a_browser_are_refused(self, site, path):
        async with site.client.get(site.url(path), headers={"Origin": "http://evil.example"}) as answer:
            assert answer.status == 403

    async def test_anything_else_is_not_there(self, site):
        async with site.client.get(site.url("/")) as answer:
            assert answer.status == 404

    async def test_ws_without_an_upgrade_is_a_bad_request(self, site):
        async with site.client.get(site.url("/ws")) as answer:
            assert answer.status == 400


class TestWebSocket:
    async def test_the_subprotocol_is_spoken_and_nothing_compressed(self, site):
        link = await site.connect(compress=15)
        assert link.protocol == SUBPROTOCOL
        assert not link.compress
        await link.close()

    async def test_a_command_travels_there_and_its_result_and_events_back(self, site):
        link = await site.join()
        await link.send_json({"type": "subscribe", "topics": ["monitoring"]})
        assert (await link.receive_json(timeout=5))["type"] == "snapshot"
        await link.send_json({"type": "command", "id": "42", "action": {"do": "pause"}})
        messages = [await link.receive_json(timeout=5) for _ in range(2)]
        assert sorted(message["type"] for message in messages) == ["command_completed", "result"]
        assert site.player.status().playback.state is PlaybackState.PAUSED
        await link.close()

    async def test_a_binary_frame_ends_the_connection_with_a_reason(self, site):
        link = await site.join()
        await link.send_bytes(b"\x00\x01")
        last, closing = await goodbye(link)
        assert (last["type"], last["code"]) == ("goodbye", "bad_message")
        assert (closing.data, closing.extra) == (1003, "bad_message")

    async def test_an_oversized_message_ends_the_connection_with_a_reason(self, site):
        link = await site.join()
        await link.send_str('"' + "x" * MAX_MESSAGE_BYTES + '"')
        last, closing = await goodbye(link)
        assert (last["type"], last["code"]) == ("goodbye", "message_too_large")
        assert (closing.data, closing.extra) == (1009, "message_too_large")

    async def test_a_huge_message_is_not_even_read(self, site):
        link = await site.join()
        await link.send_str("x" * 3 * MAX_MESSAGE_BYTES)
        closing = await link.receive(timeout=5)
        assert closing.data == 1009

    async def test_another_version_ends_the_connection_with_a_reason(self, site):
        link = await site.connect()
        await link.send_json({**HELLO, "protocol": 9, "min_protocol": 9})
        last, closing = await goodbye(link)
        assert last["code"] == closing.extra == "version"

    async def test_bad_input_of_every_kind_leaves_playback_alone(self, site):
        for frame in ("", "{", '{"type":"x"}', '"' + "x" * 2 * MAX_MESSAGE_BYTES + '"', "[" * 100_000):
            link = await site.join()
            await link.send_str(frame)
            await link.receive(timeout=5)
            await link.close()
        assert site.player.status().playback.state is PlaybackState.PLAYING

    async def test_strangers_who_say_nothing_take_each_others_place(self, site):
        controller = await site.join()
        strangers = [await site.connect() for _ in range(MAX_HALF_OPEN + 1)]
        last, closing = await goodbye(strangers[0])
        assert last["code"] == closing.extra == "too_many_connections"
        await controller.send_json({"type": "ping", "id": "1"})
        assert (await controller.receive_json(timeout=5))["type"] == "pong"
        for link in [controller, *strangers]:
            await link.close()

    async def test_one_controller_too_many_is_told_so(self, site):
        controllers = [await site.join() for _ in range(MAX_CONTROLLERS)]
        late = await site.connect()
        await late.send_json(HELLO)
        last, _ = await goodbye(late)
        assert last["code"] == "too_many_connections"
        await controllers[0].close()
        again = await site.join()
        for link in [again, *controllers]:
            await link.close()

    async def test_a_dropped_connection_leaves_no_subscriber(self, site, eventually):
        link = await site.join()
        await link.send_json({"type": "subscribe", "topics": ["devices"]})
        await link.receive_json(timeout=5)
        abort(link._response.connection.transport)
        await eventually(lambda: not site.player.feed.is_heard("devices"))

    async def test_at_the_end_everybody_hears_why(self, site):
        controllers = [await site.join() for _ in range(3)]
        closing = asyncio.create_task(site.listener.close("restart", "Back in a moment."))
        for link in controllers:
            last, frame = await goodbye(link)
            assert last == {"type": "goodbye", "code": "restart", "message": "Back in a moment."}
            assert (frame.data, frame.extra) == (1012, "restart")
        await closing


class TestScreenshot:
    async def test_what_is_on_the_screen_is_an_image_no_wider_than_asked_for(self, site):
        async with site.client.get(site.url("/screenshot?width=160")) as response:
            assert (response.status, response.content_type) == (200, "image/png")
            assert response.headers["Cache-Control"] == "no-store"
            body = await response.read()
        assert struct.unpack_from(">II", body, 16) == (160, 90)

    @pytest.mark.parametrize("query", ["width=0", "width=9999", "width=wide", "format=gif"])
    async def test_nonsense_is_refused_with_what_may_be_asked(self, site, query):
        async with site.client.get(site.url(f"/screenshot?{query}")) as response:
            assert response.status == 400
            assert "width is a whole number from 16 to 1280" in await response.text()

    async def test_without_a_picture_it_says_why(self, site, monkeypatch):
        async def no_picture(_: int) -> None:
            raise NoPicture("The display is off.")

        monkeypatch.setattr(site.screenshots._camera, "grab", no_picture)
        async with site.client.get(site.url("/screenshot")) as response:
            assert (response.status, await response.text()) == (503, "The display is off.")


class TestPort:
    @pytest_asyncio.fixture
    async def spare(self, site) -> AsyncIterator[Listener]:
        spare = Listener(site.player, site.trust, site.screenshots, SystemClock())
        yield spare
        await spare.close("shutdown", "")

    async def test_a_port_in_use_is_said_in_words(self, site, spare):
        with pytest.raises(ListenError, match=f"port {site.port} .* in use.*--port"):
            await spare.start("127.0.0.1", site.port)

    async def test_a_foreign_address_is_said_in_words(self, spare):
        with pytest.raises(ListenError, match=r"192\.0\.2\.1.*--host"):
            await spare.start("192.0.2.1", 0)

    @pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
    async def test_everywhere_is_one_port_for_both_kinds_of_addresses(self, site, spare):
        port = await spare.start("::", 0)
        for host in ("127.0.0.1", "[::1]"):
            async with site.client.get(f"https://{host}:{port}/about") as answer:
                assert (await answer.json())["id"] == PLAYER

    async def test_without_ipv6_everywhere_is_all_of_ipv4(self, site, spare, monkeypatch):
        monkeypatch.setattr(socket, "has_dualstack_ipv6", lambda: False)
        port = await spare.start("::", 0)
        async with site.client.get(f"https://127.0.0.1:{port}/about") as answer:
            assert (await answer.json())["id"] == PLAYER

    async def test_a_port_in_use_of_all_addresses_is_said_in_words(self, site, spare):
        with pytest.raises(ListenError, match=f"port {site.port} is in use.*--port"):
            await spare.start("::", site.port)

    async def test_the_port_it_had_before_is_taken_again(self, spare):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = probe.getsockname()[1]
        assert await spare.start("127.0.0.1", None, before=free) == free

    async def test_a_port_that_is_taken_by_now_gives_way_to_another(self, site, spare):
        port = await spare.start("127.0.0.1", None, before=site.port)
        assert port not in (0, site.port)

    async def test_any_port_is_taken_when_the_usual_one_is(self, site):
        first, second = (Listener(site.player, site.trust, site.screenshots, SystemClock()) for _ in range(2))
        ports = [await listener.start("127.0.0.1", None) for listener in (first, second)]
        assert len(set(ports)) == 2
        assert DEFAULT_PORT not in ports[1:]
        for listener in (first, second):
            await listener.close("shutdown", "")
