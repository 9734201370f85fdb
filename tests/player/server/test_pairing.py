"""Who may claim a player, over real sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from common.security import sites
from player.house import stranger
from player.server.callers import Pairer
from player.server.newcomer import PLAYER

from footlight_common.clock import SystemClock
from footlight_common.ration import abort
from footlight_common.security import tls
from footlight_common.security.attempts import WRONG_IN_ALL
from footlight_common.security.exchange import MAX_STRANGER_BYTES
from footlight_common.security.pairing import ControllerPairing
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.storage import Store
from footlight_player.services.trust_record import TrustRecord


@pytest_asyncio.fixture
async def pairer(house) -> AsyncIterator[Pairer]:
    async with Pairer(house) as pairer:
        yield pairer


async def guess(house, newcomer, code) -> str:
    """The reason with which a code was refused."""
    async with Pairer(house) as pairer:
        await pairer.dial(newcomer.port, code)
        return await pairer.guess()


async def about(newcomer):
    async with stranger() as client, client.get(newcomer.url("/about")) as answer:
        return await answer.json()


async def joins(house, newcomer, role=Role.ADMIN):
    """The first message that a member gets."""
    async with house.client(role) as client, client.ws_connect(newcomer.url("/ws")) as link:
        await link.send_json({"type": "hello", "name": "desk"})
        return await link.receive_json(timeout=5)


class TestPairing:
    async def test_with_the_code_the_player_belongs_to_the_site_and_listens_with_its_certificate(
        self, newcomer, pairer, house
    ):
        assert (await about(newcomer))["claimed"] is False
        await pairer.dial(newcomer.port, newcomer.code)
        assert await pairer.pair() == (1000, "")
        told = await about(newcomer)
        assert (told["claimed"], told["site"]) == (True, house.site.id)
        welcome = await joins(house, newcomer)
        assert (welcome["type"], welcome["member"]["role"]) == ("welcome", "admin")
        assert (welcome["roster_version"], welcome["roster_epoch"]) == (5, 1)

    async def test_it_is_on_disk_before_the_controller_is_told(self, newcomer, pairer, house):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.confirm()
        await pairer.grant(name="Bar", area="First floor")
        await pairer.hear()
        kept = TrustRecord(Store(newcomer.folder / "trust.json", SystemClock())).load(PLAYER)
        assert kept.standing == house.standing
        assert (kept.given.name, kept.given.area) == ("Bar", "First floor")

    async def test_a_claimed_player_takes_no_code_from_anybody(self, newcomer, pairer):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.pair()
        async with stranger() as client, client.get(newcomer.url("/pair")) as answer:
            assert answer.status == 403
            told = await answer.json()
        assert told["code"] == "pairing_closed"
        assert "belongs to a site already" in told["message"]
        assert newcomer.trust.site_name not in told["message"]

    async def test_a_viewer_cannot_pair(self, newcomer, house):
        async with Pairer(house, Role.VIEWER) as pairer:
            await pairer.dial(newcomer.port, newcomer.code)
            await pairer.confirm()
            await pairer.grant()
            assert await pairer.refused() == (1008, "pairing_failed")
        assert not newcomer.trust.claimed

    async def test_who_hangs_up_after_the_grant_leaves_a_whole_claim_or_none(self, newcomer, pairer, eventually):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.confirm()
        await pairer.grant()
        abort(pairer.link._response.connection.transport)
        await eventually(lambda: newcomer.trust.claimed)
        assert (await about(newcomer))["claimed"] is True


class TestWrongCode:
    async def test_it_is_refused_and_the_player_stays_unclaimed(self, newcomer, house):
        assert await guess(house, newcomer, newcomer.wrong_code) == "wrong_code"
        assert not newcomer.trust.claimed

    async def test_after_three_a_new_code_is_shown_and_a_pause_begins(self, newcomer, house, pairer):
        first = newcomer.code
        reasons = [await guess(house, newcomer, newcomer.wrong_code) for _ in range(3)]
        assert reasons == ["wrong_code"] * 3
        assert newcomer.code != first
        assert (await guess(house, newcomer, newcomer.code)).startswith("pairing_busy ")
        await newcomer.clock.advance(5.1)
        await pairer.dial(newcomer.port, newcomer.code)
        assert await pairer.pair() == (1000, "")

    async def test_after_twenty_it_is_closed_until_somebody_acts_at_the_player(self, newcomer, house, pairer):
        for _ in range(WRONG_IN_ALL):
            assert await guess(house, newcomer, PairingCode("000000")) == "wrong_code"
            await newcomer.clock.advance(301.0)
        assert newcomer.code is None
        assert await guess(house, newcomer, PairingCode("000000")) == "pairing_closed"
        await newcomer.trust.allow_pairing()
        await pairer.dial(newcomer.port, newcomer.code)
        assert await pairer.pair() == (1000, "")

    async def test_wrong_ones_are_counted_over_a_restart_even_when_the_caller_hung_up(self, newcomer, house):
        await guess(house, newcomer, newcomer.wrong_code)
        async with Pairer(house) as pairer:
            await pairer.dial(newcomer.port, newcomer.wrong_code)
            await pairer.say(pairer.pairing.open())
            await pairer.hear()
        kept = TrustRecord(Store(newcomer.folder / "trust.json", SystemClock())).load(PLAYER)
        assert kept.wrong == 2

    async def test_one_at_a_time(self, newcomer, house, pairer):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.say(pairer.pairing.open())
        await pairer.hear()
        assert (await guess(house, newcomer, newcomer.code)).startswith("pairing_busy ")

    async def test_no_code_reaches_a_log(self, newcomer, house, pairer, caplog):
        caplog.set_level("DEBUG")
        code = newcomer.code
        await guess(house, newcomer, newcomer.wrong_code)
        await pairer.dial(newcomer.port, code)
        await pairer.pair()
        assert "paired with the site" in caplog.text
        assert code.shown not in caplog.text
        assert code.secret.decode() not in caplog.text
        assert "PRIVATE" not in caplog.text


class TestAttacks:
    async def test_messages_of_an_earlier_pairing_are_worth_nothing(self, newcomer, pairer, house):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.pair()
        await newcomer.trust.reset()
        async with Pairer(house) as replayer:
            await replayer.dial(newcomer.port, newcomer.code)
            await replayer.say(pairer.sent[0])
            await replayer.hear()
            await replayer.say(pairer.sent[1])
            assert await replayer.refused() == (1008, "wrong_code")
        assert not newcomer.trust.claimed

    @pytest.mark.parametrize("order", [(1,), (0, 0), (0, 2), (2, 0)])
    async def test_messages_out_of_order_end_the_attempt(self, newcomer, pairer, order):
        messages = {0: an_opening(), 1: b'{"type":"sealed","body":"","mac":""}', 2: b'{"type":"done"}'}
        await pairer.dial(newcomer.port, newcomer.code)
        for number in order:
            await pairer.say(messages[number])
        assert await pairer.reason() in ("pairing_failed", "wrong_code")
        assert not newcomer.trust.claimed

    @pytest.mark.parametrize("text", ["", "{", "[" * 900, "\x00", '{"type":"opening"}', "x" * (MAX_STRANGER_BYTES + 1)])
    async def test_garbage_ends_the_attempt(self, newcomer, pairer, text):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.link.send_str(text)
        assert await pairer.refused() == (1008, "pairing_failed")

    async def test_a_binary_frame_ends_the_attempt(self, newcomer, pairer):
        await pairer.dial(newcomer.port, newcomer.code)
        await pairer.link.send_bytes(b"\x00")
        assert await pairer.refused() == (1008, "pairing_failed")

    async def test_a_relay_that_ends_tls_learns_nothing_and_gains_nothing(self, newcomer, pairer):
        async with relay(newcomer.port) as port:
            await pairer.dial(port, newcomer.code)
            await pairer.confirm()
            assert await pairer.refused() == (1008, "wrong_code")
        assert not newcomer.trust.claimed

    async def test_what_stops_the_relay_is_the_key_that_the_controller_saw(self, newcomer, pairer):
        async with relay(newcomer.port) as port:
            await pairer.dial(port, newcomer.code, player_key=newcomer.trust.key.fingerprint)
            assert await pairer.pair() == (1000, "")

    async def test_callers_who_only_wait_keep_nobody_out(self, newcomer, pairer):
        async with stranger() as client:
            for _ in range(20):
                await client.ws_connect(newcomer.url("/pair"))
            await pairer.dial(newcomer.port, newcomer.code)
            assert await pairer.pair() == (1000, "")

    async def test_a_page_in_a_browser_cannot_pair(self, newcomer):
        async with stranger() as client:
            headers = {"Origin": "http://evil.example"}
            async with client.get(newcomer.url("/pair"), headers=headers) as answer:
                assert answer.status == 403

    @pytest.mark.parametrize("path", ["/", "/ws", "/playlist", "/screenshot", "/nothing"])
    async def test_an_unclaimed_player_answers_nothing_else(self, newcomer, path):
        async with stranger() as client, client.get(newcomer.url(path)) as answer:
            assert answer.status in (400, 403)

    async def test_a_session_with_an_unclaimed_player_is_refused_with_a_reason(self, newcomer):
        async with stranger() as client, client.ws_connect(newcomer.url("/ws")) as link:
            goodbye = await link.receive_json(timeout=5)
            closing = await link.receive(timeout=5)
        assert (goodbye["type"], goodbye["code"]) == ("goodbye", "not_paired")
        assert (closing.data, closing.extra) == (1008, "not_paired")


def an_opening() -> bytes:
    return ControllerPairing(PairingCode("000000"), own_key="0" * 64, player_key="0" * 64).open()


@contextlib.asynccontextmanager
async def relay(port) -> AsyncIterator[int]:
    """A man in the middle: shows a certificate of its own to the controller and passes on all bytes."""
    busy = set()

    async def carry(reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(4096):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader, writer):
        busy.add(asyncio.current_task())
        there, back = await asyncio.open_connection("127.0.0.1", port, ssl=tls.stranger())
        await asyncio.gather(carry(reader, back), carry(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls.unclaimed_player(sites.unclaimed(PLAYER)))
    yield server.sockets[0].getsockname()[1]
    server.close()
    await asyncio.gather(*busy)
