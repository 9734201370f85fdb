"""What is left of connections when the program ends."""

import asyncio
import socket

import pytest
from controller.services.conftest import ScriptedPlayer
from controller.services.home import unclaimed_context

from footlight_common.security import tls
from footlight_common.security.keys import TLSKey
from footlight_controller.services import carrier
from footlight_controller.services.carrier import Carrier, Question
from footlight_controller.services.reach import Reach

PLAYER_ID = "ab12000000000000"


@pytest.fixture
def made(monkeypatch):
    """Every socket that a carrier made."""
    sockets = []
    make = Carrier._make

    def keep(self, info):
        sockets.append(make(self, info))
        return sockets[-1]

    monkeypatch.setattr(Carrier, "_make", keep)
    return sockets


async def test_no_socket_is_open_when_it_is_closed(made):
    player = ScriptedPlayer(PLAYER_ID)
    player.context = unclaimed_context(PLAYER_ID, TLSKey.generate())
    await player.start()
    calls = Carrier(Reach("127.0.0.1"))
    await calls.start()
    question = Question("GET", "/about", {}, 10_000)
    assert (await calls.ask(player.address, question, tls.stranger(), None)).status == 200
    await calls.close()
    assert [each.fileno() for each in made] == [-1]
    await player.stop()


async def test_a_peer_that_never_answers_holds_the_end_up_for_a_moment_alone(made, monkeypatch):
    monkeypatch.setattr(carrier, "LAST_ANSWERS_S", 0.05)
    gone = asyncio.Event()

    async def be_silent(reader, writer):
        await reader.read()
        writer.close()
        gone.set()

    server = await asyncio.start_server(be_silent, "127.0.0.1", 0)
    calls = Carrier(Reach("127.0.0.1"))
    await calls.start()
    left = calls._make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("", 0)))
    left.setblocking(False)
    await asyncio.get_running_loop().sock_connect(left, server.sockets[0].getsockname())
    await calls.close()
    async with asyncio.timeout(5):
        await gone.wait()
    left.close()
    server.close()
    await server.wait_closed()
