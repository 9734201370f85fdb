"""Somebody on the network who has no certificate: what the program shows, and what floods and nonsense do to it."""

import asyncio
import contextlib
import shutil
import socket
import ssl

import aiohttp
import psutil
from player.attacks.victim import Victim, moves, request
from player.house import stranger
from player.program import join

from footlight_common.ration import STRANGER_BYTES, abort
from footlight_common.security import tls
from footlight_common.security.permissions import PATHS
from footlight_common.security.roles import Role

HALF_OPEN = 1000
EVERY_PATH = ["/", *PATHS, "/unpair", "/metrics", "/../about", "//about", "/nothing"]


async def openssl(port: int, data: bytes) -> bytes:
    """What `openssl s_client` without a certificate is answered; Python's own TLS where there is no such program."""
    if shutil.which("openssl") is None:
        return await asyncio.to_thread(_by_hand, port, data)
    client = await asyncio.create_subprocess_exec(
        *("openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-tls1_3", "-quiet", "-ign_eof"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await asyncio.wait_for(client.communicate(data), 20)
    return said


def _by_hand(port: int, data: bytes) -> bytes:
    said = b""
    with socket.create_connection(("127.0.0.1", port)) as raw, tls.stranger().wrap_socket(raw) as end:
        end.sendall(data)
        with contextlib.suppress(ssl.SSLError, ConnectionError):
            while part := end.recv(4096):
                said += part
    return said


class TestWithoutACertificate:
    async def test_openssl_gets_nothing_from_a_claimed_player(self, victim):
        asked = [request(method, path) for path in EVERY_PATH for method in ("GET", "POST")]
        answers = await asyncio.gather(*(openssl(victim.port, data) for data in asked))
        assert {said.split()[1] for said in answers} <= {b"400", b"403", b"405"}
        assert b"Lobby" not in b"".join(answers)
        assert b"sim:a" not in b"".join(answers)

    async def test_openssl_gets_the_about_of_a_claimed_player(self, victim):
        said = await openssl(victim.port, request("GET", "/about"))
        assert said.startswith(b"HTTP/1.1 200 ")
        assert b'"claimed": true' in said

    async def test_openssl_is_told_that_a_claimed_player_takes_no_code(self, victim):
        said = await openssl(victim.port, request("GET", "/pair"))
        assert said.startswith(b"HTTP/1.1 403 ")
        assert b"pairing_closed" in said

    async def test_openssl_gets_nothing_but_about_and_pair_from_an_unclaimed_player(self, start, unclaimed):
        process = await start(*unclaimed)
        await process.line()
        for path in EVERY_PATH:
            assert (await openssl(process.port, request("GET", path))).split()[1] in (b"400", b"403")
        assert b" 200 " in await openssl(process.port, request("GET", "/about"))
        assert b" 101 " in await openssl(process.port, request("GET", "/pair", *UPGRADE) + GOODBYE)

    async def test_a_page_in_a_browser_gets_nothing_even_with_a_members_certificate(self, victim, house):
        for path in ("/about", "/pair", *EVERY_PATH):
            asked = request("GET", path, "Origin: https://127.0.0.1")
            for context in (tls.stranger(), house.context(Role.ADMIN)):
                assert (await victim.say(asked, context)).startswith(b"HTTP/1.1 403 ")


UPGRADE = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
]
# RFC 6455, section 5.5.1, masked with zeros.
GOODBYE = b"\x88\x80\x00\x00\x00\x00"


class TestPorts:
    async def test_the_program_listens_on_one_port_and_for_mdns(self, victim):
        own = psutil.Process(victim.process.process.pid)
        listed = await asyncio.to_thread(own.net_connections, "inet")
        assert [end.laddr.port for end in listed if end.status == psutil.CONN_LISTEN] == [victim.port]
        assert {end.laddr.port for end in listed if end.type == socket.SOCK_DGRAM} <= {5353}
        assert await asyncio.to_thread(own.children) == []


class TestFloods:
    async def test_a_thousand_half_open_connections_disturb_neither_members_nor_the_picture(
        self, victim, member, house
    ):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(HALF_OPEN):
                stack.enter_context(await half_open(victim.port))
            await moves(member)
            async with house.client(Role.VIEWER) as newcomer:
                link = await join(newcomer, victim.port)
                await moves(link)

    async def test_strangers_who_finish_tls_and_wait_disturb_nobody_either(self, victim, member, house):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(100):
                _, writer = await asyncio.open_connection("127.0.0.1", victim.port, ssl=tls.stranger())
                stack.callback(hang_up, writer)
            await moves(member)
            async with house.client(Role.VIEWER) as newcomer:
                await join(newcomer, victim.port)


class TestNonsense:
    async def test_requests_that_are_none_get_nothing(self, victim, member):
        answers = await asyncio.gather(*(victim.say(data, tls.stranger()) for data in NONSENSE))
        assert {b" ".join(said.split()[1:2]) for said in answers} <= {b"", b"400", b"403", b"405"}

    async def test_what_is_no_hello_ends_the_session(self, victim, member, house):
        async with house.client(Role.VIEWER) as client:
            for text in NO_HELLO:
                async with client.ws_connect(victim.url("/ws")) as link:
                    assert await closed_after(link, text) in (1003, 1006, 1008, 1009)

    async def test_a_first_message_of_a_pairing_that_is_too_long_ends_it(self, start, unclaimed):
        process = await start(*unclaimed)
        await process.line()
        victim = Victim(process)
        async with stranger() as client:
            for size in (1025, 70_000, 1_100_000):
                async with client.ws_connect(victim.url("/pair")) as link:
                    await closed_after(link, "x" * size)
        assert (await victim.about())["claimed"] is False

    async def test_a_stranger_is_cut_off_long_before_a_large_frame_is_whole(self, start, unclaimed):
        process = await start(*unclaimed)
        await process.line()
        reader, writer = await asyncio.open_connection("127.0.0.1", process.port, ssl=tls.stranger())
        # RFC 6455, section 5.2: a masked text of 1 MB, of which some comes.
        frame = b"\x81\xff" + (1_000_000).to_bytes(8, "big") + b"\x00" * 4 + b"x" * STRANGER_BYTES
        writer.write(request("GET", "/pair", *UPGRADE) + frame)
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 5)
        hang_up(writer)


NONSENSE = [
    b"\x00" * 100_000,
    b"GET /about HTTP/1.1\r\n" + b"A: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
    b"".join([b"GET /about HTTP/1.1\r\n", *(b"A%d: a\r\n" % n for n in range(50_000)), b"\r\n"]),
    b"POST /pair HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n" + b"a" * 1_000_000,
    b"POST /about HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    b"\r\n" * 10_000,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]
NO_HELLO = [
    "x" * 1_000_000,
    "[" * 100_000,
    "\x00",
    '{"type":"hello"}',
    '{"type":"command","id":"1","action":{"do":"stop"}}',
    '{"type":"hello","name":"' + "n" * 500_000,
]


async def closed_after(link: aiohttp.ClientWebSocketResponse, text: str) -> int | None:
    """Say it; the code with which the player hangs up, None when it does so without a word."""
    with contextlib.suppress(ConnectionError):
        await link.send_str(text)
    while not (await link.receive(timeout=5)).type.name.startswith("CLOS"):
        pass
    return link.close_code


def hang_up(writer: asyncio.StreamWriter) -> None:
    """Without a goodbye."""
    writer.close()
    abort(writer.transport)


async def half_open(port: int) -> socket.socket:
    """TCP, and not a byte of TLS."""
    end = socket.socket()
    end.setblocking(False)
    await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", port))
    return end
