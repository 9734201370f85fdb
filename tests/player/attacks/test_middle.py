"""Somebody between a controller and a player, who ends TLS towards both: the real controller, the real program."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from common.security import sites
from controller.no_discovery import NoDiscovery
from controller.services.states import is_online
from player.attacks.victim import Victim
from player.house import stranger

from footlight_common.discovery import Address
from footlight_common.errors import CredentialRefused, WrongCode
from footlight_common.security import tls
from footlight_common.security.pairing_code import PairingCode
from footlight_controller import app
from footlight_controller.services.controller import Controller


class Relay:
    """Hands on every request and every frame, both ways, and keeps what it read."""

    def __init__(self, victim: Victim) -> None:
        self._victim = victim
        self.asked: list[str] = []
        """Paths."""
        self.frames: list[str] = []

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        # A key of its own, under the name of the player.
        context = tls.unclaimed_player(sites.unclaimed(self._victim.id))
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context).start()
        self.address = Address(host="127.0.0.1", port=self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        async with stranger() as client:
            serve = self._sit_between if "Upgrade" in request.headers else self._fetch
            return await serve(request, client)

    async def _fetch(self, request: web.Request, client: aiohttp.ClientSession) -> web.Response:
        async with client.get(self._victim.url(request.path)) as answer:
            return web.Response(body=await answer.read(), status=answer.status)

    async def _sit_between(self, request: web.Request, client: aiohttp.ClientSession) -> web.WebSocketResponse:
        protocols = [request.headers["Sec-WebSocket-Protocol"]]
        near = web.WebSocketResponse(protocols=protocols)
        await near.prepare(request)
        async with client.ws_connect(self._victim.url(request.path), protocols=protocols) as far:
            await asyncio.gather(self._hand_on(near, far), self._hand_on(far, near))
        return near

    async def _hand_on(self, one: Any, other: Any) -> None:
        async for frame in one:
            self.frames.append(frame.data)
            await other.send_str(frame.data)
        await other.close(code=one.close_code, message=b"wrong_code")


@pytest_asyncio.fixture
async def controller(house, tmp_path: Path, monkeypatch) -> AsyncIterator[Controller]:
    """That of an admin of the house."""
    monkeypatch.setattr(app, "Discovery", NoDiscovery)
    folder = tmp_path / "controller"
    folder.mkdir()
    await asyncio.to_thread(house.write_site, folder)
    controller = app.build_controller(folder, "127.0.0.1")
    await controller.start()
    yield controller
    await controller.close()


@pytest_asyncio.fixture
async def newcomer(start, unclaimed) -> AsyncIterator[Victim]:
    process = await start(*unclaimed)
    await process.line()
    yield Victim(process)
    assert await process.end() == 0
    assert "Traceback" not in process.errors


@pytest_asyncio.fixture
async def relay(newcomer: Victim) -> AsyncIterator[Relay]:
    relay = Relay(newcomer)
    await relay.start()
    yield relay
    await relay.stop()


async def the_code(start, data_dir) -> PairingCode:
    """As somebody reads it on the screen."""
    asked = await start("code", "--data-dir", str(data_dir))
    return PairingCode.parse(await asked.line())


async def test_the_right_code_through_a_relay_pairs_nothing_and_the_relay_learns_nothing(
    controller, newcomer, relay, start, data_dir
):
    code = await the_code(start, data_dir)
    with pytest.raises(WrongCode, match="somebody stands between"):
        await controller.pair(relay.address, code)
    assert (await newcomer.about())["claimed"] is False
    assert not controller.players()
    # It did sit in between, and got as far as the proof that it could not make its own.
    assert [json.loads(frame)["type"] for frame in relay.frames] == ["opening", "reply", "sealed"]
    assert code.secret.decode() not in "".join(relay.frames)


async def test_without_the_relay_the_same_code_pairs(controller, newcomer, relay, start, data_dir, eventually):
    code = await the_code(start, data_dir)
    with pytest.raises(WrongCode):
        await controller.pair(relay.address, code)
    await controller.pair(Address(host="127.0.0.1", port=newcomer.port), code)
    await eventually(is_online(controller, newcomer.id))


async def test_a_relay_before_a_claimed_player_is_told_nothing(
    controller, newcomer, relay, start, data_dir, eventually
):
    await controller.pair(Address(host="127.0.0.1", port=newcomer.port), await the_code(start, data_dir))
    await eventually(is_online(controller, newcomer.id))
    with pytest.raises(CredentialRefused, match="Somebody may pose as the player"):
        await controller.add(relay.address)
    assert (set(relay.asked), relay.frames) == ({"/about"}, [])
