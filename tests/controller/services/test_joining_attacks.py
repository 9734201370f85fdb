"""Strangers at the port of an open invitation, over real sockets: none gets in, none keeps the invited one out."""

import asyncio
import contextlib
import logging
import random
import ssl

import aiohttp
import pytest
from controller.services.invitations import Quiet, RawCaller, other_than

from footlight_common.clock import ManualClock
from footlight_common.door import MAX_STRANGERS
from footlight_common.errors import PairingFailed, WrongCode
from footlight_common.security import tls
from footlight_common.security.attempts import WRONG_IN_ALL
from footlight_common.security.roles import Role
from footlight_controller.services.join_listener import JOIN_PATH, JOIN_SUBPROTOCOL, JoinListener

HALF_OPEN = 100


@pytest.fixture
async def invitation(admin):
    return await admin.invite(Role.ADMIN)


@pytest.fixture
async def address(invitation):
    return invitation.addresses[0]


async def ask(address, path=JOIN_PATH, headers=None, context=None):
    """Status and body of the answer to a plain request."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"https://{address}{path}", ssl=context or tls.stranger(), headers=headers) as answer,
    ):
        return answer.status, await answer.text(), dict(answer.headers)


class Relay:
    """Somebody in between: ends TLS towards both sides and hands every message on, as `change` makes it."""

    def __init__(self, address, change=lambda _, data: data):
        self.address, self.change, self.seen = address, change, []
        self.listener = JoinListener(self.hand_on)

    async def hand_on(self, caller):
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                f"wss://{self.address}{JOIN_PATH}", ssl=tls.stranger(), protocols=(JOIN_SUBPROTOCOL,)
            ) as far,
        ):
            with contextlib.suppress(Exception):
                while True:
                    await self.turn(await caller.hear(5.0), far.send_str)
                    frame = await far.receive(timeout=5)
                    if frame.type is not aiohttp.WSMsgType.TEXT:
                        return str(frame.extra or "")
                    await self.turn(frame.data.encode(), lambda text: caller.say(text.encode()))
        return ""

    async def turn(self, data, send):
        changed = self.change(len(self.seen), data)
        self.seen.append(data)
        await send(changed.decode())


@pytest.fixture
async def relay(address):
    relay = Relay(address)
    relay.port = await relay.listener.open("127.0.0.1")
    yield relay
    await relay.listener.close()


class TestInBetween:
    async def test_somebody_in_between_gets_nobody_in_even_with_the_right_code(
        self, admin, newcomer, invitation, address, relay
    ):
        between = type(address)(host="127.0.0.1", port=relay.port)
        with pytest.raises(WrongCode, match="somebody stands between"):
            await newcomer.join(between, invitation.code)
        # Opening, reply and confirmation alone went through: no name of the site, no certificate, no key.
        assert len(relay.seen) == 3
        assert admin.names == ["Desk"]
        assert await newcomer.kept() is None


class TestOutOfOrder:
    async def test_messages_of_one_conversation_are_worth_nothing_in_another(
        self, admin, invitation, address, eventually
    ):
        async with RawCaller(address, invitation.code) as caller:
            first = [caller.joining.open()]
            await caller.say(first[0])
            first.append(caller.joining.confirm(await caller.hear()))
            await caller.say(first[1])
            await caller.hear()
            caller.vanish()
            await eventually(lambda: not admin.busy)
        async with RawCaller(address, invitation.code) as replaying:
            await replaying.say(first[0])
            await replaying.hear()
            await replaying.say(first[1])
            assert await replaying.end() == (1008, "wrong_code")
        assert admin.names == ["Desk"]

    @pytest.mark.parametrize("turns", [[0, 0], [1], [0, 2], [0, 1, 1], [0, 1, 3], [3], [2]])
    async def test_another_order_ends_it(self, admin, invitation, address, turns, eventually):
        async with RawCaller(address, invitation.code) as caller:
            # Well-formed messages, each from a conversation of its own.
            said = await self.messages(admin, address)
            await eventually(lambda: not admin.busy)
            for turn in turns[:-1]:
                await caller.say(caller.turns()[turn]())
                await caller.hear()
            await caller.say(said[turns[-1]])
            status, code = await caller.end()
        assert status == 1008
        assert code in {"pairing_failed", "wrong_code"}
        assert admin.names == ["Desk"]

    async def messages(self, admin, address):
        """What a new member says, up to the application, and something in place of the last."""
        async with RawCaller(address, admin.invitations.current.code) as caller:
            said = []
            for turn in caller.turns()[:2]:
                said.append(turn())
                await caller.say(said[-1])
                await caller.hear()
            said.append(caller.turns()[2]())
        return [*said, said[-1]]

    @pytest.mark.parametrize("place", [1, 2, 3])
    async def test_a_message_that_was_touched_ends_it(self, admin, invitation, address, place):
        async with RawCaller(address, invitation.code) as caller:
            for number, turn in enumerate(caller.turns()[: place + 1]):
                data = turn()
                if number == place:
                    break
                await caller.say(data)
                await caller.hear()
            middle = data.index(b'"mac":"') + 10
            await caller.say(data[:middle] + (b"A" if data[middle : middle + 1] != b"A" else b"B") + data[middle + 1 :])
            status, _ = await caller.end()
        assert status == 1008
        assert await newest(admin) == (["Desk", "Reader"] if place == 3 else ["Desk"])


async def newest(admin):
    return [member.name for member in admin.file.require().standing.roster.members]


class TestFrames:
    @pytest.mark.parametrize(
        "frame", ["", "{", "[]", "null", '{"type":"opening"}', "[" * 2000, '{"type":"opening","element":"","key":""}']
    )
    async def test_what_is_no_message_ends_it(self, newcomer, invitation, address, frame):
        async with RawCaller(address, invitation.code) as caller:
            await caller.socket.send_str(frame)
            assert await caller.end() == (1008, "pairing_failed")
        await newcomer.join(address, invitation.code)

    async def test_bytes_end_it(self, newcomer, invitation, address):
        async with RawCaller(address, invitation.code) as caller:
            await caller.socket.send_bytes(b"\x00" * 100)
            assert await caller.end() == (1008, "pairing_failed")
        await newcomer.join(address, invitation.code)

    async def test_more_than_a_stranger_has_to_say_ends_it(self, newcomer, invitation, address):
        async with RawCaller(address, invitation.code) as caller:
            opening = caller.joining.open()
            await caller.say(opening[:-1] + b" " * 1024 + b"}")
            assert await caller.end() == (1008, "pairing_failed")
        await newcomer.join(address, invitation.code)

    @pytest.mark.parametrize("size_bytes", [5000, 10_000_000])
    async def test_a_frame_that_is_too_large_is_not_even_read(self, newcomer, invitation, address, size_bytes):
        async with RawCaller(address, invitation.code) as caller:
            with contextlib.suppress(ConnectionError):
                await caller.socket.send_str("x" * size_bytes)
            # The reason does not always get through beside so much that is still on its way.
            assert (await caller.end())[0] in {1009, 1006, None}
        await newcomer.join(address, invitation.code)

    @pytest.mark.parametrize("raw", [b"\x00" * 500, b"GET / HTTP/9.9\r\n\r\n", b"A" * 100_000, b"GET /join\r\n" * 50])
    async def test_what_is_no_http_leaves_the_port_open(self, newcomer, invitation, address, raw):
        reader, writer = await asyncio.open_connection(address.host, address.port, ssl=tls.stranger())
        writer.write(raw)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
            await asyncio.wait_for(reader.read(), 5)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
        await newcomer.join(address, invitation.code)


class TestFuzz:
    @pytest.fixture
    async def invitation_clock(self):
        return ManualClock()

    async def test_random_changes_of_what_is_said_get_nobody_in_and_leave_the_port_open(
        self, admin, newcomer, invitation_clock, monkeypatch
    ):
        # Else the pauses would outlast the invitation.
        monkeypatch.setattr("footlight_common.security.attempts._LONGEST_PAUSE_S", 5.0)
        chance = random.Random(8471)
        invitation = await admin.invite(Role.ADMIN)
        for number in range(WRONG_IN_ALL - 2):
            async with RawCaller(invitation.addresses[0], admin.invitations.current.code) as caller:
                await caller.go(number % 3)
                said = bytearray(caller.turns()[number % 3]())
                for _ in range(chance.randrange(1, 9)):
                    said[chance.randrange(len(said))] = chance.randrange(32, 127)
                await caller.say(bytes(said))
                # A changed opening may still be one, and is answered.
                await caller.say(b"{}")
                assert (await caller.end())[0] == 1008
            await invitation_clock.advance(5.1)
        assert admin.names == ["Desk"]
        await newcomer.join(invitation.addresses[0], admin.invitations.current.code)


class TestStrangers:
    @pytest.mark.parametrize("path", ["/", "/about", "/ws", "/pair", "/join/", "/../join"])
    async def test_there_is_one_path(self, address, path):
        status, _, headers = await ask(address, path)
        assert status in {400, 404}
        assert headers["Server"] == ""

    async def test_a_page_in_a_browser_is_refused(self, address):
        status, text, _ = await ask(address, headers={"Origin": "https://evil.example"})
        assert (status, "browser" in text) == (403, True)

    async def test_another_protocol_is_refused(self, address):
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"wss://{address}{JOIN_PATH}", ssl=tls.stranger(), protocols=("chat",))

    async def test_older_tls_is_refused(self, address):
        context = tls.stranger()
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        with pytest.raises(aiohttp.ClientConnectorError):
            await ask(address, context=context)

    async def test_a_hundred_half_open_connections_keep_nobody_out(self, newcomer, admin, invitation, address):
        half_open = [await asyncio.open_connection(address.host, address.port) for _ in range(HALF_OPEN)]
        await newcomer.join(address, invitation.code)
        assert admin.names == ["Desk", "Reader"]
        for _, writer in half_open:
            writer.close()

    async def test_strangers_who_say_nothing_keep_nobody_out(self, newcomer, admin, invitation, address):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(MAX_STRANGERS + 5):
                await stack.enter_async_context(RawCaller(address, invitation.code))
            await newcomer.join(address, invitation.code)
        assert admin.names == ["Desk", "Reader"]

    async def test_who_begins_and_says_no_more_is_let_go(self, newcomer, invitation, address, monkeypatch):
        monkeypatch.setattr("footlight_controller.services.admitting.MESSAGE_S", 0.1)
        async with RawCaller(address, invitation.code) as caller:
            await caller.say(caller.joining.open())
            await caller.hear()
            assert await caller.end() == (1008, "pairing_failed")
        monkeypatch.undo()
        await newcomer.join(address, invitation.code)

    async def test_while_one_joins_another_is_told_to_wait(self, invitation, address):
        async with RawCaller(address, invitation.code) as first, RawCaller(address, invitation.code) as second:
            await first.go(1)
            await second.say(second.joining.open())
            status, reason = await second.end()
            assert (status, reason.split()[0]) == (1008, "pairing_busy")


class TestSecrets:
    async def test_no_code_and_no_key_reaches_a_log_or_an_error(self, admin, newcomer, invitation, caplog):
        caplog.set_level(logging.DEBUG)
        failures = []
        for code in (other_than(invitation.code), invitation.code):
            try:
                await newcomer.join(invitation.addresses[0], code)
            except PairingFailed as err:
                failures.append(str(err))
        kept = await newcomer.kept()
        pems = [kept.authority_key.to_pem(), kept.roster_key.to_pem(), kept.credential.key.to_pem()]
        told = caplog.text + "".join(failures) + repr(admin.invitations) + repr(invitation.addresses)
        assert failures
        assert invitation.code not in told
        assert invitation.code.replace("-", "") not in told
        for pem in pems:
            for line in pem.decode().splitlines()[1:-1]:
                assert line not in told
        assert "PRIVATE KEY" not in told

    async def test_nothing_secret_is_announced(self, admin, invitation):
        announced = admin.announcer.said
        assert isinstance(admin.announcer, Quiet)
        ((record, _, hosts),) = announced
        info = record.announced(1, hosts)
        assert set(info.properties) == {b"id", b"name"}
        assert invitation.code not in repr(info)
