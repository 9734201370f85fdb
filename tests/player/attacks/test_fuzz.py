"""Random and damaged bytes at every place where a stranger may speak, over real sockets; the same ones at each run."""

import asyncio
import base64
import json
import random
from collections.abc import Awaitable, Callable, Iterator

import aiohttp
from player.attacks.test_strangers import closed_after
from player.attacks.victim import Victim, request
from player.house import stranger

from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Hello
from footlight_common.security import tls
from footlight_common.security.pairing import ControllerPairing
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role

ROUNDS = 60
ODD = ["", "0", "-1", "null", "true", "[]", "{}", '"', "\\u0000", "\U0001f600", "9" * 400, "[" * 400, "A" * 900]


def damaged(whole: str, chance: random.Random) -> str:
    """With parts cut out, doubled, or put in place of others."""
    text = whole
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(text) + 1), chance.randrange(12)
        put = chance.choice([*ODD, chr(chance.randrange(1, 0xD800)), text[at : at + length] * 2])
        text = text[:at] + put + text[at + length :]
    return text


def openings(chance: random.Random) -> Iterator[str]:
    """First messages of pairings, damaged, and some that have the form and no meaning."""
    whole = ControllerPairing(PairingCode("000000"), own_key="0" * 64, player_key="0" * 64).open().decode()
    for _ in range(ROUNDS):
        element = base64.b64encode(chance.choice([b"A", b"B", b""]) + chance.randbytes(32)).decode()
        meaningless = json.dumps({"type": "opening", "element": element, "key": "f" * 64})
        yield chance.choice([damaged(whole, chance), damaged(meaningless, chance), meaningless])


async def each(texts: Iterator[str], say: Callable[[str], Awaitable[object]]) -> None:
    """A few at a time, as several strangers would."""
    room = asyncio.Semaphore(6)

    async def one(text: str) -> None:
        async with room:
            await say(text)

    await asyncio.gather(*(one(text) for text in texts))


async def test_what_is_damaged_never_pairs_and_never_breaks_the_player(start, unclaimed):
    process = await start(*unclaimed)
    await process.line()
    victim = Victim(process)
    async with stranger() as client:

        async def say(text: str) -> None:
            async with client.ws_connect(victim.url("/pair")) as link:
                closed = asyncio.ensure_future(closed_after(link, text))
                # Well-formed ones are answered, and then a proof is waited for.
                await asyncio.wait([closed], timeout=0.2)
                closed.cancel()

        await each(openings(random.Random(4)), say)
    assert (await victim.about())["claimed"] is False
    assert await process.end() == 0
    assert "Traceback" not in process.errors
    assert " ERROR " not in process.errors


async def test_damaged_hellos_are_answered_and_disturb_nobody(victim, member, house):
    chance = random.Random(4)
    whole = encode(Hello(name="desk", offer=house.standing.offer))
    answers = []

    async with house.client(Role.VIEWER) as client:

        async def say(text: str) -> None:
            async with client.ws_connect(victim.url("/ws")) as link:
                await link.send_str(text)
                answer = await link.receive(timeout=5)
                answers.append(answer.type)

        await each((damaged(whole, chance) for _ in range(ROUNDS)), say)
    assert set(answers) == {aiohttp.WSMsgType.TEXT}


async def test_damaged_requests_disturb_nobody(victim, member):
    chance = random.Random(4)
    whole = request("GET", "/about", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Content-Length: 3").decode()

    async def say(text: str) -> None:
        await victim.say(text.encode(errors="replace"), tls.stranger())

    await each((damaged(whole, chance) for _ in range(ROUNDS)), say)


async def test_damaged_frames_disturb_nobody(victim, member):
    chance = random.Random(4)
    key = base64.b64encode(b"0" * 16).decode()
    upgrade = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
    opened = "\r\n".join(["GET /ws HTTP/1.1", "Host: player", *upgrade, "", ""]).encode()

    async def say(text: str) -> None:
        await victim.say(opened + bytes.fromhex(text), tls.stranger())

    await each((chance.randbytes(chance.randint(1, 200)).hex() for _ in range(ROUNDS)), say)


async def test_damaged_handshakes_disturb_nobody(victim, member):
    chance = random.Random(4)

    async def say(text: str) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", victim.port)
        writer.write(b"\x16\x03\x01" + bytes.fromhex(text))
        await asyncio.sleep(0)
        writer.close()

    await each((chance.randbytes(chance.randint(1, 600)).hex() for _ in range(ROUNDS)), say)
